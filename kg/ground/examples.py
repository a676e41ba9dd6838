"""Annotated documents to learn from and to check by, as ``training.toml`` names them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import MentionType

_HERE: Final = Path(__file__).parent
_TITLE: Final = 80  # characters by which a paper is known again


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated document: its name, text, and the mentions of each type that the corpus annotates.

    ``taxa``: species that the corpus says are in it.
    """

    name: str
    text: str
    mentions: dict[MentionType, tuple[tuple[Span, tuple[str, ...]], ...]]
    taxa: frozenset[str] = frozenset()


@cache
def settings() -> dict[str, Any]:
    """``training.toml``."""
    with (_HERE / "training.toml").open("rb") as file:
        return tomllib.load(file)


def read_corpora(folder: Path) -> dict[str, list[Example]]:
    """The corpora of ``training.toml`` that are in the folder, by file name."""
    found = {}
    for name, types in settings()["corpora"].items():
        path = folder / name
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                found[name] = [_example(json.loads(line), types) for line in lines if line.strip()]
    return found


def _example(row: dict[str, Any], types: Sequence[MentionType]) -> Example:
    mentions = {
        kind: tuple((Span(e["start"], e["end"]), tuple(e["ids"])) for e in row["entities"] if e["type"] == kind)
        for kind in types
    }
    taxa = frozenset(i for e in row["entities"] if e["type"] == "Species" for i in e["ids"])
    return Example(str(row["doc_id"]), row["text"], mentions, taxa)


def fold_of(example: Example, folds: int) -> int:
    """Which part of a cross-validation a document belongs to, by how its text begins.

    The same paper in two corpora goes together, whatever number it has in each.
    """
    return int(md5(paper_of(example).encode(), usedforsecurity=False).hexdigest(), 16) % folds


def paper_of(example: Example) -> str:
    """How the text begins, by which the same paper is known in two corpora."""
    return "".join(filter(str.isalnum, example.text[:_TITLE].lower()))


def without_part(corpora: dict[str, list[Example]], folds: int, leave: int) -> dict[str, list[Example]]:
    """The documents outside one part of a cross-validation."""
    return {name: [e for e in some if fold_of(e, folds) != leave] for name, some in corpora.items()}
