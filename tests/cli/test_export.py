"""`kg export` as a user calls it."""

import re
from datetime import UTC, datetime

import pytest

from kg.publish import find_exporters
from tests.promises.conftest import PAPERS, kg


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    out = tmp_path_factory.mktemp("build")
    assert kg("build", PAPERS / "text", "-o", out).returncode == 0
    return out


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_release_is_called_by_the_day_and_its_files_are_told(build, tmp_path):
    done = kg("export", "-d", build, "-o", tmp_path, "--format", "turtle")
    assert done.returncode == 0
    day = re.search(r"\d{4}-\d\d-\d\d", done.stdout)[0]
    assert abs((datetime.now(UTC) - datetime.fromisoformat(f"{day}T00:00:00+00:00")).days) <= 1
    assert "turtle: resistkg.ttl.gz, " in done.stderr
    assert (tmp_path / "latest").resolve() == tmp_path / day


def test_neither_hash_seed_nor_locale_nor_time_zone_changes_a_byte(build, tmp_path):
    surroundings = (
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    )
    for number, one in enumerate(surroundings):
        assert kg("export", "-d", build, "-o", tmp_path / str(number), "--release", f"r{number}", **one).returncode == 0
    found = content(tmp_path / "0" / "r0")
    assert found == content(tmp_path / "1" / "r1")
    assert len(found) > len(find_exporters())


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--format", "floppy"), "'floppy' is unknown"),
        (("--release", "../up"), "give a name"),
        (("-d", "nowhere"), "build a graph first"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(build, tmp_path, arguments, problem):
    done = kg("export", "-d", build, "-o", tmp_path / "out", *arguments)
    assert done.returncode == 2
    assert problem in done.stderr.splitlines()[-1]
    assert not list((tmp_path / "out").glob("[!.]*"))


def test_a_file_in_the_place_of_the_folder_is_told(build, tmp_path):
    (tmp_path / "out").write_text("")
    done = kg("export", "-d", build, "-o", tmp_path / "out")
    assert done.returncode == 2
    assert str(tmp_path / "out") in done.stderr.splitlines()[-1]
