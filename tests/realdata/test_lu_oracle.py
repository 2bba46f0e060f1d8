"""What the Bot Framework's own tool makes of its fixtures, against what we read; where they differ, why."""

from __future__ import annotations

import json
import shutil

import pytest

from curation.formats.lu.app import read_app
from curation.formats.lu.model import App
from curation.formats.sources._content import file_content
from curation.formats.sources.lu import LuFiles, _Links

EXAMPLES = ("1", "2", "3", "4", "6", "7", "9", "9a", "11", "12", "13", "all")
CASES = (
    "all-entity-types", "prebuilt-entity", "ref1", "section_enabled", "section_enabled2", "section_disabled",
    "section_disabled2", "merge_intents_disabled", "special-char-in-entity-type", "ref5", "ref6", "ref7", "ref8",
)  # fmt: skip
VERIFIED = (
    "childEntityDefinitionWithSpace", "escapeCharactersInUtterances", "escapeSquareBrackets", "requiredFeatureAtTopLevel",
    "v7UpgradeTest",
)  # fmt: skip
PAIRS = [
    *((f"examples/{name}.lu", f"verified/{name}.json") for name in EXAMPLES),
    ("examples/5.lu", "verified/5.json"),
    ("examples/buyChocolate.lu", "verified/buyChocolate.json"),
    ("examples/v7UpgradeTest.lu", "verified/v7UpgradeTest.json"),
    *((f"testcases/{name}.lu", f"verified/{name}.json") for name in CASES),
    *((f"verified/{name}.lu", f"verified/{name}.json") for name in VERIFIED),
    ("verified/LUISAppWithPAInherits.lu", "verified/LUISAppWithPAInherits.lu.json"),
    ("verified/prebuilt_mode.lu", "verified/prebuilt_model_parse.json"),
    ("verified/v7app.lu", "verified/v7app_c.json"),
    ("examples/9.lu", "verified/root_luis.json"),
    ("file.lu", "root.luis.json"),
    ("testcases/lutest/input/TestFile.lu", "testcases/lutest/input/TestFile.json"),
    ("testcases/lutest/input/HierarchicalEntity.lu", "testcases/lutest/input/HierarchicalEntity.json"),
]
SUPPLIED = (
    ("examples/en-us/none.lu", "examples/none.lu"),  # imported, but kept in a folder of its own in this copy
    ("examples/8.lu", "testcases/8.lu"),
)
"""Files that fixtures import and that this copy has elsewhere."""

DIFFERENT = {
    "testcases/ref5.lu": ({"utterances"}, "equal texts: bf-lu keeps one and drops the intent of the other"),
    "testcases/ref6.lu": (
        {"utterances", "entities", "any"},
        "bf-lu drops the labels of linked utterances, we keep them",
    ),
    "testcases/ref8.lu": (
        {"utterances", "entities", "any"},
        "bf-lu drops the labels of linked utterances, we keep them",
    ),
}


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory, realdata):
    folder = tmp_path_factory.mktemp("lu") / "fixtures"
    shutil.copytree(realdata / "lu" / "botframework-cli-fixtures", folder)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    for source, target in SUPPLIED:
        shutil.copy(folder / source, folder / target)
    return folder


def app_of(path):
    files, app = LuFiles(file_content(path, path.name)), App()
    for name in files.order:
        read_app(files.sections(name), name, _Links(files, name).linked, app)
    return app.value


def label(one):
    return (
        one["entity"],
        one["startPos"],
        one["endPos"],
        one.get("role") or "",
        sorted(map(label, one.get("children") or ())),
    )


def tree(one):
    return one["name"], sorted(tree(child) for child in one.get("children") or () if isinstance(child, dict))


def meaning(app):
    """An app without order, versions and features of phrase lists, which have no place in a CLU project."""
    return {
        "intents": sorted(one["name"] for one in app["intents"]),
        "entities": sorted((tree(one), sorted(one.get("roles") or ())) for one in app["entities"]),
        "lists": sorted(
            (
                one["name"],
                sorted((s["canonicalForm"], sorted(s["list"])) for s in one["subLists"]),
                sorted(one.get("roles") or ()),
            )
            for one in app["closedLists"]
        ),
        "regexes": sorted(
            (one["name"], one["regexPattern"], sorted(one.get("roles") or ())) for one in app["regex_entities"]
        ),
        "prebuilts": sorted((one["name"], sorted(one.get("roles") or ())) for one in app["prebuiltEntities"]),
        "composites": sorted(
            (one["name"], sorted(c if isinstance(c, str) else c["name"] for c in one["children"]))
            for one in app["composites"]
        ),
        "any": sorted((one["name"], sorted(one.get("roles") or ())) for one in app["patternAnyEntities"]),
        "phrases": sorted(
            (one["name"], sorted(word.strip() for word in one["words"].split(",")))
            for one in app.get("phraselists") or app.get("model_features") or []
        ),
        "patterns": sorted((one["pattern"], one["intent"]) for one in app["patterns"]),
        "utterances": sorted(
            (one["text"], one["intent"], sorted(map(label, one["entities"]))) for one in app["utterances"]
        ),
    }


@pytest.mark.parametrize(("source", "oracle"), PAIRS)
def test_a_fixture_means_what_the_tool_of_the_bot_framework_makes_of_it(fixtures, source, oracle):
    found = meaning(app_of(fixtures / source))
    wanted = meaning(json.loads((fixtures / oracle).read_text(encoding="utf-8-sig")))
    if source in DIFFERENT:
        assert {part for part in wanted if wanted[part] != found[part]} <= DIFFERENT[source][0]
        assert {row[0] for row in wanted["utterances"]} == {row[0] for row in found["utterances"]}
        return
    assert found == wanted
