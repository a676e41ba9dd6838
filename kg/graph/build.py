"""The graph of a build: written beside the last good one, checked, and only then put in its place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from kg.data import data_directory
from kg.graph.check import check, check_quotes
from kg.graph.report import write_validation
from kg.graph.void import write_void
from kg.graph.writers import write_nquads, write_turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph.dataset import Dataset
    from kg.model import Violation

FILES: Final = ("kg.nq", "void.ttl", "kg.ttl")  # kg.ttl last: where it stands, the others do too
_CANDIDATE: Final = ".candidate"


def check_build(
    dataset: Dataset, out: Path, texts: Iterable[tuple[str, str]] | None = None, *, shapes: Path | None = None
) -> tuple[Violation, ...]:
    """Write the graph to ``out/.candidate``, check it, report; the graph in ``out`` stays.

    The report is ``out/validation.ttl``.  ``texts`` are document ids with their texts, taken one by one; by
    default those of ``out/mentions.jsonl``.  ``shapes`` are the product's by default.
    """
    folder = out / _CANDIDATE
    tally = write_turtle(dataset, folder / "kg.ttl")
    write_nquads(dataset, folder / "kg.nq")
    write_void(tally, dataset.run, folder / "void.ttl")
    found = check(folder / "kg.ttl", shapes or data_directory("shapes"))
    quotes = check_quotes(
        dataset.claims, texts if texts is not None else mention_texts(out / "mentions.jsonl")
    )
    violations = (*found, *quotes)
    write_validation(violations, out / "validation.ttl")
    return violations


def publish_graph(out: Path) -> None:
    """Put the checked graph in the place of the last one."""
    for name in FILES:
        (out / _CANDIDATE / name).replace(out / name)
    (out / _CANDIDATE).rmdir()


def mention_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Document ids and texts of a mentions.jsonl."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield row["doc_id"], row["text"]
