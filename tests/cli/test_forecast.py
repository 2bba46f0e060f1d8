"""evaluate, route, compare and the leakage of a split, as a person runs them."""

from __future__ import annotations

import json

import jsonschema
import pytest
from workspaces import curation, write_files

from curation import api
from curation.errors import CurationError
from curation.formats.schemas import load_schema
from curation.rules._samples import clu, orchestration, sample_row, to_clu, weather_and_music

RESULT = jsonschema.Draft7Validator(load_schema("findings"))
HOSTILE = "=cmd|' /c calc'!A0 ##vso[task.complete] <script>alert(1)</script> \u202e\x1b[31m"
DOORS = [sample_row(f"open the {thing}", "Door") for thing in ("door", "gate", "window", "hatch", "lid", "garage")]


@pytest.fixture
def folder(tmp_path):
    return write_files(tmp_path / "bot", {"u.json": [*weather_and_music()["u.json"], *DOORS]})


def tagged(rows, test):
    return [{**row, "dataset": "Test" if row["text"] in test else "Train"} for row in rows]


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "."),
        ("evaluate", ".", "--service", "service.json", "--no-growth"),
        ("route", "will it rain", "."),
        ("route", "log.txt", "."),
        ("compare", ".", "."),
        ("split", ".", "--leakage"),
        ("split", ".", "--folds", "3", "--test-share", "0.3", "--seed", "2", "--respect", "ignore"),
    ],
)
def test_json_output_is_one_document_of_the_published_schema(folder, monkeypatch, arguments):
    rows = json.loads((folder / "u.json").read_text())
    service = [{"text": row["text"], "intentsResult": {"expectedIntent": row["intent"], "predictedIntent": "Music"}} for row in rows]  # fmt: skip
    write_files(folder, {"u.json": tagged(rows, [row["text"] for row in rows[::4]]), "log.txt": "rain\n\nqwx\n"})
    (folder / "service.json").write_text(json.dumps({"value": service}))
    (folder / "curation.toml").write_text('utterances = ["u.json"]\n')
    monkeypatch.chdir(folder)
    result = curation(*arguments, "-f", "json")
    assert result.code == 0, result.err
    RESULT.validate(result.json)


def test_the_command_and_the_function_say_the_same(folder):
    assert curation("evaluate", folder, "-f", "json").json["evaluation"] == api.evaluate(folder).to_dict()["evaluation"]
    routed = curation("route", "rain tonight", folder, "-f", "json").json["routes"]
    assert routed == json.loads(json.dumps(api.route("rain tonight", folder).to_dict()["routes"]))


def test_what_is_told_apart_is_judged_on_test_and_by_folds(folder):
    result = curation("evaluate", folder)
    assert result.code == 0
    assert "learned from Train, judged on Test" in result.out
    assert "cross-validated by groups of near-duplicates" in result.out
    on_test, by_folds = api.evaluate(folder)
    assert (on_test.by, by_folds.by, on_test.scope) == ("test", "cross-validation", "routing")
    assert on_test.rows < by_folds.rows == 38
    assert by_folds.accuracy.value > 0.9
    assert by_folds.accuracy.low <= by_folds.accuracy.value <= by_folds.accuracy.high


def test_a_forecast_below_the_line_ends_with_one(folder):
    assert curation("evaluate", folder, "--fail-under", "0.1").code == 0
    swapped = [{**row, "intent": ("Door", "Music")[at % 2]} for at, row in enumerate(weather_and_music()["u.json"])]
    write_files(folder, {"u.json": swapped})
    assert curation("evaluate", folder, "--fail-under", "0.95").code == 1
    on_test = api.evaluate(folder, growth=False).found[0].macro_f1
    assert on_test.low < on_test.value - 0.001
    assert curation("evaluate", folder, "--fail-under", f"{on_test.value - 0.0005:.4f}").code == 0


def test_too_little_is_not_judged_and_said(tmp_path):
    few = write_files(tmp_path / "few", {"u.json": [sample_row("hello", "Greet"), sample_row("rain", "Weather")]})
    result = curation("evaluate", few)
    assert (result.code, result.out) == (
        0, "not judged: routing: fewer than two intents have enough different texts to be told apart\n",
    )  # fmt: skip
    assert curation("compare", few, few).out.startswith("not judged: routing: ")
    gated = curation("compare", few, few, "--gate", "broken=9")
    assert (gated.code, "past the gate: nothing could be judged" in gated.out) == (1, True)
    gated = curation("evaluate", few, "--fail-under", "0")
    assert (gated.code, "nothing could be judged on Test" in gated.err) == (1, True)
    assert curation("split", few, "--leakage").out.startswith("not judged: routing: ")


def test_an_utterance_goes_to_a_task_and_then_to_an_intent_inside(tmp_path):
    rows = weather_and_music()["u.json"]
    tasks = {
        "climate.json": clu(*[{**row, "intent": "Forecast"} for row in rows if row["intent"] == "Weather"], intents=("Forecast",), name="Climate"),
        "sound.json": clu(*[{**row, "intent": "Play"} for row in rows if row["intent"] == "Music"], intents=("Play",), name="Sound"),
    }  # fmt: skip
    desk = orchestration(intents={"Weather": to_clu("Climate"), "Music": to_clu("Sound")}, name="Desk")
    folder = write_files(tmp_path / "bot", {**tasks, "desk.json": desk})
    (found,) = api.route("will it rain in june", folder)
    assert (found.route, found.intent, found.to_none) == ("Climate", "Forecast", "")
    assert found.confidence > 0.5 > found.rival_confidence
    assert found.nearest[0].route == "Climate"
    (sent,) = api.route("will it rain in june", folder, threshold=1.0)
    assert sent.to_none == "Desk"
    shown = curation("route", "will it rain in june", folder, "--threshold", "1").out
    assert "below the threshold 1.00 of Desk: None, if the service is as sure" in shown
    assert "-> Climate / Forecast  " in shown
    assert found.threshold == 0.5  # that of a new orchestration project, where the file names none


def test_the_threshold_of_a_project_stands_in_the_sweep(tmp_path):
    rows = weather_and_music()["u.json"]
    desk = orchestration(*rows, intents={"Weather": None, "Music": None, "None": None}, name="Desk")
    desk["metadata"]["settings"] = {"confidenceThreshold": 0.45}
    folder = write_files(tmp_path / "bot", {"desk.json": desk})
    (found, _) = api.evaluate(folder, growth=False)
    assert found.threshold.own == 0.45
    out = curation("evaluate", folder, "--no-growth").out
    assert any(line.split()[:1] == ["0.45"] and line.endswith("<- set in project") for line in out.splitlines())
    assert "no text of None shows what it keeps out" in out
    assert "<- recommended" in out
    (sent,) = api.route("will it rain in june", folder)
    assert sent.threshold == 0.45


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (" ", "an utterance without a word goes nowhere"),
        ("missing.txt", "missing.txt: there is no such file"),
        (".", ".: no file that can be read line by line"),
        ("-", "-: there is no standard input"),
    ],
)
def test_what_is_no_utterance_is_refused(folder, monkeypatch, text, problem):
    monkeypatch.setattr("sys.stdin", None)
    result = curation("route", text, folder)
    assert (result.code, problem in result.err) == (2, True), result.err


def test_an_empty_standard_input_is_refused(folder, monkeypatch):
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n \n")))
    result = curation("route", "-", folder)
    assert (result.code, "standard input is empty" in result.err) == (2, True)


def test_a_forecast_is_put_beside_the_service_text_by_text(folder, tmp_path):
    found = api.evaluate(folder, growth=False)
    by_folds = found.get("routing", "cross-validation")
    mine = {(v.text, v.given): v.said for v in by_folds.verdicts}
    mine |= {(v.text, v.given): v.said for v in found.get("routing").verdicts}
    said = [
        {"text": text, "intentsResult": {"expectedIntent": given, "predictedIntent": "Music" if at == 0 else given}}
        for at, (text, given) in enumerate(sorted(mine, key=lambda item: item[1] == "Music"))
    ]
    service = tmp_path / "service.json"
    service.write_text(json.dumps([*said, {"text": "unknown", "intentsResult": {"expectedIntent": "Door", "predictedIntent": "Door"}}]))  # fmt: skip
    beside = api.agreement(found, service)
    assert beside.common == len(mine)
    assert beside.common_accuracy == sum(given == got for (_, given), got in mine.items()) / len(mine)
    assert beside.common_service_accuracy == (len(mine) - 1) / len(mine)
    assert beside.service_accuracy == len(mine) / (len(mine) + 1)
    out = curation("evaluate", folder, "--no-growth", "--service", service).out
    assert f"{len(mine)} texts judged by both" in out
    assert "  largest differences\n" in out


def test_a_file_and_standard_input_are_read_line_by_line(folder, monkeypatch):
    import io

    (folder / "log.txt").write_bytes(b"rain tonight\nopen the caf\xe9 door\n")
    from_file = curation("route", folder / "log.txt", folder, "-f", "json").json["routes"]["texts"]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"rain tonight\nopen the caf\xe9 door\n")))
    assert curation("route", "-", folder, "-f", "json").json["routes"]["texts"] == from_file
    assert [item["intent"] for item in from_file] == ["Weather", "Door"]


def test_hostile_text_is_inert_in_every_output(folder):
    write_files(folder, {"more.json": [sample_row(f"{HOSTILE} {n}", f"<b>{n % 2}") for n in range(12)]})
    for arguments in (("evaluate", folder), ("route", HOSTILE, folder), ("compare", folder, folder)):
        out = curation(*arguments).out
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert not any(line.lstrip().startswith("##vso") for line in out.splitlines())


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "x" * 100_000])
def test_no_utterance_is_too_odd_to_be_routed(folder, text):
    (found,) = api.route(text, folder)
    assert 0.0 <= found.confidence <= 1.0


def test_what_is_wrong_with_an_option_is_said(folder):
    for arguments, problem in (
        (("route", "x", folder, "--threshold", "2"), "a confidence is from 0 to 1"),
        (("compare", folder, folder, "--gate", "macro=1"), 'there is no gate "macro"'),
        (("compare", folder, folder, "--gate", "broken=-1"), "write broken=NUMBER"),
        (("split", folder, "--folds", "1"), "cross-validation needs two or more"),
        (("split", folder, "--test-share", "1"), "split.test_share"),
        (("split", folder, "--respect", "some"), "split.respect"),
        (("evaluate", folder, "--service", folder / "u.json"), "no evaluation of the service in it"),
    ):
        result = curation(*arguments)
        assert (result.code, problem in result.err) == (2, True), (arguments, result.err)
    with pytest.raises(CurationError, match="fewer than two intents"):
        api.route("x", write_files(folder.parent / "one", {"u.json": [sample_row("hello", "Greet")]}))


def test_a_change_that_breaks_routing_passes_a_gate(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    test = [row["text"] for row in rows[::4]]
    old = write_files(tmp_path / "old", {"u.json": tagged(rows, test)})
    worse = [{**row, "intent": "Music"} if row["intent"] == "Weather" and row["text"] not in test and at % 8 != 1 else row
             for at, row in enumerate(rows)]  # fmt: skip
    new = write_files(tmp_path / "new", {"u.json": tagged(worse, test)})
    result = curation("compare", old, new, "--gate", "macro-f1=0.01", "--gate", "broken=0")
    assert result.code == 1
    assert "past the gate: routing: macro-f1 falls by" in result.out
    (found,) = api.compare(old, new, gates={"broken": 0})
    assert found.count("broken") > 0
    broken = next(flip for flip in found.flips if flip.kind == "broken")
    assert (broken.before, broken.after, broken.given) == ("Weather", "Music", "Weather")
    assert broken.why.startswith('near it "')
    assert broken.why.endswith('moved from "Weather" to "Music"')
    assert found.macro_f1[1] < found.macro_f1[0]
    assert curation("compare", old, old, "--gate", "broken=0").code == 0


def test_the_f1_of_one_intent_is_a_gate(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    test = [row["text"] for row in rows[::4]]
    old = write_files(tmp_path / "old", {"u.json": tagged(rows, test)})
    worse = [row if row["text"] in test or at % 3 else {**row, "intent": "Music"} for at, row in enumerate(rows)]
    new = write_files(tmp_path / "new", {"u.json": tagged(worse, test)})
    (found,) = api.compare(old, new)
    fall = max(-item.change for item in found.intents)
    assert fall > 0
    assert api.compare(old, new, gates={"intent-f1": fall + 0.001}).past == ()
    past = api.compare(old, new, gates={"intent-f1": fall - 0.001}).past
    assert past
    assert all(f'" falls by {fall:.3f}, and may by {fall - 0.001:g}' in line for line in past)
    moved = sum(before["intent"] != after["intent"] for before, after in zip(rows, worse, strict=True))
    assert (found.added, found.removed, found.refiled) == (0, 0, moved)


def test_what_could_be_judged_before_and_cannot_any_more_is_past_every_gate(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    test = [row["text"] for row in rows[::4]]
    task = clu(*tagged(rows, test), intents=("Music", "Weather", "Door", "None"), name="T")
    desk = {"o.json": orchestration(*tagged(rows, test), intents={"Music": None, "Weather": None, "Door": None})}
    old = write_files(tmp_path / "old", {**desk, "t.json": task})
    new = write_files(tmp_path / "new", {**desk, "t.json": clu(*rows[:2], intents=("Music", "None"), name="T")})
    result = curation("compare", old, new, "--gate", "broken=99")
    assert (result.code, "t.json: could be judged before, and cannot any more" in result.out) == (1, True)
    assert curation("compare", old, new).code == 0


def test_an_intent_under_another_name_is_the_same_one(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    renamed = [{**row, "intent": {"Door": "Opening"}.get(row["intent"], row["intent"])} for row in rows]
    doors = [at for at, row in enumerate(rows) if row["intent"] == "Door"]
    for at in doors[:1]:
        renamed[at] = {**renamed[at], "text": f"please {renamed[at]['text']} and the other one as well"}
    (found,) = api.compare(folder, write_files(tmp_path / "new", {"u.json": renamed}))
    assert (found.renamed, found.new_intents, found.gone_intents) == ((("Door", "Opening"),), (), ())


def test_a_threshold_is_found_on_train_alone(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    test = [row["text"] for row in rows[::4]]
    odd = [{**row, "intent": "Door"} if row["text"] in test else row for row in rows]
    found = [
        api.evaluate(write_files(tmp_path / name, {"u.json": tagged(value, test)}), growth=False).found[0]
        for name, value in (("a", rows), ("b", odd))
    ]
    assert found[0].accuracy.value != found[1].accuracy.value
    assert len({(item.threshold.recommended, item.threshold.low, item.threshold.high) for item in found}) == 1


def test_a_text_that_is_tagged_both_ways_teaches_and_does_not_judge(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    value = [{**row, "dataset": side} for row in rows for side in (("Train", "Test") if row is rows[0] else ("Train",))]
    value[-1]["dataset"] = value[-8]["dataset"] = "Test"
    torn = write_files(tmp_path / "torn", {"u.json": value})
    (on_test, _) = api.evaluate(torn, growth=False)
    assert on_test.rows == 2
    (leaks,) = api.leakage(torn)
    assert leaks.test == 3
    assert [(row.text, row.similarity) for row in leaks.rows][:1] == [(rows[0]["text"], 1.0)]


def test_what_has_no_twin_is_judged_by_itself(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    other = {"Weather": "Music", "Music": "Weather", "Door": "Weather"}
    twins = [{**row, "text": row["text"] + "!", "intent": other[row["intent"]]} for row in rows[:6]]
    test = [row["text"] for row in [*twins, *rows[7::5]]]
    (found,) = api.leakage(write_files(tmp_path / "bot", {"u.json": tagged([*rows, *twins], test)}))
    assert len(found.rows) == 6
    assert found.accuracy < found.accuracy_clean
    assert [row.similarity for row in found.rows] == sorted((row.similarity for row in found.rows), reverse=True)


def test_what_is_taken_for_none_is_not_sent_there_by_a_threshold(folder):
    odd = ["qwx zzt flurb", "lorem ipsum dolor", "asdf jkl", "blah blah blah", "xyzzy plugh", "foo bar baz"]
    write_files(folder, {"none.json": [sample_row(text, "None") for text in odd]})
    (found,) = api.route("lorem ipsum dolor", folder, threshold=1.0)
    assert (found.intent, found.to_none) == ("None", "")
    (found,) = api.route("will it rain", folder, threshold=1.0)
    assert found.to_none


def test_dealing_out_twins_one_by_one_flatters(tmp_path):
    chance = __import__("random").Random(0)
    words = ["rain", "song", "door", "bike", "lamp", "tree", "cup", "road", "hill", "cloud", "stone", "glass"]
    rows = []
    for at in range(24):  # nothing but its twins tells the intent of a text
        text = " ".join(chance.sample(words, 6))
        rows += [sample_row(f"{text} {end}".strip(), "AB"[at % 2]) for end in ("", "s", "t")]
    (found,) = api.leakage(write_files(tmp_path / "bot", {"u.json": tagged(rows, [row["text"] for row in rows[::9]])}))
    assert found.random > found.grouped + 0.2
    assert found.share > 0.9


def test_a_new_intent_is_named_as_the_cause(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    test = [row["text"] for row in rows[::3]]
    old = write_files(tmp_path / "old", {"u.json": tagged([r for r in rows if r["intent"] != "Door"], test)})
    new = write_files(tmp_path / "new", {"u.json": tagged(rows, test)})
    (found,) = api.compare(old, new)
    assert (found.new_intents, found.gone_intents) == (("Door",), ())
    assert {flip.why for flip in found.flips if flip.after == "Door"} == {'the intent "Door" is new'}


def test_what_a_split_leaks_is_shown_with_its_twin(folder, tmp_path):
    rows = json.loads((folder / "u.json").read_text())
    twins = [{**rows[0], "text": rows[0]["text"] + "!"}, {**rows[1], "text": f"{rows[1]['text']} s"}]
    leaky = write_files(
        tmp_path / "leaky", {"u.json": tagged([*rows, *twins], [row["text"] for row in [*twins, *rows[3::6]]])}
    )
    (found,) = api.leakage(leaky)
    assert {(row.intent, row.twin) for row in found.rows} == {
        (rows[0]["intent"], rows[0]["text"]),
        (rows[1]["intent"], rows[1]["text"]),
    }
    assert all(row.similarity > 0.8 for row in found.rows)
    assert found.share == 2 / found.test
    assert found.inflation == found.random - found.grouped
    assert found.accuracy_clean is not None
    result = curation("split", leaky, "--leakage")
    assert f"2 of {found.test} texts of Test" in result.out
    assert "a random split adds" in result.out


def test_untagged_rows_have_nothing_that_leaks(folder):
    assert curation("split", folder, "--leakage").out == (
        "not judged: routing: no row is tagged Test, and untagged rows count as Train, as they do for the service\n"
    )


def test_the_leakage_of_tags_takes_no_other_option(folder):
    result = curation("split", folder, "--leakage", "--seed", "2", "--record")
    assert (result.code, "--seed, --record changes nothing" in result.err) == (2, True), result.err


def test_what_was_written_to_the_record_is_said(folder):
    first = curation("split", folder, "--record")
    assert first.err == "wrote split.csv: the sides of 38 texts, 38 of them new\n"
    (folder / "u.json").write_text(json.dumps([*json.loads((folder / "u.json").read_text())[1:], sample_row("hum it", "Music")]))  # fmt: skip
    second = curation("split", folder, "--record", "--seed", "3")
    assert (
        second.err
        == "wrote split.csv: the sides of 38 texts, 1 of them new; 1 of texts that are not here now are kept\n"
    )
    assert "37 rows stay where split.csv has them\n" in second.out
    third = curation("split", folder, "--seed", "9")
    assert "every row is held: seed and share have nothing to decide" in third.out


def test_sides_that_were_recorded_stay_when_rows_are_added(folder):
    before = api.split(folder, record=True)
    assert (folder / "split.csv").read_text().startswith("text,dataset\nt")
    assert "umbrella" not in (folder / "split.csv").read_text()
    places = {text: before.place(row) for row, text in before.texts.items()}
    texts = ("hum it", "sing along with me", "which band is on", "bass up", "more treble", "karaoke night", "lyrics please",
             "encore", "fade out slowly")  # fmt: skip
    write_files(folder, {"a-new.json": [sample_row(text, "Music") for text in texts]})
    after = api.split(folder)
    assert {text: after.place(row) for row, text in after.texts.items() if text in places} == places
    assert after.counts()["Test"] == round(0.2 * 47)
    assert api.split(folder, respect="ignore").pinned == frozenset()


def test_a_record_that_a_merge_broke_is_refused(folder):
    for lines, problem in (
        ("t0123456789abcde,Train\nt0123456789abcde,Test\n", "is in Train above and in Test here; keep one line"),
        ("t0123456789abcde,Prod\n", "a fingerprint and one of Test, Train are needed"),
        ("t0123456789abcde\n", "a fingerprint and one of Test, Train are needed"),
        ("=cmd(),Train\n", "a fingerprint and one of Test, Train are needed"),
    ):
        (folder / "split.csv").write_text(f"text,dataset\n{lines}")
        result = curation("split", folder)
        assert (result.code, problem in result.err) == (2, True), result.err


@pytest.mark.parametrize("name", ["../split.csv", "u.json", "decisions.csv"])
def test_a_record_that_is_no_file_of_its_own_is_refused(folder, name):
    (folder / "curation.toml").write_text(f'utterances = ["u.json"]\n[split]\nrecord = "{name}"\n')
    before = (folder / "u.json").read_bytes()
    result = curation("split", folder, "--record")
    assert (result.code, "split.record" in result.err) == (2, True)
    assert (folder / "u.json").read_bytes() == before
