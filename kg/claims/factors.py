"""Lists of factors: entities with the state words around them, parentheses unfolded, lists joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR, Chunk, Member
from kg.claims.items import ENTITY, PLAIN
from kg.claims.states import AGENTS, LIGHT_IN_LIST, state_after, state_before, together
from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


_INHIBITIONS: Final = frozenset(
    (
        "inhibition",
        "pharmacological inhibition",
        "pharmacologic inhibition",
        "blockade",
        "targeting",
        "antagonism",
        "inhibiting",
        "blocking",
    )
)
_JOINS: Final = frozenset(("COMMA", "AND", "SLASH", "PLUS"))


def with_factors(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks with every run of entities turned into one FACTOR chunk; parentheses are unfolded or dropped."""
    flat = _unfolded(chunks)
    out: list[Chunk] = []
    at = 0
    while at < len(flat):
        if flat[at].code == ENTITY:
            members, first, at = _member(flat, at, out)
            del out[first:]
            out.append(_factor(members))
        else:
            out.append(flat[at])
            at += 1
    return _specified(_joined(out))


def _factor(members: Sequence[Member]) -> Chunk:
    span = Span(members[0].span.start, members[-1].span.end)
    return Chunk(FACTOR, span, members[0].text, members=tuple(members))


def _unfolded(chunks: Sequence[Chunk]) -> list[Chunk]:
    """A parenthesis with several entities, or with "e.g.", is a list of examples; any other says nothing new."""
    out: list[Chunk] = []
    stack: list[int] = []
    for chunk in chunks:
        if chunk.code == "OPEN":
            stack.append(len(out))
            out.append(chunk)
        elif chunk.code == "CLOSE" and stack:
            start = stack.pop()
            inside = [c for c in out[start + 1 :] if c.code != "OPEN"]
            del out[start:]
            entities = sum(c.code == ENTITY for c in inside)
            if [c.code for c in inside] == ["SLASH"]:
                out += inside  # "(-/-)"
                continue
            if entities == 1 and len(inside) == 1 and not (out and out[-1].code == ENTITY):
                out += inside  # an abbreviation whose long form has no identifier
                continue
            if entities > 1 or (entities and any(c.code == "INCLUDE" for c in inside)):
                if not any(c.code == "INCLUDE" for c in inside):
                    out.append(chunk._replace(code="INCLUDE", words="e.g."))
                out += inside
                _tidy_examples(out)
        elif chunk.code != "CLOSE":
            out.append(chunk)
    return out


def _tidy_examples(out: list[Chunk]) -> None:
    """Drop the comma of "e.g., A, B", so that the list follows its introduction."""
    for at in range(len(out) - 1, 0, -1):
        if out[at - 1].code == "INCLUDE" and out[at].code == "COMMA":
            del out[at]


def _member(flat: Sequence[Chunk], at: int, out: Sequence[Chunk]) -> tuple[list[Member], int, int]:
    """(the member at ``at`` with its state, how much of ``out`` to keep, the position after it)."""
    item = flat[at].item
    if item is None or item.grounding is None:
        raise AssertionError("an entity chunk keeps its item")
    state, alteration, word, keep, start = state_before(out)
    later, alteration_after, word_after, end = state_after(flat, at + 1)
    if later:
        alteration = alteration or alteration_after
        state, word = together(state, word, later, word_after)
    if word.startswith("express") and item.grounding.mention.type == "Variant":
        state = word = ""  # "cells expressing EGFR T790M" carry it; how much they have is not said
    stop = flat[end - 1].span.end
    member = Member(
        text=item.grounding.mention.text,
        span=Span(start if start is not None else item.span.start, stop),
        groundings=(item.grounding,),
        state=state,
        alteration=alteration,
        state_word=word,
    )
    return [member], keep, end


def _joined(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Neighbouring factors with commas and conjunctions between them become one list and share an open state."""
    out: list[Chunk] = []
    at = 0
    while at < len(chunks):
        chunk = chunks[at]
        if chunk.code != FACTOR:
            out.append(chunk)
            at += 1
            continue
        members = list(chunk.members)
        exemplified = bool(out) and out[-1].code == "INCLUDE"
        at += 1
        unlike = bool(out) and out[-1].words == "unlike"
        if unlike or (not exemplified and _is_bare_pair(chunks, at)):
            out.append(chunk)
            continue
        while (step := _next_in_list(chunks, at, len(members))) is not None:
            more = chunks[step].members
            if step == at:  # "the lncRNA NEAT1", "FGFR4 kinase": the last noun is the head
                members = _headed(members, more)
            else:
                members = _extended(members, more, regimen=any(c.code == "PLUS" for c in chunks[at:step]))
            at = step + 1
        members = _without_targets(_shared_states(members))
        agent = _agent(chunks, at, members)
        if agent is not None:  # "CDK6 inhibition with palbociclib" names both
            members += chunks[agent].members
            at = agent + 1
        out.append(_factor(members))
    return out


def _agent(chunks: Sequence[Chunk], at: int, members: Sequence[Member]) -> int | None:
    """Where the drug stands by which the last factor is inhibited."""
    if members[-1].state != "loss" or members[-1].state_word not in _INHIBITIONS or at + 1 >= len(chunks):
        return None
    drugs = all(m.groundings[0].concept.kind == "chemical" for m in chunks[at + 1].members)
    by = chunks[at].words in {"with", "by", "using", "via", "through"}
    return at + 1 if by and chunks[at + 1].code == FACTOR and drugs else None


def _next_in_list(chunks: Sequence[Chunk], at: int, size: int) -> int | None:
    """Where the next member stands; ", and" after a single member opens a new clause, not a list."""
    codes = [c.code for c in chunks[at : at + 3]]
    if size == 1 and codes[:2] == ["COMMA", "AND"] and codes[2:] != ["OF"]:
        return None
    step = at
    joined = by = False
    while step < len(chunks) and step - at < 6:
        chunk = chunks[step]
        if chunk.code == FACTOR:
            adjacent_agent = step == at
            return step if joined or adjacent_agent else None
        if chunk.code in _JOINS:
            joined = True
        elif chunk.code in {"BY", "THROUGH"} and joined:
            by = True
        elif chunk.words in {"a", "an"} and chunks[step - 1].code == "COMMA":
            return None  # an apposition
        elif not joined or not _is_light(chunks, step, by=by):
            return None
        step += 1
    return None


def _is_light(chunks: Sequence[Chunk], at: int, *, by: bool) -> bool:
    """Whether a word may stand between the members: articles, "or of its partner X", "or by pharmacological X"."""
    if chunks[at].words in LIGHT_IN_LIST:
        return True
    return chunks[at].code in PLAIN and (by or chunks[at - 1].words in {"its", "their"})


def _is_bare_pair(chunks: Sequence[Chunk], at: int) -> bool:
    """ "Under low oxygen, depletion of X": two entities with a comma and no conjunction after them are no list."""
    codes = [c.code for c in chunks[at : at + 24]]
    if codes[:2] != ["COMMA", FACTOR]:
        return False
    position = 0
    while codes[position : position + 2] == ["COMMA", FACTOR]:
        position += 2
    return "AND" not in codes[position : position + 2] and "SLASH" not in codes[position : position + 1]


def _headed(members: list[Member], more: Sequence[Member]) -> list[Member]:
    modifier, head = members[-1], more[0]
    if modifier.state_word in AGENTS and head.groundings[0].concept.kind == "chemical":
        return [*members[:-1], *more]  # "the EGFR inhibitor gefitinib"
    expressed = modifier.state_word.startswith("express") and head.groundings[0].mention.type == "Variant"
    if modifier.state and not head.state and not expressed:
        head = head._replace(state=modifier.state, alteration=modifier.alteration, state_word=modifier.state_word)
    return [*members[:-1], head, *more[1:]]


def _extended(members: list[Member], more: Sequence[Member], *, regimen: bool) -> list[Member]:
    if regimen and members and members[-1].groundings and more[0].groundings:
        last, first = members[-1], more[0]
        both = last._replace(
            text=f"{last.text} plus {first.text}",
            span=Span(last.span.start, first.span.end),
            groundings=last.groundings + first.groundings,
        )
        return [*members[:-1], both, *more[1:]]
    return [*members, *more]


def _shared_states(members: Sequence[Member]) -> list[Member]:
    """ "loss of A or B": B shares the state before it; "A and B mutations": A shares the state after it."""
    out = list(members)
    shared: Member | None = None
    for i, member in enumerate(out):
        if member.state:
            shared = member if member.span.start < member.groundings[0].mention.span.start else None
        elif shared is not None:
            out[i] = member._replace(state=shared.state, alteration=shared.alteration, state_word=shared.state_word)
    return _with_late_states(out)


def _with_late_states(members: Sequence[Member]) -> list[Member]:
    """ "A, B and C mutations": A and B share the state that stands behind the last."""
    out = list(members)
    late: Member | None = None
    for i in range(len(out) - 1, -1, -1):
        genes = all(g.concept.kind in {"gene", "rna", "family"} for g in out[i].groundings)
        if out[i].state:
            late = out[i] if genes and out[i].span.end > out[i].groundings[-1].mention.span.end else None
        elif late is not None and genes:
            out[i] = out[i]._replace(state=late.state, alteration=late.alteration, state_word=late.state_word)
        else:
            late = None
    return out


def _without_targets(members: Sequence[Member]) -> list[Member]:
    """ "the EGFR inhibitor gefitinib" names gefitinib: a target that a drug in the same list is introduced by goes."""
    drugs = [m for m in members if any(g.concept.kind == "chemical" for g in m.groundings)]
    if not drugs:
        return list(members)
    kept = [m for m in members if m.state_word not in AGENTS or m in drugs]
    return kept or list(members)


def _specified(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "checkpoints such as A, B and C": the examples stand for the class and share its state."""
    out: list[Chunk] = []
    for chunk in chunks:
        if (
            chunk.code == FACTOR
            and len(out) >= 2
            and out[-1].code == "INCLUDE"
            and out[-1].words in {"such as", "e.g.", "e . g ."}
        ):
            head = out[-2]
            if head.code == FACTOR:
                last = head.members[-1]
                members = tuple(
                    m if m.state else m._replace(state=last.state, alteration=last.alteration) for m in chunk.members
                )
                del out[-2:]
                out.append(_factor((*head.members[:-1], *members)))
                continue
        out.append(chunk)
    return out
