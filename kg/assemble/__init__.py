"""Evidence rows become claims: grouped by what they say, weighed, and set against each other.

Everything here is a pure function of the rows and the facts about their documents; the order of the rows does
not matter.  ``kg.assemble.papers`` finds the same paper read from several files, ``kg.assemble.rows`` turns
values into JSON-able rows and back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from kg.assemble.curation import rejected, unknown
from kg.assemble.identity import argument_identity, claim_key
from kg.assemble.weighing import Weights, belief, load_weights, reader_weight, with_verdict
from kg.model import Argument, Claim, Dropped, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.model import Basis, DocumentFacts, Stance, Verdict

__all__ = ["Weights", "argument_identity", "assemble", "belief", "claim_key", "load_weights"]

_STANCE_RANK = {"asserted": 0, "hedged": 1, "negated": 2}


def assemble(
    evidence: Iterable[Evidence],
    documents: Mapping[str, DocumentFacts],
    weights: Weights | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
) -> tuple[tuple[Claim, ...], tuple[Dropped, ...]]:
    """Group rows into claims, in reading order of therapy and factor, with what was left out and why.

    ``verdicts`` are a curator's, by claim: what is rejected is left out, what is accepted is believed more.
    """
    weights, verdicts = weights or load_weights(), verdicts or {}
    groups: defaultdict[str, list[Evidence]] = defaultdict(list)
    dropped: list[Dropped] = []
    for row in evidence:
        problem = _problem(row, documents)
        if problem:
            dropped.append(_dropped(row, problem))
        else:
            groups[claim_key(row)].append(row)
    claims = []
    for key in sorted(groups):
        every = _ordered(groups[key], weights)
        verdict = verdicts.get(key)
        if verdict and not verdict.accepted:
            dropped += [rejected(row, verdict) for row in every]
            continue
        rows, repeats = _distinct(every)
        claim = _claim(key, rows, every, documents, weights)
        claims.append(_accepted(claim, verdict, documents, weights) if verdict else claim)
        dropped += [_dropped(row, "another row states the same claim in the same sentence") for row in repeats]
    dropped += unknown(verdict for key, verdict in verdicts.items() if key not in groups)
    claims.sort(key=_reading_order)
    return _contradictions(claims), tuple(sorted(dropped, key=_dropped_order))


def _problem(row: Evidence, documents: Mapping[str, DocumentFacts]) -> str:
    if row.document not in documents:
        return "no document with this identifier was read"
    if not (isfinite(row.score) and 0 <= row.score <= 1):
        return f"score {row.score} is not between 0 and 1"
    if not 0 <= row.span.start < row.span.end or not row.text:
        return "the evidence sentence is empty"
    if not (row.therapy.text.strip() and row.factor.text.strip()):
        return "the therapy or the factor has no text"
    if any(len(a.concepts) > 1 for a in (row.factor, row.disease) if a):
        return "a claim has one factor and one disease: several make several claims"
    return ""


def _distinct(rows: Sequence[Evidence]) -> tuple[tuple[Evidence, ...], list[Evidence]]:
    """One row a sentence: the surest, then the plainest; rows come sorted so that it stands first."""
    kept: list[Evidence] = []
    repeats: list[Evidence] = []
    for row in rows:
        same = kept and (kept[-1].document, kept[-1].span) == (row.document, row.span)
        (repeats if same else kept).append(row)
    return tuple(kept), repeats


def _claim(
    key: str,
    rows: tuple[Evidence, ...],
    every: Sequence[Evidence],  # repeats add their mechanisms and steps
    documents: Mapping[str, DocumentFacts],
    weights: Weights,
) -> Claim:
    standing = _standing(rows, documents)
    believed = belief(rows, documents, weights)
    net = rows[0].net
    return Claim(
        key=key,
        therapy=_representative([row.therapy for row in every]),
        factor=_representative([row.factor for row in every]),
        factor_state=rows[0].factor_state,
        effect=rows[0].effect,
        net=net,
        mechanisms=_mechanisms(every),
        via=_steps(every),
        disease=_representative([row.disease for row in every if row.disease]) if rows[0].disease else None,
        disease_basis="stated" if any(row.disease_basis == "stated" for row in every) else "topic",
        onset=rows[0].onset,
        belief=believed,
        evidence=rows,
        disputed="negated" in standing and bool(standing - {"negated"}),
        direct=net != "none" and "asserted" in standing and believed >= weights.direct_triple,
    )


def _standing(rows: Iterable[Evidence], documents: Mapping[str, DocumentFacts]) -> set[Stance]:
    """The stances of the papers that are not retracted."""
    return {row.stance for row in rows if not documents[row.document].retracted}


def _accepted(claim: Claim, verdict: Verdict, documents: Mapping[str, DocumentFacts], weights: Weights) -> Claim:
    """The claim with a curator's approval, which adds to what papers support and makes nothing of a denial."""
    standing = _standing(claim.evidence, documents)
    believed = with_verdict(claim.belief, weights) if standing - {"negated"} else claim.belief
    asserted = claim.net != "none" and "asserted" in standing
    return replace(claim, belief=believed, verdict=verdict, direct=asserted and believed >= weights.direct_triple)


def _representative(arguments: Sequence[Argument]) -> Argument:
    """The wording that most rows use, then the shortest, then the first in the alphabet."""
    if len(arguments) == 1:
        return arguments[0]
    wordings = Counter((a.text, a.kind) for a in arguments)
    text, kind = min(wordings, key=lambda w: (-wordings[w], len(w[0]), w))
    return min((a for a in arguments if (a.text, a.kind) == (text, kind)), key=_argument_order)


def _mechanisms(rows: Iterable[Evidence]) -> tuple[tuple[str, Basis], ...]:
    """Every mechanism once, by slug; one that a sentence states is stated, whatever the scheme entails."""
    found: dict[str, Basis] = {}
    for row in rows:
        for slug in row.mechanisms:
            if row.mechanism_basis == "stated" or slug not in found:
                found[slug] = row.mechanism_basis
    return tuple(sorted(found.items()))


def _steps(rows: Iterable[Evidence]) -> tuple[Argument, ...]:
    steps: defaultdict[tuple[str, ...], list[Argument]] = defaultdict(list)
    for row in rows:
        for step in row.via:
            steps[argument_identity(step)].append(step)
    return tuple(_representative(steps[identity]) for identity in sorted(steps))


def _contradictions(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Link claims on the same therapy, factor and disease whose net effects differ.

    A group holds at most 36 claims (state × effect × onset), so that the pairs within it stay few.
    """
    topics: defaultdict[tuple[tuple[str, ...], ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        topic = tuple(argument_identity(a) for a in (claim.therapy, claim.factor, claim.disease))
        topics[topic].append(claim)
    against = {
        claim.key: tuple(sorted(other.key for other in group if other.net != claim.net))
        for group in topics.values()
        if len({claim.net for claim in group}) > 1
        for claim in group
    }
    return tuple(
        replace(claim, disagrees_with=against[claim.key]) if claim.key in against else claim for claim in claims
    )


def _ordered(rows: Sequence[Evidence], weights: Weights) -> Sequence[Evidence]:
    return sorted(rows, key=lambda row: _row_order(row, weights)) if len(rows) > 1 else rows


def _row_order(row: Evidence, weights: Weights) -> tuple[object, ...]:
    surety = row.score * reader_weight(row.rule, weights)
    return (row.document, row.span, -surety, _STANCE_RANK[row.stance], row.rule, repr(row))


def _argument_order(argument: Argument) -> tuple[object, ...]:
    return (argument.text, argument.kind, tuple(str(i) for i in argument.ids), argument.span, repr(argument))


def _reading_order(claim: Claim) -> tuple[object, ...]:
    return (claim.therapy.label.casefold(), claim.factor.label.casefold(), claim.key)


def _dropped(row: Evidence, reason: str) -> Dropped:
    item = f"{row.factor.text} / {row.therapy.text} ({row.rule})"
    return Dropped(stage="assemble", item=item, reason=reason, document=row.document, span=row.span)


def _dropped_order(item: Dropped) -> tuple[object, ...]:
    return (item.document, item.span or (-1, -1), item.item, item.reason)
