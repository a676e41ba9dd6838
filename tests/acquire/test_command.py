"""`kg vocab fetch` as a user meets it, with a mirror in place of the world."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.acquire import load_releases
from kg.cli import app
from kg.cli.fetching import _progress
from kg.lexicon.sources import find_sources
from tests.acquire.conftest import GENES, OBO, ranged

MONDO = "/github.com/monarch-initiative/mondo/releases/download/v2026-03-03/mondo.obo"
RAT = "/ftp.ncbi.nlm.nih.gov/gene/DATA/GENE_INFO/Mammalia/Rattus_norvegicus.gene_info.gz"


@pytest.fixture
def run(server, tmp_path, monkeypatch):
    monkeypatch.setenv("KG_VOCAB_MIRROR", server.url)
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["vocab", "fetch", *words])


def test_a_fetched_folder_is_one_that_the_compiler_reads(run, server):
    server.say(MONDO, ranged(OBO))
    done = run("mondo")
    assert done.exit_code == 0, done.stderr
    cells = ["mondo", "fetched", "2026-03-03", f"{len(OBO):,} bytes", "vocabularies/mondo.obo", "CC-BY-4.0"]
    assert done.stdout == "\t".join(cells) + "\n" and "kg vocab compile" in done.stderr
    assert [source.name for source in find_sources(Path("vocabularies"))] == ["MONDO"]


def test_the_lock_names_the_publisher_whatever_the_mirror(run, server):
    server.say(MONDO, ranged(OBO))
    run("mondo", "--lock", "my.lock")
    text = Path("my.lock").read_text(encoding="utf-8")
    assert f'url = "https:/{MONDO}"' in text and server.url not in text


def test_one_that_fails_does_not_keep_the_others_from_coming(run, server):
    server.say(RAT, ranged(GENES))
    done = run("mondo", "genes-rat")
    assert done.exit_code == 1 and done.stdout.startswith("genes-rat\tfetched\t2026-01-02\t")
    assert done.stderr.splitlines()[-1] == "kg: 1 of 2 not fetched"
    assert run("mondo").exit_code == 2


def test_offline_is_told_against_the_lock_and_mends_nothing(run, server):
    server.say(MONDO, ranged(OBO))
    run("mondo")
    asked = len(server.seen)
    assert run("--offline").exit_code == 0
    Path("vocabularies/mondo.obo").unlink()
    done = run("--offline")
    assert done.exit_code == 1 and "`kg vocab fetch mondo --folder vocabularies` mends that" in done.stderr
    assert done.stdout.startswith("mondo\tmissing\t2026-03-03\t") and len(server.seen) == asked
    assert run("--offline", "cl").exit_code == 1


def test_what_is_locked_goes_before_what_is_pinned(run, server):
    server.say(MONDO.replace("2026-03-03", "2026-01-02"), ranged(OBO))
    run("--release", "mondo=2026-01-02")
    again = run("mondo")
    assert again.stdout.startswith("mondo\tunchanged\t2026-01-02\t")
    assert "`--release mondo=2026-03-03`" in again.stderr


def test_what_can_be_fetched_is_listed(run):
    lines = run("--known").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(load_releases())


@pytest.mark.parametrize("mirror", ["ftp://example.org", "example.org"])
def test_a_mirror_is_a_web_address(run, mirror):
    done = run("mondo", "--mirror", mirror)
    assert done.exit_code == 2 and "write it as https://" in done.stderr


def test_plain_http_is_refused_beyond_this_machine(run):
    done = run("mondo", "--mirror", "http://8.8.8.8")
    assert done.exit_code == 2 and "is not encrypted" in done.stderr


@pytest.mark.parametrize("terminal", [True, False])
def test_bars_are_for_terminals(monkeypatch, capsys, terminal):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    with _progress() as watch:
        watch("mondo", 5, 10)
        print("the table")  # noqa: T201 - as the command does; a file that standard output goes to must get it
        watch("mondo", 10, 10)
    shown = capsys.readouterr()
    assert ("mondo" in shown.err) == terminal and shown.out == "the table\n"
