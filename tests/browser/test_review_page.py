"""The review page in a real browser: by keyboard, from a server and from a file, with hostile texts in every field."""

from __future__ import annotations

import json
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from workspaces import curation, rows_of_csv, write_files

from curation import api
from curation.review.server import ReviewServer
from curation.rules._samples import clu, orchestration, sample_row

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

HOSTILE = (
    "<script>document.title='pwned'</script>",
    "</script><script>document.title='pwned'</script>",
    "<img src=x onerror=document.title='pwned'>",
    "\" onfocus=document.title='pwned' autofocus x=\"",
    '=HYPERLINK("http://evil.example";"x")',
    "{{data}} {{js}} ${document.title='pwned'} <!-- ]]> --> \u2028 \u202e evil \x00 \ud800",
    "javascript:document.title='pwned'",
)


@pytest.fixture(scope="module")
def queue(slipped_sample):
    return api.review_queue(slipped_sample)


@pytest.fixture
def folder(slipped_sample, tmp_path) -> Path:
    return Path(shutil.copytree(slipped_sample, tmp_path / "bot"))


@contextmanager
def served(folder, queue, **more):
    with ReviewServer(folder, queue, **more) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(folder, queue):
    with served(folder, queue) as found:
        yield found


class Watched:
    """A page, what it complained about, and where it asked for anything."""

    def __init__(self, context):
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        context.on("request", lambda request: self.asked.append(request.url))


@pytest.fixture(params=["light", "dark"])
def watched(browser, request):
    context = browser.new_context(
        color_scheme=request.param, viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    found = Watched(context)
    yield found
    context.close()
    assert found.errors == []


@pytest.fixture
def page(watched):
    return watched.page


def opened(page, address, reviewer="mira"):
    page.goto(address)
    page.wait_for_selector("#card:not([hidden])")
    page.fill("#reviewer", reviewer)
    page.keyboard.press("Escape")
    return page


def static(queue, tmp_path, **more) -> str:
    return api.review_page(queue, tmp_path / "review.html", **more).as_uri()


def on_disk(page):
    """Wait until nothing that was answered is still on its way."""
    page.wait_for_selector("body[data-unsaved='0']")


def saved(page, words):
    page.wait_for_selector(f"#said:has-text('{words}')")
    on_disk(page)


def decisions(folder):
    return [
        (r["intent"], r["decision"], r["task"], r["into"], r["note"])
        for r in rows_of_csv((folder / "decisions.csv").read_text("utf-8"))[10:]
    ]


def test_a_full_review_by_keyboard(page, server, folder, queue):
    opened(page, server.address)
    assert page.inner_text("#title") == "Complaint"
    page.keyboard.press("n")
    page.keyboard.type("asked the front desk")
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    saved(page, "Kept: Complaint")
    assert page.inner_text("#title") == "EndRental"
    page.keyboard.press("2")
    assert page.input_value("#target") == queue.items[1].options[1].target
    page.keyboard.press("1")
    page.keyboard.press("a")
    saved(page, "Accepted: EndRental")
    left = len(queue.wanted) - 2
    for _ in range(left):
        page.keyboard.press("u")
    page.wait_for_selector("#nothing:not([hidden])")
    assert page.inner_text("#count") == f"{len(queue)} of {len(queue)} answered, 0 left"
    on_disk(page)
    found = decisions(folder)
    assert found[:2] == [
        ("Complaint", "keep", "", "", "asked the front desk"),
        ("EndRental", "accept", "BikeRental", "ReturnBike", ""),
    ]
    assert [answer for _, answer, *_ in found[2:]] == ["unsure"] * left
    assert page.locator("#banner").is_hidden()


def test_undo_reload_and_skip(page, server, folder):
    opened(page, server.address)
    page.keyboard.press("a")
    page.keyboard.press("k")
    saved(page, "Kept: EndRental")
    before = len(decisions(folder))
    page.keyboard.press("z")
    saved(page, "Taken back")
    on_disk(page)
    assert len(decisions(folder)) == before - 1
    title = page.inner_text("#title")
    page.keyboard.press("s")
    assert page.inner_text("#title") != title
    here = page.inner_text("#title")
    page.reload()
    page.wait_for_selector("#card:not([hidden])")
    assert page.inner_text("#title") == here
    assert page.input_value("#reviewer") == "mira"


def test_two_tabs_notice_each_other(page, server, folder):
    opened(page, server.address)
    other = opened(page.context.new_page(), server.address, "tom")
    page.keyboard.press("a")
    saved(page, "Kept: Complaint")
    other.keyboard.press("u")
    other.wait_for_selector("#banner:not([hidden])")
    assert "changed by another tab or program" in other.inner_text("#banner")
    assert [row[:2] for row in decisions(folder)] == [("Complaint", "keep")]
    other.click("#banner button")
    other.wait_for_selector("#banner:not([hidden])")
    assert "1 answer of before not saved" in other.inner_text("#banner")
    other.click("text=Save them now")
    other.wait_for_selector("#banner", state="hidden")
    on_disk(other)
    assert [row[:2] for row in decisions(folder)] == [("Complaint", "keep"), ("Complaint", "unsure")]


@pytest.mark.parametrize("watched", ["light"], indirect=True)
def test_a_save_that_fails_is_said_and_can_be_tried_again(watched, server, folder):
    page = opened(watched.page, server.address)
    folder_decisions = folder / "decisions.csv"
    kept = folder_decisions.read_bytes()
    folder_decisions.unlink()
    folder_decisions.mkdir()
    page.keyboard.press("a")
    page.wait_for_selector("#banner:not([hidden])")
    assert "Not saved" in page.inner_text("#banner")
    folder_decisions.rmdir()
    folder_decisions.write_bytes(kept)
    page.click("text=Try again")
    page.wait_for_selector("#banner", state="hidden")
    on_disk(page)
    assert [row[:2] for row in decisions(folder)] == [("Complaint", "keep")]
    assert len(watched.errors) == 1
    watched.errors.clear()


def test_without_a_server_answers_are_downloaded_and_taken_over(page, watched, queue, folder, tmp_path):
    opened(page, static(queue, tmp_path))
    page.keyboard.press("a")
    page.select_option("#target", "ShopFAQ")
    page.focus("#target")
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.keyboard.press("d")
    sheet = tmp_path / "answers.csv"
    download.value.save_as(sheet)
    result = curation("decide", folder, sheet)
    assert (result.code, result.err) == (0, "")
    assert [row[:4] for row in decisions(folder)] == [
        ("Complaint", "keep", "", ""),
        ("EndRental", "retarget", "ShopFAQ", ""),
    ]
    assert {url.split(":")[0] for url in watched.asked} <= {"file", "blob"}


def test_answers_survive_a_reload_of_the_file(page, queue, tmp_path):
    opened(page, static(queue, tmp_path))
    page.keyboard.press("a")
    page.keyboard.press("x")
    said = page.inner_text("#count")
    page.reload()
    page.wait_for_selector("#card:not([hidden])")
    assert page.inner_text("#count") == said
    page.keyboard.press("z")
    assert page.inner_text("#title") == "EndRental"


def test_the_sure_ones_are_accepted_together_after_a_look(page, queue, folder):
    with served(folder, queue, accept_above=0.5) as server:
        opened(page, server.address)
        page.keyboard.press("g")
        rows = page.locator("#batch-list input")
        count = rows.count()
        assert count == sum(i.proposed.confidence >= 0.5 and i.proposed.decision != "" for i in queue.wanted) >= 2
        rows.nth(0).uncheck()
        page.click("#batch-yes")
        saved(page, f"{count - 1} proposals accepted")
        on_disk(page)
        assert len(decisions(folder)) == count - 1
        page.keyboard.press("z")
        saved(page, f"{count - 1} answers taken back" if count > 2 else "Taken back")
        on_disk(page)
        assert decisions(folder) == []


def test_views_search_and_help(page, queue, tmp_path):
    opened(page, static(queue, tmp_path))
    page.select_option("#filter", "link")
    assert page.inner_text("#listed") == "2 shown"
    page.select_option("#filter", "all")
    assert page.inner_text("#listed") == f"{len(queue)} shown"
    page.fill("#find", "endrental")
    assert int(page.inner_text("#listed").split()[0]) >= 1
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()


def test_nothing_is_answered_without_a_name(page, queue, tmp_path):
    page.goto(static(queue, tmp_path))
    page.keyboard.press("a")
    assert "Say who answers" in page.inner_text("#banner")
    page.keyboard.type("akxu")
    assert page.inner_text("#title") == "Complaint"
    assert page.input_value("#reviewer") == ""
    page.click("text=Go there")
    page.keyboard.type("mira")
    page.keyboard.press("Enter")
    page.keyboard.press("k")
    assert page.inner_text("#said").startswith("Kept: Complaint")


def test_what_is_taken_back_does_not_overtake_what_is_on_its_way(page, server, folder):
    opened(page, server.address)
    page.route("**/answers", lambda route: (page.wait_for_timeout(300), route.continue_()))
    for key in ("k", "z", "s", "u", "z", "z"):
        page.keyboard.press(key)
    saved(page, "Taken back")
    assert decisions(folder) == []
    assert page.inner_text("#count").startswith("9 of")
    for key in ("u", "s", "k"):
        page.keyboard.press(key)
    page.wait_for_timeout(700)
    on_disk(page)
    page.keyboard.press("z")
    page.wait_for_timeout(500)
    assert len(decisions(folder)) == 1
    assert page.inner_text("#count").startswith("10 of")
    assert page.locator("#banner").is_hidden()


def test_after_a_reload_answers_stand_and_those_of_others_too(page, server, folder):
    opened(page, server.address)
    page.keyboard.press("x") if page.locator('[data-do="reject"]').is_enabled() else page.keyboard.press("k")
    on_disk(page)
    with (folder / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write("EndRental,accept,BikeRental,,tom,,,,\n")
    before = page.inner_text("#count")
    page.reload()
    page.wait_for_selector("#card:not([hidden])")
    assert int(page.inner_text("#count").split()[0]) == int(before.split()[0]) + 1
    page.select_option("#filter", "link")
    assert page.inner_text("#listed").startswith(("0", "1"))


@pytest.mark.parametrize("kind", ["link", "utterance"])
@pytest.mark.parametrize("transport", ["file", "server"])
def test_the_page_is_accessible(page, queue, folder, tmp_path, kind, transport):
    with served(folder, queue) as server:
        opened(page, static(queue, tmp_path) if transport == "file" else server.address)
        page.select_option("#filter", kind)
        for opening in ("", "?", "g"):
            if opening:
                page.keyboard.press(opening)
            found = axe.Axe().run(page).response["violations"]
            assert [(v["id"], [node["target"] for node in v["nodes"]]) for v in found] == []
            page.keyboard.press("Escape")


def hostile_queue(tmp_path):
    names = [f"Intent {text}"[:50] for text in HOSTILE]
    rows = [
        sample_row(text + f" number {n}", name) for name, text in zip(names, HOSTILE, strict=True) for n in range(3)
    ]
    folder = write_files(
        tmp_path / "hostile",
        {
            "t.json": clu(
                *(sample_row(text + " please", "<b>Child</b>") for text in HOSTILE),
                name="Task<script>x",
                intents=("<b>Child</b>",),
            ),
            "o.json": json.dumps(orchestration(*rows, intents=dict.fromkeys(names))),
        },
    )
    return folder, api.review_queue(folder)


@pytest.mark.parametrize("transport", ["file", "server"])
def test_hostile_texts_are_inert_in_every_field(page, watched, tmp_path, transport):
    folder, queue = hostile_queue(tmp_path)
    assert len(queue.wanted) >= len(HOSTILE)
    with served(folder, queue, reviewer=HOSTILE[0]) as server:
        address = static(queue, tmp_path, reviewer=HOSTILE[0]) if transport == "file" else server.address
        opened(page, address, HOSTILE[3])
        page.fill("#note", HOSTILE[1])
        page.keyboard.press("Escape")
        for _ in range(len(HOSTILE)):
            page.keyboard.press("u")
        assert page.title() == "Review - curation"
        assert page.locator("#card script, #card img, #list img, #card b, #list b").count() == 0
        assert not [url for url in watched.asked if "evil" in url]
        if transport == "file":
            with page.expect_download() as download:
                page.keyboard.press("d")
            text = Path(download.value.path()).read_text("utf-8-sig")
            assert not [line for line in text.splitlines() if line.startswith(("=", "+", "-", "@"))]


def test_ten_thousand_questions_stay_quick(page, queue, tmp_path):
    from dataclasses import replace

    from curation.model.decision import Subject

    first = queue.wanted[0]
    many = [replace(first, id=f"q{n:011x}", subject=Subject("", f"Intent {n}", "")) for n in range(10_000)]
    opened(page, static(replace(queue, items=tuple(many)), tmp_path))
    took = page.evaluate(
        """() => { const start = performance.now();
             for (let n = 0; n < 20; n += 1) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'u', bubbles: true }));
             return (performance.now() - start) / 20; }"""
    )
    assert page.inner_text("#count") == "20 of 10000 answered, 9980 left"
    assert page.locator("#list li").count() <= 300
    assert took < 1000
