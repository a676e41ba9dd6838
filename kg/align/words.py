"""Names as rows of comparable tokens: what a name says, however it is spelled, turned round or inflected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import RuleError
from kg.text.normal import normal_name

_RULES: Final = Path(__file__).with_name("words.tsv")
_ROMAN: Final = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
    "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18", "xix": "19", "xx": "20",
}  # fmt: skip
_ROMAN_AFTER_A_WORD: Final = {"i": "1", "v": "5", "x": "10"}  # alone they are letters as well
_LONGEST: Final = 300  # characters; what is longer is a definition
_BLANK: Final = re.compile(r"(?<!\d) | (?!\d)")  # but for those between two numbers
_WORD_AND_VOWEL: Final = re.compile(r"[a-z]*[aeiouy][a-z]*[a-hj-z][ie]")
_ABBREVIATION: Final = re.compile(r"; [A-Z][A-Z0-9-]{1,11}$")
_TAG: Final = re.compile(r" [(\[]([^()\[\]]{1,40})[)\]]$")


class Form(NamedTuple):
    """One name, ever more freely read.

    ``key``: spelling levelled, without blanks (*gall bladder*, *gallbladder*); ``bag``: order, function words and word
    formation levelled as well;
    ``stems``: inflection and adjectives too; ``core``: without words that tell little.
    """

    key: str
    bag: str
    stems: tuple[str, ...]
    core: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The word tables: phrase to phrase (by first token), words that are dropped, adjective to noun, endings."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    dropped: frozenset[str]
    nouns: dict[str, str]
    weak: frozenset[str]
    endings: tuple[str, ...]
    tags: frozenset[str]


@cache
def rules() -> Rules:
    """The rules of ``words.tsv``; raises RuleError with the line of the first bad one."""
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    lists: dict[str, list[str]] = {"drop": [], "weak": [], "ending": [], "tag": []}
    nouns: dict[str, str] = {}
    for number, line in enumerate(_RULES.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        kind, _, rest = line.partition("\t")
        left, _, right = rest.partition("\t")
        if kind == "phrase" and left:
            source = tuple(normal_name(left).split())
            phrases.setdefault(source[0], []).append((source, tuple(normal_name(right).split())))
        elif kind == "noun" and left and right:
            for adjective in left.split():
                nouns[_normal_word(adjective)] = _normal_word(right)
        elif kind in lists and left:
            lists[kind] += left.split(";") if kind == "tag" else left.split()
        else:
            raise RuleError(str(_RULES), number, "expected phrase, noun, drop, weak, ending or tag, and its words")
    longest_first = {k: tuple(sorted(v, key=lambda p: (-len(p[0]), p))) for k, v in phrases.items()}
    return Rules(
        longest_first, frozenset(map(_normal_word, lists["drop"])), nouns,
        frozenset(map(_normal_word, lists["weak"])), tuple(sorted(lists["ending"], key=lambda e: (-len(e), e))),
        frozenset(tag.strip() for tag in lists["tag"]),
    )  # fmt: skip


def _normal_word(word: str) -> str:
    return normal_name(word).strip() or word


def form_of(name: str) -> Form | None:
    """The readings of a name; None for one that says nothing or is no name."""
    if not name or len(name) > _LONGEST:
        return None
    key = normal_name(without_tag(name)).strip()
    if not key:
        return None
    table = rules()
    tokens = _numbers(_replaced([t for t in key.split() if t.isalnum()] or key.split(), table))
    kept = [t for t in tokens if t not in table.dropped] or tokens
    stems = tuple(sorted({stem_of(t) for t in kept}))
    core = " ".join(s for s in stems if s not in _weak_stems())
    return Form(_BLANK.sub("", key), " ".join(sorted(kept)), stems, core)


def without_tag(name: str) -> str:
    """A name without the remark at its end that says what sort of thing it is: ``anal fistula (disease)``.

    An abbreviation behind a semicolon goes as well, as in the titles of OMIM: ``ALPORT SYNDROME 1, X-LINKED; ATS1``.
    """
    name = _ABBREVIATION.sub("", name)
    found = _TAG.search(name)
    return name[: found.start()] if found and found[1].lower() in rules().tags else name


def _replaced(tokens: list[str], table: Rules) -> list[str]:
    if table.phrases.keys().isdisjoint(tokens):
        return tokens
    out: list[str] = []
    place = 0
    while place < len(tokens):
        for source, target in table.phrases.get(tokens[place], ()):
            if tuple(tokens[place : place + len(source)]) == source:
                out += target
                place += len(source)
                break
        else:
            out.append(tokens[place])
            place += 1
    return out


def _numbers(tokens: list[str]) -> list[str]:
    """Roman numerals as arabic ones, leading zeros gone."""
    out = []
    for place, token in enumerate(tokens):
        if place and token in _ROMAN_AFTER_A_WORD and (place + 1 == len(tokens) or not tokens[place + 1].isalpha()):
            out.append(_ROMAN_AFTER_A_WORD[token])
        else:
            out.append(_ROMAN.get(token) or (token.lstrip("0") or "0" if token.isdigit() else token))
    return out


@cache
def _weak_stems() -> frozenset[str]:
    return frozenset(stem_of(word) for word in rules().weak)


_SHORTEST_STEM: Final = 4


@cache
def stem_of(token: str) -> str:
    """What nouns and their adjectives share: ``duoden`` of duodenum and duodenal; a table has the others."""
    table = rules()
    token = table.nouns.get(token, token)
    for ending in table.endings:
        if token.endswith(ending) and len(token) - len(ending) >= _SHORTEST_STEM:
            stem = token[: -len(ending)]
            return table.nouns.get(stem) or _without_vowel(stem)
    return _without_vowel(token)


def _without_vowel(stem: str) -> str:
    """``crani`` of cranium is the ``cran`` of cranial, ``villi`` the ``vill`` of villus; not ``mpsi``, ``mpsii``."""
    return stem[:-1] if len(stem) > _SHORTEST_STEM and _WORD_AND_VOWEL.fullmatch(stem) else stem


def is_number(token: str) -> bool:
    """Whether a token counts or letters the members of a series: 2, b."""
    return token.isdigit() or len(token) == 1
