"""How often claims of each band of belief are right: `python benchmarks/belief.py GOLD.jsonl`.

GOLD has one passage a line: {id, title, text, claims: [{therapy, factor, net, effect, stance}]}, where therapy and
factor have ``ids`` and ``text``.  Each passage is read as a paper of its own.  A claim is right if the gold has its
pair of therapy and factor with the same net effect; a denial, if the gold denies it too.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.assemble import assemble
from kg.assemble.rows import claim_row
from kg.extraction import extract
from kg.knowledge import open_knowledge
from kg.read import read_paths

Row = dict[str, Any]
BANDS = (0.0, 0.01, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 1.0)


def same(gold: Row, found: Row) -> bool:
    """Whether both share an identifier, or where the gold has none, one text is in the other."""
    if gold["ids"]:
        return not set(gold["ids"]).isdisjoint(found["ids"])
    a, b = gold["text"].casefold(), found["text"].casefold()
    return bool(a and b) and (a in b or b in a)


def polarity(claim: Row, stance: str) -> str:
    return "denied" if claim["effect"] == "no_effect" or stance == "negated" else str(claim["net"])


def judged(expected: list[Row], found: list[Row]) -> list[tuple[float, str, bool, bool]]:
    """(belief, stance, pair is right, pair and effect are right) of every claim; each gold claim is used once."""
    left, verdicts = list(expected), []
    for claim in sorted(found, key=lambda c: -c["belief"]):
        stance = claim["evidence"][0]["stance"]
        hits = [g for g in left if same(g["therapy"], claim["therapy"]) and same(g["factor"], claim["factor"])]
        hits.sort(key=lambda g: polarity(g, g["stance"]) != polarity(claim, stance))
        if hits:
            left.remove(hits[0])
        right = bool(hits) and polarity(hits[0], hits[0]["stance"]) == polarity(claim, stance)
        verdicts.append((claim["belief"], stance, bool(hits), right))
    return verdicts


def claims_by_passage(gold: Path) -> dict[str, list[Row]]:
    """The product's claims, each passage for itself."""
    knowledge = open_knowledge()
    found = {}
    for document in read_paths([gold]):
        record = extract(document, knowledge)
        claims, _ = assemble(record.evidence, {record.facts.id: record.facts})
        found[record.facts.id] = [claim_row(claim) for claim in claims]
    return found


def passages_only(gold: list[Row], folder: Path) -> Path:
    """The gold without its annotations, as a file of papers."""
    path = folder / "passages.jsonl"
    rows = ({"doc_id": g["id"], "title": g["title"], "text": g["text"]} for g in gold)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def table(verdicts: list[tuple[float, str, bool, bool]]) -> None:
    print("| belief | claims | mean belief | pair is right | effect is right too |\n|---|---|---|---|---|")
    for low, high in pairwise(BANDS):
        inside = [v for v in verdicts if low <= v[0] < high]
        if inside:
            n = len(inside)
            mean, pair, effect = (sum(v[i] for v in inside) / n for i in (0, 2, 3))
            name = "0 (denied only)" if high == 0.01 else f"{low:g} to {high:g}"
            print(f"| {name} | {n} | {mean:.2f} | {pair:.2f} | {effect:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "gold", type=Path, nargs="?", default=Path(__file__).parents[2] / "shared/gold/claims_gold.dev.jsonl"
    )
    parser.add_argument("--folder", type=Path, default=Path("build"), help="for the passages without their annotations")
    given = parser.parse_args()
    gold = [json.loads(line) for line in given.gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    given.folder.mkdir(parents=True, exist_ok=True)
    found = claims_by_passage(passages_only(gold, given.folder))
    verdicts = [v for passage in gold for v in judged(passage["claims"], found.get(passage["id"], []))]
    table(verdicts)
    for stance in ("asserted", "hedged", "negated"):
        of_stance = [v for v in verdicts if v[1] == stance]
        if of_stance:
            print(f"{stance}: {len(of_stance)} claims, {sum(v[3] for v in of_stance) / len(of_stance):.2f} right")
    if verdicts:
        print(f"Brier score of the supported claims: {brier(verdicts):.3f}")


def brier(verdicts: list[tuple[float, str, bool, bool]]) -> float:
    """The mean squared distance between belief and truth; a constant 0.5 gives 0.25."""
    supported = [v for v in verdicts if v[1] != "negated"]
    return sum((v[0] - v[3]) ** 2 for v in supported) / max(1, len(supported))


if __name__ == "__main__":
    main()
