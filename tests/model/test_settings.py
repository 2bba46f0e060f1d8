"""Settings: bounds hold wherever they come from, options go before the file and leave the rest of it alone."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from workspaces import workspace, write_files

from curation import api
from curation.api._gather import with_split_settings
from curation.errors import CurationError
from curation.formats.settings import settings_of_json, validated
from curation.model._section import Limits
from curation.model.settings import CheckSettings, ColumnSettings, Ignore, Settings, SplitSettings
from curation.rules._samples import clu, sample_row

ROWS = {"u.json": [sample_row("a table for two", "Reserve")]}
TOML = {"split": {"seed": 7, "test_share": 0.3, "test_sets": {"b": 0.1, "a": 0.2}}, "ignore": [{"code": "LBL002", "reason": "r", "expires": "2027-01-31"}]}  # fmt: skip


def test_what_is_written_as_json_is_read_back():
    made = validated(Settings, TOML)
    assert settings_of_json(made.to_json()) == made
    assert made.split == SplitSettings(seed=7, test_share=0.3, test_sets={"a": 0.2, "b": 0.1})
    swapped = replace(made, split=replace(made.split, test_sets={"a": 0.2, "b": 0.1}))
    assert (swapped, swapped.to_json()) == (made, made.to_json())


def test_an_option_of_the_split_leaves_the_rest_of_the_file_alone():
    found = with_split_settings(workspace(ROWS, TOML), test_share=0.5).settings.split
    assert found == SplitSettings(seed=7, test_share=0.5, test_sets={"a": 0.2, "b": 0.1})
    with pytest.raises(CurationError, match=r"^split\.test_share: input should be less than 1$"):
        with_split_settings(workspace(ROWS, TOML), test_share=5)


def test_only_what_changes_a_bundle_makes_one_out_of_date():
    base = workspace(ROWS, TOML)

    def changed(**sections):
        return replace(base, settings=replace(base.settings, **sections)).choices

    assert changed(check=CheckSettings(ignore=("TXT",))) == base.choices
    assert changed(ignore=()) == base.choices
    assert changed(output="elsewhere") == base.choices
    assert changed(split=SplitSettings(seed=8)) != base.choices


def test_columns_that_are_not_named_are_not_there():
    assert ColumnSettings(text="Phrase").named() == {"text": "Phrase"}


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (Settings(split=SplitSettings(test_share=5)), r"^split\.test_share: input should be less than 1$"),
        (Settings(ignore=(Ignore(code="X", reason=""),)), r"^ignore\.0\.reason: string should have at least 1 character$"),
        ({"spilt": {}}, r"^there is no setting spilt; did you mean split\?$"),
        (5, r"^settings: should be a table of keys and values$"),
    ],
)  # fmt: skip
def test_settings_that_a_caller_hands_over_are_looked_at(given, problem, tmp_path):
    with pytest.raises(CurationError, match=problem):
        api.load(tmp_path, settings=given)


@pytest.mark.parametrize("select", [5, [5], [None]])
def test_rules_are_named_by_texts(select):
    with pytest.raises(CurationError, match="each a text"):
        api.check(workspace(ROWS), select=select)
    assert api.check(workspace(ROWS), select="SPL006") == api.check(workspace(ROWS), select=["SPL006"])


def test_a_bound_that_pydantic_does_not_know_is_a_slip():
    with pytest.raises(TypeError):
        Limits(min_lenght=1)
    assert asdict(SplitSettings())["similarity"] == 0.8


def test_a_task_that_is_named_twice_is_refused(tmp_path):
    text = "".join(f'[[tasks]]\nfile = "{name}"\n' for name in ("t.json", "./t.json", "s.json"))
    files = {name: clu(sample_row("a", "B"), intents=("B",)) for name in ("t.json", "s.json")}
    write_files(tmp_path, {**files, "curation.toml": text})
    with pytest.raises(CurationError, match=r"^tasks: t\.json and \./t\.json is named more than once; leave one$"):
        api.load(tmp_path)
