"""A claim told to a sceptical reader: its evidence with the arguments marked, the rule, where each field comes from.

And the same for a sentence that gave no claim: what was found in it, and what the nearest rule lacks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.claims.rules import Rule
    from kg.claims.trace import Trace

_VERBS: Final = {
    "confers_resistance": "confers resistance to",
    "sensitises": "sensitises to",
    "reverses_resistance": "reverses resistance to",
    "no_effect": "has no effect on",
}
_MODEL: Final = "llm:"
_NET: Final = {"promotes": "promotes resistance", "opposes": "opposes resistance", "none": "makes no difference"}


def explanation(row: Mapping[str, Any], known: Mapping[str, Rule]) -> Iterator[str]:
    """The lines about one row of claims.jsonl; ``known`` are the rules by name."""
    where = f" in {row['disease']['label']}" if row["disease"] else ""
    onset = f", {row['onset']}" if row["onset"] != "unspecified" else ""
    yield f"claim {row['claim']}"
    yield (
        f"  {row['factor']['label']} ({row['factor_state']}) {_VERBS[row['effect']]} {row['therapy']['label']}"
        f"{where}{onset}; belief {row['belief']}{', disputed' if row['disputed'] else ''}"
    )
    yield f"  net      {row['factor']['label']} {_NET[row['net']]}: {row['effect']} by {row['factor_state']}"
    for name in ("factor", "therapy", "disease"):
        if row[name]:
            yield f"  {name:8} {row[name]['label']}: {' = '.join(row[name]['ids']) or 'no identifier'}"
    for slug in row["mechanism"]:
        yield f"  through  {slug} ({row['mechanism_basis'][slug]})"
    for step in row["via"]:
        yield f"  via      {step['label']}: {' = '.join(step['ids']) or 'no identifier'}"
    for key in row["disagrees_with"]:
        yield f"  disagrees with {key}"
    if said := row.get("curation"):
        yield f"  {said['verdict']} by {said['who']}" + (f": {said['note']}" if said["note"] else "")
    for number, evidence in enumerate(row["evidence"], 1):
        yield from _evidence(number, evidence, known)


def _evidence(number: int, evidence: Mapping[str, Any], known: Mapping[str, Rule]) -> Iterator[str]:
    place = f"{evidence['document']}, {evidence['section']}, characters {evidence['start']}-{evidence['end']}"
    yield ""
    yield f"  {number}. {place}, {evidence['stance']}"
    yield f"     “{marked(evidence)}”"
    yield from (f"     named elsewhere in the document: {one}" for one in _elsewhere(evidence))
    yield from (f"     {line}" for line in _rule(evidence["rule"], evidence["score"], known))
    for field, source in evidence.get("derivation", {}).items():
        yield f"       {field}: {source}"


def _elsewhere(evidence: Mapping[str, Any]) -> Iterator[str]:
    """The arguments that the sentence takes from its context."""
    for name in ("factor", "therapy"):
        place = evidence.get(name)
        if place and not evidence["start"] <= place["start"] < evidence["end"]:
            yield f"{name} “{place['text']}”, characters {place['start']}-{place['end']}"


def _rule(name: str, score: float, known: Mapping[str, Rule]) -> Iterator[str]:
    """The rule with its documentation."""
    rule = known.get(name)
    if name.startswith(_MODEL):
        model = name.removeprefix(_MODEL)
        yield f"rule {name} (score {score}): said by the language model {model}; quote and identifiers were verified"
    elif rule is None:
        yield f"rule {name} (score {score}): no rule of this version; build the graph again"
    else:
        yield f"rule {name} (score {score}, {rule.score} of it from the rule): {rule.meaning}"
        yield f"  as in    “{rule.example}”"
        yield f"  pattern  {rule.pattern}"


def marked(evidence: Mapping[str, Any]) -> str:
    """The sentence on one line, with the words of its factor and therapy in brackets."""
    start = evidence["start"]
    places = [
        (evidence[name]["start"] - start, evidence[name]["end"] - start, name)
        for name in ("factor", "therapy")
        if name in evidence
    ]
    return _with_marks(evidence["text"], places)


def _with_marks(text: str, places: Sequence[tuple[int, int, str]]) -> str:
    """The text on one line with these places named; of two that overlap the later one."""
    last = len(text)
    for begin, end, name in sorted(places, reverse=True):
        if 0 <= begin < end <= last:  # an argument from the context stands elsewhere
            text = f"{text[:begin]}[{name}: {text[begin:end]}]{text[end:]}"
            last = begin
    return " ".join(text.split())


def silence(trace: Trace) -> Iterator[str]:
    """The lines about a sentence that gave no evidence."""
    span = trace.sentence.span
    yield f"{trace.document}, {trace.sentence.role}, characters {span.start}-{span.end}: no claim was read"
    yield f"  “{' '.join(trace.sentence.text.split())}”"
    for name, things in (("therapy", trace.therapies), ("factor", trace.factors)):
        told = ", ".join(f"{text} ({identifier})" for text, identifier in things)
        yield f"  {name:8} {told or 'none but what may be the therapy'}"
    yield f"  {'cues':8} {', '.join(f'{words} ({code})' for words, code in trace.cues)}"
    for rule, reason in trace.fits:
        yield f"  rule {rule} fits, but {reason}" if rule else f"  {reason}"
    if trace.nearest is not None:
        yield f"  nearest  rule {trace.nearest.id}: {trace.nearest.meaning}, as in “{trace.nearest.example}”"
        yield from (f"  missing  {part}" for part in trace.missing)
        if not trace.missing:
            between = f": “{trace.between}”" if trace.between else ""
            yield f"  its parts are all there, but too much, or the border of a clause, stands between them{between}"
