"""What the tagger looks at, as strings: a word's letters and shape, its neighbours, the dictionary, definitions (pure).

Every attribute belongs to one token at one distance, so that a token's share of the score is computed once a word.
Templates after Leaman and Lu, TaggerOne (Bioinformatics 2016), and Okazaki, CRFsuite (2007).
"""

from __future__ import annotations

from itertools import groupby
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final, NamedTuple

EDGE: Final = "\ue000"  # the word that stands between two sentences; a sign of private use
_LONGEST: Final = 24  # letters of a word that are looked at
_AFFIXES: Final = (2, 3, 4, 5)
_GRAM: Final = 4
_ASCII: Final = str.maketrans(ascii_uppercase + ascii_lowercase + digits, "A" * 26 + "a" * 26 + "0" * 10)


class Mark(NamedTuple):
    """What the dictionary says of a token: the name accepted there, and the longest name of whatever kind."""

    accepted: str = ""
    raw: str = ""


class Defined(NamedTuple):
    """A token of a short form that the document defines: its place in it, and the long form's last word and kind."""

    position: str
    last: str
    kind: str


def shape(word: str) -> str:
    """Capitals as A, small letters as a, figures as 0, other signs as they are."""
    return word.translate(_ASCII) if word.isascii() else "".join(map(_sign, word))


def _sign(character: str) -> str:
    return "A" if character.isupper() else "a" if character.islower() else "0" if character.isdigit() else character


def short_shape(word: str) -> str:
    """The shape with runs of one kind drawn together: Aa0 for Sox2."""
    return "".join([sign for sign, _ in groupby(shape(word))])


def word_attributes(word: str) -> list[str]:
    """A token's own attributes: the word, its shape, beginnings, endings, and runs of four letters."""
    if word == EDGE:
        return ["edge"]
    word = word[:_LONGEST]
    low = word.lower()
    found = [f"w={low}", f"W={word}", f"s={shape(word)[:12]}", f"ss={short_shape(word)[:8]}"]
    if not word.isalnum() or len(low) < 3:
        return found
    for size in _AFFIXES:
        if len(low) > size:
            found += [f"p={low[:size]}", f"x={low[-size:]}"]
    if len(low) > _GRAM:
        closed = f"^{low}$"
        found += [f"g={closed[i : i + _GRAM]}" for i in range(len(closed) - _GRAM + 1)]
    return found


def neighbour_attributes(word: str) -> list[str]:
    """What a token tells about the one beside it."""
    if word == EDGE:
        return ["edge"]
    low = word[:_LONGEST].lower()
    found = [f"w={low}", f"ss={short_shape(word[:_LONGEST])[:6]}"]
    found += [f"x={low[-size:]}" for size in (3, 4) if len(low) > size]
    return found


def far_attributes(word: str) -> list[str]:
    """What a token tells about the one after the next."""
    return ["edge"] if word == EDGE else [f"w={word[:_LONGEST].lower()}"]


def mark_attributes(mark: Mark) -> list[str]:
    """What the dictionary tells about a token or the one beside it."""
    accepted, raw = mark
    found = []
    if accepted:
        found += [f"A{accepted}", f"A{accepted[0]}{accepted[1:].partition('|')[0]}", f"A-{accepted[1:]}"]
    if raw:
        found += [f"R{raw}", f"R-{raw[1:]}"]
    return found


def missing_attributes(mark: Mark) -> list[str]:
    """That the dictionary knows nothing, which counts for the token itself only."""
    return [name for name, known in (("noA", mark.accepted), ("noR", mark.raw)) if not known]


def defined_attributes(defined: Defined) -> list[str]:
    """What a short form's definition tells about its tokens."""
    position, last, kind = defined
    found = [f"ab{position}", f"abt{position}{kind}", f"abl{last}"]
    return found + [f"abx{last[-size:]}" for size in (3, 4, 5) if len(last) > size]


def pair_word(word: str) -> str:
    """A word as pairs have it: in lower case, cut like other attributes."""
    return word[:_LONGEST].lower()


def pair_attribute(left: str, right: str) -> str:
    """Two words side by side, or what the dictionary says and a word."""
    return left + PAIR_SIGN + right


# the templates: what stands before an attribute says from which token it comes
OWN: Final = "0"
BEFORE: Final = ("-2", "-1")
AFTER: Final = ("+1", "+2")
MARK: Final = ("m-", "m0", "m+")
DEFINED: Final = "d"
PAIR: Final = ("l", "r")
PAPER: Final = "L"  # in a full paper
ABOUT_GENES: Final = "G"  # in an abstract about genes
MARKED_PAIR: Final = ("al", "ar")
PAIR_SIGN: Final = "|"
_MARK_HEAD: Final = 3  # signs of a mark that are paired with a word


def mark_head(mark: Mark) -> str:
    """The part of a mark that is paired with the words beside it; empty where the dictionary knows nothing."""
    return mark.accepted[:_MARK_HEAD]


def kind_word_attributes(word: str) -> list[str]:
    """What a word tells in one kind of document, where other things are named than elsewhere: its word, its ending."""
    low = word[:_LONGEST].lower()
    return ["", f"w={low}", f"x={low[-4:]}"]


def kind_mark_attributes(mark: Mark) -> list[str]:
    """What the dictionary tells about a token in one kind of document."""
    return [f"A{mark.accepted}", f"A{mark.accepted[:2]}"] if mark.accepted else []


def sequence_attributes(
    words: list[str], marks: list[Mark], defined: dict[int, Defined], kind: str = ""
) -> list[list[str]]:
    """All attributes of every token, as training wants them; the tagger sums the same ones without listing them.

    ``kind``: that of the document, ``PAPER``, ``ABOUT_GENES``, or none.
    """
    count = len(words)
    found: list[list[str]] = []
    for at, word in enumerate(words):
        names = [OWN + name for name in word_attributes(word)]
        for template, step in ((BEFORE[1], -1), (AFTER[0], 1)):
            if 0 <= at + step < count:
                names += [template + name for name in neighbour_attributes(words[at + step])]
        for template, step in ((BEFORE[0], -2), (AFTER[1], 2)):
            if 0 <= at + step < count:
                names += [template + name for name in far_attributes(words[at + step])]
        for template, step in zip(MARK, (-1, 0, 1), strict=True):
            if 0 <= at + step < count:
                names += [template + name for name in mark_attributes(marks[at + step])]
        names += [MARK[1] + name for name in missing_attributes(marks[at])]
        if at in defined:
            names += [DEFINED + name for name in defined_attributes(defined[at])]
        names += _pairs(words, marks, at)
        if kind:
            names += [kind + name for name in (*kind_word_attributes(word), *kind_mark_attributes(marks[at]))]
        found.append(names)
    return found


def _pairs(words: list[str], marks: list[Mark], at: int) -> list[str]:
    head = mark_head(marks[at])
    found = []
    if at > 0:
        left = pair_word(words[at - 1])
        found.append(PAIR[0] + pair_attribute(left, pair_word(words[at])))
        if head:
            found.append(MARKED_PAIR[0] + pair_attribute(head, left))
    if at + 1 < len(words):
        right = pair_word(words[at + 1])
        found.append(PAIR[1] + pair_attribute(pair_word(words[at]), right))
        if head:
            found.append(MARKED_PAIR[1] + pair_attribute(head, right))
    return found
