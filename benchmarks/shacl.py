"""SHACL by our engine and by its peers, on made-up graphs: `python benchmarks/shacl.py [--large N] [--huge N]`.

The same shapes, and the rules on nodes besides in our case; each engine in a process of its own, one core.  Seconds are
those of the processor (the wall's in brackets), memory is the peak of the process; both include reading the file.  At
the size that the peers bear the number of violations in a graph with planted faults is compared too.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from kg.data import data_directory

if TYPE_CHECKING:
    from kg.graph.check import Engine

FAULTS = 300


def ours(file: Path) -> int:
    from kg.graph.check import Engine

    return broken(file, Engine.fast)


def with_audit(file: Path) -> int:
    from kg.graph.check import check_graph

    return len(check_graph(file, data_directory("shapes"), audited=True))


def broken(file: Path, engine: Engine) -> int:
    """Results of shapes, without those of the rules on nodes, which no peer has."""
    from kg.graph.check import check_graph

    found = check_graph(file, data_directory("shapes"), engine)
    return sum(group.count for group in found.groups if group.shape.startswith("rks:"))


def pyshacl(file: Path) -> int:
    from kg.graph.check import Engine

    return broken(file, Engine.pyshacl)


def pyrudof(file: Path) -> int:
    import pyrudof as rudof

    engine = rudof.Rudof(rudof.RudofConfig())
    engine.read_data(str(file))
    shapes = sorted(data_directory("shapes").glob("*.ttl"))
    engine.read_shacl("\n".join(path.read_text(encoding="utf-8") for path in shapes))
    return len(engine.validate_shacl())


ENGINES = {engine.__name__: engine for engine in (ours, with_audit, pyshacl, pyrudof)}


def main() -> None:
    """Run everything, or with --run one engine on one file."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--triples", type=int, default=100_000, help="the size that the peers bear")
    arguments.add_argument("--large", type=int, default=1_000_000, help="the size that ours is measured at; 0: none")
    arguments.add_argument("--huge", type=int, default=0, help="another one, such as 10000000, which takes long")
    arguments.add_argument("--run", nargs=2, metavar=("ENGINE", "FILE"), help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.run:
        print(json.dumps(measured(given.run[0], Path(given.run[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), given.triples)
        for size in filter(None, (given.large, given.huge)):
            file = graph(Path(folder), size)
            for name in ("ours", "with_audit"):
                line(name, size, run(name, file))


def compare(folder: Path, size: int) -> None:
    """Ours and the peers on a valid graph, then the number of violations in one with faults."""
    file = graph(folder, size)
    names = ["ours", "pyshacl", *(["pyrudof"] if importlib.util.find_spec("pyrudof") else [])]
    seen = {name: run(name, file) for name in names}
    for name in names:
        line(name, size, seen[name], f", {seen[name]['seconds'] / seen['ours']['seconds']:.1f} times ours")
    bad = comparable(graph(folder, size, faults=FAULTS))
    counts = {name: run(name, bad) for name in names}
    print(
        f"results on a graph with {FAULTS} planted faults: "
        + ", ".join(f"{n} {c.get('violations')}" for n, c in counts.items())
    )


def graph(folder: Path, size: int, faults: int = 0) -> Path:
    """A made-up graph."""
    out = folder / f"{size}-{faults}"
    script = Path(__file__).with_name("synthetic.py")
    words = [out, "--triples", size, "--no-quads", "--faults", faults]
    subprocess.run([sys.executable, str(script), *map(str, words)], check=True, stdout=subprocess.DEVNULL)
    return out / "kg.ttl"


def comparable(file: Path) -> Path:
    """The graph, one triple a line, without offsets that are no numbers: pyshacl gives up at those."""
    kept = file.with_name("comparable.ttl")
    offset = re.compile(r"\S+ <http://www\.w3\.org/ns/oa#(start|end)> (?!\"[0-9]+\"\^\^)")
    with file.open(encoding="utf-8") as lines, kept.open("w", encoding="utf-8") as out:
        out.writelines(line for line in lines if not offset.match(line))
    return kept


def run(name: str, file: Path) -> dict[str, Any]:
    """One engine in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--run", name, str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return {"seconds": float("nan"), "wall": float("nan"), "peak": 0, "problem": done.stderr.strip()[-200:]}
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measured(name: str, file: Path) -> dict[str, Any]:
    """Seconds, peak memory in MB and the number of violations."""
    started, wall = process_time(), perf_counter()
    violations = ENGINES[name](file)
    return {
        "seconds": process_time() - started,
        "wall": perf_counter() - wall,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "violations": violations,
    }


def line(name: str, size: int, seen: dict[str, Any], more: str = "") -> None:
    """One figure."""
    figures = f"{seen['seconds']:8.2f} s ({seen['wall']:.1f}), {seen['peak']:6,} MB"
    print(f"{name:>10} {size:>12,} triples {figures}{more} {seen.get('problem', '')}", flush=True)


if __name__ == "__main__":
    main()
