"""Triples per second of each RDF dump against rdflib's serialiser of the same format, and what an export costs.

Usage: python -m benchmarks.export [--triples 1000000] [--peer-triples 100000] [--folder FOLDER]

Two made-up graphs of benchmarks/synthetic.py.  The small one is written by our exporters and by rdflib, one format
after the other in this process; counted is processor time, ours with the reading of the sorted master, theirs without
the reading of the graph into memory, which is told apart.  The large one is exported by `kg export` in a process of its
own, whose time and peak memory are told.  `--folder` keeps the graphs for the next run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

import rdflib

from benchmarks.synthetic import write_build
from kg.publish import Source, find_exporters
from kg.publish.master import prepare

# our format, and rdflib's name for it; None: rdflib does not write it
PEERS = {
    "turtle": "turtle", "ntriples": "nt", "nquads": "nquads", "trig": "trig", "jsonld": "json-ld", "rdfxml": "xml",
    "rdf12": None, "nanopub": None,
}  # fmt: skip


def made(folder: Path, triples: int) -> Path:
    """A build of about so many triples, made if it is not there yet."""
    target = folder / str(triples)
    if not (target / "void.ttl").exists():
        target.mkdir(parents=True, exist_ok=True)
        write_build(target, triples, 1)
    return target


def compare(build: Path, scratch: Path) -> None:
    """Each format by both, on one graph; a line each."""
    source = Source(folder=build, scratch=scratch)
    started = process_time()
    prepare(source)
    master = process_time() - started
    started = process_time()
    graph = rdflib.Dataset(default_union=True)
    graph.parse(build / "kg.nq", format="nquads")
    triples = len(graph)
    print(f"{triples:,} triples; master checked and sorted {triples / master:,.0f}/s; "
          f"rdflib reads {triples / (process_time() - started):,.0f}/s")  # fmt: skip
    plain = rdflib.Graph()
    for triple in graph.triples((None, None, None)):
        plain.add(triple)
    for name, peer in PEERS.items():
        started = process_time()
        list(find_exporters([name])[name].write(source, scratch))
        ours = process_time() - started
        if peer is None:
            print(f"{name:10} {triples / ours:10,.0f}/s")
            continue
        started = process_time()
        whole = graph if peer in {"nquads", "trig"} else plain
        whole.serialize(scratch / "peer", format=peer, encoding="utf-8")
        theirs = process_time() - started
        print(f"{name:10} {triples / ours:10,.0f}/s   rdflib {triples / theirs:10,.0f}/s   ratio {theirs / ours:6.1f}")


def cost(build: Path, out: Path) -> None:
    """A whole export of the RDF dumps, compressed, in a process of its own."""
    formats = [part for name in PEERS for part in ("--format", name)]
    started = perf_counter()
    child = subprocess.Popen([sys.executable, "-m", "kg", "export", "-d", build, "-o", out, *formats],
                             stdout=subprocess.DEVNULL)  # fmt: skip
    _, status, used = os.wait4(child.pid, 0)
    if status:
        raise SystemExit("kg export failed")
    size = sum(path.stat().st_size for path in (out / "latest").iterdir())
    print(json.dumps({"seconds": round(perf_counter() - started), "cpu_seconds": round(used.ru_utime + used.ru_stime),
                      "peak_mb": used.ru_maxrss // 1024, "megabytes_written": size >> 20}))  # fmt: skip


def main() -> None:
    """Make the graphs, compare, and measure the whole."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--triples", type=int, default=1_000_000)
    arguments.add_argument("--peer-triples", type=int, default=100_000)
    arguments.add_argument("--folder", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        scratch = Path(temporary) / "scratch"
        scratch.mkdir()
        if given.peer_triples:
            compare(made(folder, given.peer_triples), scratch)
        if given.triples:
            cost(made(folder, given.triples), Path(temporary) / "out")


if __name__ == "__main__":
    main()
