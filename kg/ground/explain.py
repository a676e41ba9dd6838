"""All readings of one name with what spoke for and against each (pure): what `kg ground NAME` shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.ground.broader import broader_headings
from kg.ground.judge import Option, compact, judge, pros_and_cons
from kg.ground.species import HUMAN
from kg.model import Document
from kg.text.normal import normal_name
from kg.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ground.grounder import Grounder
    from kg.model import Concept, Curie, Grounding, MentionType

_REWORDED: Final[tuple[MentionType, ...]] = ("Disease", "Chemical", "Gene")  # what the linker rewords
_SHORTEST: Final = 5  # letters and figures: shorter ones are symbols, which no other words stand for
_LONGEST: Final = 2000  # characters of a text that is read for what it names
_UNKNOWN: Final = "no candidate"
_EXTRA: Final = {"beside a human gene of the name": False, "preferred reading": True, "the usual reading": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading: what spoke for it and against it, the wider heading of a disease that MeSH lacks, orthologues."""

    option: Option
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    broader: tuple[Curie, ...] = ()
    orthologues: tuple[tuple[Concept, int], ...] = ()  # each with its NCBI taxon


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The answer for a name, or None with the reason; ``readings``: all of them, refused ones last.

    ``inside``: what stands in a name that no vocabulary has as a whole (PD-1/PD-L1, a sentence).
    """

    name: str
    answer: Option | None
    reason: str
    readings: tuple[Reading, ...]
    inside: tuple[Grounding, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """The readings without what spoke for and against them."""
        return tuple(reading.option for reading in self.readings)


def explain(grounder: Grounder, name: str, type_filter: MentionType | None = None) -> Explanation:
    """What ``name`` means without context; ``type_filter`` leaves only readings of one type."""
    key = normal_name(name)
    decision = grounder.decide(key, name)
    judged = judge(name, grounder.lexicon.candidates(key), grounder.words, grounder.settings)
    chosen = {option.concept.id for option in decision.options}
    options = [*decision.options, *(option for option in judged if option.concept.id not in chosen)]
    linked = [] if decision.options or len(compact(name)) < _SHORTEST else _linked(grounder, name, type_filter)
    known = {option.concept.id for option in options}
    options += [option for option in linked if option.concept.id not in known]
    if type_filter is not None:
        options = [option for option in options if option.type == type_filter]
    answers = [o for o in options if o.concept.id in chosen]
    if decision.refusal == _UNKNOWN:
        answers = [o for o in options if o.score >= grounder.settings.threshold]
    readings = tuple(_reading(grounder, name, option) for option in options)
    if answers:
        return Explanation(name=name, answer=answers[0], reason=answers[0].why, readings=readings)
    inside = _inside(grounder, name, type_filter) if decision.refusal == _UNKNOWN else ()
    reason = _no_answer(decision.refusal, type_filter, readings)
    return Explanation(name=name, answer=None, reason=reason, readings=readings, inside=inside)


def _inside(grounder: Grounder, name: str, type_filter: MentionType | None) -> tuple[Grounding, ...]:
    """What a name that is none, read as a text, names."""
    if len(name) > _LONGEST:
        return ()
    document = Document(id="", text=name, format="", source="", sha256="")
    of_man = replace(grounder, species=grounder.species or HUMAN)
    found, _ = of_man(document, split_sentences(document))
    return tuple(g for g in found if type_filter in {None, g.mention.type})


def _no_answer(refusal: str, type_filter: MentionType | None, readings: tuple[Reading, ...]) -> str:
    if not refusal and type_filter is not None:
        return f"no reading of the type {type_filter}"
    if readings and refusal == readings[0].option.why:
        return f"no reading is good enough; the nearest is {readings[0].option.concept.label}: {refusal}"
    return "no vocabulary has this name" if refusal == _UNKNOWN else refusal


def _linked(grounder: Grounder, name: str, type_filter: MentionType | None) -> list[Option]:
    """What the linker reads in other words: learned names, rewordings, misspellings; best first, each concept once."""
    if grounder.linker is None:
        return []
    found: dict[Curie, Option] = {}
    for kind in _REWORDED if type_filter is None else (type_filter,):
        for option in grounder.linker.readings(name, kind) if kind in _REWORDED else ():
            known = found.get(option.concept.id)
            if option.type is not None and (known is None or option.score > known.score):
                found[option.concept.id] = option
    return sorted(found.values(), key=lambda option: (-option.score, str(option.concept.id)))


def _reading(grounder: Grounder, name: str, option: Option) -> Reading:
    speaks_for, against = _told_apart(grounder, name, option)
    lexicon = grounder.lexicon
    same_gene = ((lexicon.concept(other), lexicon.species(other)) for other in lexicon.orthologues(option.concept.id))
    return Reading(
        option=option,
        speaks_for=speaks_for,
        against=against,
        broader=broader_headings(option.concept, lexicon),
        orthologues=tuple((concept, taxon) for concept, taxon in same_gene if concept is not None and taxon),
    )


def _told_apart(grounder: Grounder, name: str, option: Option) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The reasons of an option; of a name read in other words the rewording speaks against it."""
    told, _, rest = option.why.partition("; ")
    if told.startswith("read as "):
        return tuple(rest.split("; ")), (told,)
    for candidate in grounder.lexicon.candidates(normal_name(name)):
        if (candidate.concept.id, candidate.name, candidate.source) == (
            option.concept.id, option.name, option.source,
        ):  # fmt: skip
            speaks_for, against = pros_and_cons(name, candidate, grounder.words, grounder.settings)
            return (
                (*speaks_for, *_extra(option, is_for=True)),
                (*against, *_extra(option, is_for=False)),
            )
    return tuple(option.why.split("; ")), ()


def _extra(option: Option, *, is_for: bool) -> Iterator[str]:
    """What was said after the candidate had been judged by itself."""
    for words, speaks_for in _EXTRA.items():
        if speaks_for == is_for and words in option.why:
            yield words
