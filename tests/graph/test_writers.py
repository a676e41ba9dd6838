import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.graph.dataset import quads, statements
from kg.graph.void import write_void
from kg.graph.writers import local_name, write_nquads, write_turtle

WRITE = """
import sys; sys.path[:0] = sys.argv[2:]
from pathlib import Path
from graph import conftest
from kg.graph.writers import write_nquads, write_turtle
from kg.graph.void import write_void
dataset, out = conftest.make_dataset(), Path(sys.argv[1])
write_void(write_turtle(dataset, out / "kg.ttl"), dataset.run, out / "void.ttl")
write_nquads(dataset, out / "kg.nq")
"""


def test_files_hold_exactly_the_statements(dataset, tmp_path):
    write_turtle(dataset, tmp_path / "kg.ttl")
    write_nquads(dataset, tmp_path / "kg.nq")
    turtle = [(t.subject, t.predicate, t.object) for t in parse(path=str(tmp_path / "kg.ttl"))]
    named = [(q.subject, q.predicate, q.object, q.graph_name) for q in parse(path=str(tmp_path / "kg.nq"))]
    assert turtle == list(statements(dataset))
    assert named == list(quads(dataset))


def test_the_turtle_is_pleasant_to_read(dataset, tmp_path):
    write_turtle(dataset, tmp_path / "kg.ttl")
    text = (tmp_path / "kg.ttl").read_text(encoding="utf-8")
    claim = next(block for block in text.split("\n\n") if block.startswith("claim:"))
    first, second, *_ = claim.splitlines()
    assert first.endswith(" a rk:ResistanceClaim ;") and second.startswith("  rdfs:label ")
    assert "_:" not in text and "\t" not in text and "@prefix void:" not in text


def test_two_processes_write_the_same_bytes(tmp_path):
    here = Path(__file__).resolve()
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", WRITE, tmp_path / seed, here.parents[2], here.parents[1]],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C"},
            check=True,
        )
    for name in ("kg.ttl", "kg.nq", "void.ttl"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_order_of_documents_does_not_matter(dataset, tmp_path):
    turned = replace(dataset, documents=dict(reversed(dataset.documents.items())))
    write_nquads(dataset, tmp_path / "a.nq")
    write_nquads(turned, tmp_path / "b.nq")
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


def test_an_empty_build_is_a_graph_too(dataset, tmp_path):
    tally = write_turtle(replace(dataset, claims=(), documents={}), tmp_path / "kg.ttl")
    assert tally.triples == len(list(parse(path=str(tmp_path / "kg.ttl"))))


def test_the_description_counts_what_is_there(dataset, tmp_path):
    tally = write_turtle(dataset, tmp_path / "kg.ttl")
    write_void(tally, dataset.run, tmp_path / "void.ttl", licence="https://creativecommons.org/licenses/by/4.0/")
    text = (tmp_path / "void.ttl").read_text(encoding="utf-8")
    assert tally.triples == len(list(statements(dataset)))
    assert f"void:triples {tally.triples} ;" in text
    assert 'members of rk:ResistanceClaim" ;\n  void:class rk:ResistanceClaim ;\n  void:entities 5 .' in text
    assert list(parse(text.encode(), format=RdfFormat.TURTLE))


def test_local_names_take_the_longest_namespace():
    assert local_name("https://w3id.org/resistkg/mechanism/emt") == "rkm:emt"
    assert local_name("http://example.org/x") == "http://example.org/x"
