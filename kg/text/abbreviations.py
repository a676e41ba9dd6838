"""Short forms that a document defines, after Schwartz and Hearst (PSB 2003), in one linear pass."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_BRACKETS: Final = re.compile(r"\(([^()\n]{2,200})\)|\[([^\[\]\n]{2,200})\]")
_SHORT: Final = re.compile(r"[^\W_][\w+/.'’α-ωΑ-Ω‐‑–-]{1,11}")
_LEAD: Final = re.compile(
    r"(?:hereafter|abbreviated(?: as| to)?|also(?: known as| called)?|termed|i\.e\.,?|or|known as)\s+"
)
_WORD: Final = re.compile(r"\S+")
_LEFT_WINDOW: Final = 160  # characters before a bracket in which a long form is looked for
_PLURAL_LENGTH: Final = 3  # a final s is a plural only after at least two capitals: TKIs


class Definition(NamedTuple):
    """``short`` stands for ``long``; both spans point into the text that was searched."""

    short: str
    long: str
    short_span: Span
    long_span: Span


def find_abbreviations(text: str) -> tuple[Definition, ...]:
    """Every 'long form (SF)' and 'SF (long form)' in reading order; the first of a short form counts."""
    found: dict[str, Definition] = {}
    for match in _BRACKETS.finditer(text):
        group = 1 if match[1] is not None else 2
        definition = _in_brackets(text, match.start(), match.start(group), match.end(group))
        if definition is not None:
            found.setdefault(definition.short, definition)
    return tuple(found.values())


def singular_short(short: str) -> str:
    """A short form without its plural s: TKIs -> TKI; others unchanged."""
    if len(short) >= _PLURAL_LENGTH and short[-1] == "s" and short[-2].isupper() and not short[:-1].islower():
        return short[:-1]
    return short


def _in_brackets(text: str, bracket: int, start: int, end: int) -> Definition | None:
    """What the brackets at ``text[start:end]`` define, whichever side the short form stands on."""
    inside_start, inside_end = _first_part(text, start, end)
    inside = text[inside_start:inside_end]
    if _is_short(inside):
        long_start = _long_start(text, bracket, inside)
        if long_start is None:
            return None
        long_end = _rstrip(text, long_start, bracket)
        return _definition(text, (inside_start, inside_end), (long_start, long_end))
    return _short_before(text, bracket, inside_start, inside_end)


def _definition(text: str, short: tuple[int, int], long: tuple[int, int]) -> Definition:
    return Definition(text[slice(*short)], text[slice(*long)], Span(*short), Span(*long))


def _first_part(text: str, start: int, end: int) -> tuple[int, int]:
    """The content of the brackets up to the first comma or semicolon, without 'also known as'."""
    for mark in (";", ", ", " or ", "; "):
        cut = text.find(mark, start, end)
        if cut > start:
            end = cut
    lead = _LEAD.match(text, start, end)
    if lead is not None:
        start = lead.end()
    while start < end and text[start] in " \"'“‘":
        start += 1
    return start, _rstrip(text, start, end, " \"'”’")


def _rstrip(text: str, start: int, end: int, marks: str = " \"'”’,\t") -> int:
    while end > start and text[end - 1] in marks:
        end -= 1
    return end


def _is_short(word: str) -> bool:
    """Two to twelve characters, one word, with a capital letter, and not a number or a Roman figure list."""
    if not _SHORT.fullmatch(word) or not any(c.isupper() for c in word):
        return False
    letters = sum(c.isalpha() for c in word)
    if letters < 2 and not word[0].isupper():
        return False
    return not (word.istitle() and word.isalpha() and len(word) > 4)


def _long_start(text: str, bracket: int, short: str) -> int | None:
    """Where the long form before the bracket begins, or None where the letters do not fit."""
    floor = max(0, bracket - _LEFT_WINDOW)
    words = [m.start() for m in _WORD.finditer(text, floor, bracket)]
    for form in dict.fromkeys((singular_short(short), short)):
        letters = sum(c.isalnum() for c in form)
        reach = words[-min(letters + 5, 2 * letters) :]
        if not reach:
            continue
        start = _match_backwards(text, reach[0], _rstrip(text, reach[0], bracket), form)
        if start is not None and _is_long(text[start:bracket], form):
            return start
    return None


_GREEK_INITIAL: Final = {
    "α": "a",
    "β": "b",
    "γ": "g",
    "δ": "d",
    "κ": "k",
    "λ": "l",
    "τ": "t",
    "ω": "o",
    "ε": "e",
}


def _match_backwards(text: str, start: int, end: int, short: str) -> int | None:
    """Where the first letter is when ``short`` is found from right to left in ``text[start:end]``."""
    lowered = _lowered(text[start:end])
    at = len(lowered)
    first = next(i for i, c in enumerate(short) if c.isalnum())
    for i in range(len(short) - 1, first - 1, -1):
        wanted = short[i].lower()
        if not wanted.isalnum():
            continue
        at = _before(lowered, wanted, at)
        while i == first and at > 0 and lowered[at - 1].isalnum():  # it must begin a word
            at = _before(lowered, wanted, at)
        if at < 0:
            return None
    return start + at


def _lowered(text: str) -> str:
    """The text in lower case, letter by letter and so as long as before."""
    if text.isascii():
        return text.lower()
    return "".join([low if len(low := c.lower()) == 1 else c for c in text])


def _before(lowered: str, wanted: str, end: int) -> int:
    """The last place before ``end`` of a letter, or of the Latin one that begins a Greek letter's name; else -1."""
    latin = _GREEK_INITIAL.get(wanted)
    at = lowered.rfind(wanted, 0, end)
    return at if latin is None else max(at, lowered.rfind(latin, 0, end))


def _is_long(long: str, short: str) -> bool:
    """Longer than the short form, not containing it as a word, and not a clause."""
    stripped = long.strip()
    if len(stripped) <= len(short) + 1 or "(" in stripped.replace("(s)", ""):
        return ")" in stripped and len(stripped) > len(short) + 1 and short not in stripped.split()
    return short not in stripped.split() and "; " not in stripped and ". " not in stripped


def _short_before(text: str, bracket: int, start: int, end: int) -> Definition | None:
    """'HCC (hepatocellular carcinoma)': the word before the bracket is the short form."""
    long = text[start:end]
    before = _rstrip(text, max(0, bracket - 14), bracket, " ")
    floor = max(0, before - 14)
    word_start = max(floor, *(text.rfind(mark, floor, before) + 1 for mark in " (\n"))
    short = text[word_start:before]
    if (" " not in long and "-" not in long) or not _is_short(short):
        return None
    form = singular_short(short)
    if _match_backwards(text, start, end, form) != start or len(long.split()) > len(form) + 5:
        return None
    return _definition(text, (word_start, before), (start, end))


def occurrences(text: str, short: str) -> Iterator[Span]:
    """Every place where ``short``, or its plural, stands as a word of its own; case must agree."""
    base = singular_short(short)
    at = text.find(base)
    while at >= 0:
        end = at + len(base)
        if at == 0 or not _joins(text[at - 1]):
            if text[end : end + 1] == "s" and not _joins(text[end + 1 : end + 2]):
                end += 1
            if not _joins(text[end : end + 1]):
                yield Span(at, end)
        at = text.find(base, end)


def _joins(character: str) -> bool:
    return character.isalnum() or character == "_"
