"""From sentences to groundings: find, weigh, look at the context, choose; what is left out is reported (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.definitions import Meaning, meanings
from kg.ground.explain import explain
from kg.ground.find import find_matches
from kg.ground.judge import Option, compact, judge
from kg.ground.supplements import coordinated, with_alterations
from kg.ground.ungrounded import ungrounded
from kg.ground.words import default_settings, default_words
from kg.model import Dropped, Grounding, Mention, Rival, Span
from kg.text.normal import normal_name, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.explain import Explanation
    from kg.ground.ports import LexiconLike
    from kg.ground.words import Settings, Words
    from kg.model import Concept, Document, MentionType, Sentence

_CACHE_SIZE: Final = 200_000
_PREFERRED: Final = 0.9  # what the reading of preferred.tsv scores at least
_NOT_PREFERRED: Final = 0.7
# kinds among which a branch of a vocabulary can be too general to be a mention
_GENERAL_KINDS: Final = frozenset(("disease", "process", "procedure", "organism", "microbe", "cell"))
_LINE_WORDS: Final = ("cell line", "cells line")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a surface may mean, whatever the document: options, best first, or why it is no mention.

    ``swallows``: it still takes its place in the text, so that no part of it becomes a mention.
    ``open``: the words around decide.
    """

    options: tuple[Option, ...]
    refusal: str = ""
    swallows: bool = False
    open: bool = False


class Place(NamedTuple):
    """A decision at a span; ``note`` says what the document itself defined."""

    span: Span
    decision: Decision
    note: str = ""


@dataclass(slots=True)
class Grounder:
    """Grounds one document at a time; equal input gives equal output, whatever was grounded before."""

    lexicon: LexiconLike
    settings: Settings = field(default_factory=default_settings)
    words: Words = field(default_factory=default_words)
    _decisions: dict[tuple[str, str], Decision] = field(default_factory=dict, repr=False)

    def __call__(
        self, document: Document, sentences: tuple[Sentence, ...]
    ) -> tuple[tuple[Grounding, ...], tuple[Dropped, ...]]:
        """Groundings sorted by span, none overlapping; and what was left out on purpose."""
        text = document.text
        defined = meanings(text, self.lexicon, self.words, self.settings)
        places = longest_first([*self._defined(text, defined), *self._found(text, sentences)])
        settled = _settle(text, places, self.settings, self.words)
        groundings = [g for g in settled if isinstance(g, Grounding)]
        refused = {p.span: p.decision.refusal for p in places if not p.decision.options}
        refused |= {d.span: d.reason for d in settled if isinstance(d, Dropped) and d.span is not None}
        groundings.extend(coordinated(text, groundings, self.lexicon))
        groundings = with_alterations(text, sorted(groundings, key=_by_span), sentences, set(refused))
        dropped = ungrounded(document, sentences, groundings, refused, self.settings)
        return tuple(groundings), dropped

    def decide(self, key: str, surface: str) -> Decision:
        """What a surface may mean, from the cache or anew."""
        known = self._decisions.get((key, surface))
        if known is None:
            if len(self._decisions) >= _CACHE_SIZE:
                self._decisions.clear()
            known = self._decisions[key, surface] = decide(
                key, surface, self.lexicon, self.words, self.settings
            )
        return known

    def explain(self, name: str, type_filter: MentionType | None = None) -> Explanation:
        """Every reading of one name, best first, with the answer or the reason why there is none."""
        return explain(self, name, type_filter)

    def _found(self, text: str, sentences: Sequence[Sentence]) -> list[Place]:
        """The longest acceptable match at every place."""
        found: list[Place] = []
        reached = 0
        borders = [sentence.span for sentence in sentences]
        longest = self.settings.longest_name
        for match in find_matches(text, normalise(text), borders, self.lexicon, self.words.function, longest):
            for span, key in match.readings:
                if span.end <= reached:
                    break
                decision = self.decide(key, text[span.start : span.end])
                if decision.options or decision.swallows:
                    if _is_cell_line(text, span, decision):
                        decision = Decision((), "a cell line", swallows=True)
                    found.append(Place(span, decision))
                    reached = span.end
                    break
        return found

    def _defined(self, text: str, defined: Sequence[Meaning]) -> list[Place]:
        """The short forms that the document defines, wherever they stand."""
        places: list[Place] = []
        for meaning in defined:
            if meaning.options:
                decision = Decision(meaning.options)
            else:
                decision = Decision((), meaning.why, swallows=True)
            places.extend(Place(span, decision, meaning.why) for span in meaning.spans)
        return places


def decide(key: str, surface: str, lexicon: LexiconLike, words: Words, settings: Settings) -> Decision:
    """What a surface may mean by itself; no context is looked at."""
    if key in words.cell_lines:
        return Decision((), "a cell line", swallows=True)
    if key in words.blocked:
        return Decision((), words.blocked[key], swallows=True)
    candidates = lexicon.candidates(key)
    meaning = words.clinical.get(surface, words.adjectives.get(key))
    if meaning is not None:
        clinical = _clinical(surface, meaning, lexicon, words, settings)
        if clinical is not None:
            return clinical
    options = _prefer(key, judge(surface, candidates, words, settings), words)
    good = tuple(option for option in options if option.score >= settings.threshold)
    if not good:
        reason = options[0].why if options else "no candidate"
        return Decision((), reason)
    if good[0].type is None:
        return Decision((), f"a name of something that is no mention: {good[0].concept.label}")
    blocked = _blocked(good[0].concept, lexicon, words)
    if blocked is not None:
        return blocked
    mentions = tuple(option for option in good if option.type is not None)
    return Decision(mentions, open=_is_open(mentions, settings))


def _blocked(concept: Concept, lexicon: LexiconLike, words: Words) -> Decision | None:
    """The refusal of a concept that lies in a blocked branch or whose label begins in a blocked way."""
    for beginning, reason in words.blocked_beginnings:
        if concept.label.startswith(beginning):
            return Decision((), reason)
    if concept.kind not in _GENERAL_KINDS:
        return None
    above = {str(concept.id), *map(str, lexicon.ancestors(concept.id))}
    prefix = "MONDO:" if concept.kind == "disease" else ""  # pain is a disease although MeSH files it under sensation
    hits = [words.branches[i] for i in sorted(above & words.branches.keys()) if i.startswith(prefix)]
    if not hits or any(rule == "keep" for rule, _ in hits):
        return None
    rule, label = hits[0]
    return Decision((), f"under {label}, which says nothing about resistance", swallows=rule == "whole")


def _clinical(
    surface: str, meaning: str, lexicon: LexiconLike, words: Words, settings: Settings
) -> Decision | None:
    """The decision for a clinical abbreviation that the document does not define."""
    if not meaning:
        return Decision((), "an abbreviation of clinic or laboratory that names no entity", swallows=True)
    found = judge(meaning, lexicon.candidates(normal_name(meaning)), words, settings)
    weight = settings.scope["abbreviation"]
    options = tuple(
        Option(
            o.concept,
            round(o.score * weight, 4),
            f"clinical abbreviation of {meaning!r}; {o.why}",
            o.name,
            o.source,
        )
        for o in found
        if o.score >= settings.threshold and o.type is not None
    )
    return Decision(options) if options else None


def _prefer(key: str, options: tuple[Option, ...], words: Words) -> tuple[Option, ...]:
    """The reading that ``preferred.tsv`` names comes first, where it is among the options."""
    wanted = words.preferred.get(key)
    if wanted is None:
        return options
    chosen = [o for o in options if wanted in o.concept.ids and o.score > 0]
    first = [
        Option(o.concept, max(o.score, 0.9), f"{o.why}, preferred reading", o.name, o.source) for o in chosen
    ]
    others = [
        Option(o.concept, round(o.score * 0.8, 4), o.why, o.name, o.source, o.wants_cue)
        for o in options
        if chosen and o not in chosen
    ]
    return (*first, *others) if chosen else options


def _is_open(options: Sequence[Option], settings: Settings) -> bool:
    """Whether the context must be asked: a weak reading, or two that are close."""
    if options[0].wants_cue:
        return True
    return len(options) > 1 and options[0].score - options[1].score < settings.margin


def longest_first(places: Sequence[Place]) -> list[Place]:
    """Places that do not overlap: the longer wins, then what the document defines, then the earlier; in text order."""
    taken: list[Place] = []
    ordered = sorted(places, key=lambda p: p.span.start)
    for place in ordered:
        if taken and place.span.start < taken[-1].span.end:
            if _length(place) > _length(taken[-1]):
                taken[-1] = place
            continue
        taken.append(place)
    return taken


def _length(place: Place) -> tuple[int, bool]:
    return place.span.end - place.span.start, bool(place.note)


def _by_span(grounding: Grounding) -> Span:
    return grounding.mention.span


def _is_cell_line(text: str, span: Span, decision: Decision) -> bool:
    """A symbol right before 'cell line(s)' is a cell line's name, unless it is a disease or a kind of cell."""
    if not decision.options or decision.options[0].type not in ("Gene", "Chemical"):
        return False
    surface = text[span.start : span.end]
    after = text[span.end : span.end + 12].lstrip(" -")
    return after.startswith(_LINE_WORDS) and " " not in surface and any(c.isdigit() for c in surface)


def _settle(
    text: str, places: Sequence[Place], settings: Settings, words: Words
) -> list[Grounding | Dropped]:
    """Choose at every place; open ones look at the words around and at what else the document names."""
    sure = {p.decision.options[0].concept.id for p in places if p.decision.options and not p.decision.open}
    settled: list[Grounding | Dropped] = []
    for place in places:
        if not place.decision.options:
            continue
        options = place.decision.options
        if place.decision.open:
            options = _in_context(text, place, sure, settings, words)
        if not options or options[0].score < settings.threshold:
            surface = text[place.span.start : place.span.end]
            reason = f"{place.decision.options[0].why}; no word of this kind nearby"
            settled.append(Dropped(stage="ground", item=surface, reason=reason, span=place.span))
            continue
        settled.append(_grounding(text, place, options, settings))
    return settled


def _in_context(
    text: str, place: Place, sure: set[object], settings: Settings, words: Words
) -> tuple[Option, ...]:
    """The options again, with what cue words nearby and other mentions of the document say."""
    start, end = place.span
    around = f"{text[max(0, start - settings.window) : start]} {text[end : end + settings.window]}".lower()
    weighed: list[Option] = []
    for option in place.decision.options:
        cue = (
            next((cue for cue in words.cues.get(option.type, ()) if cue in around), "") if option.type else ""
        )
        known = option.concept.id in sure
        if option.wants_cue and not (cue or known):
            continue
        score = option.score + settings.cue_bonus * bool(cue) + settings.coherence_bonus * known
        why = (
            option.why
            + (f", near {cue!r}" if cue else "")
            + (", named elsewhere in the document" if known else "")
        )
        weighed.append(replace(option, score=round(min(score, 1.0), 4), why=why))
    return tuple(sorted(weighed, key=lambda o: -o.score))


def _grounding(text: str, place: Place, options: Sequence[Option], settings: Settings) -> Grounding:
    chosen = options[0]
    kind: MentionType | None = chosen.type
    assert kind is not None, "options of a decision are mentions"  # noqa: S101 - states what decide() ensures
    start, end = place.span
    why = f"{chosen.why}; {place.note}" if place.note else chosen.why
    return Grounding(
        mention=Mention(span=place.span, text=text[start:end], type=kind),
        concept=chosen.concept,
        score=chosen.score,
        why=why,
        rivals=tuple(Rival(o.concept, o.score, o.why) for o in options[1 : settings.rivals + 1]),
    )
