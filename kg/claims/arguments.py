"""The arguments of a match: who acts, and on which therapy, from the construction or from what was named before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kg.claims.chunks import FACTOR, OUTCOMES, Chunk, Member
from kg.claims.items import PLAIN
from kg.claims.subject import find_subject, head_of, pronoun_subject, region_start
from kg.claims.therapies import Therapy
from kg.claims.unknown import is_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.context import Before
    from kg.claims.items import Item
    from kg.claims.rules import Match

_DENYING: Final = frozenset(("not", "rather than", "no"))
_CARRIED: Final = frozenset(("gene", "rna", "family", "genetic_alteration", "metabolite", "pathway", "process"))
_IN_LIST: Final = PLAIN | frozenset(
    ("COMMA", "AND", "OF", "IN", FACTOR, "STATE", "OBJECT", "SLASH", "HIGHADJ", "TO", "EMPHASISE", "INCLUDE")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A match with its arguments.

    ``where`` is the factors' chunk or -1; ``how`` and ``basis`` say where factors and therapies come from; ``outcome``
    is the chunk of the outcome word.
    """

    match: Match
    factors: tuple[Member, ...]
    where: int
    how: str
    therapies: tuple[Therapy, ...]
    basis: str
    outcome: int | None


def find_arguments(chunks: Sequence[Chunk], match: Match, before: Before, number: int) -> Found:
    """The factors and therapies of a match in the sentence with this number."""
    around = _Around(chunks, match, before, number)
    factors, where, how = around.factors()
    therapies, basis = around.therapies()
    return Found(
        match=match, factors=factors, where=where, how=how, therapies=therapies, basis=basis,
        outcome=around.outcome_position(),
    )  # fmt: skip


def is_drug(member: Member) -> bool:
    """Whether a member of a list is a therapy."""
    concept = member.groundings[0].concept
    return concept.kind in {"chemical", "procedure", "intervention"} and not is_unknown(concept)


@dataclass(frozen=True, slots=True)
class _Around:
    """One match's factors and therapies, taken from the match or from what stands around it."""

    chunks: Sequence[Chunk]
    match: Match
    before: Before
    number: int

    def factors(self) -> tuple[tuple[Member, ...], int, str]:
        """(factors, chunk where they stand or -1, how they were found)."""
        if not self.match.rule.takes_subject:
            at = self._acting(self.match.position(FACTOR))
            if at is None:
                return (), -1, ""
            if at == self.match.end - 1 and [c.note for c in self.chunks[at + 1 : at + 2]] == ["source"]:
                at = head_of(self.chunks, at, len(self.chunks))
            listed = self._listed(at)
            if self.match.rule.id.startswith("carrier-"):
                listed = tuple(m for m in listed if m.groundings[0].concept.kind in _CARRIED)
            elif self.match.rule.id.startswith("marker-"):
                listed = tuple(m for m in listed if not is_drug(m))
            elif self.match.rule.id.startswith("mutation-"):
                listed = tuple(m for m in listed if m.alteration or m.groundings[0].mention.type == "Variant")
            elif self.match.rule.id.startswith("state-") and not self._is_borne(at):
                listed = tuple(m for m in listed if m.state or not is_drug(m))
            return listed, at, "stands in the construction"
        subject = find_subject(self.chunks, self.match.start)
        if subject is not None:
            return self._with_late_state(subject), subject, "subject of the predicate"
        kinds = pronoun_subject(self.chunks, self.match.start)
        if kinds is not None:
            start = region_start(self.chunks, self.match.start)
            return self._named_before(kinds, start), -1, "named before, taken up by a pronoun"
        return (), -1, ""

    def _is_borne(self, at: int) -> bool:
        """Whether somebody has or gets the thing: "cells treated with X"; a drug itself is never resistant."""
        return any(c.code == "OBJECT" for c in self.chunks[region_start(self.chunks, at) : at])

    def _acting(self, at: int | None) -> int | None:
        """ "X relieves Y and is a cause of": the factor is the clause's subject, and not what stands before "and"."""
        if at is None or not self.match.rule.pattern.startswith("FACTOR ~ BE"):
            return at
        verb = self.match.position("BE|AS") or self.match.position("BE") or self.match.position("BE|BECOME")
        if verb is None or verb <= at or self.chunks[verb - 1].code != "AND":
            return at
        return find_subject(self.chunks, verb - 1)

    def _with_late_state(self, subject: int) -> tuple[Member, ...]:
        """ "X, whose removal sensitised" and "X, when overexpressed, sensitised": the state stands behind the name."""
        members = self.chunks[subject].members
        between = self.chunks[subject + 1 : self.match.start]
        for which, state in pairwise(between):
            late = state.item.state if state.item is not None and state.code == "STATE" else None
            if late is not None and (which.words in {"whose", "when", "if", "once"}):
                return tuple(
                    m if m.state else m._replace(state=late.state, alteration=late.alteration, state_word=state.words)
                    for m in members
                )
        return members

    def _named_before(self, kinds: frozenset[str], start: int) -> tuple[Member, ...]:
        here = [m for c in self.chunks[:start] for m in c.members] or self._earlier_in_clause(start, kinds)
        fitting = [m for m in here if not kinds or m.groundings[0].concept.kind in kinds]
        members = tuple(fitting[:1]) or self.before.near_factor(self.number, kinds)
        words = [c.item for c in self.chunks[start : self.match.start] if c.item is not None and c.code == "STATE"]
        states = [item.state for item in words if item.state is not None]
        if states:
            members = tuple(m._replace(state=states[-1].state, alteration=states[-1].alteration) for m in members)
        return members

    def _earlier_in_clause(self, start: int, kinds: frozenset[str]) -> list[Member]:
        """What the clause names before its last comma; nearest first for "the protein", the subject first for "its"."""
        comma = max((i for i in range(start, self.match.start) if self.chunks[i].code == "COMMA"), default=start)
        earlier = self.chunks[start:comma]
        return [m for c in (reversed(earlier) if kinds else earlier) for m in c.members]

    def _listed(self, at: int) -> tuple[Member, ...]:
        """The factor list at ``at``, in the state that the construction names; after "include" also what follows it."""
        members = list(self.chunks[at].members)
        state = self.match.position("STATE")
        item = self.chunks[state].item if state is not None else _late_state(self.chunks, at)
        if item is not None and item.state is not None:
            members = [m._replace(state=item.state.state, state_word=item.words) for m in members]
        if self.match.rule.id.startswith("mechanism-"):
            members += _more_listed(self.chunks, at)
        return tuple(members)

    def therapies(self) -> tuple[tuple[Therapy, ...], str]:
        """(therapies, where they come from); no therapies and an identifier where the outcome word names one."""
        outcome = self._outcome()
        if outcome is not None and outcome.therapies:
            return outcome.therapies, "named with the outcome"
        at = self.match.position("THERAPY")
        if at is None and self.match.position("THERAPYNOUN") is not None:
            return self.before.near_drug(self.number), "taken up by a noun"
        if at is not None:
            named = tuple(Therapy(m.text, m.span, m.groundings) for m in self.chunks[at].members if is_drug(m))
            return named, "object of the predicate"
        population = next((c.therapies for c in self.chunks if c.code == "OBJECT" and c.therapies), ())
        if population:
            return population, "the resistant cells of the sentence"
        return self._from_context(outcome.note if outcome is not None else "")

    def _from_context(self, note: str) -> tuple[tuple[Therapy, ...], str]:
        """The therapy of a bare outcome; ``note`` is what the word itself names, ``?`` where the context goes first."""
        general = note.startswith("MESH:") and not note.endswith("?")
        others = [c.therapies for c in self.chunks if c.therapies]
        if others and not general:
            return others[-1], "another outcome of the sentence"
        if general:
            return (), note
        here = self._drugs_here()
        near = (here if note or self._is_to_it() else ()) or self.before.near_therapies(self.number) or here
        near = near or self.before.near_drug(self.number)
        return near, "named before" if near or not note.startswith("MESH:") else note

    def _is_to_it(self) -> bool:
        """ "resistant to it"."""
        position = self.outcome_position()
        after = self.chunks[position + 1 : position + 2] if position is not None else ()
        return any(c.words in {"it", "them"} for c in after)

    def _drugs_here(self) -> tuple[Therapy, ...]:
        """Drugs that the sentence names before the construction."""
        position, to_it = self.outcome_position(), self._is_to_it()
        named = [m for c in self.chunks[: position if to_it else self.match.start] for m in c.members]
        drugs = tuple(Therapy(m.text, m.span, m.groundings) for m in named if is_drug(m))
        if to_it:
            return drugs[-1:]
        its = position is not None and position > 0 and self.chunks[position - 1].words in {"its", "it"}
        return drugs[-1:] if its else drugs

    def outcome_position(self) -> int | None:
        """The chunk of the outcome that the construction speaks of."""
        inside = range(self.match.start, self.match.end)
        return next((i for i in inside if self.chunks[i].code in OUTCOMES or self.chunks[i].code == "SELFSENS"), None)

    def _outcome(self) -> Chunk | None:
        position = self.outcome_position()
        return None if position is None else self.chunks[position]


def _late_state(chunks: Sequence[Chunk], at: int) -> Item | None:
    """The state of "when X was silenced"; None without one."""
    if [c.code for c in chunks[at + 1 : at + 2]] != ["BE"]:
        return None
    after = next((c for c in chunks[at + 2 : at + 5] if c.code != "BE" and c.code not in PLAIN), None)
    item = after.item if after is not None else None
    return item if item is not None and item.state is not None and item.state.place != "before" else None


def _more_listed(chunks: Sequence[Chunk], at: int) -> list[Member]:
    """Further members of an enumeration whose items are not all known: up to the clause's end or the next predicate."""
    found: list[Member] = []
    for chunk in chunks[at + 1 : at + 24]:
        if chunk.code not in _IN_LIST:
            break
        found += chunk.members
    return found


def contrast(chunks: Sequence[Chunk], found: Found) -> Found | None:
    """What a tail denies: "caused by A rather than by B", "resistance to X, but not to Y"; None without one."""
    at = found.match.end
    while at < min(len(chunks), found.match.end + 4) and chunks[at].code in {"COMMA", "BREAK", "AND"}:
        at += 1
    if at + 1 >= len(chunks) or chunks[at].code != "NOT" or chunks[at].words not in _DENYING:
        return None
    by = at + 1 < len(chunks) and chunks[at + 1].code in {"BY", "TO", "OF", "IN"}
    last = at + 1 + by
    if last >= len(chunks) or chunks[last].code != FACTOR:
        return None
    members = chunks[last].members
    if all(is_drug(m) for m in members) and chunks[last - 1].code == "TO":
        denied = tuple(Therapy(m.text, m.span, m.groundings) for m in members)
        return replace(found, therapies=denied, basis="denied for this therapy")
    pattern = found.match.rule.pattern
    if pattern.endswith(" FACTOR") and ("BY" not in pattern or chunks[last - 1].code == "BY"):
        return replace(found, factors=members, where=last, how="denied in contrast")
    return None
