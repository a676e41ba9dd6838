"""Abstracts per second on one core, stage by stage, over recombined sentences of the example papers.

Usage: python benchmarks/line.py [--documents 20000]

The documents have eight sentences each, drawn in a fixed pseudo-random order from the examples' own sentences, so that
every run sees the same text.  Assembly and graph see the evidence of all of them.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
from pathlib import Path
from time import perf_counter

from kg.assemble import assemble
from kg.extraction import as_claims_read
from kg.graph.dataset import Dataset
from kg.graph.writers import write_nquads, write_turtle
from kg.knowledge import Knowledge, open_knowledge
from kg.memory import settle_memory
from kg.model import Document, DocumentFacts
from kg.read import read_path, read_paths
from kg.text.sentences import split_sentences
from kg.workers import batches

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = 8


def main() -> None:
    """Run every stage and print its rate and share."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=20_000)
    count = arguments.parse_args().documents
    knowledge = open_knowledge()
    settle_memory()
    with tempfile.TemporaryDirectory() as folder:
        path = _corpus(Path(folder), count)
        _run(path, knowledge, count)


def _corpus(folder: Path, count: int) -> Path:
    documents = [d for d in read_paths([ROOT / "examples" / "papers"]) if isinstance(d, Document)]
    sentences = sorted(
        {s.text for d in documents for s in split_sentences(d) if s.role not in {"keywords", "title", "furniture"}}
    )
    draw = random.Random(20_000)  # noqa: S311 - a fixed order of test sentences, nothing secret
    path = folder / "abstracts.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(count):
            text = " ".join(draw.choices(sentences, k=SENTENCES))
            lines.write(json.dumps({"doc_id": f"bench:{number}", "text": text}, ensure_ascii=False) + "\n")
    characters = path.stat().st_size // count
    print(f"{count} abstracts of {SENTENCES} sentences from {len(sentences)} distinct ones, {characters} bytes each")
    return path


def _run(path: Path, knowledge: Knowledge, count: int) -> None:
    times = dict.fromkeys(("read", "sentences", "ground", "claims", "assemble", "graph"), 0.0)
    facts, evidence, started = {}, [], perf_counter()
    waiting = batches(paper for paper in read_path(path) if isinstance(paper, Document))
    while True:
        marks = [perf_counter()]
        documents = next(waiting, ())
        marks.append(perf_counter())
        split = [(document, split_sentences(document)) for document in documents]
        marks.append(perf_counter())
        grounded = knowledge.grounder.ground_all(split)
        marks.append(perf_counter())
        for (document, sentences), (groundings, _) in zip(split, grounded, strict=True):
            evidence += knowledge.extractor(document, sentences, as_claims_read(groundings))[0]
            facts[document.id] = DocumentFacts.from_document(document)
        marks.append(perf_counter())
        for stage, begin, end in zip(("read", "sentences", "ground", "claims"), marks, marks[1:], strict=False):
            times[stage] += end - begin
        if not documents:
            break
    start = perf_counter()
    claims, _ = assemble(evidence, facts)
    times["assemble"] = perf_counter() - start
    start = perf_counter()
    dataset = Dataset(claims=claims, documents=facts, run=knowledge.run_facts(), scheme=knowledge.scheme.by_slug)
    tally = write_turtle(dataset, path.parent / "kg.ttl")
    write_nquads(dataset, path.parent / "kg.nq")
    times["graph"] = perf_counter() - start
    total = perf_counter() - started
    for stage, seconds in times.items():
        print(f"{stage:10} {count / seconds:10.0f} abstracts/s {100 * seconds / total:5.1f} % of the time")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{'whole line':10} {count / total:10.0f} abstracts/s on one core; {len(evidence)} rows, {len(claims)} claims, "
        f"{tally.triples} triples; {memory:.0f} MB at most"
    )


if __name__ == "__main__":
    main()
