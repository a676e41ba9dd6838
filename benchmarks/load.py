"""Loading beside each store's own bulk loader, on the same file: `python benchmarks/load.py --triples 5000000`.

`kg load` is timed as a user runs it: the process from start to end with its COUNT and its switch, graph not checked.
The peers: `oxigraph load` into an empty folder; Virtuoso's ld_dir, rdf_loader_run and checkpoint by isql into an
empty database.  Prints triples a second of both, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.stores.servers import find_oxigraph, find_virtuoso, isql, start_oxigraph, start_virtuoso  # noqa: E402

BUFFERS = 340_000  # pages of 8 kB: what Virtuoso advises for a machine with 4 GB to spare


def timed(job: Callable[[], object]) -> float:
    start = perf_counter()
    job()
    return perf_counter() - start


def kg_load(target: str, graph: Path, **environment: str) -> None:
    command = [sys.executable, "-m", "kg", "load", target, "-d", str(graph), "--no-check"]
    subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=ROOT, stdout=subprocess.DEVNULL)


def oxigraph_load(folder: Path, graph: Path) -> None:
    command = [str(find_oxigraph()), "load", "--location", str(folder / "peer"), "--file", str(graph / "kg.ttl")]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


def folder_pair(work: Path, graph: Path) -> tuple[float, float]:
    peer = timed(lambda: oxigraph_load(work, graph))
    return peer, timed(lambda: kg_load(str(work / "ours"), graph))


def oxigraph_pair(work: Path, graph: Path) -> tuple[float, float]:
    peer = timed(lambda: oxigraph_load(work, graph))
    server = start_oxigraph(work)
    try:
        return peer, timed(lambda: kg_load(server.target, graph))
    finally:
        server.stop()


def virtuoso_pair(work: Path, graph: Path) -> tuple[float, float]:
    times = []
    for name in ("peer", "ours"):
        (work / name).mkdir()
        server = start_virtuoso(work / name, buffers=BUFFERS)
        try:
            if name == "peer":
                os.link(graph / "kg.ttl", work / name / "kg.ttl")
                isql(server, f"ld_dir('{work / name}', 'kg.ttl', 'http://example.org/peer')")
                times.append(timed(lambda: (isql(server, "rdf_loader_run()"), isql(server, "checkpoint"))))  # noqa: B023
            else:
                who = {"KG_STORE_USER": server.user, "KG_STORE_PASSWORD": server.password}
                times.append(timed(lambda: kg_load(server.target, graph, **who)))  # noqa: B023
        finally:
            server.stop(kill=True)
        shutil.rmtree(work / name)
    return times[0], times[1]


PAIRS = {
    "folder": (folder_pair, find_oxigraph),
    "oxigraph": (oxigraph_pair, find_oxigraph),
    "virtuoso": (virtuoso_pair, find_virtuoso),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=5_000_000)
    parser.add_argument("--graph", type=Path, help="a build's folder to load instead of a made-up one")
    parser.add_argument("--stores", nargs="+", choices=PAIRS, default=list(PAIRS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-bench-") as name:
        work = Path(name)
        graph = given.graph or work / "graph"
        if not given.graph:
            make = [
                sys.executable,
                str(ROOT / "benchmarks" / "synthetic.py"),
                str(graph),
                "--triples",
                str(given.triples),
            ]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        from kg.stores import open_cargo

        triples = open_cargo(graph, trusted=True).triples
        print(f"{triples:,} triples; load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        for store in given.stores:
            pair, found = PAIRS[store]
            if not found():
                print(f"{store}: not installed")
                continue
            with tempfile.TemporaryDirectory(prefix=f"{store}-", dir=work) as folder:
                peer, ours = pair(Path(folder), graph)
            print(
                f"{store}: own bulk loader {triples / peer:,.0f} triples/s ({peer:.1f} s), "
                f"kg load {triples / ours:,.0f} triples/s ({ours:.1f} s), ratio {peer / ours:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
