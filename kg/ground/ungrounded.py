"""What looks like an entity and was not grounded, with the reason (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.model import Dropped, Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.words import Settings
    from kg.model import Document, Grounding, Sentence

# capitals, figures and hyphens that begin with two capitals: TRAF3IP2, ABC294640
_LOOKS_LIKE: Final = re.compile(
    r"(?<![\w-])(?=[a-z]{0,3}[A-Z]{2})[A-Za-z][A-Za-z0-9]{1,14}(?:-[A-Z0-9]{1,8})?(?![\w-])"
)
_CODE: Final = re.compile(r"[A-Za-z-]{1,6}\d{2,7}[A-Za-z]?")
_UNKNOWN: Final = "looks like a name, but no vocabulary knows it and the document does not define it"


def ungrounded(
    document: Document,
    sentences: Sequence[Sentence],
    groundings: Sequence[Grounding],
    refused: Mapping[Span, str],
    settings: Settings,
) -> tuple[Dropped, ...]:
    """Entity-like words without a grounding, once each, at their first place; and short forms refused."""
    taken = [g.mention.span for g in groundings]
    found: dict[str, tuple[Span, str]] = {}
    counts: Counter[str] = Counter()
    for sentence in sentences:
        for match in _LOOKS_LIKE.finditer(document.text, sentence.span.start, sentence.span.end):
            span = Span(*match.span())
            if _is_taken(span, taken):
                continue
            counts[match[0]] += 1
            found.setdefault(match[0], (span, refused.get(span, _UNKNOWN)))
    return tuple(
        Dropped(stage="ground", item=item, reason=reason, document=document.id, span=span)
        for item, (span, reason) in found.items()
        if counts[item] >= settings.report_count or reason is not _UNKNOWN or _CODE.fullmatch(item)
    )


def _is_taken(span: Span, taken: Sequence[Span]) -> bool:
    at = bisect_right(taken, span)
    before = at > 0 and taken[at - 1].end > span.start
    return before or (at < len(taken) and taken[at].start < span.end)
