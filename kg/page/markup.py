"""HTML and SVG elements: the one place that makes them, so that text of papers can only ever be text.

The elements are lxml's, which escapes on writing; no string of markup is ever put together by hand.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree, html

from kg.graph.terms import fit_text

Element: TypeAlias = etree._Element  # the only name that lxml gives to its class

if TYPE_CHECKING:
    from collections.abc import Iterable

    Content = str | int | Element | Iterable["Content"] | None


def element(name: str, /, *content: Content, **attributes: str | int | None) -> Element:
    """An element with text and elements in it, one after the other; ``None`` is nothing.

    Attributes are named as in HTML, with ``cls`` for class and a low line for a hyphen at the end of a name's part.
    """
    made = etree.Element(name)
    for key, value in attributes.items():
        if value is not None:
            made.set("class" if key == "cls" else key.replace("_", "-"), _fit(value))
    _append(made, content)
    return made


def _append(parent: Element, content: Iterable[Content]) -> None:
    for item in content:
        if item is None:
            continue
        if isinstance(item, str | int):
            _append_text(parent, _fit(item))
        elif isinstance(item, Element):
            parent.append(item)
        else:
            _append(parent, item)


def _append_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _fit(value: str | int) -> str:
    return fit_text(str(value))


def document(title: str, style: str, *body: Content) -> str:
    """A page of its own: no script runs and nothing is loaded, and its policy says so to the browser."""
    allowed = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="referrer", content="no-referrer"),
            element("meta", name="color-scheme", content="light dark"),
            element("title", title),
            element("style", style),
        ),
        element("body", *body),
        lang="en",
    )
    written: str = html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>", include_meta_content_type=True)
    return written + "\n"
