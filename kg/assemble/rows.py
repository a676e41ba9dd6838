"""Evidence and claims as JSON-able rows: the shard's lossless form, and the public row of claims.jsonl."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.model import Argument, Claim, Concept, Curie, Evidence, Span, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """The claim as one object of claims.jsonl; ``disease`` is null where there is none.

    ``claim_from_row`` gives the claim back, apart from what only the shards and the graph keep.
    """
    basis = dict(claim.mechanisms)
    return {
        "claim": claim.key,
        "effect": claim.effect,
        "net": claim.net,
        "therapy": _public(claim.therapy),
        "factor": {**_public(claim.factor), **_alteration(claim.factor)},
        "factor_state": claim.factor_state,
        "mechanism": [slug for slug, _ in claim.mechanisms],
        "mechanism_basis": basis,
        "via": [_public(step) for step in claim.via],
        "disease": {**_public(claim.disease), "basis": claim.disease_basis} if claim.disease else None,
        "onset": claim.onset,
        "belief": round(claim.belief, 3),
        "direct": claim.direct,
        "disputed": claim.disputed,
        "disagrees_with": list(claim.disagrees_with),
        **({"curation": _verdict(claim.verdict)} if claim.verdict else {}),
        "evidence": [_public_evidence(one) for one in claim.evidence],
    }


def _verdict(verdict: Verdict) -> Row:
    return {"verdict": "accepted" if verdict.accepted else "rejected", "who": verdict.who, "note": verdict.note}


def _public(argument: Argument) -> Row:
    """An end of a claim; ``parts`` where its identifiers and kind alone don't tell what its concepts are."""
    row: Row = {
        "ids": [str(i) for i in argument.ids], "label": argument.label, "text": argument.text, "kind": argument.kind,
    }  # fmt: skip
    is_plain = len(argument.concepts) < 2 and not argument.alteration
    if not is_plain or any(c.kind != argument.kind for c in argument.concepts):
        row["parts"] = [{"ids": [str(i) for i in c.ids], "label": c.label, "kind": c.kind} for c in argument.concepts]
    return row


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
        **({"disease": _place(evidence.disease)} if evidence.disease else {}),
        "derivation": dict(evidence.derivation),
    }


def _place(argument: Argument) -> Row:
    """The words that this sentence, or the context it leans on, has for the argument, and where they stand."""
    return {"text": argument.text, "start": argument.span.start, "end": argument.span.end}


def claim_from_row(row: Mapping[str, Any]) -> Claim:
    """The claim that ``claim_row`` wrote; raises InputError where a field is missing or misshapen.

    Its evidence lacks the text around the quotation, and has the mechanisms and steps of the whole claim.
    """
    try:
        claim = _claim_without_evidence(row)
        return replace(claim, evidence=tuple(_evidence_of(claim, one) for one in row["evidence"]))
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"not a claim of this version: {error!r}; build the graph again") from error


def _claim_without_evidence(row: Mapping[str, Any]) -> Claim:
    disease, verdict = row["disease"], row.get("curation")
    return Claim(
        key=row["claim"],
        therapy=_from_public(row["therapy"]),
        factor=_from_public(row["factor"]),
        factor_state=row["factor_state"],
        effect=row["effect"],
        net=row["net"],
        mechanisms=tuple((slug, row["mechanism_basis"][slug]) for slug in row["mechanism"]),
        via=tuple(_from_public(step) for step in row["via"]),
        disease=_from_public(disease) if disease is not None else None,
        disease_basis=disease["basis"] if disease is not None else "stated",
        onset=row["onset"],
        belief=row["belief"],
        evidence=(),
        disagrees_with=tuple(row["disagrees_with"]),
        disputed=row["disputed"],
        direct=row["direct"],
        verdict=Verdict(row["claim"], verdict["verdict"] == "accepted", verdict["who"], verdict["note"])
        if verdict
        else None,
    )


def _from_public(row: Mapping[str, Any]) -> Argument:
    whole = [row] if row["ids"] else []  # an argument of one concept is described like its concept
    concepts = tuple(_concept(part) for part in row.get("parts", whole))
    alteration = row.get("alteration", "")
    return Argument(text=row["text"], span=Span(0, 0), kind=row["kind"], concepts=concepts, alteration=alteration)


def _concept(row: Mapping[str, Any]) -> Concept:
    node, *others = (Curie.from_string(i) for i in row["ids"])
    return Concept(node, row["kind"], row["label"], tuple(others))


def _evidence_of(claim: Claim, row: Mapping[str, Any]) -> Evidence:
    return Evidence(
        therapy=_placed(claim.therapy, row["therapy"]),
        factor=_placed(claim.factor, row["factor"]),
        factor_state=claim.factor_state,
        effect=claim.effect,
        stance=row["stance"],
        onset=claim.onset,
        mechanisms=tuple(slug for slug, _ in claim.mechanisms),
        mechanism_basis="stated" if any(basis == "stated" for _, basis in claim.mechanisms) else "entailed",
        via=claim.via,
        disease=_placed(claim.disease, row["disease"]) if claim.disease else None,
        disease_basis=claim.disease_basis,
        document=row["document"],
        section=row["section"],
        span=Span(row["start"], row["end"]),
        text=row["text"],
        rule=row["rule"],
        score=row["score"],
        derivation=tuple(row["derivation"].items()),
    )


def _placed(argument: Argument, place: Mapping[str, Any]) -> Argument:
    return replace(argument, text=place["text"], span=Span(place["start"], place["end"]))


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
