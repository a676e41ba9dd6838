"""Documents in batches, to one process or to several, with what they yield in the order of the documents."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from kg.errors import WorkerDied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from kg.model import Document

Yield = TypeVar("Yield")
_MOST_TOGETHER: Final = 64  # documents: enough to hide what each step, or handing them over, costs
_LARGEST_BATCH: Final = 200_000  # characters


class Opening(NamedTuple):
    """What every worker process calls first: a function of a module, and what it is called with."""

    function: Callable[..., None]
    arguments: tuple[Any, ...]


def batches(documents: Iterable[Document]) -> Iterator[tuple[Document, ...]]:
    """Documents in their order, many together, or fewer long ones."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if len(batch) >= _MOST_TOGETHER or size >= _LARGEST_BATCH:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def shared_out(
    documents: Iterable[Document], work: Callable[[Sequence[Document]], list[Yield]], opening: Opening, jobs: int
) -> Iterator[Yield]:
    """What ``work``, a function of a module, yields for each batch, in so many processes; memory does not grow.

    Raises WorkerDied where a process ends before its work.
    """
    try:
        with ProcessPoolExecutor(jobs, get_context("spawn"), opening.function, opening.arguments) as pool:
            waiting: list[Future[list[Yield]]] = []
            coming = batches(documents)
            while True:
                waiting += [pool.submit(work, batch) for batch in islice(coming, 2 * jobs - len(waiting))]
                if not waiting:
                    return
                yield from waiting.pop(0).result()
    except BrokenProcessPool as error:
        remedy = "run the same command again, with fewer --jobs if memory is short"
        raise WorkerDied(f"a worker process ended before its work; {remedy}") from error
