"""A Language resource that takes every import, and the real client that sends to it. Nothing leaves the process."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import requests
from azure.ai.language.conversations.authoring import ConversationAuthoringProjectClient
from azure.ai.language.questionanswering.authoring import QuestionAnsweringAuthoringClient
from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline.transport import RequestsTransport
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

ENDPOINT = "https://larkfield.example"
JOB = {"jobId": "1", "createdDateTime": "2026-01-22T09:00:00Z", "lastUpdatedDateTime": "2026-01-22T09:00:00Z"}


class Call(NamedTuple):
    """What arrived at the resource: a body for an import, none for the question how far it is."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes | None

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"null")


class _Adapter(HTTPAdapter):
    """Answers in place of the network: 202 and the place of the job, then a job that has succeeded."""

    def __init__(self, calls: list[Call]) -> None:
        super().__init__()
        self.calls = calls

    def send(self, request, **_):
        url = urlsplit(request.url)
        body = request.body.encode() if isinstance(request.body, str) else request.body
        self.calls.append(Call(request.method, url.path, dict(parse_qsl(url.query)), body))
        asked = request.method == "GET"
        headers = {"content-type": "application/json"}
        if not asked:
            headers["operation-location"] = request.url.replace("/:import?", "/import/jobs/1?")
        answer = json.dumps({**JOB, "status": "succeeded"}).encode() if asked else b""
        taken = HTTPResponse(io.BytesIO(answer), headers, 200 if asked else 202, preload_content=False)
        return self.build_response(request, taken)


class Resource(RequestsTransport):
    """The transport under the real client, with all that arrived in `calls`."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        session = requests.Session()
        session.trust_env = False
        session.mount("https://", _Adapter(self.calls))
        super().__init__(session=session, session_owner=False)

    def sleep(self, duration: float) -> None:
        raise AssertionError(f"a job that has succeeded is not waited for, not even {duration} seconds")

    def take(self, kind: str, project: str, body: Any, **options: Any) -> str:
        """Import one project as a user of the SDK would, and wait until the job is done."""
        common = {"endpoint": ENDPOINT, "credential": AzureKeyCredential("none"), "transport": self, **options}
        if kind == "QuestionAnswering":
            poller = QuestionAnsweringAuthoringClient(**common).begin_import_assets(project, body, file_format="json")
        else:
            client = ConversationAuthoringProjectClient(project_name=project, **common)
            poller = client.project.begin_import(body, exported_project_format="Conversation")
        poller.result()
        return poller.status()
