"""Whether a document or a therapy is one of oncology: other fields speak of resistance and response too."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from kg.claims.cues import HERE, table_rows
from kg.errors import RuleError

if TYPE_CHECKING:
    from kg.model import Argument

_SHORT: Final = 4  # letters; a shorter ending is one of ordinary words too
_KINDS: Final = frozenset(("word", "stem", "drug", "class", "general"))


def speaks_of_tumours(text: str) -> bool:
    """Whether the text has a word of oncology."""
    return _words().search(text) is not None


def is_oncological(therapy: Argument) -> bool:
    """Whether a therapy is one of oncology by its class or its name, whatever the document is about."""
    ids = tuple(str(i) for i in therapy.ids)
    return _is_oncological(therapy.text, tuple(c.label for c in therapy.concepts), ids)


@lru_cache(maxsize=10_000)
def _is_oncological(text: str, labels: tuple[str, ...], ids: tuple[str, ...]) -> bool:
    if not _values("class").isdisjoint(ids):
        return True
    whole = " ".join([text, *labels]).lower()
    if any(name.endswith(tuple(_values("stem"))) for name in re.split(r"[\s,]+", whole)):
        return True
    return any(drug in whole for drug in _values("drug"))


def is_general(therapy: Argument) -> bool:
    """Whether a therapy is "drugs" or "treatment" as such, so that the document's other drugs say which field it is."""
    return any(str(i) in _values("general") for i in therapy.ids)


@cache
def stems() -> tuple[str, ...]:
    """The endings by which a drug of oncology is known."""
    return tuple(sorted(stem for stem in _values("stem") if len(stem) > _SHORT))


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_values("word")))) + ")", re.IGNORECASE)


@cache
def _values(kind: str) -> frozenset[str]:
    path = HERE / "scope.tsv"
    found = set()
    for number, (name, value) in table_rows(path, 2):
        if name not in _KINDS:
            raise RuleError(str(path), number, f"kind {name!r} is unknown; it is one of {', '.join(sorted(_KINDS))}")
        if name == kind:
            found.add(value)
    return frozenset(found)
