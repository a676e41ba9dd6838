"""What the dictionary found and what the tagger saw, put together (pure)."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.coordination import last_part
from kg.ground.decide import Decision
from kg.ground.judge import is_true_family
from kg.ground.places import Place
from kg.ground.species import HUMAN
from kg.ground.words import default_forms
from kg.model import Span
from kg.text.abbreviations import singular_short
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.ground.judge import Option
    from kg.ground.linking import Linker
    from kg.ground.tagging.tagger import Tag
    from kg.model import MentionType
    from kg.text.abbreviations import Definition

_TAGGED: Final = frozenset(("Disease", "Chemical", "Gene"))
_TELLING_METABOLITE: Final = 6  # letters
_OF_GENES: Final = re.compile(r"\)? (?:gene|mutation|mutant|mRNA|polymorphism|exon|promoter|locus)")
_JOINTS: Final = (", and ", " and ", ", or ", " or ", ", ", "/")
_HEREDITARY: Final = re.compile(r"[Hh]eredit|[Ff]amil|[Ii]nherit|[Ss]yndrome|[Kk]indred|[Gg]erm-?line")
_TARGET: Final = re.compile(r"[^/]+")


class Known(NamedTuple):
    """What is known of a document: surfaces that the tagger saw, long forms by short form, ends of names that stand."""

    seen: frozenset[tuple[str, MentionType]] | set[tuple[str, MentionType]]
    long_forms: Mapping[str, str]
    ends: tuple[str, ...]
    starts: frozenset[tuple[int, MentionType]]
    stops: frozenset[tuple[int, MentionType]]


def merge(
    text: str, places: Sequence[Place], tags: Sequence[Tag], definitions: Sequence[Definition], linker: Linker
) -> list[Place]:
    """The places in text order: those that the tagger confirms, those that it adds, and those beyond its types."""
    seen = {(text[tag.span.start : tag.span.end], tag.type) for tag in tags}
    long_forms = {definition.short: definition.long for definition in definitions}
    known = Known(
        seen,
        long_forms,
        linker.words.kept.ends_of(text),
        frozenset((tag.span.start, tag.type) for tag in tags),
        frozenset((tag.span.end, tag.type) for tag in tags),
    )
    merged: list[Place] = []
    waiting = list(places)
    for tag in apart(tags):
        tag = _of_last_part(text, tag, linker)  # noqa: PLW2901 - the same tag, made shorter
        while waiting and waiting[0].span.end <= tag.span.start:
            merged.append(doubted(text, waiting.pop(0), known, linker))
        met: list[Place] = []
        while waiting and waiting[0].span.start < tag.span.end:
            met.append(waiting.pop(0))
        merged.extend(_met(text, tag, met, known, linker))
    merged.extend(doubted(text, place, known, linker) for place in waiting)
    return merged


def inside(
    text: str, places: Sequence[Place], tags: Sequence[Tag], definitions: Sequence[Definition], linker: Linker
) -> list[Place]:
    """Genes and drugs inside the merged names of processes, cells and procedures: Akt in 'Akt signaling'.

    Genes inside the names of drugs too: EGFR in 'EGFR inhibitors'.
    """
    long_forms = {definition.short: definition.long for definition in definitions}
    outer = [(p.span, kind) for p in places if (kind := kind_of(p)) not in ("Gene", "Disease", None)]
    starts = [span.start for span, _ in outer]
    found: list[Place] = []
    for tag in tags:
        at = bisect_right(starts, tag.span.start) - 1
        if tag.type == "Disease" or at < 0 or tag.span.end > outer[at][0].end or tag.span == outer[at][0]:
            continue
        if tag.type == "Gene" or (outer[at][1] != "Chemical" and not (found and found[-1].span.end > tag.span.start)):
            options = _readings(text[tag.span.start : tag.span.end], tag.type, long_forms, linker)
            if options:
                found.append(Place(tag.span, Decision(options), f"reads like a {tag.type.lower()}", tag.type))
    bare = [
        span
        for span, kind in outer
        if kind == "Chemical" and not any(span.start <= p.span.start < span.end for p in found)
    ]
    return sorted([*found, *_targets(text, bare, linker)], key=lambda place: place.span)


def _targets(text: str, classes: Sequence[Span], linker: Linker) -> Iterator[Place]:
    """The genes with which the names of classes of drugs begin, where no tag told them: CDK4 in 'CDK4/6 inhibitors'."""
    for span in classes:
        name = text[span.start : span.end]
        if not name.endswith(linker.words.kept.classes):
            continue
        for part in _TARGET.finditer(name, 0, name.rfind(" ")):
            options = tuple(o for o in linker.named(part[0], "Gene") if _is_called(o, part[0]))
            if options:
                target = Span(span.start + part.start(), span.start + part.end())
                yield Place(target, Decision(options), f"what {name!r} act on", "Gene")


def _is_called(option: Option, name: str) -> bool:
    """Whether a gene's symbol, or a family, is meant for sure."""
    return option.concept.label.lower() == name.lower() or is_true_family(option)


def apart(tags: Sequence[Tag]) -> list[Tag]:
    """Tags of which none overlaps another: the surer wins, then the longer."""
    taken: list[Tag] = []
    for tag in tags:
        if taken and tag.span.start < taken[-1].span.end:
            if (tag.score, tag.span.end) > (taken[-1].score, taken[-1].span.end):
                taken[-1] = tag
            continue
        taken.append(tag)
    return taken


def _of_last_part(text: str, tag: Tag, linker: Linker) -> Tag:
    """The tag without the first parts of a coordination of diseases, which are added later by their own names.

    Breast and ovarian cancer are one syndrome where the text speaks of heredity, else two diseases.
    """
    name = text[tag.span.start : tag.span.end]
    if tag.type != "Disease" or not any(joint in name for joint in (" and ", " or ", "/")):
        return tag
    readings = linker.readings(name, "Disease")
    whole = bool(readings) and not readings[0].why.startswith("read as") and not name.endswith("s")
    if whole and (readings[0].source != "learned" or _HEREDITARY.search(text)):
        return tag
    at = last_part(name, lambda part: bool(linker.named(part, "Disease")))
    return tag._replace(span=Span(tag.span.start + at, tag.span.end)) if at else tag


def _met(text: str, tag: Tag, met: Sequence[Place], known: Known, linker: Linker) -> list[Place]:
    """What stands where a tag meets places of the dictionary."""
    if any(_outweighs(text, place, tag, known, linker) for place in met):
        return list(met)
    there = [(place, kind_of(place)) for place in met if place.span == tag.span]
    same = next((place for place, kind in there if kind == tag.type), None)
    if same is not None and same.note:
        return [replace_options(same, same.decision.options)]
    options = _readings(text[tag.span.start : tag.span.end], tag.type, known.long_forms, linker)
    if same is not None:
        chosen = options[0] if options else same.decision.options[0]
        return [replace_options(same, _first(same.decision.options, chosen))]
    other = next((place for place, kind in there if kind is not None and kind not in _TAGGED), None)
    if other is not None and options and options[0].source == "learned":
        return [other]
    if not options:
        # a part of a chemical's name says nothing of the whole: pyrene in benzo[a]pyrene
        chemical = tag.type == "Chemical"
        return [place for place in met if not chemical or kind_of(place) not in _TAGGED or not _inside(place, tag)]
    return [Place(tag.span, Decision(options), f"reads like a {tag.type.lower()}", tag.type)]


def _first(known: tuple[Option, ...], chosen: Option) -> tuple[Option, ...]:
    """The chosen reading before the others that are known."""
    if chosen is known[0]:
        return known
    return (chosen, *(o for o in known if o.concept.id != chosen.concept.id))


def _readings(name: str, kind: MentionType, long_forms: Mapping[str, str], linker: Linker) -> tuple[Option, ...]:
    long = long_forms.get(name) or long_forms.get(singular_short(name))
    found = linker.readings(long, kind) if long else ()
    return found or linker.readings(name, kind)


def replace_options(place: Place, options: tuple[Option, ...]) -> Place:
    """The place with these options, which need no word nearby any more."""
    sure = tuple([replace(o, wants_cue=False) if o.wants_cue else o for o in options])
    return Place(place.span, Decision(sure), place.note, kind_of(place))


def kind_of(place: Place) -> MentionType | None:
    """The type of a place's best reading."""
    return place.decision.options[0].type if place.decision.options else None


def _outweighs(text: str, place: Place, tag: Tag, known: Known, linker: Linker) -> bool:
    """Whether the dictionary's place stands against a tag: a longer name that we list, or of a kind beyond the tags.

    So does a class of drugs against what stands in its name: EGFR and tyrosine in inhibitors of them; and a protein
    against the substance or disease that it is named after: glutathione peroxidase 4, retinoblastoma protein.
    """
    kind = kind_of(place)
    if place.type is not None and place.span.start <= tag.span.start and tag.span.end <= place.span.end:
        return True  # ADAM17 (TACE)
    if place.span == tag.span and kind == "Gene" and tag.type == "Disease" and _is_its_gene(text, place, known, linker):
        return True
    longer = place.span.end - place.span.start > tag.span.end - tag.span.start
    if not longer or kind is None:
        return False
    if kind == "Chemical" and text.endswith(known.ends, place.span.start, place.span.end):
        return place.span.start <= tag.span.start and tag.span.end <= place.span.end
    if kind == "Gene" and tag.type != "Gene" and not place.decision.open:
        return place.span.start <= tag.span.start and tag.span.end <= place.span.end
    return kind not in _TAGGED or place.decision.options[0].source in linker.words.kept.sources


def _is_its_gene(text: str, place: Place, known: Known, linker: Linker) -> bool:
    """Whether a short form defined as a disease means the gene of that name: adenomatous polyposis coli (APC) gene."""
    long = known.long_forms.get(text[place.span.start : place.span.end])
    if long is None or _OF_GENES.match(text, place.span.end) is None:
        return False
    gene = place.decision.options[0].concept.id
    return any(candidate.concept.id == gene for candidate in linker.lexicon.candidates(normal_name(long)))


def _inside(place: Place, tag: Tag) -> bool:
    return tag.span.start <= place.span.start and place.span.end <= tag.span.end and place.span != tag.span


def doubted(text: str, place: Place, known: Known, linker: Linker) -> Place:
    """A place of the tagger's types that it did not see: doubtful, unless ``kept.tsv`` lets it stand.

    What is a gene in one sentence is one in the next, and a short form stands where its long form does.
    """
    kind = kind_of(place)
    surface = text[place.span.start : place.span.end]
    name = known.long_forms.get(surface) or known.long_forms.get(singular_short(surface)) or surface
    if kind is None or kind not in _TAGGED or place.type is not None or _is_kept(name, place, known, linker):
        return place
    inside_sentences = (surface[:1].lower() + surface[1:],) if kind == "Chemical" else ()
    if any((written, kind) in known.seen for written in (surface, name, *inside_sentences)):
        return replace_options(place, place.decision.options)
    if kind != "Disease" and _is_listed(text, place, kind, known):
        return replace_options(place, place.decision.options)
    factor = linker.settings.tagged["doubt"]
    options = tuple(
        replace(o, score=round(o.score * factor, 4), why=f"{o.why}, but does not read like a mention")
        for o in place.decision.options
    )
    return place._replace(decision=replace(place.decision, options=options))


def _is_listed(text: str, place: Place, kind: MentionType, known: Known) -> bool:
    """Whether the next or last thing of a list is one of this type for sure: methylglyoxal, formate and putrescine."""
    start, end = place.span
    # classes of drugs and adjectives are told apart from drugs by no list: local anaesthetics, muscarinic
    if place.decision.open or (kind == "Chemical" and text.endswith(("s", "ic"), start, end)):
        return False
    after = next((joint for joint in _JOINTS if text.startswith(joint, end)), "")
    before = next((joint for joint in _JOINTS if text.endswith(joint, 0, start)), "")
    return bool(after and (end + len(after), kind) in known.starts) or bool(
        before and (start - len(before), kind) in known.stops
    )


def _is_code(name: str, place: Place, linker: Linker) -> bool:
    """The development code of a drug: AZD9291, BAY 43-9006."""
    return linker.words.kept.code.fullmatch(name) is not None and not place.decision.open


def _is_telling_symbol(name: str, place: Place, linker: Linker) -> bool:
    """Whether a gene's name can be nothing else: an approved symbol in capitals, one of rodents, miR-21."""
    if linker.words.kept.symbol.fullmatch(name):
        return True
    concept = place.decision.options[0].concept
    other = linker.lexicon.species(concept.id) not in {HUMAN, None}
    return concept.label == name and (name.isupper() or other) and not place.decision.open


def _is_kept(name: str, place: Place, known: Known, linker: Linker) -> bool:
    """Whether a name stands without the tagger; ``name`` is the long form of a defined one."""
    kept, best = linker.words.kept, place.decision.options[0]
    if best.source in kept.sources or is_true_family(best):
        return True
    bare = default_forms().bare(name).lower()
    if best.type == "Chemical" and (bare.endswith(known.ends) or _is_code(name, place, linker)):
        return True
    if best.type == "Chemical" and name.endswith("ate") and best.concept.label.lower().endswith("ic acid"):
        return True  # itaconate
    if best.type == "Chemical" and best.concept.kind == "metabolite" and not place.decision.open:
        return len(name) >= _TELLING_METABOLITE
    if best.type == "Gene":
        return _is_telling_symbol(name, place, linker)
    if best.type != "Disease" or best.score < linker.settings.threshold or best.wants_cue:
        return False
    above = {best.concept.id, *linker.lexicon.ancestors(best.concept.id)}
    return not kept.branches.isdisjoint(above)
