"""The constructions that state a claim, read from rules.tsv and matched over a sentence's chunks.

Each class of chunk is one character, so that a pattern is an ordinary regular expression with bounded gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, cast, get_args

from kg.claims.chunks import FACTOR
from kg.claims.cues import HERE, table_rows
from kg.errors import RuleError
from kg.model import Effect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.claims.chunks import Chunk

_CODES: Final = (
    "WORD", "ENTITY", "STATE", "FACTOR", "RES", "SENS", "RADJ", "SADJ", "CAUSE", "DOWN", "PREVENT", "REVERSE",
    "RESTORE", "SENSITISE", "RESENSITISE", "PROTECT", "POTENTIATE", "MAKE", "BECOME", "REMAIN", "BE", "NULL",
    "BECAUSE", "THROUGH", "BY", "MECHANISM", "BARRIER", "INCLUDE", "EMPHASISE", "MEDIATED", "ROLE", "AS", "NOT",
    "BREAK", "WHICH", "THEREBY", "AND", "PLUS", "COMMA", "OPEN", "CLOSE", "SLASH", "TO", "OF", "IN", "FROM", "OBJECT",
    "LOWADJ", "HIGHADJ", "THERAPYNOUN", "THERAPYTAIL", "ENRICHED", "DEPLETED", "AFFECT",
    "WITHSTAND", "ENABLE", "WHY", "SELFSENS", "ASSOC", "BLUNT", "NOLINK", "UNCHANGED",
    "DISPENSABLE", "SEEN", "AFTER", "EXPLAIN", "WEAK", "STRONG", "RESPOND", "NORESPOND", "WHEN", "EXPEL", "INACTIVATE",
    "CONVERT", "INACTIVE", "TOLERATE", "INDEPENDENT", "SAME", "NODIFF", "LOST", "DOSE", "STEP", "WITH", "RESPONDER",
    "NONRESPONDER", "EFFECT", "FARE", "NEEDED", "EMERGE",
)  # fmt: skip
_FIRST: Final = 0x100
_CHARACTER: Final = {code: chr(_FIRST + i) for i, code in enumerate(_CODES)}
_WORD: Final = _CHARACTER["WORD"]
_LIGHT: Final = (
    "WORD", "OBJECT", "OF", "IN", "TO", "AS", "HIGHADJ", "LOWADJ", "STATE", "AND", "COMMA", "FACTOR", "THEREBY",
    "THERAPYNOUN", "THERAPYTAIL", "FROM", "SLASH", "NOT", "BE", "PLUS", "MECHANISM", "AFTER",
    "WHEN", "RESPOND", "TOLERATE", "INDEPENDENT", "SAME", "NODIFF", "LOST", "DOSE", "STEP", "WITH", "MEDIATED",
    "FARE", "NEEDED", "EMERGE",
)  # fmt: skip
_FINER: Final = ("RESPONDER", "NONRESPONDER", "EFFECT")  # what _finer makes of outcomes
_HEAVY: Final = tuple(c for c in _CODES if c not in {"BREAK", "WHY", "RES", "SENS", "WHICH", *_FINER})
_THIN: Final = (
    "WORD", "HIGHADJ", "LOWADJ", "NOT", "AND", "COMMA", "AS", "TO", "BE", "THEREBY", "WHEN", "INDEPENDENT", "SAME",
    "NODIFF", "LOST", "DOSE", "STEP", "FARE",
)  # fmt: skip
_GAP: Final = {"-": (_THIN, 5), "~": (_LIGHT, 8), "~~": (_HEAVY, 14)}
_SAME: Final = {
    "THERAPY": FACTOR, "OUT": "RES|SENS|RESPONDER|NONRESPONDER|EFFECT", "CAUSE": "CAUSE|ASSOC|EXPLAIN",
    "DOWN": "DOWN|BLUNT", "IN": "IN|AFTER|WITH", "RES": "RES|NONRESPONDER", "SENS": "SENS|RESPONDER|EFFECT",
    "SENSITIVITY": "SENS",
}  # fmt: skip
_WORDS: Final = {"after": "AFTER", "upon": "AFTER", "following": "AFTER", "with": "WITH"}
_BEARERS: Final = frozenset(("responder", "nonresponder", "patient", "tumor", "lesion"))  # who, and not how


@dataclass(frozen=True, slots=True)
class Rule:
    """One construction; ``groups`` name the captured elements in order."""

    id: str
    pattern: str
    effect: Effect
    negated: bool
    score: float
    meaning: str
    example: str
    expression: re.Pattern[str]
    groups: tuple[str, ...]
    needs: tuple[int, ...]  # of each of these sets of bits the row has one class, or the pattern cannot fit

    @property
    def takes_subject(self) -> bool:
        """Whether the factor is found by looking left of the match."""
        return self.pattern.startswith("SUBJ ")

    @property
    def of_cohort(self) -> bool:
        """Whether the reader of cohorts uses it, and no pattern over chunks."""
        return self.pattern.startswith("COHORT ")


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule fits: chunk positions of the whole and of each captured element."""

    rule: Rule
    start: int
    end: int
    at: tuple[tuple[str, int], ...]

    def position(self, name: str) -> int | None:
        """The chunk that an element captured."""
        return next((i for n, i in self.at if n == name), None)


def encode(chunks: Sequence[Chunk]) -> str:
    """One character a chunk."""
    return "".join(_CHARACTER.get(_WORDS.get(c.words) or _finer(c), _WORD) for c in chunks)


def _finer(chunk: Chunk) -> str:
    """The class of a chunk: of outcomes, whether they speak of those who respond, or of any drug's effect."""
    if chunk.code not in {"RES", "SENS"}:
        return chunk.code
    if not _BEARERS.isdisjoint(chunk.words.split(" ")):
        return "RESPONDER" if chunk.code == "SENS" else "NONRESPONDER"
    return "EFFECT" if chunk.code == "SENS" and chunk.note == "therapy=" else chunk.code


def matches(code: str) -> Iterator[Match]:
    """Every place where a rule fits, in the order of the rule table."""
    present = 0
    for character in set(code):
        present |= 1 << ord(character) - _FIRST
    for must, either, rule in _patterned():
        if present & must != must or (either and not all(map(present.__and__, either))):
            continue
        for found in rule.expression.finditer(code):
            at = tuple((name, found.start(i + 1)) for i, name in enumerate(rule.groups) if found[i + 1])
            yield Match(rule, found.start(), found.end(), at)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the table."""
    return tuple(_rule(number, fields) for number, fields in table_rows(HERE / "rules.tsv", 7))


@cache
def rule_named(name: str) -> Rule:
    """The rule with this id; raises KeyError."""
    return {rule.id: rule for rule in rules()}[name]


@cache
def _patterned() -> tuple[tuple[int, tuple[int, ...], Rule], ...]:
    """(bits that the row must have, sets of which it must have one, rule) of every rule over chunks."""
    return tuple((*_asked(rule.needs), rule) for rule in rules() if not rule.of_cohort)


def _asked(needs: Sequence[int]) -> tuple[int, tuple[int, ...]]:
    must = 0
    for one in needs:
        must |= one if one.bit_count() == 1 else 0
    return must, tuple(one for one in needs if one.bit_count() > 1 and not one & must)


def _rule(number: int, fields: tuple[str, ...]) -> Rule:
    name, pattern, effect, stance, score, meaning, example = fields
    path = str(HERE / "rules.tsv")
    if effect not in get_args(Effect):
        raise RuleError(path, number, f"effect {effect!r} is unknown")
    if stance not in {"", "negated"} or not example or not meaning:
        raise RuleError(path, number, "stance is empty or negated; meaning and example are required")
    groups: list[str] = []
    elements = [] if pattern.startswith("COHORT ") else [e for e in pattern.split() if e != "SUBJ"]
    parts = [_element(e, groups, path, number) for e in elements]
    return Rule(
        id=name, pattern=pattern, effect=cast(Effect, effect), negated=stance == "negated", score=float(score),
        meaning=meaning, example=example, expression=re.compile("".join(parts)), groups=tuple(groups),
        needs=_needs(elements),
    )  # fmt: skip


def _needs(elements: Sequence[str]) -> tuple[int, ...]:
    required = [e for e in elements if e not in _GAP and not e.endswith("?")]
    return tuple(sum({1 << ord(_CHARACTER[c]) - _FIRST for c in _classes(e)}) for e in required)


def _classes(name: str) -> tuple[str, ...]:
    """The classes behind a name of rules.tsv: what causes something also goes along with it."""
    return tuple(c for part in name.split("|") for c in _SAME.get(part, part).split("|"))


def _element(element: str, groups: list[str], path: str, number: int) -> str:
    if element in _GAP:
        codes, most = _GAP[element]
        return f"[{''.join(_CHARACTER[c] for c in codes)}]{{0,{most}}}?"
    optional = element.endswith("?")
    name = element.rstrip("?")
    codes = _classes(name)
    unknown = [c for c in codes if c not in _CHARACTER]
    if unknown:
        raise RuleError(path, number, f"unknown word class {unknown[0]}")
    groups.append(name)
    return f"([{''.join(_CHARACTER[c] for c in codes)}])" + ("?" if optional else "")
