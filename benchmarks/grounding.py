"""Grounding on one core: our `kg annotate` machinery and Gilda's `annotate` over the same names and texts, in turn.

Usage: python benchmarks/grounding.py [--documents 4000] [--gilda-documents 200] [--gilda-python PYTHON] [--shared DIR]

Each system runs in a process of its own that is tied to one core.  Gilda's Grounder is given every name of our
compiled index, so that nothing is downloaded.  The texts are the abstracts of the development corpora in the shared
folder; where that is absent, recombined sentences of the example papers.  With the corpora the scores are printed
too, by the scorer that lies beside them.  Gilda comes with `pip install 'resistkg[bench]'`, or from the environment
of --gilda-python.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
ABSTRACTS = ("bc5cdr", "ncbi_disease", "biored", "tmvar3")  # corpora of abstracts; the others hold papers and sentences
SCORED = (
    ("tmvar3", "Gene"), ("bc5cdr", "Chemical"), ("bc5cdr", "Disease"), ("ncbi_disease", "Disease"),
    ("biored", "Gene"), ("biored", "Chemical"), ("biored", "Disease"), ("craft", "Disease"),
)  # fmt: skip
STATUS = {"label": "name", "previous": "former_name"}  # Gilda's words for a name's scope; all others are synonyms


def main() -> None:
    """Run both systems and print rates, ratio, memory, cold start and scores."""
    asked = _arguments()
    if asked.run:
        (_run_ours if asked.run == "ours" else _run_gilda)(Path(asked.texts), asked.names, Path(asked.out))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpora = Path(asked.shared) / "corpora"
        texts = _texts(folder, corpora, asked.documents)
        few = _beginning(texts, asked.gilda_documents)
        names = folder / "names.tsv"
        print(f"{_write_names(names)} names; {asked.documents} abstracts for us, {asked.gilda_documents} for Gilda")
        ours = _measured("ours", sys.executable, texts, names, folder)
        gilda = _measured("gilda", asked.gilda_python, few, names, folder)
        if ours and gilda:
            print(f"{'ratio':10} {ours['rate'] / gilda['rate']:10.1f} times Gilda's rate")
        print(f"{'cold start':10} {_cold_start(few, folder):10.2f} s for `kg annotate` of one abstract, all told")
        _print_scores(corpora, Path(asked.shared) / "score" / "mentions.py", folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--gilda-documents", type=int, default=200)
    parser.add_argument("--gilda-python", default=sys.executable, help="an interpreter that has Gilda")
    parser.add_argument("--shared", default=str(ROOT.parent / "shared"), help="folder with corpora/ and score/")
    for inner in ("--run", "--texts", "--names", "--out"):  # what a measured process is told
        parser.add_argument(inner, default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _texts(folder: Path, corpora: Path, count: int) -> Path:
    """So many abstracts as JSON Lines, repeated where there are fewer."""
    rows = [row for name in ABSTRACTS for row in _corpus(corpora, name)] or list(_examples())
    path = folder / "texts.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number, row in enumerate(islice(cycle(rows), count)):
            lines.write(json.dumps({"doc_id": f"bench:{number}", "text": row["text"]}, ensure_ascii=False) + "\n")
    print(f"{len(rows)} distinct abstracts, {path.stat().st_size // count} bytes each")
    return path


def _corpus(corpora: Path, name: str) -> Iterator[dict[str, str]]:
    path = corpora / f"{name}.dev.jsonl"
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield {"doc_id": row["doc_id"], "text": row["text"]}


def _examples() -> Iterator[dict[str, str]]:
    """Eight sentences of the example papers a text, in a fixed pseudo-random order."""
    from kg.model import Document
    from kg.read import read_paths
    from kg.text.sentences import split_sentences

    papers = [d for d in read_paths([ROOT / "examples" / "papers"]) if isinstance(d, Document)]
    sentences = sorted({s.text for d in papers for s in split_sentences(d) if s.role != "furniture"})
    draw = random.Random(20_000)  # noqa: S311 - a fixed order of test sentences, nothing secret
    for _ in range(500):
        yield {"text": " ".join(draw.choices(sentences, k=8))}


def _beginning(texts: Path, count: int) -> Path:
    """An even sample of the texts, so that all corpora are in it."""
    lines = texts.read_text(encoding="utf-8").splitlines()
    path = texts.with_name("few.jsonl")
    path.write_text("\n".join(lines[:: max(1, len(lines) // count)][:count]) + "\n", encoding="utf-8")
    return path


def _write_names(path: Path) -> int:
    """Every name of the compiled index: name, prefix, identifier, label, status."""
    from kg.lexicon import open_default

    lexicon = open_default()
    count = len(lexicon._posting_concepts)  # the index has no public list of all its names; only this benchmark asks
    with path.open("w", encoding="utf-8") as lines:
        for at in range(count):
            found = lexicon._candidate(at)
            concept = found.concept
            status = STATUS.get(found.scope, "synonym")
            row = (found.name, concept.id.prefix, concept.id.identifier, concept.label, status)
            lines.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
    return count


def _measured(system: str, python: str, texts: Path, names: Path, folder: Path) -> dict[str, float] | None:
    """What one system needs in a process of its own on one core; None where it cannot run."""
    out = folder / f"{system}.json"
    command = [python, __file__, "--run", system, "--texts", str(texts), "--names", str(names), "--out", str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, check=False, preexec_fn=_one_core, capture_output=True, text=True)
    if done.returncode:
        print(f"{system:10} did not run: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
        return None
    found: dict[str, float] = json.loads(out.read_text(encoding="utf-8"))
    print(
        f"{system:10} {found['rate']:10.1f} abstracts/s on one core, {found['mentions']:.1f} mentions each; "
        f"ready after {found['ready']:.1f} s, {found['memory']:.0f} MB at most"
    )
    return found


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _report(out: Path, *, count: int, mentions: int, seconds: float, ready: float) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"rate": count / seconds, "mentions": mentions / count, "ready": ready, "memory": memory}
    out.write_text(json.dumps(found), encoding="utf-8")


def _run_ours(texts: Path, _: str, out: Path) -> None:
    """Read, split, ground and write, as `kg annotate` does."""
    start = perf_counter()
    from kg.annotation import annotated, open_lexicon, trained
    from kg.memory import settle_memory
    from kg.model import Document
    from kg.read import read_path

    grounder = trained(open_lexicon())
    settle_memory()
    ready = perf_counter() - start
    count = mentions = 0
    start = perf_counter()
    papers = (paper for paper in read_path(texts) if isinstance(paper, Document))
    with out.with_suffix(".jsonl").open("wb") as lines:
        for line in annotated(papers, grounder):
            lines.write(line)
            count, mentions = count + 1, mentions + line.count(b'"start": ')
    _report(out, count=count, mentions=mentions, seconds=perf_counter() - start, ready=ready)


def _run_gilda(texts: Path, names: str, out: Path) -> None:
    """Gilda's own finder and scorer with our names."""
    import logging

    start = perf_counter()
    from gilda.grounder import Grounder
    from gilda.ner import annotate
    from gilda.process import normalize
    from gilda.term import Term

    logging.disable(logging.WARNING)
    terms: list[Any] = []
    with Path(names).open(encoding="utf-8") as lines:
        for line in lines:
            name, prefix, identifier, label, status = line.rstrip("\n").split("\t")
            if (key := normalize(name)).strip():
                terms.append(Term(key, name, prefix, identifier, label, status, "resistkg"))
    grounder = Grounder(terms)
    grounder.gilda_disambiguators = {}  # else it would fetch its models for ambiguous names from the network
    ready = perf_counter() - start
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    mentions = 0
    start = perf_counter()
    with out.with_suffix(".jsonl").open("w", encoding="utf-8") as found:
        for row in rows:
            annotations = annotate(row["text"], grounder=grounder)
            said = [(a.start, a.end, a.text, a.matches[0].term.db, a.matches[0].term.id) for a in annotations]
            found.write(json.dumps({"doc_id": row["doc_id"], "mentions": said}, ensure_ascii=False) + "\n")
            mentions += len(said)
    _report(out, count=len(rows), mentions=mentions, seconds=perf_counter() - start, ready=ready)


def _cold_start(texts: Path, folder: Path) -> float:
    one = folder / "one.jsonl"
    one.write_text(texts.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    times = []
    for _ in range(3):
        start = perf_counter()
        _annotate(one, folder / "one.out")
        times.append(perf_counter() - start)
    return min(times)


def _annotate(inputs: Path, out: Path) -> None:
    command = [sys.executable, "-m", "kg", "annotate", str(inputs), "-o", str(out), "-j", "1"]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)


def _print_scores(corpora: Path, scorer: Path, folder: Path) -> None:
    """P, R and F1 of spans with identifiers and of the documents' sets of identifiers, a line a corpus and type."""
    done: set[str] = set()
    for name, kind in SCORED:
        rows = list(_corpus(corpora, name)) if scorer.is_file() else []
        if not rows:
            continue
        out = folder / f"{name}.mentions.jsonl"
        if name not in done:
            inputs = folder / f"{name}.jsonl"
            inputs.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
            _annotate(inputs, out)
            done.add(name)
        gold = corpora / f"{name}.dev.jsonl"
        command = [sys.executable, str(scorer), str(gold), str(out), "--type", kind]
        command += ["--ids", "MONDO"] if name == "craft" else []
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        score = json.loads(answer.stdout)
        said = "; ".join(
            f"{what} P {v['P']} R {v['R']} F1 {v['F1']}" for what, v in score.items() if isinstance(v, dict)
        )
        print(f"{name:13}{kind:9} {said}")


if __name__ == "__main__":
    main()
