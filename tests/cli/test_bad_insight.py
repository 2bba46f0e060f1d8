"""Odd projects: no number made up, no warning of a library, no traceback."""

from __future__ import annotations

import random

import pytest
from workspaces import curation, write_files

from curation import api
from curation.rules._samples import sample_row, weather_and_music

GREETINGS = {
    "en-us": "good morning everybody", "de": "guten Morgen zusammen", "fr": "bonjour à tous", "es": "buenos días a todos",
    "it": "buongiorno a tutti", "pt-br": "bom dia a todos", "nl": "goedemorgen allemaal", "pl": "dzień dobry wszystkim",
    "ru": "доброе утро всем", "ja": "皆さんおはようございます", "zh-hans": "大家早上好", "th": "สวัสดีตอนเช้าทุกคน",
}  # fmt: skip
ORDERS = {
    "en-us": "a coffee with milk please", "de": "einen Kaffee mit Milch bitte", "fr": "un café au lait s'il vous plaît",
    "es": "un café con leche por favor", "it": "un caffè con latte per favore", "pt-br": "um café com leite por favor",
    "nl": "een koffie met melk alstublieft", "pl": "kawę z mlekiem poproszę", "ru": "кофе с молоком пожалуйста",
    "ja": "ミルク入りコーヒーをください", "zh-hans": "请给我一杯加奶的咖啡", "th": "ขอกาแฟใส่นมหนึ่งแก้ว",
}  # fmt: skip


def languages():
    return [
        sample_row(text, intent, language=code)
        for intent, texts in (("Greet", GREETINGS), ("Order", ORDERS))
        for code, text in texts.items()
    ]


CHANCE, FACES = random.Random(0), [chr(point) for point in range(0x1F600, 0x1F650)]
ODD = {
    "one utterance": [sample_row("hello", "Greet")],
    "one intent": [sample_row(f"hello {word}", "Greet") for word in ["you", "there", "all", "people", "world", "friends"]],
    "500 intents of one utterance": [sample_row(f"do thing number {n}", f"Intent{n}") for n in range(500)],
    "identical rows": [sample_row("the same words again", "A") for _ in range(3000)],
    "identical rows of two intents": [sample_row("the same words again", "AB"[n % 2]) for n in range(3000)],
    "one emoji a row": [sample_row(chr(0x1F300 + 7 * n) * 250, "AB"[n % 2]) for n in range(40)],
    "rows of emoji at random": [sample_row("".join(CHANCE.choices(FACES, k=250)), "AB"[n % 2]) for n in range(60)],
    "500 emoji": [sample_row("🚲" * 250, "A"), sample_row("🦄" * 250, "B"), *(sample_row("🚲🦄" * n, "AB"[n % 2]) for n in range(1, 20))],
    "empty texts": [*(sample_row("", "AB"[n % 2]) for n in range(12)), *(sample_row(" \t", "A") for _ in range(3))],
    "12 languages": languages(),
    "names alike but for case": [*weather_and_music()["u.json"], *({**row, "intent": row["intent"].lower()} for row in weather_and_music()["u.json"])],
    "lone surrogates": [sample_row(f"\ud800 {n}", "AB"[n % 2]) for n in range(14)],
    "every text its own word": [sample_row(chr(0x4E00 + n), "AB"[n % 2]) for n in range(40)],
    "ten megabytes of brackets": [*weather_and_music()["u.json"], sample_row("[" * 10_000_000, "Music")],
    "no rows": [],
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_project_is_looked_at_without_a_fuss(tmp_path, name):
    folder = write_files(tmp_path / "odd", {"u.json": ODD[name]})
    for command in ("inspect", "coverage"):
        result = curation(command, folder, "-f", "json")
        assert result.code in (0, 1), result.err
        assert "nan" not in result.out.lower().replace('"nan', "")
        assert result.err == ""


def test_a_language_is_compared_with_its_own(tmp_path):
    folder = write_files(tmp_path / "many", {"u.json": languages()})
    scope = __import__("curation.api._gather", fromlist=["facts_of"]).facts_of(api.load(folder), {}).scoped[0]
    near = scope.judgement.nearest
    for at, sample in enumerate(scope.samples):
        assert {scope.samples[other].language for other in near[at] if other >= 0} <= {sample.language}


def test_a_log_of_odd_lines_is_triaged(tmp_path):
    folder = write_files(tmp_path / "bot", {"u.json": weather_and_music()["u.json"]})
    (tmp_path / "log.txt").write_bytes(
        b"\0\n\xff\xfe\n" + "🚲\n[[[[\n".encode() + b"a" * 1_000_000 + b"\n" + b"rain\n" * 5000
    )
    found = api.triage(tmp_path / "log.txt", folder)
    assert found.read == 5005
    assert found.lines[0].count == 5000
    (tmp_path / "empty.txt").write_bytes(b"")
    found = curation("triage", tmp_path / "empty.txt", folder)
    assert (found.code, "no text was read (it is empty)" in found.err) == (2, True)
