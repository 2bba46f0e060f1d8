"""The grammar of .lu: each construct in miniature, imports and links, and what is refused with its line."""

from __future__ import annotations

import pytest

from curation.errors import CurationError, UnreadableFileError
from curation.formats.lu.markup import read_line
from curation.formats.sources import Content, Options, read_source
from curation.formats.sources._content import file_content


def read(text, **beside):
    files = {name.replace("__", "."): data.encode() for name, data in beside.items()}
    return read_source(
        Content("bot.lu", text.encode(), beside=lambda path: {path: files[path]} if path in files else {}), Options()
    )


def project(text, **beside):
    return read(text, **beside)[0].project


def rows(text, **beside):
    return [
        (r.text, r.intent, *((s.category, s.offset, s.length) for s in r.spans))
        for r in project(text, **beside).utterances
    ]


def components(text):
    return {
        e.name: {k: v for k, v in e.raw.items() if k not in ("category", "compositionSetting")}
        for e in project(text).entities
    }


def lost(one):
    return {note.what: note.count for note in one.notes if note.kind == "lost"}


LINES = {
    "plain": ("plain", [], False),
    "a {@size=big} one": ("a big one", [("size", "", 2, 5)], False),
    "a {size=big} one": ("a big one", [("size", "", 2, 5)], False),
    "{ @size : most =  big }": ("big", [("size", "most", 0, 3)], False),
    "{@a=x {@b=y} z}": ("x y z", [("a", "", 0, 5)], False),
    "{@a=1 = 2: 3}": ("1 = 2: 3", [("a", "", 0, 8)], False),
    "a \\{b\\} c": ("a {b} c", [], False),
    "a \\{b\\} {@c=d}": ("a {b} d", [("c", "", 6, 7)], False),
    "a \\\\{@c=d}": ("a \\d", [("c", "", 3, 4)], False),
    "open { brace": ("open { brace", [], False),
    "a {size} one": ("a {size} one", [], True),
    "a {@size} one": ("a {size} one", [], True),
    "a [big] one": ("a [big] one", [], True),
    "a (big|small) one": ("a (big|small) one", [], True),
    "a (big) one | two": ("a (big) one | two", [], False),
    "a \\[big\\] \\(or|and\\) one": ("a [big] (or|and) one", [], False),
    "{@a=b} [opt]": ("b [opt]", [("a", "", 0, 1)], False),
    "> no comment # here": ("> no comment # here", [], False),
    "\u00a0spaced\ufeff ": ("spaced", [], False),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_an_utterance_with_labels_or_a_pattern(line):
    found = read_line(line)
    text, labels, pattern = LINES[line]
    assert (found.text, [(x.name, x.role, x.start, x.end) for x in found.labels], found.pattern) == (
        text,
        labels,
        pattern,
    )


@pytest.mark.parametrize(
    "line", ["{=x}", "{@=x}", "{}", "{@a=}", "{@a=x} {b}", "{" * 60 + "@a=x" + "}" * 60, "{@a=" * 60 + "x" + "}" * 60]
)
def test_a_line_that_cannot_be_read_is_refused(line):
    with pytest.raises(CurationError):
        read_line(line)


def test_intents_take_any_bullet_and_comments_and_blank_lines_mean_nothing():
    text = "> a comment\n# Go there\n- one\n* two\n\n> between\n+ three\n## Next\n-four\n"
    assert rows(text) == [("one", "Go there"), ("two", "Go there"), ("three", "Go there"), ("four", "Next")]


def test_what_is_said_of_the_file_is_its_name_and_language():
    found = project("> !# @app.name = My Bot\n> !# @app.culture = de-DE\n> !# @app.desc = all\n# Go\n- los\n")
    assert (found.name, found.language, found.raw["metadata"]["description"]) == ("MyBot", "de", "all")


ENTITIES = """
@ list size =
    - big :
        - large, huge
        - great; grand
    - small :
@ regex code = /[A-Z]{3}/
@ prebuilt number
@ ml order
    - @ size amount
        - @ ml never
    - @ ml item usesFeature number
@ simple "with space" hasRoles left, right
@ phraselist words(interchangeable) =
    - a, b
$old:canon=
- syn
$PREBUILT:email
$plain:simple
# Go
- a {@order={@amount=big} {@item=one}} for {@with space:left=me} and {@new=you}
"""


def test_entities_of_all_types_become_components():
    found = components(ENTITIES)
    size = [
        {"listKey": "big", "synonyms": [{"language": "en-us", "values": ["large", "huge", "great", "grand", "big"]}]},
        {"listKey": "small", "synonyms": [{"language": "en-us", "values": ["small"]}]},
    ]
    assert found["amount.never"] == {}
    assert found["order.item"] == {"prebuilts": [{"category": "Quantity.Number"}]}
    assert found["size"] == {"list": {"sublists": size}}
    assert found["code"]["regex"]["expressions"][0]["regexPattern"] == "[A-Z]{3}"
    assert found["old"]["list"]["sublists"][0]["synonyms"][0]["values"] == ["syn", "canon"]
    assert found["email"] == {"prebuilts": [{"category": "Email"}]}
    assert {"plain", "with space", "left", "right", "new"} <= set(found)


def test_sections_that_are_enabled_belong_to_the_intent_above():
    text = "# Ask\n## Time\n- when\n## Place\n- where\n# Bye\n- bye\n"
    assert [r[1] for r in rows(text)] == ["Time", "Place", "Bye"]
    assert rows("> !# @enableSections = true\n" + text) == [("bye", "Bye"), ("when", "Ask"), ("where", "Ask")]
    both = "> !# @enableSections = true\n> !# @enableMergeIntents = false\n" + text
    assert rows(both) == [("bye", "Bye"), ("when", "Ask.Time"), ("where", "Ask.Place")]


def test_imports_are_followed_once_and_circles_end():
    one = "[other](./b.lu)\n[gone](./missing.lu)\n[site](https://example.org/faq)\n# A\n- a\n"
    assert rows(one, b__lu="[back](bot.lu)\n[me](b.lu)\n# B\n- b\n", bot__lu=one) == [("a", "A"), ("b", "B")]
    assert lost(read(one)[0]) == {
        'an import that is not there: "./b.lu"': 1,
        'an import that is not there: "./missing.lu"': 1,
        'an import that is not there: "https://example.org/faq"': 1,
    }


def test_links_inside_an_intent_bring_utterances_in_and_circles_end():
    other = "# Hi\n- hello {@name=you}\n- a {x} b\n- [again](bot.lu#A)\n# Bye\n- bye\n# ? when\n- what time\n```\nnow\n```\n"
    main = "# A\n- own\n- [in](b.lu#Hi)\n- [q](b.lu#?)\n- [none](c.lu#Hi)\n"
    assert rows(main, b__lu=other, bot__lu=main) == [
        ("own", "A"),
        ("hello you", "A", ("name", 6, 3)),
        ("own", "A"),
        *[("when", "A"), ("what time", "A")] * 2,
    ]
    [found] = read(main, b__lu=other)
    assert lost(found) == {
        "a pattern": 1,
        "an entity of patterns (Pattern.any)": 1,
        'a link that leads nowhere: "c.lu#Hi"': 1,
    }


QNA = """> !# @kb.name = Help
> !# @qna.pair.source = hand
# ? when are you open
- opening hours
**Filters:**
- part = shop
```markdown
At nine.

# Not a heading
```
**Prompts:**
- [more](#?where-are-you) `context-only`
- [lost](#?nowhere)
<a id = "9"></a>
# ? where are you
```
Here.
```
"""


def test_questions_have_answers_filters_and_prompts():
    [found] = read_source(Content("kb.qna", QNA.encode()), Options())
    assert found.project.raw == {
        "metadata": {"projectName": "Help"},
        "assets": {
            "synonyms": [],
            "qnas": [
                {"id": 1, "answer": "At nine.\n\n# Not a heading", "questions": ["when are you open", "opening hours"], "source": "hand", "metadata": {"part": "shop"},
                 "dialog": {"isContextOnly": False, "prompts": [{"displayOrder": 0, "qnaId": 9, "displayText": "more"}]}},
                {"id": 9, "answer": "Here.", "questions": ["where are you"], "dialog": {"isContextOnly": True, "prompts": []}},
            ],
        },
    }  # fmt: skip
    assert lost(found) == {"a prompt that leads nowhere": 1}


def test_a_file_with_intents_and_questions_gives_two_projects():
    one, two = read("# Go\n- now\n# ? when\n```\nnow\n```\n")
    assert [str(found.project.kind) for found in (one, two)] == ["clu", "cqa"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Go\nno bullet\n", 2),
        ("- early\n# Go\n", 1),
        ("# Go\n- {@a=}\n", 2),
        ("# ? q\n```\nnever closed\n", 4),
        ("# ? q\n```\na\n```\n```\nb\n```\n", 5),
        ("[x][1]\n# Go\n- a\n", 1),
    ],
)
def test_a_line_that_is_nothing_is_named(text, line):
    with pytest.raises(UnreadableFileError) as refused:
        read(text)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        "@ x\n# G\n",
        "@ list l =\n- a\n# G\n",
        "@ regex r = abc\n# G\n",
        "@ ml m\n- child\n# G\n",
        "$x\n# G\n",
        "@ ml =\n# G\n",
        "@ ml m\n- @ ml\n# G\n",
    ],
)
def test_a_definition_that_cannot_be_read_is_refused_with_its_line(text):
    with pytest.raises(UnreadableFileError, match=r"line [12]"):
        read(text)


def test_files_beside_are_found_by_name_and_by_star_and_nothing_but_lu_is_read(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.lu").write_text("# B\n- b\n")
    (tmp_path / "in" / "c.qna").write_text("# ? q\n```\na\n```\n")
    (tmp_path / "in" / "secret.txt").write_text("no")
    path = tmp_path / "a.lu"
    path.write_text("[all](in/*)\n[not](in/secret.txt)\n# A\n- a\n")
    one, two = read_source(file_content(path, "a.lu"), Options())
    assert [row.text for row in one.project.utterances] == ["a", "b"]
    assert len(two.project.raw["assets"]["qnas"]) == 1
    assert lost(one) == {'an import that is not there: "in/secret.txt"': 1}
