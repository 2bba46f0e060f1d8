"""Results that show themselves: as markup for notebooks, as plots."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from workspaces import write_files

from curation import api
from curation.errors import CurationError
from curation.model.display import Displayed
from curation.rules._samples import sample_row, weather_and_music

matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed (extra plots)")
matplotlib.use("agg")
HOSTILE = "</style></div><script>alert(1)</script><img src=x onerror=alert(1)> $x^2$ \u202e"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    rows = weather_and_music()["u.json"]
    more = [sample_row(f"open the {thing}", "Door") for thing in ("door", "gate", "window", "hatch", "lid", "garage")]
    return write_files(tmp_path_factory.mktemp("bot"), {"u.json": [*rows, *more]})


@pytest.fixture(scope="module")
def results(folder, sample_data, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    forecast = api.evaluate(folder)
    made = [
        api.load(folder), api.check(folder), api.inspect(folder), api.coverage(folder), api.propose(sample_data),
        api.decide(sample_data), api.status(sample_data), api.standing(folder), api.split(folder), forecast,
        forecast.get("routing"), api.route("rain", folder), api.compare(folder, folder), api.leakage(folder),
        api.report(folder), api.run(folder, output=out / "dist"), api.review_queue(sample_data),
        api.migrate(sample_data / "tasks", output=out / "migrated"), api.what_if(sample_data, ["merge:EndRental,ReturnBike"]),
        api.triage(sample_data / "log.txt", sample_data), api.convert(folder / "u.json", to="csv"),
        api.diff(sample_data / "tasks/workshop.clu.json", sample_data / "tasks/workshop.clu.json"),
        api.merge(folder / "u.json", folder / "u.json", output=out / "m.json"),
    ]  # fmt: skip
    return {type(item).__name__: item for item in made}


def test_every_result_is_a_table_markup_and_plain_values(results):
    import json

    assert len(results) >= 21
    for name, result in results.items():
        assert isinstance(result, Displayed), name
        markup = result._repr_html_()
        assert markup.startswith('<div class="curation-result"><style>'), name
        assert "<script" not in markup
        assert len(result.to_frame()) >= 0
        if name != "Workspace":
            json.dumps(result.to_dict())


def test_a_sentence_says_what_a_result_came_to(results):
    said = {name: re.search(r"<p>(.*?)</p>", result._repr_html_())[1] for name, result in results.items()}
    assert said["Workspace"] == "1 file: 38 utterances, 0 tasks"
    assert said["Split"] == "30 Train, 8 Test; 5 of 5 promises kept"
    assert said["RunResult"].endswith("dist")
    assert said["Comparison"] == "0 texts routed otherwise; no gate was passed"
    assert said["Evaluation"].startswith("routing, by test: macro F1 ")
    assert said["Mapping"] == "15 intents: 11 linked, 1 routing, 1 exempt, 2 open"


def test_long_tables_say_how_much_is_left(results):
    assert "38 rows; 13 more are in to_frame()" in results["Workspace"]._repr_html_()


def test_hostile_names_are_shown_and_nothing_else(tmp_path):
    rows = [sample_row(f"{HOSTILE} {n}", f"A{HOSTILE}"[:40]) for n in range(6)]
    found = api.load(write_files(tmp_path / "x", {"u.json": rows}))
    markup = found._repr_html_().partition("</style>")[2]
    assert "<script" not in markup
    assert "<img" not in markup
    assert "\u202e" not in markup


def test_numbers_in_cells_are_short_and_missing_ones_empty(results):
    markup = results["Evaluation"]._repr_html_()
    assert not re.search(r">\d\.\d{7,}<", markup)
    assert ">nan<" not in results["Coverage"]._repr_html_()


def test_plots_are_drawn_on_axes_that_are_given_or_new(results):
    from matplotlib import pyplot

    _, axes = pyplot.subplots()
    overview, evaluation, coverage = (results[name] for name in ("Overview", "Evaluation", "Coverage"))
    assert coverage.plot_coverage(axes) is axes
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Door", "Music", "Weather"] or len(
        axes.get_yticklabels()
    ) == 3
    assert {patch.get_width() for patch in axes.patches} == {float(item.phrasings) for item in coverage.intents}
    drawn = overview.plot_map()
    assert sum(len(part.get_offsets()) for part in drawn.collections) >= len([p for p in overview.points if p.x >= 0])
    swept = evaluation.plot_threshold()
    assert any(
        f"recommended {evaluation.threshold.recommended:.2f}" in t.get_text() for t in swept.get_legend().get_texts()
    )
    curve = evaluation.plot_learning_curve()
    assert list(curve.lines[0].get_xdata()) == sorted(evaluation.curve)
    pyplot.close("all")


def test_a_confusion_plot_counts_as_the_verdicts_do(sample_data):
    from matplotlib import pyplot

    found = api.evaluate(sample_data, growth=False).get("routing", "cross-validation")
    axes = found.plot_confusion(most=4)
    names = [text.get_text() for text in axes.get_yticklabels()]
    shown = {(names[int(t.get_position()[1])], names[int(t.get_position()[0])]): int(t.get_text()) for t in axes.texts}
    counted: dict[tuple[str, str], int] = {}
    for verdict in found.verdicts:
        if verdict.given in names and verdict.said in names:
            counted[verdict.given, verdict.said] = counted.get((verdict.given, verdict.said), 0) + 1
    assert (len(names), shown) == (4, counted)
    pyplot.close("all")


def test_what_cannot_be_drawn_is_said(folder, sample_data):
    without = api.evaluate(folder, growth=False).get("routing")
    with pytest.raises(CurationError, match="no learning curve"):
        without.plot_learning_curve()
    with pytest.raises(CurationError, match="nothing to draw"):
        api.coverage(folder).plot_coverage(scope="nowhere")


def test_names_with_dollars_and_controls_can_be_drawn(tmp_path):
    from matplotlib import pyplot

    rows = [sample_row(f"{word} {n}", f"A$x^{{2$ \u202e{word}") for word in ("rain", "song") for n in range(6)]
    found = api.coverage(write_files(tmp_path / "x", {"u.json": rows}))
    found.plot_coverage().figure.canvas.draw()
    pyplot.close("all")


def test_plots_without_matplotlib_say_what_to_install():
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from curation import api\nfrom curation.errors import CurationError\n"
        "try:\n    api.coverage('sample_data').plot_coverage()\n"
        "except CurationError as error:\n    print(error)\n"
    )
    from conftest import ROOT

    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout == "plots need matplotlib: pip install 'clu-curation[plots]'\n"
