"""Score claims.jsonl against sentences annotated with predictive relations of cancer, drug and gene, any direction.

    python benchmarks/predictive.py GOLD.jsonl CLAIMS.jsonl

GOLD has one sentence a line: ``{doc_id, entities: [{text, type, ids}], relations: [{type, args: [{role, entity}]}]}``;
an evidence's ``document`` must be the sentence's ``doc_id``.  Counted are distinct pairs of a gene's and a drug's
surface in a sentence; a claim whose ends are not both among the annotated entities counts for nothing.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Pair = tuple[str, str]


def main(arguments: list[str]) -> int:
    """Print precision and recall of the pairs."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python benchmarks/predictive.py GOLD.jsonl CLAIMS.jsonl\n")
        return 2
    gold, claims = (_rows(Path(name)) for name in arguments)
    sys.stdout.write(json.dumps(score(gold, claims), indent=1) + "\n")
    return 0


def score(gold: list[Row], claims: list[Row]) -> Row:
    """Precision and recall of gene and drug pairs, with the counts."""
    said: dict[str, list[Row]] = defaultdict(list)
    for claim in claims:
        for evidence in claim["evidence"]:
            said[evidence["document"]].append(claim)
    right = wrong = missed = 0
    for sentence in gold:
        wanted, given = _wanted(sentence), _given(sentence, said[sentence["doc_id"]])
        right += len(given & wanted)
        wrong += len(given - wanted)
        missed += len(wanted - given)
    return {
        "right": right,
        "wrong": wrong,
        "missed": missed,
        "precision": round(right / max(1, right + wrong), 3),
        "recall": round(right / max(1, right + missed), 3),
    }


def _wanted(sentence: Row) -> set[Pair]:
    entities = sentence["entities"]
    pairs: set[Pair] = set()
    for relation in sentence["relations"]:
        ends: dict[str, list[str]] = defaultdict(list)
        for argument in relation["args"]:
            ends[argument["role"]].append(_surface(entities[argument["entity"]]["text"]))
        if relation["type"] == "Predictive":
            pairs |= {(gene, drug) for gene in ends["gene"] for drug in ends["drug"]}
    return pairs


def _given(sentence: Row, claims: list[Row]) -> set[Pair]:
    genes = [e for e in sentence["entities"] if e["type"] == "Gene"]
    drugs = [e for e in sentence["entities"] if e["type"] == "Chemical"]
    pairs: set[Pair] = set()
    for claim in claims:
        here = [_surface(e["text"]) for e in genes if _same(e, claim["factor"])]
        pairs |= {(g, _surface(e["text"])) for g in here for e in drugs if _same(e, claim["therapy"])}
    return pairs


def _same(entity: Row, end: Row) -> bool:
    if set(entity["ids"]) & set(end["ids"]):
        return True
    a, b = _surface(entity["text"]), _surface(end["text"])
    return a in b or b in a


def _surface(text: str) -> str:
    return text.lower().strip()


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
