"""Builds go on where they stopped, and whatever happens, the last good graph stays."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from kg import pipeline
from kg.errors import InputError, InvalidGraph, WorkerDied
from kg.files import exclusive
from kg.knowledge import open_knowledge
from kg.read import list_files
from kg.shards import Manner
from tests.promises.conftest import PAPERS, ROOT, kg

ONE, TWO = PAPERS / "text" / "topoisomerase_radiotherapy.txt", PAPERS / "ris" / "jak_primary.txt"


@pytest.fixture(scope="module")
def knowledge():
    return open_knowledge()


def built(papers, out, knowledge, **manner):
    """Build in this process and return the files that were read."""
    heard = []
    pipeline.build(list_files([papers]), out, knowledge, Manner(notice=heard.append, **manner))
    return heard


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    shutil.copy(ONE, folder)
    return folder


def test_nothing_is_read_twice_and_a_new_file_adds_one_shard(papers, tmp_path, knowledge):
    assert built(papers, tmp_path / "out", knowledge) == [ONE.name]
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / ".shards").rglob("*.jsonl")}
    assert built(papers, tmp_path / "out", knowledge) == []
    shutil.copy(TWO, papers)
    assert built(papers, tmp_path / "out", knowledge) == [TWO.name]
    after = {p: p.stat().st_mtime_ns for p in (tmp_path / "out" / ".shards").rglob("*.jsonl")}
    assert before.items() <= after.items() and len(after) == len(before) + 1


def test_a_changed_file_is_read_again(papers, tmp_path, knowledge):
    built(papers, tmp_path / "out", knowledge)
    (papers / ONE.name).write_bytes(TWO.read_bytes())
    assert built(papers, tmp_path / "out", knowledge) == [ONE.name]


def test_shards_of_other_knowledge_and_half_written_ones_go(papers, tmp_path, knowledge):
    built(papers, tmp_path / "out", knowledge)
    (home,) = (tmp_path / "out" / ".shards").iterdir()
    stale, part = home.parent / "0123" / "old.jsonl", home / ".x.jsonl.abc.part"
    stale.parent.mkdir()
    stale.touch()
    part.touch()
    built(papers, tmp_path / "out", knowledge)
    assert not stale.exists() and not part.exists()


def test_a_build_that_breaks_while_writing_leaves_the_old_dump(papers, tmp_path, knowledge, monkeypatch):
    built(papers, tmp_path / "out", knowledge)
    before = {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()}
    shutil.copy(TWO, papers)

    def full(*_):
        raise OSError(28, "No space left on device", "kg.nq")

    monkeypatch.setattr(pipeline, "write_nquads", full)
    with pytest.raises(OSError, match="No space left"):
        built(papers, tmp_path / "out", knowledge)
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()} == before


def test_a_killed_build_leaves_the_old_dump_and_the_next_goes_on(papers, tmp_path, knowledge):
    out = tmp_path / "out"
    built(papers, out, knowledge)
    before = (out / "kg.ttl").read_bytes()
    shutil.copytree(PAPERS / "jsonl", papers / "more")
    build = [sys.executable, "-m", "kg", "build", str(papers), "-o", str(out), "--jobs", "1"]
    process = subprocess.Popen(build, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT)
    process.stderr.readline()  # one file was read: the others and the graph are to come
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert (out / "kg.ttl").read_bytes() == before
    again = built(papers, out, knowledge)
    assert 0 < len(again) < 3 and (out / "kg.ttl").read_bytes() != before


def test_an_invalid_graph_is_not_exported_and_the_report_says_why(papers, tmp_path, knowledge, monkeypatch):
    out = tmp_path / "out"
    built(papers, out, knowledge)
    before = {name: (out / name).read_bytes() for name in ("kg.ttl", "kg.nq", "claims.jsonl", "void.ttl")}
    shutil.copytree(ROOT / "shapes", tmp_path / "shapes")
    strict = """
<https://example.org/shape/OnlyOldPapers> a sh:NodeShape ; sh:targetClass rk:Evidence ;
  sh:property <https://example.org/shape/OnlyOldPapers-section> .
<https://example.org/shape/OnlyOldPapers-section> a sh:PropertyShape ; sh:path rk:section ; sh:maxLength 1 ;
  sh:message "Sections have one letter: shorten the section." .
"""
    one = next((tmp_path / "shapes").glob("*.ttl"))
    one.write_text(one.read_text(encoding="utf-8") + strict, encoding="utf-8")
    monkeypatch.setattr(pipeline, "data_directory", lambda name: tmp_path / name)
    with pytest.raises(InvalidGraph, match=r"Sections have one letter.*report\.md"):
        built(papers, out, knowledge)
    assert {name: (out / name).read_bytes() for name in before} == before
    report = (out / "report.md").read_text(encoding="utf-8")
    assert all(word in report for word in ("OnlyOldPapers", "evidence", "shorten the section"))


def test_strict_stops_at_the_first_bad_input_and_later_too(papers, tmp_path, knowledge):
    (papers / "a.bin").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(InputError, match=r"a\.bin: .*picture"):
        built(papers, tmp_path / "out", knowledge, strict=True)
    assert not (tmp_path / "out" / "kg.ttl").exists()
    built(papers, tmp_path / "out", knowledge)
    with pytest.raises(InputError, match=r"a\.bin: "):
        built(papers, tmp_path / "out", knowledge, strict=True)


def test_two_builds_in_one_folder_do_not_meet(papers, tmp_path, knowledge):
    with exclusive(tmp_path / "out" / ".lock"), pytest.raises(InputError, match="another build"):
        built(papers, tmp_path / "out", knowledge)
    assert built(papers, tmp_path / "out", knowledge) == [ONE.name]


def test_a_bad_file_among_good_ones_is_named_and_the_others_go_on(papers, tmp_path):
    (papers / "scan.pdf").write_bytes(b"%PDF-1.7\n" + bytes(100))
    for _ in range(2):  # from its shard, too
        done = kg("build", papers, "-o", tmp_path / "out", "--jobs", 1)
        told = [line for line in done.stderr.splitlines() if line.startswith("kg: ")]
        assert done.returncode == 1 and "1 documents" in done.stdout
        assert len(told) == 1 and told[0].startswith("kg: scan.pdf: ") and "PDF" in told[0]
    assert "scan.pdf" in (tmp_path / "out" / "dropped.tsv").read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_worker_that_dies_is_told_and_leaves_the_old_dump(papers, tmp_path, knowledge):
    built(papers, tmp_path / "out", knowledge)
    before = (tmp_path / "out" / "kg.ttl").read_bytes()
    shutil.copy(TWO, papers)
    with pytest.raises(WorkerDied, match="fewer --jobs"):
        built(papers, tmp_path / "out", replace(knowledge, index=tmp_path / "nowhere"), jobs=2)
    assert (tmp_path / "out" / "kg.ttl").read_bytes() == before
