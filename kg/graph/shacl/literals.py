"""What literals are worth, as rdflib and so pyshacl understands them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rdflib import RDF, RDFS, XSD, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib import URIRef

# what a literal's value is in Python where its text is of its datatype
_CLASSES: Final[Mapping[URIRef, type | tuple[type, ...]]] = {
    XSD.string: (str, bytes), RDF.langString: (str, bytes), XSD.integer: int, XSD.float: float, XSD.decimal: Decimal,
    XSD.boolean: bool, XSD.date: date, XSD.time: time, XSD.dateTime: datetime,
}  # fmt: skip


def has_datatype(literal: Literal, datatype: URIRef) -> bool:
    """Whether the literal is of the datatype and its text is one that the datatype has."""
    if literal.datatype == datatype:
        return getattr(literal, "ill_typed", None) is not True and _is_of(literal, datatype)
    if datatype == RDFS.Literal:
        return True
    if datatype == RDFS.Datatype:
        return literal.datatype is not None
    if datatype == XSD.string:
        return literal.datatype is None and literal.language is None and _is_of(literal, datatype)
    return datatype == RDF.langString and bool(literal.language) and _is_of(literal, datatype)


def _is_of(literal: Literal, datatype: URIRef) -> bool:
    return datatype not in _CLASSES or isinstance(literal.value, _CLASSES[datatype])


def compare(one: Literal, other: Literal) -> int:
    """Negative, 0 or positive; raises TypeError or NotImplementedError where two literals cannot be compared."""
    if isinstance(one.value, str) != isinstance(other.value, str):
        raise TypeError("a string and something else")
    if one.eq(other):
        return 0
    if type(one.value) in (datetime, time):
        if one.value == other.value:
            return 0
        return 1 if one.value > other.value else -1
    return 1 if one > other else -1


def is_less(one: URIRef | Literal, other: URIRef | Literal, *, or_equal: bool) -> bool:
    """Whether a value is smaller, texts by their letters; raises TypeError where two literals cannot be compared."""
    first, second = _text(one), _text(other)
    if first is None and second is None:
        return bool(one <= other if or_equal else one < other)
    if first is None or second is None:
        return False
    return first <= second if or_equal else first < second


def _text(value: URIRef | Literal) -> str | None:
    """The letters of an IRI or of a string, None for another literal."""
    if not isinstance(value, Literal):
        return str(value)
    return value.value if isinstance(value.value, str) else None
