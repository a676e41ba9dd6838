"""Canonical lexical forms of XML Schema 1.1: what a store that keeps values, not texts, gives back unchanged."""

from __future__ import annotations

import re
from typing import Final

from kg.vocab import NAMESPACES

_XSD: Final = NAMESPACES["xsd"]
_INTEGER: Final = r"0|-?[1-9][0-9]*"
_YEAR: Final = r"-?(?:[1-9][0-9]{4,}|[0-9]{4})"
_DATE: Final = rf"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]*[1-9])?"
_FLOAT: Final = r"(?:-?[1-9]\.(?:0|[0-9]*[1-9])E(?:0|-?[1-9][0-9]*)|-?0\.0E0|-?INF|NaN)"
_FORMS: Final = {
    _XSD + name: re.compile(form)
    for name, form in (
        ("boolean", "true|false"),
        ("decimal", rf"{_INTEGER}|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]"),
        ("double", _FLOAT),
        ("float", _FLOAT),
        ("date", rf"{_DATE}(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?"),
        ("dateTime", rf"{_DATE}T{_TIME}Z?"),
        ("gYear", rf"{_YEAR}Z?"),
        *((name, _INTEGER) for name in ("integer", "int", "long", "short", "byte")),
        *((name, "0|[1-9][0-9]*") for name in ("nonNegativeInteger", "unsignedInt", "unsignedLong")),
        ("positiveInteger", "[1-9][0-9]*"),
    )
}


def is_canonical(text: str, datatype: str) -> bool:
    """Whether a literal is written in the one way that stands for its value; what has only one way is.

    >>> is_canonical("0.5", "http://www.w3.org/2001/XMLSchema#decimal")
    True
    >>> is_canonical("007", "http://www.w3.org/2001/XMLSchema#integer")
    False
    """
    form = _FORMS.get(datatype)
    return form is None or form.fullmatch(text) is not None
