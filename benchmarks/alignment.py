"""How well and how fast vocabularies are aligned, and the fitting of the model's weights.

    python benchmarks/alignment.py score TASKS.toml     train on one half of each task, score on the other, both ways
    python benchmarks/alignment.py train TASKS.toml     fit on everything and write kg/align/weights.tsv

TASKS.toml has one table a task: ``[mondo-mesh]``, ``a`` and ``b`` (built-in names or files), ``gold`` (an SSSOM table
of exact matches) and optionally ``weight``, how much a pair of the task counts in training (default 1), ``others``,
how much of that a pair counts whose ends the gold does not know, as a wrong one (default 0), ``subjects``, a file of
the subjects that the gold is about, where it is not about all, and ``names``, the share of b's names besides the labels
that are left to it (default 1): so vocabularies with many names teach about those with few.  Every cross-reference is
hidden.  In the scores a found pair counts as wrong only if one of its ends stands in the gold, since golds are
incomplete.
"""

from __future__ import annotations

import dataclasses
import hashlib
import resource
import sys
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from kg.align.hiding import without_curated
from kg.align.matching import ANCHOR, HOPELESS, choose, gather, score
from kg.align.model import WEIGHTS, Weights, probability
from kg.align.predicates import EXACT, thresholds
from kg.align.sources import open_vocabulary, respelled
from kg.align.training import fit
from kg.data import data_directory
from kg.files import write_text
from kg.mappings import read_mappings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.align.values import Term

Row = dict[str, float]
Table = dict[tuple[str, str], Row]
_HEADER = """\
# What each feature adds to the log-odds of two terms being the same thing: a logistic model, ridge-penalised.
# First of the names alone, then of names and surroundings together.  Fitted by `python benchmarks/alignment.py train`,
# with every cross-reference hidden from the features; docs/alignment.md tells on what, and has the cross-validation.
# feature\tnames alone\twith surroundings
"""


class Task:
    """Two vocabularies, what is known of them, and the evidence on their pairs."""

    def __init__(  # noqa: PLR0913, PLR0917 - the keys of a task's table
        self, name: str, a: str, b: str, gold: str, weight: float = 1.0, others: float = 0.0, subjects: str = "",
        names: float = 1.0,
    ) -> None:  # fmt: skip
        start = time.perf_counter()
        folder = data_directory("ontologies")
        one, other = (without_curated(open_vocabulary(v, folder)) for v in (a, b))
        other = dataclasses.replace(other, terms={i: with_fewer_names(t, names) for i, t in other.terms.items()})
        rows = [respelled(m, one, other) for m in read_mappings(Path(gold)) if m.predicate == EXACT]
        self.name, self.weight, self.others = name, weight, others
        self.asked = frozenset(Path(subjects).read_text(encoding="utf-8").split()) if subjects else frozenset()
        self.gold = {(str(m.subject), str(m.object)) for m in rows}
        self.possible = sum(s in one.terms and o in other.terms for s, o in self.gold)
        self.evidence = gather(one, other)
        self.seconds = time.perf_counter() - start

    def examples(self, features: Table, half: int | None) -> Iterator[tuple[Row, bool, float]]:
        """The rows of one half (None: of both) that the gold can judge, whether they are right, and their weight."""
        gold = {p for p in self.gold if half is None or half_of(p[0]) == half}
        subjects, objects = {s for s, _ in gold}, {o for _, o in gold}
        for pair, row in features.items():
            if half is not None and half_of(pair[0]) != half:
                continue
            if pair[0] in subjects or pair[1] in objects:
                yield row, pair in gold, self.weight
            elif self.others and (not self.asked or pair[0] in self.asked):
                yield row, False, self.weight * self.others


def with_fewer_names(term: Term, share: float) -> Term:
    """The term with a share of its names, the same ones each time."""
    if share >= 1:
        return term
    return term._replace(names=tuple(n for n in term.names if _share_of(f"{term.id}\t{n[0]}") < share))


def _share_of(text: str) -> float:
    return hashlib.md5(text.encode(), usedforsecurity=False).digest()[0] / 256


def half_of(identifier: str) -> int:
    return hashlib.md5(identifier.encode(), usedforsecurity=False).digest()[0] % 2


def fitted(tasks: list[Task], half: int | None = None) -> Weights:
    """Weights from one half of every task."""

    def fit_on(features_of: Callable[[Task], Table]) -> Row:
        rows, right, weights = [], [], []
        for task in tasks:
            for row, is_right, weight in task.examples(features_of(task), half):
                rows.append(row)
                right.append(is_right)
                weights.append(weight)
        return fit(rows, right, weights)

    names = fit_on(lambda task: task.evidence.names)

    def around(task: Task) -> Table:
        scores = {pair: probability(row, names) for pair, row in task.evidence.names.items()}
        hopeful = [pair for pair, p in scores.items() if p >= HOPELESS]
        return task.evidence.with_surroundings(hopeful, choose(scores, ANCHOR), scores)

    return Weights(names, fit_on(around))


def report(tasks: list[Task]) -> None:
    """Precision, recall and F1 of held-out halves."""
    held_out = {task.name: {} for task in tasks}
    for half in (0, 1):
        weights = fitted(tasks, half)
        for task in tasks:
            for pair in score(task.evidence, weights=weights):
                if half_of(pair.subject) != half:
                    held_out[task.name][pair.subject, pair.object] = pair.probability
    print("task\tgold\tin both\tfound\tP\tR\tF1\tseconds")
    for task in tasks:
        found = set(choose(held_out[task.name], thresholds().exact))
        subjects, objects = {s for s, _ in task.gold}, {o for _, o in task.gold}
        judged = [p for p in found if p[0] in subjects or p[1] in objects]
        right = len(found & task.gold)
        precision, recall = right / max(1, len(judged)), right / len(task.gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"{task.name}\t{len(task.gold)}\t{task.possible}\t{len(found)}\t{precision:.3f}\t{recall:.3f}\t{f1:.3f}"
              f"\t{task.seconds:.0f}")  # fmt: skip
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB for all tasks at once")


def train(tasks: list[Task]) -> None:
    """Write the weights that everything together gives."""
    weights = fitted(tasks)
    lines = []
    for name in sorted(weights.names.keys() | weights.both.keys()):
        alone = f"{weights.names[name]:.3f}" if name in weights.names else ""
        lines.append(f"{name}\t{alone}\t{weights.both.get(name, 0.0):.3f}\n")
    write_text(WEIGHTS, _HEADER + "".join(lines))
    print(WEIGHTS)


def main() -> None:
    """Run the command that the arguments name."""
    if len(sys.argv) != 3 or sys.argv[1] not in {"score", "train"}:
        raise SystemExit(__doc__)
    listed = tomllib.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    tasks = [Task(name, **about) for name, about in listed.items()]
    (report if sys.argv[1] == "score" else train)(tasks)


if __name__ == "__main__":
    main()
