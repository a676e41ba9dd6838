"""A claim told to a sceptical reader: its evidence with the arguments marked, the rule, where each field comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_VERBS: Final = {
    "confers_resistance": "confers resistance to",
    "sensitises": "sensitises to",
    "reverses_resistance": "reverses resistance to",
    "no_effect": "has no effect on",
}


def explanation(row: Mapping[str, Any], meanings: Mapping[str, str]) -> Iterator[str]:
    """The lines about one row of claims.jsonl; ``meanings`` say in words what each rule is."""
    where = f" in {row['disease']['label']}" if row["disease"] else ""
    onset = f", {row['onset']}" if row["onset"] != "unspecified" else ""
    yield f"claim {row['claim']}"
    yield (
        f"  {row['factor']['label']} ({row['factor_state']}) {_VERBS[row['effect']]} {row['therapy']['label']}"
        f"{where}{onset}; belief {row['belief']}{', disputed' if row['disputed'] else ''}"
    )
    for name in ("factor", "therapy", "disease"):
        if row[name]:
            yield f"  {name:8} {row[name]['label']}: {' = '.join(row[name]['ids']) or 'no identifier'}"
    for slug in row["mechanism"]:
        yield f"  through  {slug} ({row['mechanism_basis'][slug]})"
    for key in row["disagrees_with"]:
        yield f"  disagrees with {key}"
    for number, evidence in enumerate(row["evidence"], 1):
        yield from _evidence(number, evidence, meanings)


def _evidence(number: int, evidence: Mapping[str, Any], meanings: Mapping[str, str]) -> Iterator[str]:
    place = f"{evidence['document']}, {evidence['section']}, characters {evidence['start']}-{evidence['end']}"
    meaning = meanings.get(evidence["rule"], "no rule of this version; build the graph again")
    yield ""
    yield f"  {number}. {place}, {evidence['stance']}"
    yield f"     “{marked(evidence)}”"
    yield f"     rule {evidence['rule']} (score {evidence['score']}): {meaning}"
    for field, source in evidence.get("derivation", {}).items():
        yield f"       {field}: {source}"


def marked(evidence: Mapping[str, Any]) -> str:
    """The sentence on one line, with the words of its factor and therapy in brackets."""
    text, start = evidence["text"], evidence["start"]
    ends = {
        (evidence[name]["start"] - start, evidence[name]["end"] - start): name
        for name in ("factor", "therapy")
        if name in evidence
    }
    last = len(text)
    for (begin, end), name in sorted(ends.items(), reverse=True):
        if 0 <= begin < end <= last:  # an argument from the context stands elsewhere
            text = f"{text[:begin]}[{name}: {text[begin:end]}]{text[end:]}"
            last = begin
    return " ".join(text.split())
