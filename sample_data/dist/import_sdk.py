"""Imports this bundle into Azure Language with the official SDK, the orchestration project last.

Written by curation. Nothing is sent without --run. It needs
    pip install azure-identity "azure-ai-language-conversations-authoring>=1.0.0b4" \
        "azure-ai-language-questionanswering-authoring>=1.0.0b1"
and signs in as DefaultAzureCredential does. Exit codes: 0 all done, 1 a job failed, 2 nothing was sent or a project
exists.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOSTS = (
    ".cognitiveservices.azure.com", ".cognitiveservices.azure.us", ".cognitiveservices.azure.cn",
    ".api.cognitive.microsoft.com", ".services.ai.azure.com",
)
STEPS = json.loads(r"""
[
  {
    "kind": "Conversation",
    "project": "BikeRental",
    "path": "01-clu/BikeRental.clu.json",
    "train": {
      "modelLabel": "data-8585763e",
      "trainingMode": "standard",
      "evaluationOptions": {
        "kind": "percentage",
        "trainingSplitPercentage": 80,
        "testingSplitPercentage": 20
      }
    },
    "deployment": "production"
  },
  {
    "kind": "Conversation",
    "project": "Mitgliedschaft",
    "path": "01-clu/Mitgliedschaft.clu.json",
    "train": {
      "modelLabel": "data-aff94f93",
      "trainingMode": "advanced",
      "evaluationOptions": {
        "kind": "percentage",
        "trainingSplitPercentage": 80,
        "testingSplitPercentage": 20
      }
    },
    "deployment": "production"
  },
  {
    "kind": "Conversation",
    "project": "Workshop",
    "path": "01-clu/Workshop.clu.json",
    "train": {
      "modelLabel": "data-3d431173",
      "trainingMode": "standard",
      "evaluationOptions": {
        "kind": "percentage",
        "trainingSplitPercentage": 80,
        "testingSplitPercentage": 20
      }
    },
    "deployment": "production"
  },
  {
    "kind": "QuestionAnswering",
    "project": "ShopFAQ",
    "path": "02-cqa/ShopFAQ.cqa.json",
    "train": null,
    "deployment": "production"
  },
  {
    "kind": "Orchestration",
    "project": "LarkfieldFrontDesk",
    "path": "03-orchestration/LarkfieldFrontDesk.orchestration.json",
    "train": {
      "modelLabel": "data-1a43ee22",
      "trainingMode": "standard",
      "evaluationOptions": {
        "kind": "manual"
      }
    },
    "deployment": ""
  }
]
""")
NEEDED = json.loads(r"""[]""")  # links lead there, and a link reaches projects of the same resource only


def main() -> int:
    parser = argparse.ArgumentParser(description="Imports this bundle into Azure Language, in order.")
    parser.add_argument("--endpoint", default=os.environ.get("LANGUAGE_ENDPOINT", ""))
    parser.add_argument("--run", action="store_true", help="send the requests; without it they are only shown")
    parser.add_argument("--replace", action="store_true", help="import over projects that exist")
    parser.add_argument("--train", action="store_true", help="also train and deploy")
    parser.add_argument("--any-host", action="store_true", help="sign in to a host that is not one of Azure Language")
    given = parser.parse_args()
    if not given.run:
        print("Nothing is sent without --run. These are the steps, in order:")
        for step in STEPS:
            print(f"would import {step['path']} as {step['project']}")
            if given.train and step["train"]:
                print(f"would train {step['project']} as {step['train']['modelLabel']}")
            if given.train and step["deployment"]:
                print(f"would deploy {step['project']} as {step['deployment']}")
        return 0
    if not given.endpoint:
        print("import_sdk.py: name the resource with --endpoint or in LANGUAGE_ENDPOINT", file=sys.stderr)
        return 2
    host = given.endpoint.removeprefix("https://").rstrip("/")
    if not (given.endpoint.startswith("https://") and host.endswith(HOSTS)) and not given.any_host:
        print(f"import_sdk.py: {given.endpoint} is not a host of Azure Language; --any-host if meant", file=sys.stderr)
        return 2
    return imported(given)


def imported(given: argparse.Namespace) -> int:
    from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
    from azure.identity import DefaultAzureCredential

    credential = DefaultAzureCredential()

    def there(step: dict) -> bool:
        try:
            client_of(step, given.endpoint, credential).look()
        except ResourceNotFoundError:
            return False
        return True

    missing = [needed["project"] for needed in NEEDED if not there(needed)]
    if missing:
        print(f"import_sdk.py: links lead to projects that are not in this resource: {', '.join(missing)}", file=sys.stderr)
        return 2
    taken = [step["project"] for step in STEPS if not given.replace and there(step)]
    if taken:
        print(f"import_sdk.py: exists already: {', '.join(taken)}; look at it, then give --replace", file=sys.stderr)
        return 2
    for step in STEPS:
        client = client_of(step, given.endpoint, credential)
        try:
            print(f"import {step['path']} as {step['project']}")
            client.take((HERE / step["path"]).read_bytes())
            if given.train:
                client.train(step)
        except HttpResponseError as error:
            print(f"import_sdk.py: {step['project']}: {error.message}", file=sys.stderr)
            return 1
    print("all done")
    return 0


def client_of(step: dict, endpoint: str, credential: object) -> Conversations | Answers:
    return (Answers if step["kind"] == "QuestionAnswering" else Conversations)(step["project"], endpoint, credential)


class Conversations:
    def __init__(self, project: str, endpoint: str, credential: object) -> None:
        from azure.ai.language.conversations.authoring import ConversationAuthoringProjectClient

        self.client = ConversationAuthoringProjectClient(endpoint, credential, project_name=project)

    def look(self) -> None:
        self.client.project.get_project()

    def take(self, data: bytes) -> None:
        # As a dictionary: the typed classes know list entities under another name, and would lose them.
        self.client.project.begin_import(json.loads(data), exported_project_format="Conversation").result()

    def train(self, step: dict) -> None:
        if step["train"]:
            print(f"train {step['project']} as {step['train']['modelLabel']}")
            self.client.project.begin_train(step["train"]).result()
        if step["deployment"]:
            print(f"deploy {step['project']} as {step['deployment']}")
            body = {"trainedModelLabel": step["train"]["modelLabel"]}
            self.client.deployment.begin_deploy_project(step["deployment"], body).result()


class Answers:
    def __init__(self, project: str, endpoint: str, credential: object) -> None:
        from azure.ai.language.questionanswering.authoring import QuestionAnsweringAuthoringClient

        self.project, self.client = project, QuestionAnsweringAuthoringClient(endpoint, credential)

    def look(self) -> None:
        self.client.get_project_details(self.project)

    def take(self, data: bytes) -> None:
        # As a dictionary: in the typed class the name of the project is read-only, and would be dropped.
        self.client.begin_import_assets(self.project, json.loads(data), file_format="json").result()

    def train(self, step: dict) -> None:
        print(f"deploy {step['project']} as {step['deployment']}")
        self.client.begin_deploy_project(self.project, step["deployment"]).result()


if __name__ == "__main__":
    sys.exit(main())
