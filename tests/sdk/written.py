"""Every way in which we write project files, each with a small workspace."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from workspaces import to_bytes, workspace, write_files

from curation import api
from curation.formats.read import read_document
from curation.model.document import DocumentKind
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_clu, to_cqa

if TYPE_CHECKING:
    from pathlib import Path


class Step(NamedTuple):
    """A file of ours, with the name and kind it is imported under."""

    kind: str
    project: str
    data: bytes

    @property
    def value(self) -> Any:
        return json.loads(self.data)


BOOK = [sample_row(text, "Book", language="en-us") for text in (
    "a table for two", "dinner at eight", "any window seat", "we are five people", "lunch tomorrow")]  # fmt: skip
HOURS = [sample_row(text, "Hours") for text in ("when do you open", "opening times", "are you open now", "till when")]
GREET = [sample_row(text, "Greet") for text in ("good day", "hello 🚲 there", "hi", "good morning to you")]
LUIS = {"targetProjectKind": "Luis", "luisOrchestration": {"appId": "3b1a0d2e-5f2f-4c1b-9a56-0f3a6c1d7e21"}}
DESK = {
    "o.json": orchestration(GREET[0], intents={"Book": to_clu("Tables"), "Greet": None, "None": None}),
    "t.json": clu(sample_row("book a table", "Reserve"), intents=("Reserve",)),
    "q.json": cqa("what are your hours", name="ShopFAQ"),
    "u.json": [*BOOK, *HOURS, *GREET[1:]],
}
DECISIONS = "intent,decision,task,into\nHours,accept,ShopFAQ,\nBook,accept,Tables,Reserve\n"
LABELLED = [
    sample_row(f"a 🚲 of size {size} please", "Reserve", entities=[sample_span("Size", 13, len(size))])
    for size in ("S", "M", "L", "XL")
]

SIZES = {
    "category": "Size",
    "compositionSetting": "combineComponents",
    "description": "the size of a frame",
    "list": {"sublists": [
        {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["Large", "L"]}, {"language": "de", "values": ["groß"]}]},
    ]},
    "prebuilts": [{"category": "Quantity.Dimension"}],
    "regex": {"expressions": [{"regexKey": "inches", "language": "en-us", "regexPattern": "[0-9]{2} in"}]},
    "requiredComponents": ["learned", "list"],
}  # fmt: skip
FULL_PROJECT = clu(*LABELLED, sample_row("ein Rad in groß", "Reserve", language="de", dataset="Test"))
FULL_PROJECT["metadata"] |= {"multilingual": True, "description": "", "settings": {"confidenceThreshold": 0.5}}
FULL_PROJECT["assets"] |= {
    "intents": [{"category": "Reserve", "description": "wants a bike", "associatedEntities": [{"category": "Size"}]}],
    "entities": [SIZES],
}
FULL_ANSWERS = {
    "metadata": {
        "projectName": "ShopFAQ", "language": "en", "description": "our shops", "multilingualResource": False,
        "configureSemanticRanking": True, "settings": {"defaultAnswer": "Please ask us."},
    },
    "assets": {
        "synonyms": [{"alterations": ["bike", "bicycle"]}],
        "qnas": [
            {
                "id": 1, "answer": "We open at nine.", "source": "Editorial", "sourceDisplayName": "by hand",
                "questions": ["when do you open", "opening times"], "metadata": {"shop": "north"},
                "lastUpdatedDateTime": "2026-01-22T09:00:00Z",
                "dialog": {"isContextOnly": False, "prompts": [{"displayOrder": 0, "qnaId": 2, "displayText": "Sundays"}]},
                "activeLearningSuggestions": [{"clusterHead": "open today", "suggestedQuestions": [
                    {"question": "open today", "userSuggestedCount": 1, "autoSuggestedCount": 2}]}],
            },
            {"id": 2, "answer": "Not on Sundays.", "questions": ["and on Sundays"]},
        ],
    },
}  # fmt: skip
LU = """\
> !# @app.name = Rental
> !# @app.culture = en-us
@ ml City
@ list Size =
\t- Large :
\t\t- L
@ prebuilt number
@ regex Number = /[A-Z][0-9]+/
# Rent
- a bike in {@City=Bremen}
- one for tomorrow
"""
QNA_TSV = "Question\tAnswer\tQnaId\nwhen do you open\tAt nine.\t1\nopening times\tAt nine.\t1\n"
ACCELERATOR = """
orchestration = "desk.json"
[[tasks]]
file = "clu.json"
deployment = "production"
[[tasks]]
file = "cqa.json"
name = "contoso-outdoors-cqa"
"""
OUTDOORS = "intent,decision,task\nCLU,accept,contoso-outdoors-clu\nCQA,accept,contoso-outdoors-cqa\n"

BUNDLES = {
    "links": (DESK, {}, DECISIONS),
    "rows moved under the name of their task": (DESK, {"links": {"mode": "relabel"}}, DECISIONS),
    "a project of rows alone": ({"u.json": LABELLED}, {"project": {"name": "Bikes", "kind": "Conversation"}}, ""),
    "an orchestration of rows alone": (
        {"u.json": [*BOOK, *HOURS], "q.json": DESK["q.json"]}, {"project": {"name": "Desk", "confidence_threshold": 0.5}},
        "intent,decision,task\nHours,accept,ShopFAQ\n"),
    "a link to a LUIS app, which only passes where the rule is not asked": (
        {"u.json": BOOK, "o.json": orchestration(intents={"Book": None, "Old": LUIS, "None": None})},
        {"check": {"ignore": ["LNK006"]}}, ""),
    "every field": (
        {"t.json": FULL_PROJECT, "q.json": FULL_ANSWERS, "u.json": BOOK,
         "o.json": orchestration(intents={"Book": to_clu("Tables"), "Hours": to_cqa("ShopFAQ"), "None": None})},
        {}, "intent,decision,task,into\nBook,accept,Tables,Reserve\n"),
}  # fmt: skip
CONVERSIONS = {
    "converted to CLU": ("rental.lu", LU, "clu"),
    "converted to orchestration": ("rows.json", json.dumps(BOOK), "orchestration"),
    "converted to question answering": ("pairs.tsv", QNA_TSV, "cqa"),
}
_PROJECTS = (DocumentKind.CLU, DocumentKind.CQA, DocumentKind.ORCHESTRATION)
CASES = ("the sample data", *BUNDLES, *CONVERSIONS, "an older shape, upgraded", "real files")


def steps_of(folder: Path) -> list[Step]:
    """The projects of a bundle in the order of its manifest."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    return [
        Step(step["kind"], step["project"], (folder / step["path"]).read_bytes()) for step in manifest["import_order"]
    ]


def bundled(case: str, folder: Path) -> list[Step]:
    files, settings, decisions = BUNDLES[case]
    api.build(workspace(files, settings, decisions=decisions), output=folder / "dist", allow_open=True)
    return steps_of(folder / "dist")


def converted(case: str, folder: Path) -> list[Step]:
    name, text, target = CONVERSIONS[case]
    (folder / name).write_text(text, encoding="utf-8")
    api.convert(folder / name, to=target, output=folder / "made.json", name="Made", language="en-us")
    kind = {"clu": "Conversation", "orchestration": "Orchestration", "cqa": "QuestionAnswering"}[target]
    return [Step(kind, "Made", (folder / "made.json").read_bytes())]


def upgraded(folder: Path) -> list[Step]:
    old = clu(*LABELLED, entities=("Size",))
    old["api-version"] = old.pop("projectFileVersion") + "-preview"
    old["metadata"]["projectKind"] = "conversation"
    del old["assets"]["projectKind"]
    (folder / "old.json").write_bytes(to_bytes(old))
    api.upgrade(folder / "old.json", folder / "new.json")
    return [Step("Conversation", "Tables", (folder / "new.json").read_bytes())]


def sample(sample_data: Path, folder: Path) -> list[Step]:
    api.run(sample_data, output=folder / "dist", allow_open=True)
    return steps_of(folder / "dist")


def real(realdata: Path, folder: Path) -> list[Step]:
    """Each real project that nothing stands against, bundled on its own; then three of Microsoft's together."""
    found = []
    for index, path in enumerate(sorted(realdata.rglob("*.json"))):
        data = path.read_bytes()
        if "weird" in path.parts or b'"assets"' not in data:
            continue
        document = read_document(data, path.name)
        if document.kind in _PROJECTS and document.has_shape:
            alone = workspace({path.name: data.decode("utf-8-sig")})
            made = api.build(alone, output=folder / str(index), allow_open=True)
            found += steps_of(folder / str(index)) if made.bundle else []
    return [*found, *_accelerator(realdata, folder / "together")]


def _accelerator(realdata: Path, folder: Path) -> list[Step]:
    (outdoors,) = realdata.glob("clu/Azure-Samples__*__clu_import.json")
    (answers,) = realdata.glob("cqa/Azure-Samples__*__cqa_import.json")
    (desk,) = realdata.glob("orchestration/Azure-Samples__*__orchestration_import.json")
    files = {"clu.json": outdoors, "cqa.json": answers, "desk.json": desk}
    write_files(folder, {name: path.read_bytes() for name, path in files.items()})
    write_files(folder, {"curation.toml": ACCELERATOR, "decisions.csv": OUTDOORS})
    api.build(folder, output=folder / "dist", allow_open=True)
    return steps_of(folder / "dist")


def written(case: str, request: Any, folder: Path) -> list[Step]:
    """The files of a case, made in `folder`; skipped where it needs real ones and there are none."""
    if case in BUNDLES:
        return bundled(case, folder)
    if case in CONVERSIONS:
        return converted(case, folder)
    match case:
        case "the sample data":
            return sample(request.getfixturevalue("sample_data"), folder)
        case "real files":
            return real(request.getfixturevalue("realdata"), folder)
        case _:
            return upgraded(folder)
