"""Fixes applied round after round, until nothing is left that can be mended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.formats.json_text import encode, parse
from curation.formats.patch import applied, patched, value_at
from curation.line._place import placed
from curation.model.fix import Change, Mended
from curation.stages.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from curation.facts import Facts
    from curation.model.document import Document
    from curation.model.finding import Finding
    from curation.model.fix import Edit

__all__ = ["mended"]

_MOST_ROUNDS = 20


def mended(read: Callable[[Mapping[str, bytes]], Facts], *, unsafe: bool = False) -> Mended:
    """What the files `read` gives become when every fix is applied, and what is found in them then.

    `read` is called with the bytes of the files that have changed so far. In one round no two fixes touch the same
    place; what is left over is found again, if it is still wrong, in the next.
    """
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    changes: list[Change] = []
    for _ in range(_MOST_ROUNDS):
        facts = read(after)
        report = validate(facts)
        fixable: dict[str, list[Finding]] = {}
        for finding in report.findings:
            if finding.fix is not None and (finding.fix.safe or unsafe):
                fixable.setdefault(finding.file, []).append(finding)
        documents = {document.file: document for document in facts.workspace.documents}
        made = [
            change for file, document in documents.items() for change in _round(document, fixable.get(file, ()), after)
        ]
        if not made:
            return Mended(replace(placed(report, facts.workspace), changes=tuple(changes)), before, after)
        for change in made:
            before.setdefault(change.file, documents[change.file].data)
        changes += made
    raise RuntimeError("fixes did not come to an end")


def _round(document: Document, findings: Iterable[Finding], after: dict[str, bytes]) -> list[Change]:
    """Apply the fixes of one file that do not touch each other; the bytes go to `after`."""
    if not document.patchable:
        return []
    edits: list[Edit] = []
    made: list[Change] = []
    taken = _Taken()
    for finding in findings:
        if finding.fix is not None and (new := taken.claim(finding.fix.edits)) is not None:
            edits += new
            olds = tuple(
                None if edit.op == "add" else value_at(document.value, edit.pointer) for edit in finding.fix.edits
            )
            made.append(Change(document.file, finding.pointer, finding.code, finding.subject, finding.fix, olds))
    if made:
        text = patched(document.text, document.value, edits)
        data = encode(text, document.encoding)
        if parse(data, document.file).value != applied(document.value, edits):
            raise RuntimeError("a fix wrote something else than it said")
        after[document.file] = data
    return made


class _Taken:
    """The places that the fixes of one round touch."""

    def __init__(self) -> None:
        self._edits: dict[str, Edit] = {}
        self._above: set[str] = set()
        self._grown: set[str] = set()
        self._shrunk: set[str] = set()

    def claim(self, edits: tuple[Edit, ...]) -> list[Edit] | None:
        """The edits that are new, or `None` if one of them touches what another fix of this round does."""
        new = [edit for edit in edits if self._edits.get(_place(edit)) != edit]
        if not edits or any(self._touches(edit) for edit in new):
            return None
        for edit in new:
            place = _place(edit)
            self._edits[place] = edit
            container = edit.pointer.rpartition("/")[0]
            (self._grown if edit.op == "add" else self._shrunk if edit.op == "remove" else set()).add(container)
            above = place
            while above:
                above = above.rpartition("/")[0]
                self._above.add(above)
        return new

    def _touches(self, edit: Edit) -> bool:
        place = _place(edit)
        container = edit.pointer.rpartition("/")[0]
        if place in self._edits or (place in self._above and edit.op != "add"):
            return True
        if container in (self._shrunk if edit.op == "add" else self._grown if edit.op == "remove" else ()):
            return True
        while place:
            place = place.rpartition("/")[0]
            if place in self._edits:
                return True
        return False


def _place(edit: Edit) -> str:
    """What an edit claims; things added to the end of an array do not get in each other's way."""
    return f"{edit.pointer}{edit.value!r}" if edit.pointer.endswith("/-") else edit.pointer
