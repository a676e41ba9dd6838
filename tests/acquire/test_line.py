"""Fetch, compile, ask: official releases from the server to the answer, as a user goes the way."""

import gzip
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.acquire import load_releases
from kg.cli import app
from kg.errors import ChecksumMismatch
from kg.lexicon import Lexicon, find_sources
from kg.model import Curie
from kg.text.normal import normal_name
from tests.acquire.conftest import ranged
from tests.lexicon import official

FILES = {
    "mondo": official.MONDO,
    "mondo-mappings": official.MAPPINGS,
    "mesh": gzip.compress(official.DESCRIPTORS, mtime=0),
    "mesh-supplement": gzip.compress(official.SUPPLEMENT, mtime=0),
    "genes-human": official.HUMAN,
    "genes-mouse": official.MOUSE,
    "genes-rat": official.RAT,
    "gene-history": official.HISTORY,
    "go": official.GO,
    "cl": official.CL,
}


def run(*words):
    return CliRunner().invoke(app, ["vocab", *words])


@pytest.fixture
def fetched(server, tmp_path, monkeypatch):
    monkeypatch.setenv("KG_VOCAB_MIRROR", server.url)
    monkeypatch.chdir(tmp_path)
    for name, body in FILES.items():
        release = load_releases()[name]
        server.say("/" + release.urls_of(release.version)[0].removeprefix("https://"), ranged(body))
    done = run("fetch")
    assert done.exit_code == 0, done.stderr
    return tmp_path / "vocabularies"


@pytest.fixture
def index(fetched):
    done = run("compile", "--from", str(fetched), "-o", "names.index")
    assert done.exit_code == 0, done.stderr
    return Path("names.index")


def test_every_release_is_listed_with_what_the_lock_says(index):
    rows = [line.split("\t") for line in run("list", "--index", str(index)).stdout.splitlines()]
    listed = {row[0]: row[1:] for row in rows}
    wanted = {"MONDO", "GO", "CL", "MESH", "MESH-SUPPLEMENT", "NCBIGene", "NCBIGene-10090", "NCBIGene-10116"}
    assert set(listed) == wanted | {"FPLX", "gene-history", "mondo-mappings"}
    assert listed["MESH"][:3] == ["2026", "2026-01-02", "7 concepts"]
    assert listed["NCBIGene"][0] == "2026-01-02" and "public domain" in listed["NCBIGene"][4]
    assert listed["CL"][0] == "2026-06-08" and listed["CL"][5].startswith("https://github.com/obophenotype/")


@pytest.mark.parametrize(
    ("name", "identifiers"),
    [
        ("T cells", "MESH:D013601 CL:0000084"),
        ("hepatocyte", "MESH:D022781 CL:0000182"),
        ("peritubular myoid cells", "CL:0002481"),
        ("hepatoma", "MONDO:0007256 MESH:D006528 DOID:684"),
        ("iron-dependent cell death", "GO:0097707"),
        ("BAY 11-2233", "MESH:C471405"),
        ("phospholipid hydroperoxidase", "NCBIGene:2879 MESH:C000001"),
    ],
)
def test_names_of_every_release_are_grounded(index, name, identifiers):
    first = Lexicon.open(index).candidates(normal_name(name))[0].concept
    assert " ".join(map(str, first.ids)) == identifiers


def test_only_what_is_wanted_of_a_release_is_there(index):
    lexicon = Lexicon.open(index)
    for absent in ("UBERON:0002107", "GO:0004601", "CL:0000001", "MESH:C000002"):
        assert lexicon.concept(Curie.from_string(absent)) is None, absent
    kinds = {i: lexicon.concept(Curie.from_string(i)).kind for i in ("MESH:C000003", "MESH:C471405", "CL:0002481")}
    assert kinds == {"MESH:C000003": "disease", "MESH:C471405": "chemical", "CL:0002481": "cell"}


def test_the_history_and_the_mappings_are_heeded(index):
    lexicon = Lexicon.open(index)
    assert str(lexicon.successor(Curie("NCBIGene", "999001"))) == "NCBIGene:2879"
    assert lexicon.concept(Curie("MESH", "D002294")).id.prefix == "MESH"  # broader, whatever the cross-reference says
    assert lexicon.close_matches(Curie("MONDO", "0002898")) == (Curie("MESH", "D012878"),)
    assert set(map(str, lexicon.orthologues(Curie("NCBIGene", "2879")))) == {"NCBIGene:625249", "NCBIGene:29328"}


def test_a_file_that_is_not_the_locked_one_is_refused(fetched):
    (fetched / "go-basic.obo").write_bytes(official.GO + b"\n")
    with pytest.raises(ChecksumMismatch, match=r"go-basic\.obo.*kg vocab fetch"):
        find_sources(fetched)


def test_a_name_is_grounded_with_the_index_of_the_releases(index):
    done = CliRunner().invoke(app, ["ground", "Gpx4", "--index", str(index)])
    assert done.exit_code == 0 and "NCBIGene:2879" in done.stdout, done.stderr
