"""The same papers give the same bytes, wherever, whenever and by however many processes they are read."""

import shutil

import pytest

from kg import workers
from kg.knowledge import open_knowledge
from kg.read import list_files
from kg.shards import Manner, fill_shards, plan_shards
from tests.promises.conftest import PAPERS, kg

SOME = (
    "listing/oct1_membrane.txt",
    "markdown/niche_review.md",
    "pubmed/liver.xml",
    "jsonl/liver.jsonl",
    "ris/jak_primary.txt",
)


def outputs(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")}


def copied(folder, names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(PAPERS / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    done = kg("build", copied(folder / "papers", SOME), "-o", folder / "out", "--jobs", 1, PYTHONHASHSEED="1", TZ="UTC")
    assert done.returncode == 0, done.stderr
    return outputs(folder / "out")


@pytest.mark.parametrize(
    ("jobs", "environment"),
    [
        (1, {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        (2, {"PYTHONHASHSEED": "7", "TZ": "America/St_Johns", "LC_ALL": "POSIX", "PYTHONUTF8": "0"}),
    ],
)
def test_hash_seed_time_zone_locale_folder_and_processes_do_not_matter(first, tmp_path, jobs, environment):
    papers = copied(tmp_path / "Ordner mit ü", reversed(SOME))
    done = kg("build", papers, "-o", tmp_path / "out", "--jobs", jobs, cwd=tmp_path, **environment)
    assert done.returncode == 0, done.stderr
    found = outputs(tmp_path / "out")
    assert sorted(found) == sorted(first)
    assert [name for name in found if found[name] != first[name]] == []


def test_the_order_of_arguments_does_not_matter(tmp_path):
    one, two = PAPERS / SOME[0], PAPERS / SOME[1]
    for out, files in (("a", (one, two)), ("b", (two, one, one))):
        assert kg("build", *files, "-o", tmp_path / out, "--jobs", 1).returncode == 0
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b")


def test_a_resumed_build_gives_the_bytes_of_a_fresh_one(first, tmp_path):
    papers = copied(tmp_path / "papers", SOME[:3])
    assert kg("build", papers, "-o", tmp_path / "out", "--jobs", 1).returncode == 0
    copied(papers, SOME[3:])
    assert kg("build", papers, "-o", tmp_path / "out", "--jobs", 1).returncode == 0
    assert outputs(tmp_path / "out") == first


def test_outputs_know_nothing_of_the_place_they_were_made_in(first):
    assert [
        name for name, data in first.items() if b"/first0/" in data or b"/papers/" in data or b"/tmp/" in data
    ] == []


def test_shards_do_not_depend_on_how_documents_are_shared_out(tmp_path, monkeypatch):
    knowledge = open_knowledge()
    for jobs, together in ((1, 64), (2, 1)):
        monkeypatch.setattr(workers, "_MOST_TOGETHER", together)
        plan = plan_shards(list_files([PAPERS]), tmp_path / str(jobs), knowledge)
        fill_shards(plan.shards, knowledge, Manner(jobs=jobs))
    found = [{p.name: p.read_bytes() for p in (tmp_path / str(jobs)).rglob("*.jsonl")} for jobs in (1, 2)]
    assert found[0] == found[1] and len(found[0]) > 20
