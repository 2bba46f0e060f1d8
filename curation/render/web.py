"""Pages as one file each: markup, style and script of parts that lie beside them, and values for the script."""

from __future__ import annotations

import base64
import html
import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from curation.render.inert import inert, inert_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["attribute", "escaped", "page"]


def page(
    folder: str, scripts: Sequence[str], values: Mapping[str, Any], *, connect: str = "'none'", parts: Mapping[str, str]
) -> str:
    """The page of a folder (`page.html`, `page.css` and `scripts`) with what all pages share before its own.

    It may contact nothing but `connect`, and runs no script but its own. `parts` are filled in as they are; nothing in
    them that came from a file may be anything but `escaped`.

    Raises:
        RuntimeError: the markup has no place for a part.
    """
    style = _part("web_parts", "base.css") + _part(folder, "page.css")
    own = [_part("web_parts", "base.js"), *(_part(folder, name) for name in scripts)]
    script = '"use strict";\n(() => {\n' + "\n".join(own) + "})();\n"
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; connect-src {connect}; "
        "base-uri 'none'; form-action 'none'"
    )
    made = _part(folder, "page.html")
    for mark, text in {"csp": policy, "css": style, "js": script, **parts, "data": _inside_script(values)}.items():
        before, found, after = made.partition("{{" + mark + "}}")
        if not found:
            raise RuntimeError(f"the page has no place for {mark}")
        made = before + text + after
    return made


def escaped(text: str) -> str:
    """A text that is shown in markup and is nothing else, in an attribute as well."""
    return html.escape(inert(text)).replace("{{", "&#123;&#123;")


def attribute(value: object) -> str:
    """A value as JSON in an attribute, for a script that needs it letter by letter; it is ASCII throughout."""
    return html.escape(inert_json(json.dumps(value))).replace("{{", "&#123;&#123;")


def _inside_script(values: Mapping[str, Any]) -> str:
    """JSON that ends no script element and opens none, whatever an utterance says; it is ASCII throughout."""
    text = json.dumps(values, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _part(folder: str, name: str) -> str:
    return files("curation.render").joinpath(folder, name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    """The name under which a content security policy lets an inline element run."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
