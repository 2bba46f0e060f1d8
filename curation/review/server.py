"""The review page, served to one person on this machine."""

from __future__ import annotations

import json
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import TYPE_CHECKING, Any

from curation import api
from curation.errors import ChangedMeanwhileError, CurationError
from curation.render.review_page import page_values, served_page_html
from curation.review.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from curation.model.review import ReviewQueue

__all__ = ["ReviewServer"]

_LARGEST_BODY = 2_000_000
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ReviewServer(ThreadingHTTPServer):
    """Serves the page and takes answers, on 127.0.0.1 only.

    Whoever has the token may read the questions and answer them; it stands in the part of the address that browsers
    do not send. Host and Origin are compared with this server's own, so that no other page can use it. Answers are
    appended to the decisions of the folder at once; where somebody else added to them since, they are refused.
    """

    daemon_threads = True

    def __init__(
        self,
        folder: Path,
        queue: ReviewQueue,
        *,
        port: int = 0,
        reviewer: str = "",
        date: str = "",
        accept_above: float | None = None,
    ) -> None:
        self.session = Session(folder)
        self.folder, self.queue = folder, queue
        self._shown: dict[str, Any] = {"reviewer": reviewer, "date": date, "accept_above": accept_above}
        self.token = secrets.token_urlsafe(24)
        self.saving = Lock()
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise CurationError(
                f"port {port} cannot be used: {error.strerror}; give another one, or 0 for any"
            ) from None
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"

    def values(self) -> dict[str, Any]:
        """The questions with the answers that stand in the decisions by now, and the state of these."""
        with self.saving:
            state = self.session.state()
            found = api.with_answers(self.queue, self.folder)
        return {**page_values(found, **self._shown), "state": state}

    @property
    def address(self) -> str:
        """The address to open, with the token."""
        return f"{self.origin}/#{self.token}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as in the library
        """A browser that goes away is no error, and a request is never written to a log."""


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "curation", ""
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the library
        """Nothing is logged: addresses of requests are no one's business."""

    def do_GET(self) -> None:
        if not self._from_here():
            return
        match self.path.partition("?")[0]:
            case "/":
                self._send(HTTPStatus.OK, served_page_html().encode(), "text/html; charset=utf-8")
            case "/queue" if self._allowed():
                self._questions()
            case "/queue":
                pass
            case _:
                self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _questions(self) -> None:
        try:
            self._answer(HTTPStatus.OK, self.server.values())
        except CurationError as error:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))

    def do_POST(self) -> None:
        body = self._body()
        if body is None or not self._from_here() or not self._allowed(posting=True):
            return
        try:
            given = json.loads(body)
            with self.server.saving:
                result = self._act(given)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST, "this is not what the page sends")
        except ChangedMeanwhileError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except CurationError as error:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        except OSError as error:
            self._refuse(HTTPStatus.INSUFFICIENT_STORAGE, error.strerror or "it cannot be written")
        else:
            self._answer(HTTPStatus.OK, result)

    def _act(self, given: dict[str, Any]) -> dict[str, Any]:
        session = self.server.session
        match self.path:
            case "/answers":
                return {"state": session.take(given["answers"], given["state"])}
            case "/undo":
                return {"state": session.undo(given["state"])}
            case _:
                raise CurationError("there is nothing here")

    def _from_here(self) -> bool:
        """Whether the request is meant for this server: a name that leads here from elsewhere is refused."""
        host = self.server.origin.removeprefix("http://")
        if self.headers.get_all("Host") == [host]:
            return True
        self._refuse(HTTPStatus.FORBIDDEN, "this server answers under its own address only")
        return False

    def _allowed(self, *, posting: bool = False) -> bool:
        origin = self.headers.get("Origin")
        given = (self.headers.get("X-Curation-Token") or "").encode("utf-8", errors="replace")
        if not secrets.compare_digest(given, self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that `curation review` printed")
        elif origin != self.server.origin and (posting or origin is not None):
            self._refuse(HTTPStatus.FORBIDDEN, "another page may not use this server")
        elif posting and self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "answers are JSON")
        else:
            return True
        return False

    def _body(self) -> bytes | None:
        """What was sent, read before anything is answered; `None` where it was refused."""
        length = self.headers.get("Content-Length", "")[:20]
        if self.headers.get("Transfer-Encoding") or not length.isdecimal() or int(length) > _LARGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {_LARGEST_BODY:,} bytes at a time")
            return None
        return self.rfile.read(int(length))

    def _answer(self, status: HTTPStatus, values: dict[str, Any]) -> None:
        self._send(status, json.dumps(values).encode(), "application/json")

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # what else was sent with it is not a request
        self._answer(status, {"error": why})

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        if self.close_connection:
            self.send_header("Connection", "close")
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
