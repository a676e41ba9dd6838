"""Score the claim rules on passages that were written before the rules were looked at.

    python benchmarks/passages.py [tests/claims/data/passages.txt] [--errors]

A passage is a line ``== name``, perhaps ``title: …``, the text in one line, and a line ``- effect | therapy | factor |
state | stance | onset | mechanism | disease`` for each claim, ``.`` for what is not said.  Names are compared as texts:
one within the other.  Gain and present count as one state, as they never differ in what they do.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.assemble import assemble
from kg.assemble.rows import claim_row
from kg.extraction import extract
from kg.knowledge import open_knowledge
from kg.read import read_paths

Row = dict[str, Any]
FIELDS = ("effect", "therapy", "factor", "state", "stance", "onset", "mechanism", "disease")
PASSAGES = Path(__file__).resolve().parent.parent / "tests" / "claims" / "data" / "passages.txt"


@dataclass(slots=True)
class Passage:
    """A text with the claims that a reader finds."""

    name: str
    title: str = ""
    text: str = ""
    claims: list[Row] = field(default_factory=list)


def passages(path: Path) -> list[Passage]:
    """The passages of a file."""
    found: list[Passage] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            found.append(Passage(line[3:]))
        elif line.startswith("- ") and found:
            values = [value.strip() for value in line[2:].split("|")]
            found[-1].claims.append(dict(zip(FIELDS, values, strict=True)))
        elif line.startswith("title: ") and found:
            found[-1].title = line[7:]
        elif line.strip() and not line.startswith("#") and found:
            found[-1].text = line
    return found


def readings(given: list[Passage]) -> dict[str, list[Row]]:
    """What the product claims of each passage; each is read as a paper of its own."""
    knowledge = open_knowledge()
    rows = ({"doc_id": p.name, "title": p.title or None, "text": p.text} for p in given)
    found: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "passages.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        for document in read_paths([path]):
            record = extract(document, knowledge)
            claims, _ = assemble(record.evidence, {record.facts.id: record.facts})
            found[record.facts.id] = [_flat(row) for claim in claims for row in _each(claim_row(claim))]
    return found


def _each(claim: Row) -> list[Row]:
    """A claim once for each stance that it has."""
    by_stance = {evidence["stance"]: evidence for evidence in reversed(claim["evidence"])}
    return [{**claim, "evidence": [evidence]} for evidence in by_stance.values()]


def _flat(claim: Row) -> Row:
    evidence, disease = claim["evidence"][0], claim["disease"] or {}
    return {
        "effect": claim["effect"],
        "therapy": (claim["therapy"]["text"], claim["therapy"]["label"] or "", evidence["therapy"]["text"]),
        "factor": (claim["factor"]["text"], claim["factor"]["label"] or "", evidence["factor"]["text"]),
        "state": claim["factor_state"],
        "stance": evidence["stance"],
        "onset": claim["onset"],
        "mechanism": claim["mechanism"],
        "disease": (disease.get("text") or "", disease.get("label") or ""),
        "rule": evidence["rule"],
    }


def score(given: list[Passage], found: dict[str, list[Row]]) -> tuple[Row, list[str]]:
    """The figures, and each error in a line."""
    tally, errors = Counter[str](), list[str]()
    for passage in given:
        left = list(found[passage.name])
        tally["silent"] += not passage.claims
        tally["noisy"] += not passage.claims and bool(left)
        tally["gold"] += len(passage.claims)
        tally["found"] += len(left)
        for want in sorted(passage.claims, key=_denied):
            hits = [row for row in left if _names(want, row)]
            hits.sort(key=lambda row, want=want: (_turn(row) != _turn(want), row["effect"] != want["effect"]))
            if not hits:
                errors.append(f"{passage.name}\tmissed\t{_told(want)}")
                continue
            left.remove(hits[0])
            errors += [f"{passage.name}\t{error}" for error in _compared(want, hits[0], tally)]
        errors += [f"{passage.name}\tspurious\t{_told(row)}\t{row['rule']}" for row in left]
    return _figures(tally), errors


def _compared(want: Row, got: Row, tally: Counter[str]) -> list[str]:
    tally["pair"] += 1
    tally["net"] += _turn(got) == _turn(want)
    same = {
        "effect": got["effect"] == want["effect"],
        "state": (got["state"] == "loss") == (want["state"] == "loss"),
        "stance": got["stance"] == want["stance"],
        "onset": got["onset"] == (want["onset"] if want["onset"] != "." else "unspecified"),
    }
    if want["disease"] != ".":
        same["disease"] = _within(want["disease"], got["disease"])
    if want["mechanism"] != ".":
        same["mechanism"] = want["mechanism"] in got["mechanism"]
    for name, right in same.items():
        tally[f"{name} asked"] += 1
        tally[f"{name} right"] += right
    return [
        f"{n}\t{got[n]} for {want[n]}\t{want['therapy']} {want['factor']}\t{got['rule']}"
        for n, right in same.items()
        if not right
    ]


def _figures(tally: Counter[str]) -> Row:
    shares = {n: tally[f"{n} right"] / max(1, tally[f"{n} asked"]) for n in FIELDS if tally[f"{n} asked"]}
    return {
        "claims": tally["gold"],
        "found": tally["found"],
        **{
            f"{name} {kind}": round(tally[key] / max(1, tally[whole]), 3)
            for name, key in (("pair", "pair"), ("net effect", "net"))
            for kind, whole in (("precision", "found"), ("recall", "gold"))
        },
        **{name: round(share, 3) for name, share in shares.items()},
        "passages without claims that got one": f"{tally['noisy']}/{tally['silent']}",
    }


def _names(want: Row, row: Row) -> bool:
    return _within(want["therapy"], row["therapy"]) and _within(want["factor"], row["factor"])


def _within(name: str, texts: tuple[str, ...]) -> bool:
    ours = _plain(name)
    return any(ours in text or text in ours for text in map(_plain, texts) if text)


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.casefold())


def _turn(row: Row) -> str:
    """What the factor does to resistance: promotes, opposes, or nothing."""
    if _denied(row):
        return "none"
    return "promotes" if (row["effect"] == "confers_resistance") == (row["state"] != "loss") else "opposes"


def _denied(row: Row) -> bool:
    return row["effect"] == "no_effect" or row["stance"] == "negated"


def _told(row: Row) -> str:
    therapy, factor = (row[n] if isinstance(row[n], str) else row[n][0] for n in ("therapy", "factor"))
    return f"{factor} ({row['state']}) {row['effect']} {therapy} {row['stance']}"


def main() -> int:
    """Print the figures, and the errors if asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("passages", type=Path, nargs="?", default=PASSAGES)
    options.add_argument("--errors", action="store_true")
    arguments = options.parse_args()
    given = passages(arguments.passages)
    figures, errors = score(given, readings(given))
    if arguments.errors:
        sys.stderr.write("".join(f"{line}\n" for line in errors))
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
