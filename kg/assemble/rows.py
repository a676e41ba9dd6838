"""Evidence and claims as JSON-able rows: the shard's lossless form, and the public row of claims.jsonl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.model import Argument, Concept, Curie, Evidence, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Claim, Verdict

Row = dict[str, Any]  # what json.dumps takes
_CONTEXT = 32  # characters of text before and after a quotation: what the Web Annotation examples and tools use
_PLAIN = (
    "factor_state", "effect", "stance", "onset", "mechanism_basis", "disease_basis", "document", "section",
    "text", "rule", "score", "prefix", "suffix",
)  # fmt: skip


def evidence_to_row(evidence: Evidence) -> Row:
    """The whole of an evidence value; ``evidence_from_row`` gives it back unchanged."""
    row: Row = {name: getattr(evidence, name) for name in _PLAIN}
    row["therapy"] = _argument_to_row(evidence.therapy)
    row["factor"] = _argument_to_row(evidence.factor)
    row["disease"] = _argument_to_row(evidence.disease) if evidence.disease else None
    row["via"] = [_argument_to_row(step) for step in evidence.via]
    row["mechanisms"] = list(evidence.mechanisms)
    row["span"] = list(evidence.span)
    row["derivation"] = [list(pair) for pair in evidence.derivation]
    return row


def evidence_from_row(row: Mapping[str, Any]) -> Evidence:
    """The value that ``evidence_to_row`` wrote; raises InputError where a field is missing or misshapen."""
    try:
        return Evidence(
            **{name: row[name] for name in _PLAIN},
            therapy=_argument_from_row(row["therapy"]),
            factor=_argument_from_row(row["factor"]),
            disease=_argument_from_row(row["disease"]) if row["disease"] is not None else None,
            via=tuple(_argument_from_row(step) for step in row["via"]),
            mechanisms=tuple(row["mechanisms"]),
            span=_span(row["span"]),
            derivation=tuple((field, source) for field, source in row["derivation"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"not an evidence row: {error!r}; delete the shard and build again") from error


def with_context(evidence: Evidence, text: str) -> Evidence:
    """The evidence with the document's text just before and after its sentence, for the quote selector."""
    start, end = evidence.span
    return replace(evidence, prefix=text[max(0, start - _CONTEXT) : start], suffix=text[end : end + _CONTEXT])


def claim_row(claim: Claim) -> Row:
    """The claim as one object of claims.jsonl; ``disease`` is null where there is none."""
    basis = dict(claim.mechanisms)
    return {
        "claim": claim.key,
        "effect": claim.effect,
        "net": claim.net,
        "therapy": _public(claim.therapy),
        "factor": {**_public(claim.factor), "kind": claim.factor.kind, **_alteration(claim.factor)},
        "factor_state": claim.factor_state,
        "mechanism": [slug for slug, _ in claim.mechanisms],
        "mechanism_basis": basis,
        "via": [{**_public(step), "kind": step.kind} for step in claim.via],
        "disease": {**_public(claim.disease), "basis": claim.disease_basis} if claim.disease else None,
        "onset": claim.onset,
        "belief": round(claim.belief, 3),
        "disputed": claim.disputed,
        "disagrees_with": list(claim.disagrees_with),
        **({"curation": _verdict(claim.verdict)} if claim.verdict else {}),
        "evidence": [_public_evidence(one) for one in claim.evidence],
    }


def _verdict(verdict: Verdict) -> Row:
    return {"verdict": "accepted" if verdict.accepted else "rejected", "who": verdict.who, "note": verdict.note}


def _public(argument: Argument) -> Row:
    return {"ids": [str(i) for i in argument.ids], "label": argument.label, "text": argument.text}


def _alteration(factor: Argument) -> Row:
    return {"alteration": factor.alteration} if factor.alteration else {}


def _public_evidence(evidence: Evidence) -> Row:
    return {
        "document": evidence.document,
        "section": evidence.section,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "text": evidence.text,
        "stance": evidence.stance,
        "rule": evidence.rule,
        "score": round(evidence.score, 3),
        "factor": _place(evidence.factor),
        "therapy": _place(evidence.therapy),
        "derivation": dict(evidence.derivation),
    }


def _place(argument: Argument) -> Row:
    """The words that this sentence, or the context it leans on, has for the argument, and where they stand."""
    return {"text": argument.text, "start": argument.span.start, "end": argument.span.end}


def _argument_to_row(argument: Argument) -> Row:
    return {
        "text": argument.text,
        "span": list(argument.span),
        "kind": argument.kind,
        "concepts": [[list(c.id), c.kind, c.label, [list(i) for i in c.same_as]] for c in argument.concepts],
        "alteration": argument.alteration,
    }


def _argument_from_row(row: Mapping[str, Any]) -> Argument:
    concepts = tuple(
        Concept(Curie(*node), kind, label, tuple(Curie(*other) for other in same_as))
        for node, kind, label, same_as in row["concepts"]
    )
    return Argument(
        text=row["text"], span=_span(row["span"]), kind=row["kind"], concepts=concepts, alteration=row["alteration"]
    )


def _span(pair: list[int]) -> Span:
    start, end = pair
    return Span(start, end)
