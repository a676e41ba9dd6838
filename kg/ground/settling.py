"""The choice at every place, with the words around and with what else the document names (pure)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.model import Dropped, Grounding, Mention, Rival

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.judge import Option
    from kg.ground.places import Place
    from kg.ground.words import Settings, Words
    from kg.model import Curie


def settle(text: str, places: Sequence[Place], settings: Settings, words: Words) -> list[Grounding | Dropped]:
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


def settled_inside(text: str, places: Sequence[Place], settings: Settings) -> Iterator[Grounding]:
    """The groundings of places inside longer names."""
    for place in places:
        if place.decision.options[0].score >= settings.threshold:
            yield replace(_grounding(text, place, place.decision.options, settings), inside=True)


def _in_context(text: str, place: Place, sure: set[Curie], settings: Settings, words: Words) -> tuple[Option, ...]:
    """The options again, with what cue words nearby and other mentions of the document say."""
    start, end = place.span
    around = f"{text[max(0, start - settings.window) : start]} {text[end : end + settings.window]}".lower()
    weighed: list[Option] = []
    for option in place.decision.options:
        cues = words.cues.get(option.type, ()) if option.type else ()
        cue = next((cue for cue in cues if cue in around), "")
        known = option.concept.id in sure
        if option.wants_cue and not (cue or known):
            continue
        score = option.score + settings.cue_bonus * bool(cue) + settings.coherence_bonus * known
        near = f", near {cue!r}" if cue else ""
        why = option.why + near + (", named elsewhere in the document" if known else "")
        weighed.append(replace(option, score=round(min(score, 1.0), 4), why=why))
    return tuple(sorted(weighed, key=lambda o: -o.score))


def _grounding(text: str, place: Place, options: Sequence[Option], settings: Settings) -> Grounding:
    chosen = options[0]
    kind = place.type or chosen.type
    assert kind is not None, "options of a decision are mentions"  # noqa: S101 - states what decide() ensures
    start, end = place.span
    why = f"{chosen.why}; {place.note}" if place.note else chosen.why
    return Grounding(
        mention=Mention(span=place.span, text=text[start:end], type=kind),
        concept=chosen.concept,
        score=chosen.score,
        why=why,
        rivals=_rivals(options, settings) if len(options) > 1 else (),
    )


def _rivals(options: Sequence[Option], settings: Settings) -> tuple[Rival, ...]:
    return tuple([Rival(o.concept, o.score, o.why) for o in options[1 : settings.rivals + 1]])
