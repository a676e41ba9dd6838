"""Seconds for one question to a large graph file: the file read each time, against the store that is kept beside it.

python benchmarks/questions.py FOLDER_OF_A_BUILD
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Store

from kg.graph import run_named_query
from kg.graph.keeping import FOLDER, fill

QUESTION, PARAMETERS = "what-resists", {"therapy": "MESH:D000077157"}


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    graph = Path(sys.argv[1]) / "kg.ttl"
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "kg.ttl"
        shutil.copy(graph, copy)
        in_memory = seconds(lambda: fill(Store(), copy))
        first = seconds(lambda: run_named_query(QUESTION, copy, PARAMETERS))
        later = min(seconds(lambda: run_named_query(QUESTION, copy, PARAMETERS)) for _ in range(3))
        kept = sum(p.stat().st_size for p in (Path(name) / FOLDER).rglob("*") if p.is_file()) / 1e6
    print(f"{graph.stat().st_size / 1e6:.0f} MB of Turtle, kept as {kept:.0f} MB")
    print(f"reading it into memory alone   {in_memory:6.1f} s")
    print(f"first question, which keeps it {first:6.1f} s")
    print(f"each later question            {later:6.1f} s  ({in_memory / later:.1f} times as quick as reading)")


if __name__ == "__main__":
    main()
