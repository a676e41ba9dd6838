"""A plan run over a graph: every shape on its targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.graph.shacl.results import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.shacl.columns import Columns
    from kg.graph.shacl.shapes import Plan


def run(plan: Plan, graph: Columns) -> list[Result]:
    """What breaks the shapes, one value a shape and constraint, without repeats; raises Unsupported."""
    found: dict[tuple[int, str], list[Result]] = {}
    for shape in plan.shapes:
        for result in shape.check(graph, shape.targets.focus(graph)).results:
            found.setdefault((id(result.shape), result.component), []).append(result)
    return [merged for results in found.values() for merged in _merged(results)]


def _merged(results: Iterable[Result]) -> Iterator[Result]:
    """One result of several that one constraint gave for different nodes; what comes twice once."""
    several = list(results)
    shape, component, *_ = several[0]
    columns = [np.concatenate([r.focus for r in several])]
    for part in ([r.values for r in several], [r.paths for r in several]):
        known = [p for p in part if p is not None]
        columns += [np.concatenate(known)] if known else []
    rows = np.unique(np.stack(columns), axis=1)
    yield Result(shape, component, *rows)
