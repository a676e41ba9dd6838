"""What the short forms of a document mean: the concept of the long form, or nothing (pure)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.ground.judge import Option, compact, is_true_family, judge
from kg.text.abbreviations import occurrences, singular_short
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.ground.ports import LexiconLike
    from kg.ground.words import Settings, Words
    from kg.model import MentionType, Span
    from kg.text.abbreviations import Definition

_OTHER_READING = 0.85  # factor for a short form read as itself because its long form is of the same kind
_GENES = ("gene", "rna")
_TELLING_LENGTH = 4  # characters from which a symbol names its gene without help
_NARROWED = 0.9  # factor for a long form whose concept leaves out words such as 'advanced'


@dataclass(frozen=True, slots=True)
class Meaning:
    """A defined short form: the options it has (empty: none), why, and where it stands.

    ``genes`` are its readings where the next word is 'gene': MEN1 is a disease, the MEN1 gene is not.
    """

    definition: Definition
    options: tuple[Option, ...]
    why: str
    spans: tuple[Span, ...]
    genes: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """What a pair of short and long form means, wherever it stands: the options, their reading as a gene, and why."""

    options: tuple[Option, ...]
    genes: tuple[Option, ...]
    kind: str  # what stands before the definition in the reason
    remark: str  # what stands after it


def meanings(
    text: str, definitions: Iterable[Definition], sense_of: Callable[[str, str], Sense]
) -> tuple[Meaning, ...]:
    """The meaning of every short form that the text defines; ``sense_of`` takes the short and the long form."""
    return tuple(_meaning(text, known, sense_of(known.short, known.long)) for known in definitions)


def _meaning(text: str, definition: Definition, found: Sense) -> Meaning:
    said = f"defined at {definition.short_span.start} as {definition.long!r}"
    spans = tuple(occurrences(text, definition.short))
    return Meaning(definition, found.options, f"{found.kind}{said}{found.remark}", spans, found.genes)


def sense(short: str, long: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Sense:
    """What ``short`` means once a document has said that it stands for ``long``."""
    of_long, left_out = _of_long(long, lexicon, words, settings)
    own = _own_readings(short, lexicon, words, settings)
    of_short = _of_short(short, long, own, words)
    if of_short and not of_long and not _is_plausible(long, of_short[0], lexicon, words, settings):
        of_short = ()
    options = _gene_of_protein(short, of_long, of_short)
    if options:
        genes = tuple(sorted((o for o in own if o.concept.kind in _GENES), key=lambda o: o.concept.label != short))
        return Sense(options, genes, "abbreviation ", left_out)
    if of_short:
        return Sense(of_short, (), "", ", which is of this kind but in no vocabulary")
    return Sense((), (), "", ", which no vocabulary knows")


def _gene_of_protein(short: str, options: tuple[Option, ...], of_short: tuple[Option, ...]) -> tuple[Option, ...]:
    """A long form that is only a protein of MeSH gives way to the gene whose symbol the short form is.

    A true family does so for an official symbol alone: peroxiredoxin-1 (PRDX1).
    """
    if not options or options[0].concept.kind != "family":
        return options
    genes = [option for option in of_short if option.concept.kind in _GENES]
    if is_true_family(options[0]):
        genes = [option for option in genes if option.concept.label == short]
    return (*genes, *options)


def _of_long(long: str, lexicon: LexiconLike, words: Words, settings: Settings) -> tuple[tuple[Option, ...], str]:
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


def _own_readings(short: str, lexicon: LexiconLike, words: Words, settings: Settings) -> tuple[Option, ...]:
    """What a short form means by itself."""
    short = singular_short(short)
    found = judge(short, lexicon.candidates(normal_name(short)), words, settings)
    return tuple(o for o in found if o.score >= settings.threshold and o.type is not None)


def _of_short(short: str, long: str, own: Sequence[Option], words: Words) -> tuple[Option, ...]:
    """The short form's own readings that are of the kind that the long form's last word announces."""
    wanted = head_type(long, words)
    if wanted is None:
        short = singular_short(short)
        return tuple(_scaled(o, _OTHER_READING) for o in own if o.type == "Gene" and _is_telling(o, short))
    return tuple(replace(_scaled(o, _OTHER_READING), wants_cue=False) for o in own if o.type == wanted)


def _is_plausible(long: str, option: Option, lexicon: LexiconLike, words: Words, settings: Settings) -> bool:
    """Whether a long form speaks of a gene: by its last word, or by naming a gene or family inside."""
    if option.type != "Gene" or head_type(long, words) == "Gene":
        return True
    tokens = normal_name(long).split()
    for start in range(len(tokens)):
        for key in lexicon.prefixes(" ".join(tokens[start:]) + " "):
            found = judge(key.strip(), lexicon.candidates(key), words, settings)
            if found and found[0].type == "Gene" and len(key) > _TELLING_LENGTH:
                return True
    return False


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
        (kind for ending, kind in words.heads.items() if ending[0] == "-" and tokens[-1].endswith(ending[1:])),
        None,
    )


def _scaled(option: Option, factor: float) -> Option:
    return replace(option, score=round(option.score * factor, 4))
