"""The fields of the SDK's classes that our files are read into, and the file that remembers them.

`python -m tests.sdk.write_fields`, from the folder of the project, writes that file anew.
"""

from __future__ import annotations

import json
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

REMEMBERED = Path(__file__).with_name("sdk_fields_1.0.0b4.json")
ROOTS = {
    "azure-ai-language-conversations-authoring": ("azure.ai.language.conversations.authoring.models", "ExportedProject"),
    "azure-ai-language-questionanswering-authoring": (
        "azure.ai.language.questionanswering.authoring.models", "ImportJobOptions"),
}  # fmt: skip
"""What the body of an import is, in each package; every other class is reached from there."""


class Field(NamedTuple):
    """One field of a class: its name in Python, its type, and how the service treats it."""

    name: str
    hint: Any
    readonly: bool

    @property
    def required(self) -> bool:
        return NoneType not in get_args(self.hint)

    def __str__(self) -> str:
        return f"{self.name}: {words(self.hint)}{' (read only)' if self.readonly else ''}"


def words(hint: Any) -> str:
    """A type as it is written in Python, without the places of its modules."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " | ".join(words(part) for part in parts)
    if origin is Literal:
        return f"Literal[{', '.join(repr(getattr(part, 'value', part)) for part in parts)}]"
    if origin is not None:
        return f"{origin.__name__}[{', '.join(words(part) for part in parts)}]"
    return "None" if hint is NoneType else hint.__name__


def fields_of(model: type) -> dict[str, Field]:
    """The fields of a class by the names they have in JSON."""
    model()  # the wire names are filled in when the first object is made, and kept in a private place only
    module = sys.modules[model.__module__]
    models = sys.modules[model.__module__.rpartition(".")[0]]
    hints = get_type_hints(model, globalns={**vars(module), "_models": models})
    return {
        field._rest_name: Field(name, hints[name], field._visibility == ["read"])
        for name, field in model._attr_to_rest_field.items()
    }


def classes_below(root: type) -> dict[str, type]:
    """The classes that an object of `root` can hold, the kinds of each, and the enumerations of their values."""
    found: dict[str, type] = {}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.__name__ in found:
            continue
        found[one.__name__] = one
        if not issubclass(one, Enum):
            waiting += one.__subclasses__()
            waiting += [part for field in fields_of(one).values() for part in _ours(field.hint)]
    return dict(sorted(found.items()))


def _ours(hint: Any) -> list[type]:
    if isinstance(hint, type) and get_origin(hint) is None:
        return [hint] if hint.__module__.startswith("azure.") else []
    return [one for part in get_args(hint) for one in _ours(part)]


def classes_of(package: str) -> dict[str, type]:
    """The classes of an installed package that the body of an import is made of."""
    module, root = ROOTS[package]
    return classes_below(getattr(import_module(module), root))


def described(package: str) -> dict[str, Any]:
    """The classes of `package` as plain values: fields by wire name, or the values of an enumeration."""
    return {
        name: [one.value for one in found]
        if issubclass(found, Enum)
        else {wire: str(field) for wire, field in fields_of(found).items()}
        for name, found in classes_of(package).items()
    }


def main() -> None:
    value = {package: described(package) for package in ROOTS}
    REMEMBERED.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
