"""Whether a literal is written as its type wants it (XML Schema 1.1 Part 2): stores change what is not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.vocab import NAMESPACES

_ZONE: Final = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
_YEAR: Final = r"-?(?:[1-9][0-9]{3,8}|0[0-9]{3})"
_DAY: Final = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,12})?"
_FORMS: Final = {
    NAMESPACES["xsd"] + name: re.compile(form)
    for name, form in {
        "integer": r"[+-]?[0-9]+",
        "int": r"[+-]?[0-9]{1,10}",
        "long": r"[+-]?[0-9]{1,19}",
        "nonNegativeInteger": r"\+?[0-9]+|-0+",
        "positiveInteger": r"\+?0*[1-9][0-9]*",
        "decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
        "double": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
        "float": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
        "boolean": r"true|false|0|1",
        "gYear": _YEAR + _ZONE,
        "date": f"{_YEAR}-{_DAY}{_ZONE}",
        "dateTime": f"{_YEAR}-{_DAY}T{_TIME}{_ZONE}",
    }.items()
}


@lru_cache(maxsize=10_000)
def is_well_formed(text: str, datatype: str) -> bool:
    """Whether the text is a value of the type; types that are not of numbers, truth or time take any text."""
    form = _FORMS.get(datatype)
    return form is None or form.fullmatch(text) is not None
