"""How the tumours of a sentence fared: responses, growth, survival and sensitivity, with the direction of each.

Works on a sentence's normal words; the phrases and their meaning stand in outcomes.tsv.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.cues import HERE, table_rows
from kg.errors import RuleError
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS: Final = frozenset(
    (
        "event",
        "measure",
        "change",
        "mask",
        "null",
        "carrier",
        "bearer",
        "wild",
        "found",
        "given",
        "denial",
        "case",
        "taken",
        "assoc",
        "topic",
    )
)
_BEFORE: Final = 6  # tokens between a change and the measure after it: "longer median progression-free survival"
_AFTER: Final = 9  # tokens between a measure and the change after it: "growth of these cells was inhibited"
_FAR: Final = 25  # tokens over which "none of the patients" reaches
_DEGREES: Final = frozenset(("more", "less", "most", "least", "high", "low"))  # only directly before what they grade
_FIGURES: Final = 30  # tokens after a measure in which its figures stand
_VALUE: Final = r"(\d{1,5}(?: [.] \d{1,4})?)"
_VERSUS: Final = re.compile(
    rf"(?:[^0-9;]{{0,40}} |(?:= |: )?){_VALUE} (?:[^0-9;.]{{0,60}} )?(?:versus|vs|compared) [^0-9;]{{0,60}}{_VALUE}"
)
_SHARE: Final = re.compile(rf"(?:[^0-9;,]{{0,25}} )?{_VALUE} %")
_COUNT: Final = r"(\d{1,4}|one|two|three|none|no) (?:of|/|out of) (?:the |these )?(\d{1,4})"
_OF_MANY: Final = re.compile(rf"(?:in|by|for) (?:only )?{_COUNT}\b")
_BEFORE_EVENT: Final = re.compile(rf"{_COUNT} (?:(?:\(|\[) [^,;()]{{0,24}} (?:\)|\]) )?[^,;()]{{0,60}}$")
_COUNTED_WORDS: Final = {"none": 0, "no": 0, "one": 1, "two": 2, "three": 3}
_AROUND: Final = 14  # tokens around an event in which "3 of 10 patients" stands
_ENOUGH: Final = 5  # patients from which a share says something
_P_VALUE: Final = re.compile(r"\bp (?:value )?[=>] (\d [.] \d{1,5}|[.] \d{1,5})")
_SIGNIFICANT: Final = 0.05
_MANY: Final = 30.0  # per cent of responders from which a cohort responds
_HALF_MANY: Final = 15.0  # per cent of responders below which an event says nothing
_FEW: Final = 3.0  # and up to which it does not
_RESISTANCE: Final = frozenset(("resistance",))
_NOUNS: Final = frozenset(("inhibition", "reduction", "suppression"))  # only before what they change
_STOPS: Final = frozenset((",", ";", ".", "and", "but", "whereas", "(", ")"))
_BE: Final = frozenset(("was", "were", "is", "are", "be", "been"))


class Outcome(NamedTuple):
    """Tokens ``start`` to ``end`` say how tumours fared: good, bad, or acquired (first good, then bad)."""

    start: int
    end: int
    value: str


class Marks(NamedTuple):
    """The phrases of a sentence by kind, as (start, end, value) in tokens."""

    by_kind: dict[str, list[tuple[int, int, str]]]

    def of(self, kind: str) -> list[tuple[int, int, str]]:
        """The phrases of one kind in reading order."""
        return self.by_kind.get(kind, [])


def marks(words: tuple[str, ...]) -> Marks:
    """Every phrase of outcomes.tsv in the words: of each kind the longest at a place, left to right, in one pass."""
    table = _table()
    found: dict[str, list[tuple[int, int, str]]] = {}
    for at, word in enumerate(words):
        if word not in table:
            continue
        for phrase, kind, value in table[word]:
            size = len(phrase)
            if size > 1 and words[at : at + size] != phrase:
                continue
            hits = found.setdefault(kind, [])
            if not hits or hits[-1][1] <= at:
                hits.append((at, at + size, value))
    return Marks(found)


@cache
def phrases(kind: str) -> tuple[str, ...]:
    """The phrases of a kind as they stand in the table."""
    return tuple(phrase for _, (k, _, phrase) in table_rows(HERE / "outcomes.tsv", 3) if k == kind)


def outcomes(words: Sequence[str], found: Marks) -> list[Outcome]:
    """The outcomes in reading order; a measure with a change or figures goes before the event of the same words."""
    none = {i for start, end, value in found.of("event") if value == "none" for i in range(start, end)}
    measures = [m for m in found.of("measure") if none.isdisjoint(range(m[0], m[1]))]
    out = [
        o
        for start, end, value in measures
        if (o := _changed(words, found, start, end, value) or _counted(words, start, end, value))
    ]
    taken = {i for o in out for i in range(o.start, o.end)}
    for start, end, value in found.of("event"):
        if _is_few(found, start) or _is_topic(words, start, found):
            continue
        if value != "none" and taken.isdisjoint(range(start, end)) and words[end : end + 1] != ("rate",):
            turned = _turned(words, start, value, found)
            if turned == "good":
                turned = _by_share(words, start, end)
            if turned:
                out.append(Outcome(start, end, turned))
    return sorted(out)


def _by_share(words: Sequence[str], start: int, end: int) -> str:
    """ "a response in 1 of 11 patients": what few have is no response of all, and what none has is none."""
    before, after = " ".join(words[max(0, start - _AROUND) : start]) + " ", " ".join(words[end : end + _AROUND])
    counted = _BEFORE_EVENT.search(before) or _OF_MANY.match(after[after.find("in ") :] if "in " in after else after)
    if counted is None:
        return "good"
    part, whole = _COUNTED_WORDS.get(counted[1], -1), int(counted[2])
    part = int(counted[1]) if part < 0 else part
    if part == 0 and whole > 1:
        return "bad"
    if whole < _ENOUGH or part > whole:
        return "good"
    return "good" if 100 * part / whole >= _HALF_MANY else ""


def _turned(words: Sequence[str], start: int, value: str, found: Marks) -> str:
    """The value of an event after a denial before it: no good is bad, no bad says nothing."""
    if not _is_denied(words, found, start):
        return value
    return "bad" if value == "good" else ""


def _is_few(found: Marks, at: int) -> bool:
    return any(reach == "few" and a <= at <= b + _FAR for a, b, reach in found.of("denial"))


def _is_topic(words: Sequence[str], at: int, found: Marks) -> bool:
    """ "the development of vemurafenib resistance": spoken of, but of nobody."""
    return words[at] in _RESISTANCE and any(b <= at <= b + 3 for _, b, _ in found.of("topic"))


def _is_denied(words: Sequence[str], found: Marks, at: int) -> bool:
    for a, b, reach in found.of("denial"):
        far = reach == "far"
        if reach in {"few", "one"}:
            continue
        between = words[b:at]
        if a < at and b <= at <= b + (_FAR if far else 3) and (far or _STOPS.isdisjoint(between)):
            return True
    return False


def _changed(words: Sequence[str], found: Marks, start: int, end: int, value: str) -> Outcome | None:
    change = _change_before(words, found, start) or _change_after(words, found, end)
    if change is None:
        return None
    first, last, direction = change
    good = (direction == "up") == (value == "good")
    if _is_denied(words, found, min(start, first)) or _is_denied(words, found, start):
        return Outcome(min(start, first), max(end, last), "bad") if good else None
    return Outcome(min(start, first), max(end, last), "good" if good else "bad")


def _change_before(words: Sequence[str], found: Marks, start: int) -> tuple[int, int, str] | None:
    for mark in reversed(found.of("change")):
        if mark[1] > start:
            continue
        reach = 1 if words[mark[0]] in _DEGREES else _BEFORE
        if mark[0] >= start - reach - 1 and _STOPS.isdisjoint(words[mark[1] : start]):
            return mark
        return None
    return None


def _change_after(words: Sequence[str], found: Marks, end: int) -> tuple[int, int, str] | None:
    for mark in found.of("change"):
        if words[mark[0]] in _NOUNS:
            continue
        if end <= mark[0] <= end + 2 * _AFTER:
            between = _without_parentheses(words[end : mark[0]])
            if len(between) > _AFTER:
                return None
            return mark if (not between or _BE.intersection(between)) and _STOPS.isdisjoint(between) else None
    return None


def _without_parentheses(words: Sequence[str]) -> list[str]:
    out: list[str] = []
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if depth == 0 and word != ")":
            out.append(word)
    return out


def _counted(words: Sequence[str], start: int, end: int, value: str) -> Outcome | None:
    """ "PFS was 9.7 months versus 5.2 months", "a response rate of 48 %": the figures say it."""
    stretch = " ".join(words[end : end + _FIGURES])
    if not any(c.isdigit() for c in stretch):
        return None
    compared = _VERSUS.match(stretch)
    if compared:
        first, second = _number(compared[1]), _number(compared[2])
        if first == second:
            return None
        return Outcome(start, end, "good" if (first > second) == (value == "good") else "bad")
    share = _SHARE.match(stretch) if words[end - 1] in {"rate", "orr", "dcr"} else None
    if share is None:
        return None
    percent = _number(share[1])
    return Outcome(start, end, "good" if percent >= _MANY else "bad") if not _FEW < percent < _MANY else None


def _number(text: str) -> float:
    return float(text.replace(" ", ""))


def insignificant(words: Sequence[str]) -> bool:
    """Whether a P value above 0.05 is given and none below."""
    values = [_number(m) for m in _P_VALUE.findall(" ".join(words))]
    return bool(values) and min(values) > _SIGNIFICANT


@cache
def _table() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """(phrase, kind, value) by the first word, longest phrases first."""
    rows: dict[str, set[tuple[tuple[str, ...], str, str]]] = {}
    path = HERE / "outcomes.tsv"
    for number, (kind, value, phrase) in table_rows(path, 3):
        if kind not in _KINDS:
            raise RuleError(str(path), number, f"kind {kind!r} is unknown; it is one of {', '.join(sorted(_KINDS))}")
        words = tuple(normal_name(phrase).split())
        if words:
            rows.setdefault(words[0], set()).add((words, kind, value))
    return {first: tuple(sorted(rest, key=lambda r: (-len(r[0]), r))) for first, rest in rows.items()}
