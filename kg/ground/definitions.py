"""What the short forms of a document mean: the concept of the long form, or nothing (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.ground.judge import Option, compact, is_true_family, judge
from kg.text.abbreviations import find_abbreviations, occurrences, singular_short
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from kg.ground.ports import LexiconLike
    from kg.ground.words import Settings, Words
    from kg.model import MentionType, Span
    from kg.text.abbreviations import Definition

_OTHER_READING = 0.85  # factor for a short form read as itself because its long form is of the same kind
_TELLING_LENGTH = 4  # characters from which a symbol names its gene without help
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
    options = _gene_of_protein(options, _of_short(definition, lexicon, words, settings))
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


def _gene_of_protein(options: tuple[Option, ...], of_short: tuple[Option, ...]) -> tuple[Option, ...]:
    """A long form that is only a protein of MeSH gives way to the gene whose symbol the short form is."""
    if not options or options[0].concept.kind != "family" or is_true_family(options[0]):
        return options
    genes = tuple(option for option in of_short if option.concept.kind in ("gene", "rna"))
    return (*genes, *options)


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
        return tuple(replace(_scaled(o, _OTHER_READING), wants_cue=False) for o in good if o.type == wanted)
    return tuple(_scaled(o, _OTHER_READING) for o in good if o.type == "Gene" and _is_telling(o, short))


def _is_telling(option: Option, short: str) -> bool:
    """Whether a gene symbol is long enough, and its own, to be meant whatever the long form says."""
    bare = compact(short)
    return len(bare) >= _TELLING_LENGTH and (option.concept.label == short or any(c.isdigit() for c in bare))


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
    return replace(option, score=round(option.score * factor, 4))
