"""What the short forms of a document mean: the concept of the long form, or nothing (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.ground.judge import Option, judge
from kg.text.abbreviations import find_abbreviations, occurrences, singular_short
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from kg.ground.ports import LexiconLike
    from kg.ground.words import Settings, Words
    from kg.model import MentionType, Span
    from kg.text.abbreviations import Definition

_OTHER_READING = 0.85  # factor for a short form read as itself because its long form is of the same kind
_NARROWED = 0.9  # factor for a long form whose concept leaves out words such as 'advanced'


@dataclass(frozen=True, slots=True)
class Meaning:
    """A defined short form: the options it has (empty: none), why, and where it stands."""

    definition: Definition
    options: tuple[Option, ...]
    why: str
    spans: tuple[Span, ...]


def meanings(text: str, lexicon: LexiconLike, words: Words, settings: Settings) -> tuple[Meaning, ...]:
    """The meaning of every short form that the text defines."""
    return tuple(
        _meaning(text, definition, lexicon, words, settings) for definition in find_abbreviations(text)
    )


def _meaning(
    text: str, definition: Definition, lexicon: LexiconLike, words: Words, settings: Settings
) -> Meaning:
    spans = tuple(occurrences(text, definition.short))
    at = definition.short_span.start
    options, why = _of_long(definition.long, lexicon, words, settings)
    if options:
        return Meaning(
            definition, options, f"abbreviation defined at {at} as {definition.long!r}{why}", spans
        )
    kept = _of_short(definition, lexicon, words, settings)
    if kept:
        why = f"defined at {at} as {definition.long!r}, which is of this kind but in no vocabulary"
        return Meaning(definition, kept, why, spans)
    return Meaning(
        definition, (), f"defined at {at} as {definition.long!r}, which no vocabulary knows", spans
    )


def _of_long(
    long: str, lexicon: LexiconLike, words: Words, settings: Settings
) -> tuple[tuple[Option, ...], str]:
    """The readings of the long form, whole or without words that only narrow it."""
    tokens = normal_name(long).split()
    left_out: list[str] = []
    while tokens:
        key = " ".join(tokens) + " "
        found = judge(long, lexicon.candidates(key), words, settings)
        good = tuple(o for o in found if o.score >= settings.threshold and o.type is not None)
        if good and key not in words.blocked:
            if not left_out:
                return good, ""
            return tuple(_scaled(o, _NARROWED) for o in good), f", without {' '.join(left_out)!r}"
        if tokens[0] not in words.modifiers:
            return (), ""
        left_out.append(tokens.pop(0))
    return (), ""


def _of_short(
    definition: Definition, lexicon: LexiconLike, words: Words, settings: Settings
) -> tuple[Option, ...]:
    """The short form's own readings that are of the kind that the long form's last word announces."""
    wanted = head_type(definition.long, words)
    short = singular_short(definition.short)
    key = normal_name(short)
    found = judge(short, lexicon.candidates(key), words, settings)
    good = [o for o in found if o.score >= settings.threshold and o.type is not None]
    if wanted is not None:
        return tuple(_scaled(o, _OTHER_READING) for o in good if o.type == wanted)
    official = len(short) >= 4 and any(c.isdigit() for c in short)
    return tuple(
        _scaled(o, _OTHER_READING) for o in good if official and o.type == "Gene" and o.concept.label == short
    )


def head_type(long: str, words: Words) -> MentionType | None:
    """What the last word of a long form says about its kind; a figure or Greek letter after it is skipped."""
    tokens = [token for token in normal_name(long).split() if len(token) > 2 and token.isalpha()]
    if not tokens:
        return None
    known = words.heads.get(tokens[-1])
    if known is not None:
        return known
    return next(
        (
            kind
            for ending, kind in words.heads.items()
            if ending[0] == "-" and tokens[-1].endswith(ending[1:])
        ),
        None,
    )


def _scaled(option: Option, factor: float) -> Option:
    return Option(
        option.concept,
        round(option.score * factor, 4),
        option.why,
        option.name,
        option.source,
        option.wants_cue,
    )
