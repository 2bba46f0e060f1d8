"""The sections of the report that need no script: verdict, figures, coverage, links, pairs, split, rules, inputs."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from curation import __version__
from curation.model.finding import Severity
from curation.model.mapping import MappingState
from curation.model.project import NONE_INTENT
from curation.model.words import plural
from curation.render.report_parts import bar, command, figure, go, link_figure, named, table
from curation.render.web import escaped
from curation.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from curation.model.coverage import IntentCoverage
    from curation.model.evaluation import Evaluation
    from curation.model.finding import Finding
    from curation.model.overview import Overview
    from curation.model.proposal import Proposal

    Shown = Callable[[str], str]

__all__ = ["coverage", "figures", "inputs", "links", "overlaps", "rules", "split", "verdict"]

_MOST_PAIRS, _MOST_BARS, _MOST_WORDS, _MOST_REASONS, _MOST_SCOPES = 12, 120, 30, 100, 5


def verdict(found: Overview, shown: Shown) -> Iterator[str]:
    """Whether anything stands against an upload, and what."""
    yield f"<h1>{named(found.title)}</h1>"
    errors = found.report.at_least(Severity.ERROR)
    if errors:
        yield f'<p class="verdict bad">{plural(len(errors), "error")} must be mended before an upload.</p><ul>'
        for code, count in Counter(error.code for error in errors).most_common():
            where = go("findings", {"code": code}, plural(count, "place"))
            yield f'<li><a href="#rule-{code}">{code}</a> {escaped(find_rule(code).summary)} {where}</li>'
        fix = " --fix" if any(error.fix is not None and error.fix.safe for error in errors) else ""
        yield "</ul>" + command(f"curation check {shlex.quote(found.folder)}{fix}")
    else:
        better = "What is below would make routing better." if found.report.findings else "Nothing was found at all."
        yield f'<p class="verdict">Nothing stands against an upload. {better}</p>'
    if found.left_out:
        words = (
            f"{found.left_out:,} texts are left out of the map and the table of utterances. All figures count them, so "
            "one may lead to fewer texts than it says."
        )
        yield f'<p class="fine">{words}</p>'
    if found.settled:
        settled = f"{plural(found.settled, 'finding')} settled by decisions and the split are not counted."
        yield f'<p class="fine">{settled}</p>'
    if found.folder == ".":
        yield '<p class="fine">Commands are for the folder in which the data lies.</p>'
    for item in found.report.not_checked:
        yield f'<p class="fine">Not checked: {escaped(item.what)}: {escaped(item.reason)}</p>'


def figures(found: Overview, shown: Shown) -> Iterator[str]:
    """The numbers, each leading to its rows."""
    yield '<ul class="figures">' + "".join(f"<li>{item}</li>" for item in _figures(found)) + "</ul>"


def _figures(found: Overview) -> Iterator[str]:
    counts, split_counts = found.report.counts(), found.split.counts()
    texts = len(found.points) + found.left_out
    what = "utterances" if texts == found.report.rows else f"utterances, {texts:,} different"
    yield figure(f"{found.report.rows:,}", what, "texts", {})
    names = {(item.scope, item.intent) for item in found.coverage.intents}
    yield link_figure(f"{len(names):,}", "intents", "coverage")
    if found.mapping.entries:
        count = len(found.mapping.in_state(MappingState.OPEN))
        yield link_figure(f"{count:,}", "intents without a task", "links")
    for severity in ("error", "warning", "note"):
        yield figure(f"{counts[severity]:,}", f"{severity}s", "findings", {"severity": severity})
    yield link_figure(f"{found.coverage.share:.0%}", "of intents well covered", "coverage")
    if not _why_unasked("AMB002", found):
        doubted = sum(point.doubtful for point in found.points)
        yield figure(f"{doubted:,}", "texts likelier filed amiss than not", "texts", {"doubtful": "yes"})
    judged = [item for item in found.evaluations if item.by == "cross-validation"]
    for item in _spoken_for(judged):
        filters = {"scope": item.scope, "taken": "wrong"}
        yield figure(f"{item.accuracy.value:.0%}", f"told apart in {_short(item.scope)}", "texts", filters)
    if len(judged) > _MOST_SCOPES:
        worst = min(judged[1:], key=lambda item: (item.accuracy.value, item.scope))
        what = f"told apart in {_short(worst.scope)}, the fewest of {len(judged) - 1} others"
        yield figure(f"{worst.accuracy.value:.0%}", what, "texts", {"scope": worst.scope, "taken": "wrong"})
    yield link_figure(f"{split_counts['Test']:,}", f"of {sum(split_counts.values()):,} rows for Test", "split")


def _why_unasked(code: str, found: Overview) -> str:
    """Why a rule was not asked; empty where it was."""
    return next((item.reason for item in found.report.not_checked if item.what.startswith(code)), "")


def _short(scope: str) -> str:
    """A file without its folder and endings, where that is all that fits."""
    return scope.rpartition("/")[2].removesuffix(".json").removesuffix(".clu") or scope


def _spoken_for(judged: list[Evaluation]) -> list[Evaluation]:
    """The projects that have a figure of their own: all, or the first where there are many."""
    return judged if len(judged) <= _MOST_SCOPES else judged[:1]


def coverage(found: Overview, shown: Shown) -> Iterator[str]:
    """How many different phrasings each intent has, against the line."""
    enough = found.coverage.enough
    intents = sorted(found.coverage.intents, key=lambda item: (item.phrasings, item.intent, item.scope))
    most = max((item.phrasings for item in intents), default=1)
    yield f"<p>Different phrasings of each intent; the line stands at {enough}.</p>"
    yield table(
        "Coverage by intent",
        "The fewest first. A row that stands twice is counted twice and shown once. "
        "F1: by the models that findings are made by, from five phrasings on. Outside: near texts of other intents.",
        (("intent", ""), ("phrasings", "number"), ("against the line", ""), ("rows", "number"), ("F1", "number"),
         ("outside", "number"), ("in", "")),
        (_coverage_row(item, enough, most) for item in intents[:_MOST_BARS]),
    )  # fmt: skip
    if len(intents) > _MOST_BARS:
        yield f'<p class="fine">{len(intents) - _MOST_BARS:,} better covered intents are not listed.</p>'
    yield command(f"curation coverage {shlex.quote(found.folder)}")


def _coverage_row(item: IntentCoverage, enough: int, most: int) -> Iterator[str]:
    yield go("texts", {"intent": item.intent, "scope": item.scope}, named(item.intent))
    yield from (f"{item.phrasings:,}", bar(item.phrasings, enough, most), f"{item.rows:,}")
    yield f'<span title="{escaped(item.not_judged)}">not judged</span>' if item.f1 is None else f"{item.f1:.2f}"
    yield "" if item.outside is None else f"{item.outside:.0%}"
    yield named(item.scope)


def links(found: Overview, shown: Shown) -> Iterator[str]:
    """Where each intent leads, and what is proposed for those that lead nowhere."""
    if not found.mapping.entries:
        yield "<p>Nothing is routed here: no intent needs a link.</p>"
        return
    states = ", ".join(f"{len(part)} {state}" for state in MappingState if (part := found.mapping.in_state(state)))
    yield f"<p>{plural(len(found.mapping.entries), 'intent')}: {states}.</p>"
    if not len(found.proposals):
        yield "<p>Every intent has a task, or a reason to have none.</p>"
        return
    yield from (part for proposal in found.proposals for part in _proposal(proposal, shown))
    yield f'<p class="fine">{escaped(found.proposals.grounds)}</p>'
    yield command(f"curation review {shlex.quote(found.folder)}")


def _proposal(proposal: Proposal, shown: Shown) -> Iterator[str]:
    answer = named(proposal.task) if proposal.task else "no task fits" if proposal.none_fits else "unclear"
    sure = f", {proposal.confidence:.0%}" if proposal.judged else ""
    name = go("texts", {"intent": proposal.intent, "scope": "routing"}, named(proposal.intent))
    yield f"<h3>{name} &rarr; {answer}{sure}</h3><p>{escaped(proposal.reason)}</p>"
    best = proposal.candidates[:3]
    if best and proposal.rows:
        ranked = "; ".join(f"{named(candidate.task)} {candidate.score:.0%}" for candidate in best)
        yield f'<p class="fine">{ranked}</p>'
    for evidence in best[0].evidence[:2] if best else ():
        pair = f"{named(shown(evidence.text))} ~ {named(shown(evidence.task_text))} ({evidence.similarity:.2f})"
        yield f'<p class="fine">{pair}</p>'


def overlaps(found: Overview, shown: Shown) -> Iterator[str]:
    """Pairs of intents that are hard to tell apart, side by side, with what they have in common marked."""
    pairs = [item for item in found.report.findings if item.code == "AMB001"]
    if not pairs:
        unasked = _why_unasked("AMB001", found)
        yield f"<p>{f'Not judged: {escaped(unasked)}.' if unasked else 'No two intents overlap enough to matter.'}</p>"
    pairs.sort(key=lambda item: (-float(item.evidence.get("share", 0.0)), item.message))
    for item in pairs[:_MOST_PAIRS]:
        yield from _pair(item, found, shown)
    if len(pairs) > _MOST_PAIRS:
        yield f"<p>{go('findings', {'code': 'AMB001'}, f'{len(pairs) - _MOST_PAIRS} more')}</p>"


def _pair(item: Finding, found: Overview, shown: Shown) -> Iterator[str]:
    first, second = (str(name) for name in item.evidence.get("intents", ("", ""))[:2])
    # Words of utterances are read as these are: where those are masked, none is named.
    terms = [str(term) for term in item.evidence.get("terms", ()) if shown(str(term)) == term]
    common = f"; in common: {escaped(', '.join(terms))}" if terms else ""
    share, advice = float(item.evidence.get("share", 0.0)), str(item.evidence.get("advice", ""))
    scope = next((point.scope for point in found.points if point.file == item.file), "routing")
    where = "" if scope == "routing" else f" ({escaped(scope)})"
    yield f"<h3>{named(first)} and {named(second)}{where}</h3>"
    yield f"<p>{share:.0%} of their texts would be given to the other; advice: {escaped(advice)}{common}</p>"
    sides = "".join(_side(item, name, scope, terms, shown) for name in (first, second))
    yield f'<div class="pair">{sides}</div>'
    if advice != "merge" or NONE_INTENT in (first, second):
        yield command(f"curation review {shlex.quote(found.folder)}" if advice == "move" else "curation explain AMB001")
        return
    merge = shlex.quote(f"merge:{'' if scope == 'routing' else scope + '/'}{first},{second}")
    yield '<p class="fine">What a merge would bring:</p>'
    yield command(f"curation inspect {shlex.quote(found.folder)} --what-if {merge}")


def _side(item: Finding, name: str, scope: str, terms: list[str], shown: Shown) -> str:
    crossing = [c for c in item.evidence.get("crossing", ()) if c.get("intent") == name][:5]
    texts = [f"<li><bdi>{_marked(shown(str(c.get('text', ''))), terms)}</bdi></li>" for c in crossing]
    listed = "".join(texts) or "<li>none of its texts crosses over</li>"
    texts_of = go("texts", {"intent": name, "scope": scope}, named(name))
    return f"<div><h4>{texts_of}</h4><ul>{listed}</ul></div>"


def _marked(text: str, terms: list[str]) -> str:
    """A text with the words that two intents share marked."""
    if not terms:
        return escaped(text)
    wanted = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)[:_MOST_WORDS])
    parts = re.split(rf"(?<!\w)({wanted})(?!\w)", text, flags=re.IGNORECASE)
    return "".join(f"<mark>{escaped(part)}</mark>" if n % 2 else escaped(part) for n, part in enumerate(parts))


def split(found: Overview, shown: Shown) -> Iterator[str]:
    """How the rows are divided, and every promise."""
    if not found.split.sides:
        yield "<p>There are no utterances to split.</p>"
        return
    yield "<ul>"
    for guarantee in found.split.guarantees:
        yield f"<li>{'kept' if guarantee.kept else 'not kept'}: {escaped(guarantee.name)}"
        if guarantee.broken:
            reasons = "".join(f"<li>{escaped(reason)}</li>" for reason in guarantee.broken[:_MOST_REASONS])
            count = plural(len(guarantee.broken), "place")
            yield f"<details><summary>{count}</summary><ul>{reasons}</ul></details>"
        yield "</li>"
    places = found.split.places
    rows = ([named(name), *_sides(found, name, counts)] for name, counts in found.split.by_intent().items())
    heads = (("intent", ""), *((place, "number") for place in places))
    inside = table("Split by intent", "Rows on each side.", heads, rows)
    if found.mapping.in_state(MappingState.LINKED):
        words = "A linked intent learns from its task: in the bundle its Train rows are Test, or in the task only."
        yield f'</ul><p class="fine">{words} <code>links.train_rows</code> says which.</p><ul>'
    yield f"</ul><details><summary>by intent</summary>{inside}</details>"
    yield command(f"curation split {shlex.quote(found.folder)}")


def _sides(found: Overview, intent: str, counts: Mapping[str, int]) -> Iterator[str]:
    """How many rows of an intent are on each side, each leading to them."""
    scope = {"scope": "routing"} if found.mapping.entries else {}
    for place in found.split.places:
        yield go("texts", {**scope, "intent": intent, "side": place}, f"{counts[place]:,}")


def rules(found: Overview, shown: Shown) -> Iterator[str]:
    """What each rule with a finding looks for, and why."""
    counted = Counter(item.code for item in found.report.findings)
    if not counted:
        yield "<p>No rule has a finding.</p>"
    yield '<div class="columns2">'
    for code, count in sorted(counted.items()):
        rule = find_rule(code)
        rows = go("findings", {"code": code}, plural(count, "finding"))
        yield f'<div><h3 id="rule-{code}">{code} {escaped(rule.name)}</h3><p>{_prose(rule.summary)} {rows}</p>'
        yield f'<p class="fine">{_prose(rule.why)}</p>{command(f"curation explain {code}")}</div>'
    yield "</div>"


def _prose(text: str) -> str:
    """What a rule says of itself, without the line breaks of its source."""
    return escaped(" ".join(text.split()))


def inputs(found: Overview, shown: Shown) -> Iterator[str]:
    """What was read, by what, with which seed."""
    yield f"<p>Made by curation {escaped(__version__)}, seed {found.split.seed}. The same files give the same page.</p>"
    rows = (
        (named(found.report.path(item.file)), escaped(item.kind), f"{item.rows:,}", f"<code>{item.sha256}</code>")
        for item in found.inputs
    )
    heads = (("file", ""), ("kind", ""), ("rows", "number"), ("sha256", ""))
    yield table("Files", "Files that were read.", heads, rows)
