"""The server answers to the page it served, and to nobody else."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from curation import api
from curation.errors import CurationError
from curation.review.server import ReviewServer


@pytest.fixture(scope="module")
def queue(slipped_sample):
    return api.review_queue(slipped_sample)


@pytest.fixture
def server(slipped_sample, queue, tmp_path):
    folder = Path(shutil.copytree(slipped_sample, tmp_path / "bot"))
    with running(folder, queue) as found:
        yield found


@contextmanager
def running(folder, queue):
    with ReviewServer(folder, queue, reviewer="mira", date="2026-11-26") as server:
        server.folder = folder
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server, method="GET", path="/queue", body=None, **headers):
    """Status, headers and JSON of a request as the page makes it; a header that is `None` is left out."""
    port = server.server_address[1]
    usual = {"Host": f"127.0.0.1:{port}", "X-Curation-Token": server.token}
    if method == "POST":
        usual |= {"Origin": server.origin, "Content-Type": "application/json"}
    usual |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    data = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in usual.items():
        if value is not None:
            connection.putheader(name, value)
    if method == "POST" and "Content-Length" not in usual:
        connection.putheader("Content-Length", str(len(data)))
    connection.endheaders()
    if "Content-Length" not in usual or usual["Content-Length"] is not None:
        connection.send(data)
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, response, json.loads(text) if "json" in response.headers["Content-Type"] else text.decode()


def answer(server, intent="Complaint", **more):
    item = next(
        item for item in server.values()["queue"]["items"] if item["intent"] == intent and item["kind"] == "link"
    )
    given = {"decision": "keep", "target": "", "into": "", "note": "", "rows": [], "reviewer": "mira", "date": "today"}
    return {"id": item["id"], "fingerprint": item["fingerprint"], **given, **more}


def state_of(server):
    return ask(server)[2]["state"]


def test_the_page_holds_no_question_and_lets_nothing_in(server):
    status, response, page = ask(server, path="/", X_Curation_Token=None)
    assert status == 200
    assert "Complaint" not in page
    assert server.token not in page
    policy = page.split('Content-Security-Policy" content="')[1].split('"')[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] is None


def test_who_has_the_token_gets_the_questions(server):
    status, _, found = ask(server)
    assert status == 200
    assert [item["intent"] for item in found["queue"]["items"][:2]] == ["Complaint", "EndRental"]
    assert (found["reviewer"], found["date"]) == ("mira", "2026-11-26")


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Curation_Token": None},
        {"X_Curation_Token": "wrong"},
        {"X_Curation_Token": "ü"},
        {"Host": "evil.example"},
        {"Host": "localhost"},
        {"Host": None},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_nobody_else_gets_anything(server, headers):
    for method, path, body in (("GET", "/queue", None), ("POST", "/answers", {"state": "x", "answers": []})):
        status, _, found = ask(server, method, path, body, **headers)
        assert status == 403
        assert set(found) == {"error"}


def test_a_post_without_an_origin_or_of_a_form_is_refused(server):
    body = {"state": state_of(server), "answers": [answer(server)]}
    before = (server.folder / "decisions.csv").read_bytes()
    assert ask(server, "POST", "/answers", body, Origin=None)[0] == 403
    assert ask(server, "POST", "/answers", body, Content_Type="text/plain")[0] == 415
    assert ask(server, "POST", "/answers", b"x", Content_Length="2000001")[0] == 413
    assert ask(server, "POST", "/answers", b"x", Content_Length="-1")[0] == 413
    assert ask(server, "POST", "/answers", b"x", Transfer_Encoding="chunked")[0] == 413
    assert (server.folder / "decisions.csv").read_bytes() == before


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b'{"state": 1}', b'{"state": "", "answers": [{}]}', b"[" * 100_000, b"\xff\xfe"],
)
def test_what_the_page_does_not_send_is_refused(server, body):
    before = (server.folder / "decisions.csv").read_bytes()
    status, _, found = ask(server, "POST", "/answers", body)
    assert status in (400, 409)
    assert found["error"]
    assert (server.folder / "decisions.csv").read_bytes() == before


def test_an_answer_is_on_disk_before_the_page_hears_of_it(server):
    path = server.folder / "decisions.csv"
    before = path.read_bytes()
    status, _, found = ask(server, "POST", "/answers", {"state": state_of(server), "answers": [answer(server)]})
    assert status == 200
    assert path.read_bytes() == before + (
        f"Complaint,keep,,,mira,today,,{answer(server)['fingerprint']},0.1.0\n".encode()
    )
    assert found["state"] == state_of(server)


def test_the_last_answers_are_taken_back_without_a_trace(server):
    path = server.folder / "decisions.csv"
    before = path.read_bytes()
    first = ask(server, "POST", "/answers", {"state": state_of(server), "answers": [answer(server)]})[2]["state"]
    between = path.read_bytes()
    second = ask(server, "POST", "/answers", {"state": first, "answers": [answer(server, "EndRental")]})[2]["state"]
    assert ask(server, "POST", "/undo", {"state": second})[0] == 200
    assert path.read_bytes() == between
    assert ask(server, "POST", "/undo", {"state": first})[0] == 200
    assert path.read_bytes() == before
    status, _, found = ask(server, "POST", "/undo", {"state": state_of(server)})
    assert (status, found["error"]) == (422, "there is nothing of this sitting to take back")


def test_two_tabs_do_not_write_over_each_other(server):
    state = state_of(server)
    assert ask(server, "POST", "/answers", {"state": state, "answers": [answer(server)]})[0] == 200
    status, _, found = ask(server, "POST", "/answers", {"state": state, "answers": [answer(server, "EndRental")]})
    assert (status, found["error"]) == (409, "decisions.csv was changed by another tab or program")
    assert ask(server, "POST", "/undo", {"state": state})[0] == 409


def test_nothing_is_taken_back_once_somebody_else_added_to_the_file(server):
    path = server.folder / "decisions.csv"
    ask(server, "POST", "/answers", {"state": state_of(server), "answers": [answer(server)]})
    with path.open("a") as file:
        file.write("EndRental,keep,,,tom,,,,\n")
    kept = path.read_bytes()
    status, _, found = ask(server, "POST", "/undo", {"state": state_of(server)})
    assert (status, found["error"]) == (422, "there is nothing of this sitting to take back")
    assert path.read_bytes() == kept


def test_rows_go_to_intents_of_their_own_inside_a_task(server):
    row = next(row for row in api.load(server.folder).rows if row.intent == "EndRental")
    from curation.analysis.normalise import fingerprint, normalised
    from curation.model.decision import Subject

    one = {
        "id": Subject("", "EndRental", normalised(row.text)).id,
        "fingerprint": fingerprint([row.text]),
        "into": "ExtendRental",
        "text": row.text,
    }
    given = answer(server, "EndRental", decision="accept", target="BikeRental", into="ReturnBike", rows=[one])
    assert ask(server, "POST", "/answers", {"state": state_of(server), "answers": [given]})[0] == 200
    mapping = api.decide(server.folder)
    assert mapping.get("EndRental").into == "ReturnBike"
    (move,) = mapping.moves
    assert (move.task, move.into, move.subject.text) == ("BikeRental", "ExtendRental", normalised(row.text))


def test_an_answer_that_cannot_be_applied_says_why_and_nothing_is_written(server):
    before = (server.folder / "decisions.csv").read_bytes()
    body = {"state": state_of(server), "answers": [answer(server, decision="retarget", target="Nowhere")]}
    status, _, found = ask(server, "POST", "/answers", body)
    assert status == 422
    assert 'there is no task "Nowhere"' in found["error"]
    assert (server.folder / "decisions.csv").read_bytes() == before


def test_a_full_disk_is_said_and_nothing_is_lost(server, monkeypatch):
    from curation.formats import files

    before = (server.folder / "decisions.csv").read_bytes()

    def full(handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files.os, "fsync", full)
        body = {"state": state_of(server), "answers": [answer(server)]}
        status, _, found = ask(server, "POST", "/answers", body)
    assert status == 422
    assert "No space left on device" in found["error"]
    assert (server.folder / "decisions.csv").read_bytes() == before
    assert sorted(path.name for path in server.folder.iterdir() if path.name.startswith(".")) == []
    assert ask(server, "POST", "/answers", {"state": state_of(server), "answers": [answer(server)]})[0] == 200


def test_it_listens_to_this_machine_only_and_hangs_up_on_who_says_nothing(server):
    assert server.server_address[0] == "127.0.0.1"
    assert 0 < server.RequestHandlerClass.timeout <= 60


def test_a_host_that_is_named_twice_is_refused(server):
    port = server.server_address[1]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", "/queue", skip_host=True)
    for name, text in (("Host", f"127.0.0.1:{port}"), ("Host", "evil.example"), ("X-Curation-Token", server.token)):
        connection.putheader(name, text)
    connection.endheaders()
    assert connection.getresponse().status == 403


def test_what_is_sent_with_a_refused_request_is_no_request(server):
    body = f"GET /queue HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Curation-Token: {server.token}\r\n\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    connection.request("GET", "/nothing", body=body)
    response = connection.getresponse()
    assert (response.status, response.headers["Connection"]) == (404, "close")


def test_answers_are_taken_together_or_not_at_all(server):
    before = (server.folder / "decisions.csv").read_bytes()
    for bad in (
        {"id": "q00000000000"},
        {"decision": "retarget"},
        {"reviewer": ""},
        {"decision": "reject", "target": " "},
    ):
        body = {"state": state_of(server), "answers": [answer(server, "EndRental"), answer(server, **bad)]}
        status, _, found = ask(server, "POST", "/answers", body)
        assert status == 422
        assert found["error"]
        assert (server.folder / "decisions.csv").read_bytes() == before


def test_an_answer_that_is_repeated_is_taken_back_as_often_as_it_was_given(server):
    path = server.folder / "decisions.csv"
    state, seen = state_of(server), []
    for intent in ("Complaint", "EndRental", "Complaint", "Complaint"):
        seen.append(path.read_bytes())
        state = ask(server, "POST", "/answers", {"state": state, "answers": [answer(server, intent)]})[2]["state"]
    for before in reversed(seen):
        state = ask(server, "POST", "/undo", {"state": state})[2]["state"]
        assert path.read_bytes() == before


def test_a_note_that_no_file_could_give_back_is_refused_before_it_is_written(server):
    before = (server.folder / "decisions.csv").read_bytes()
    body = {"state": state_of(server), "answers": [answer(server, note="x" * 200_000)]}
    assert ask(server, "POST", "/answers", body)[0] == 422
    assert (server.folder / "decisions.csv").read_bytes() == before


def test_a_task_that_was_rejected_is_not_offered_after_a_reload(server):
    given = answer(server, "EndRental", decision="reject", target="BikeRental")
    assert ask(server, "POST", "/answers", {"state": state_of(server), "answers": [given]})[0] == 200
    item = next(
        item for item in ask(server)[2]["queue"]["items"] if item["intent"] == "EndRental" and item["kind"] == "link"
    )
    assert item["proposed"]["decision"] == ""
    assert "BikeRental" not in [option["target"] for option in item["options"]]
    assert item["state"] == "open"
    assert item["reason"] == "BikeRental was rejected; what is left was not judged anew"


def test_there_is_nothing_else_here(server):
    assert ask(server, path="/../../etc/passwd")[0] == 404
    assert ask(server, "POST", "/nothing", {"state": ""})[0] == 422


def test_a_port_that_is_taken_is_said(server, queue):
    with pytest.raises(CurationError, match=r"port \d+ cannot be used"):
        ReviewServer(server.folder, queue, port=server.server_address[1])
