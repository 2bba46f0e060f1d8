"""The report in a real browser: every number leads to its rows, nothing in it does anything else."""

from __future__ import annotations

import json
import random

import pytest
from workspaces import curation, write_files

from curation import api
from curation.render.report_page import report_html
from curation.rules._samples import clu, orchestration, sample_row, to_clu

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

HOSTILE = (
    "</script><script>document.title='pwned'</script>",
    "<img src=x onerror=document.title='pwned'>",
    "\" onfocus=document.title='pwned' autofocus x=\"",
    "{{data}} {{js}} ${document.title='pwned'} <!-- ]]> --> \u2028 \u202e evil \x00 \ud800",
    "javascript:document.title='pwned'",
)


class Shown:
    """A page that is open, with what it complained about and where it asked for anything."""

    def __init__(self, browser, path, **context):
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.errors, self.asked = [], []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())
        self.alone = self.asked == [path.as_uri()]

    def text(self, selector):
        return self.page.locator(selector).inner_text()

    def rows(self, name):
        return self.page.locator(f"#{name}-body tr")

    def fits(self):
        return self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def show(browser, tmp_path):
    opened = []

    def open_(found, *, redact=False, **context):
        path = tmp_path / f"report-{len(opened)}.html"
        path.write_bytes(report_html(found, redact=redact).encode("utf-8", "backslashreplace"))
        opened.append(Shown(browser, path, **context))
        return opened[-1]

    yield open_
    for one in opened:
        assert one.errors == []
        assert one.alone
        one.context.close()


@pytest.fixture(scope="module")
def sample(sample_data):
    return api.report(sample_data)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 400])
def test_a_report_has_no_violation_and_fits_in_both_schemes_on_both_screens(show, sample, scheme, width):
    found = show(sample, color_scheme=scheme, viewport={"width": width, "height": 900})
    violations = [item["id"] for item in axe.Axe().run(found.page).response["violations"]]
    assert (violations, found.fits()) == ([], True)


def test_every_figure_leads_to_as_many_rows_as_it_says(show, sample):
    found = show(sample)
    figures = found.page.locator(".figures button")
    for at in range(figures.count()):
        count, what = figures.nth(at).inner_text().split("\n")
        rows = "findings" if figures.nth(at).get_attribute("data-findings") is not None else "texts"
        figures.nth(at).click()
        shown = found.text(f"#{rows}-count")
        if "%" in count:
            name = what.removeprefix("told apart in ")
            judged = [p for p in sample.points if p.scope in (name, f"tasks/{name}.clu.json") and p.said]
            wrong = int(shown.split(" of ")[0].replace(",", ""))
            assert f"{1 - wrong / len(judged):.0%}" == count, what
        else:
            expected = len(sample.points) if what.startswith("utterances") else int(count.replace(",", ""))
            assert shown.startswith(f"{expected:,} of "), (what, shown)


def test_a_number_of_the_confusion_table_leads_to_its_texts(show, sample):
    found = show(sample)
    button = found.page.locator(".matrix td[class^=heat] button").first
    label = button.get_attribute("aria-label")
    button.click()
    count, _, rest = label.partition(" of ")
    given, _, said = rest.partition(" taken for ")
    assert found.rows("texts").count() == int(count)
    cells = [found.rows("texts").nth(at).locator("td").all_inner_texts() for at in range(int(count))]
    assert {(row[1], row[3].rsplit(" ", 2)[0]) for row in cells} == {(given, said)}


def test_findings_are_searched_filtered_and_sorted(show, sample):
    found = show(sample)
    whole = len(sample.report.findings)
    found.page.locator("input[data-table=findings]").fill("hard to tell apart")
    some = sum("hard to tell apart" in f.message for f in sample.report.findings)
    assert 0 < some < whole
    assert found.text("#findings-count").startswith(f"{some} of {whole}")
    found.page.locator("input[data-table=findings]").fill("")
    found.page.locator("select[data-table=findings][data-column=severity]").select_option("note")
    assert set(found.page.locator("#findings-body td.severity").all_inner_texts()) == {"note"}
    found.page.locator("[data-sort=findings][data-column=code]").click()
    codes = found.page.locator("#findings-body td:nth-child(2)").all_inner_texts()
    assert codes == sorted(codes)
    found.page.locator("[data-sort=findings][data-column=code]").click()
    assert found.page.locator("#findings-body td:nth-child(2)").all_inner_texts() == sorted(codes, reverse=True)


def test_the_map_says_what_is_under_the_pointer_and_shows_one_intent_alone(show, sample):
    found = show(sample, viewport={"width": 1280, "height": 900})
    canvas = found.page.locator("#map")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    texts = {point.text for point in sample.points}
    met = set()
    for at in range(1, 30):
        for down in range(1, 15):
            found.page.mouse.move(box["x"] + box["width"] * at / 30, box["y"] + box["height"] * down / 15)
            if found.page.locator("#tip").is_visible():
                met.add(found.text("#tip").split("\n")[0].strip('"“”'))
    assert met
    assert any(text in shown or shown in text for shown in met for text in texts)
    before = canvas.screenshot()
    found.page.locator("#map-intent").select_option("EndRental")
    assert canvas.screenshot() != before


def test_commands_are_copied_and_the_report_is_used_by_keyboard(show, sample):
    found = show(sample)
    found.page.keyboard.press("Tab")
    assert found.page.evaluate("document.activeElement.textContent") == "Skip to the report"
    found.page.keyboard.press("Enter")
    assert found.page.evaluate("document.activeElement.id") == "main"
    for _ in range(3):
        found.page.keyboard.press("Tab")
    found.page.keyboard.press("Enter")
    found.page.locator("[data-copy]").first.press("Enter")
    found.page.wait_for_function("/copied|selected/.test(document.getElementById('said').textContent)")


def test_hostile_texts_names_and_files_do_nothing(show, tmp_path):
    rows = [sample_row(f"{word} {HOSTILE[n % len(HOSTILE)]} {n}", f"{HOSTILE[k]}"[:100]) for k, word in enumerate(("rain", "song", "door"))
            for n in range(8)]  # fmt: skip
    desk = orchestration(*rows, intents={**{HOSTILE[k][:100]: None for k in range(3)}, "None": None}, name=HOSTILE[0])
    tasks = clu(*[{**row, "intent": "A"} for row in rows[:8]], intents=("A", "None"), name=HOSTILE[1])
    folder = write_files(tmp_path / "x", {"desk.json": desk, "t'<b>.json": tasks})
    found = show(api.report(folder))
    assert "curation report" in found.page.title()
    assert found.page.evaluate("document.querySelectorAll('img, iframe, object, [onerror], [onfocus]').length") == 0
    for button in found.page.locator(".figures button").all():
        button.click()
    assert found.page.title().endswith(" - curation report")
    found.page.locator(".figures button").first.click()
    assert found.page.locator("#texts-body").inner_text().count("<script>") >= 1


def test_emoji_right_to_left_and_wide_scripts_are_shown(show, tmp_path):
    names = {"🚲" * 50: "ride {} now", "ביטול הזמנה": "בטל את הזמנה {}", "取消预订": "请取消我的预订{}号"}
    rows = [
        sample_row(text.format(n), name)
        for name, text in names.items()
        for n in ("one", "zwei", "三", "ארבע", "5", "six")
    ]
    found = show(api.report(write_files(tmp_path / "x", {"u.json": rows})), viewport={"width": 400, "height": 800})
    assert found.fits()
    assert all(name in found.text("#coverage") for name in names)
    assert axe.Axe().run(found.page).response["violations"] == []


def test_names_with_letters_that_steer_lead_to_their_rows(show, tmp_path):
    names = ["می\u200cخواهم", "##vso[task.complete]", "a\tb", "::error::x", "\u202eevil"]
    chance = random.Random(0)
    words = ["rain", "song", "door", "lamp", "bike", "tree", "road", "hill", "cloud", "stone", "glass", "paper"]
    rows = [
        sample_row(f"{chance.choice(words[2 * at : 2 * at + 4])} {' '.join(chance.sample(words, 4))}", name)
        for at, name in enumerate(names)
        for _ in range(6)
    ]
    found = show(api.report(write_files(tmp_path / "x", {"u.json": rows})))
    for at in range(len(names)):
        found.page.locator("#coverage tbody tr").nth(at).locator("button").click()
        assert found.text("#texts-count").startswith("6 of 30 shown")
    option = found.page.locator("select[data-table=texts][data-column=intent] option").nth(3)
    found.page.locator("select[data-table=texts][data-column=intent]").select_option(option.get_attribute("value"))
    assert found.text("#texts-count").startswith("6 of 30 shown")
    cells = found.page.locator(".matrix button").all()
    assert len(cells) > 5
    for button in cells:
        count = button.inner_text()
        button.click()
        assert found.text("#texts-count").startswith(f"{count} of 30 shown")
    before = found.page.locator("#map").screenshot()
    found.page.locator("#map-intent").select_option(index=2)
    assert found.page.locator("#map").screenshot() != before


def test_an_intent_without_texts_leads_to_none(show, tmp_path):
    rows = [sample_row(f"{word} {n}", word) for word in ("rain", "song") for n in range(6)]
    folder = write_files(tmp_path / "x", {"t.json": clu(*rows, intents=("rain", "song", "Empty", "None"), name="T")})
    found = show(api.report(folder))
    found.page.locator("#coverage tbody tr", has_text="Empty").locator("button").click()
    assert found.text("#texts-count").startswith("0 of 12 shown")
    found.page.locator("#coverage tbody tr", has_text="song").locator("button").click()
    assert found.text("#texts-count").startswith("6 of 12 shown")


def test_places_are_sorted_by_number_and_messages_come_before_them(show, sample):
    found = show(sample, viewport={"width": 400, "height": 800})
    assert found.page.locator("#findings-body td:nth-child(3)").first.bounding_box()["x"] < 250
    found.page.locator("[data-sort=findings][data-column=place]").click()
    places = [text.rsplit(":", 1) for text in found.page.locator("#findings-body td:nth-child(4)").all_inner_texts()]
    lines = [(file, int(line)) for file, line in (place for place in places if len(place) == 2)]
    assert lines == sorted(lines)
    assert len(lines) > 10


def test_a_number_of_the_split_leads_to_its_texts(show, sample):
    found = show(sample)
    found.page.locator("#split summary").last.click()
    row = found.page.locator("#split table tbody tr", has_text="EndRental")
    row.locator("button").last.click()
    sides = found.page.locator("#texts-body td:nth-child(3)").all_inner_texts()
    assert set(sides) == {"Test"}
    assert set(found.page.locator("#texts-body td:nth-child(2)").all_inner_texts()) == {"EndRental"}


def test_on_paper_everything_is_open_and_on_white(show, sample):
    found = show(sample, color_scheme="dark")
    corner = "[...document.getElementById('map').getContext('2d').getImageData(2, 2, 1, 1).data]"
    assert found.page.evaluate(corner) != [255, 255, 255, 255]
    found.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert found.page.evaluate(corner) == [255, 255, 255, 255]
    found.page.emulate_media(media="print")
    assert found.page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
    assert found.page.locator("#split table").last.bounding_box()["height"] > 100
    assert not found.page.locator("#texts .filters").is_visible()
    found.page.emulate_media(media="screen")
    found.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert found.page.evaluate(corner) != [255, 255, 255, 255]


def test_without_scripts_the_page_says_what_is_missing(browser, sample, tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(report_html(sample).encode("utf-8", "backslashreplace"))
    found = Shown(browser, path, java_script_enabled=False)
    assert "The tables of findings and utterances, the map and the confusion table need JavaScript" in found.text(
        "body"
    )
    found.context.close()


def test_only_what_can_be_tried_is_offered(show, sample):
    found = show(sample)
    commands = found.page.locator("#overlaps code").all_inner_texts()
    advice = [p for p in found.page.locator("#overlaps p").all_inner_texts() if "advice: " in p]
    assert len(commands) == len(advice)
    for command, words in zip(commands, advice, strict=True):
        assert ("--what-if merge:" in command) == ("advice: merge" in words and "None" not in command)


def test_nothing_at_all_and_nothing_found_are_said_kindly(show, tmp_path):
    empty = show(
        api.report(write_files(tmp_path / "none", {"u.json": [], "t.json": clu(intents=("A", "None"), name="T")}))
    )
    assert "0\nutterances" in empty.text(".figures")
    assert "There are no utterances to split." in empty.text("#split")
    assert axe.Axe().run(empty.page).response["violations"] == []
    found = api.report(
        write_files(tmp_path / "few", {"u.json": [sample_row("hello there", "Greet", language="en", dataset="Train")]})
    )
    from dataclasses import replace

    clean = show(replace(found, report=replace(found.report, findings=())))
    assert "Nothing stands against an upload. Nothing was found at all." in clean.text(".verdict")
    assert "Nothing was found." in clean.text("#findings")
    assert axe.Axe().run(clean.page).response["violations"] == []


def test_a_redacted_report_holds_no_word_of_an_utterance_and_still_leads_everywhere(show, sample):
    words = {word for point in sample.points for word in point.text.split() if word.isalpha() and len(word) > 6}
    kept = " ".join(
        [
            *(p.intent for p in sample.points),
            *(t.intent for t in sample.coverage.intents),
            json.dumps([f.subject for f in sample.report.findings]),
        ]
    )
    page = report_html(sample, redact=True)
    rules = page.partition('id="rules"')
    said_by_us = rules[2].casefold() + kept.casefold()
    plain = (rules[0] + page.partition('id="data">')[2].partition("<script>")[0]).casefold()
    leaked = {word for word in words if f" {word.casefold()} " in plain and word.casefold() not in said_by_us}
    usual = {"between", "another", "because", "through", "without", "different", "nothing", "nearest"}
    assert leaked <= usual
    found = show(sample, redact=True)
    found.page.locator(".figures button").first.click()
    assert "•" in found.rows("texts").first.inner_text()


def test_beyond_ten_thousand_texts_a_sample_is_drawn_and_said(show, tmp_path):
    chance = random.Random(0)
    words = ["alpha", "brick", "cloud", "dance", "eagle", "flame", "grape", "house", "ivory", "joker", "kite", "lemon"]
    rows = [sample_row(" ".join([*chance.sample(words, 4), str(n)]), f"Intent{n % 20}") for n in range(10_400)]
    made = api.report(write_files(tmp_path / "x", {"u.json": rows}))
    assert (len(made.points) <= 10_000, made.left_out + len(made.points)) == (True, 10_400)
    assert len({point.intent for point in made.points}) == 20
    found = show(made)
    assert f"{made.left_out:,} texts are left out of the map and the table of utterances" in found.text("main")
    assert "10,400\nutterances" in found.text(".figures")


def test_the_command_writes_the_page_and_does_not_replace_one(sample_data, tmp_path):
    page = tmp_path / "report.html"
    result = curation("report", sample_data, "-o", page)
    assert result.code == 0, result.err
    assert f"wrote {page.as_posix()}" in result.out
    again = curation("report", sample_data, "-o", page)
    assert (again.code, "--force" in again.err) == (2, True)
    assert curation("report", sample_data, "-o", page, "--force", "--redact").code == 0
    assert "•••" in page.read_text(encoding="utf-8")


def test_the_same_files_give_the_same_page_in_any_order(tmp_path, sample_data):
    desk = orchestration(intents={"A": to_clu("T"), "None": None}, name="Desk")
    rows = [
        sample_row(f"{word} {n}", "A" if n % 2 else "B") for n, word in enumerate(["rain", "song", "door", "tree"] * 6)
    ]
    pages = []
    for order in (1, -1):
        folder = write_files(tmp_path / f"x{order}", {"d.json": desk, "u.json": rows[::order]})
        found = api.report(folder)
        pages.append({(p.text, p.intent, p.x, p.y, p.said, p.confidence) for p in found.points})
    assert pages[0] == pages[1]
    assert report_html(api.report(sample_data)) == report_html(api.report(sample_data))
