"""Folders of releases: complete or not there, `latest` always whole, the same bytes each time."""

import gzip
import hashlib

import pytest

from kg.errors import InputError
from kg.publish import Source, release, write_release

COVERS = ["CITATION.cff", "README.md", "SHA256SUMS", "prefixes.ttl", "void.ttl"]


class Plain:
    """An exporter that writes one file."""

    def __init__(self, text="one\n"):
        self.text = text

    def write(self, source, folder):
        path = folder / "plain.txt"
        path.write_text(self.text)
        return [path]


@pytest.fixture
def build(tmp_path):
    folder = tmp_path / "build"
    folder.mkdir()
    for name in ("kg.ttl", "kg.nq", "claims.jsonl", "void.ttl"):
        (folder / name).write_text("")
    return Source(folder=folder)


@pytest.fixture
def exporter(monkeypatch):
    def use(one):
        monkeypatch.setattr(release, "find_exporters", lambda names: {"plain": one})

    use(Plain())
    return use


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_release_has_compressed_files_checksums_and_is_the_latest(build, tmp_path, exporter):
    done = write_release(build, tmp_path / "out", "2026-01-01")
    assert names(done) == sorted([*COVERS, "plain.txt.gz"])
    packed = (done / "plain.txt.gz").read_bytes()
    assert gzip.decompress(packed) == b"one\n"
    sums = dict(reversed(line.split("  ")) for line in (done / "SHA256SUMS").read_text().splitlines())
    assert sums == {n: hashlib.sha256((done / n).read_bytes()).hexdigest() for n in names(done) if n != "SHA256SUMS"}
    assert (tmp_path / "out" / "latest").readlink().name == "2026-01-01"


def test_the_bytes_know_neither_name_nor_day(build, tmp_path, exporter):
    one, other = (write_release(build, tmp_path / "out", name) for name in ("a", "b"))
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in other.iterdir()}


def test_without_compression_the_file_stays_as_written(build, tmp_path, exporter):
    assert names(write_release(build, tmp_path / "out", "a", compress=False)) == sorted([*COVERS, "plain.txt"])


def test_the_same_name_again_replaces_the_release(build, tmp_path, exporter):
    write_release(build, tmp_path / "out", "a", compress=False)
    exporter(Plain("two\n"))
    write_release(build, tmp_path / "out", "a", compress=False)
    assert (tmp_path / "out" / "latest" / "plain.txt").read_text() == "two\n"
    assert names(tmp_path / "out") == [".lock", "a", "latest"]


def test_a_failed_run_leaves_the_last_release(build, tmp_path, exporter):
    class Full:
        def write(self, source, folder):
            (folder / "half").write_text("")
            raise OSError(28, "No space left on device")

    write_release(build, tmp_path / "out", "a", compress=False)
    exporter(Full())
    for name in ("a", "b"):
        with pytest.raises(OSError, match="No space"):
            write_release(build, tmp_path / "out", name)
    assert (tmp_path / "out" / "latest" / "plain.txt").read_text() == "one\n"
    assert names(tmp_path / "out") == [".lock", "a", "latest"]


def test_latest_is_whole_at_every_step_of_a_replacement(build, tmp_path, exporter, monkeypatch):
    out = tmp_path / "out"
    write_release(build, out, "a", compress=False)
    seen = []
    for step in ("rename", "replace"):
        real = getattr(type(out), step)

        def watched(self, target, real=real):
            done = real(self, target)
            if self.parent == out:
                seen.append((out / "latest" / "plain.txt").read_text())
            return done

        monkeypatch.setattr(type(out), step, watched)
    exporter(Plain("two\n"))
    write_release(build, out, "a", compress=False)
    assert seen == ["two\n"] * 4  # shown aside, old one away, new one in, shown by its name


def test_what_a_killed_run_moved_aside_comes_back(build, tmp_path, exporter):
    out = tmp_path / "out"
    write_release(build, out, "a", compress=False)
    (out / "a").rename(out / ".a.old")
    (out / ".b.part").mkdir()
    write_release(build, out, "c", compress=False)
    assert names(out) == [".lock", "a", "c", "latest"]


def test_a_build_that_changes_meanwhile_is_not_published(build, tmp_path, exporter):
    class Slow(Plain):
        def write(self, source, folder):
            (source.folder / "kg.ttl").write_text("# another\n")
            return super().write(source, folder)

    exporter(Slow())
    with pytest.raises(InputError, match="built anew"):
        write_release(build, tmp_path / "out", "a")
    assert names(tmp_path / "out") == [".lock"]


@pytest.mark.parametrize("name", ["", "latest", "../x", ".hidden", "a/b", "a\nb", "x" * 101])
def test_odd_names_are_refused(name, build, tmp_path, exporter):
    with pytest.raises(InputError, match="give a name"):
        write_release(build, tmp_path / "out", name)
    assert not (tmp_path / "out").exists()


def test_a_folder_called_latest_is_not_overwritten(build, tmp_path, exporter):
    (tmp_path / "out" / "latest").mkdir(parents=True)
    with pytest.raises(InputError, match="no symbolic link"):
        write_release(build, tmp_path / "out", "a")


def test_a_missing_build_and_an_unknown_format_are_told(tmp_path, build):
    with pytest.raises(InputError, match="build a graph first"):
        write_release(Source(folder=tmp_path / "none"), tmp_path / "out", "a")
    with pytest.raises(InputError, match="'floppy' is unknown"):
        write_release(build, tmp_path / "out", "a", ["floppy"])
