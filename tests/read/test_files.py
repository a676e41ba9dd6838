from __future__ import annotations

import pytest

from kg import read
from kg.errors import ConfigError, InputError
from kg.model import Document, Dropped
from kg.read import files, read_paths
from tests.read.conftest import SAMPLES


def test_a_folder_is_read_in_order_and_a_bad_file_is_reported(tmp_path):
    for name, data in (
        ("b.txt", b"Second one."),
        ("a/z.txt", b"First one."),
        (".hidden", b"Hid."),
        ("c.bin", bytes(99)),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    found = list(read_paths([tmp_path, tmp_path / "b.txt"]))
    assert [d.source for d in found if isinstance(d, Document)] == ["a/z.txt", "b.txt"]
    (bad,) = (d for d in found if isinstance(d, Dropped))
    assert bad.stage == "read"
    assert bad.item == "c.bin"


def test_a_missing_path_is_said_at_once(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(read_paths([SAMPLES, tmp_path / "missing"]))


def test_the_name_decides_nothing(tmp_path):
    (tmp_path / "x.pdf").write_bytes((SAMPLES / "records.ris").read_bytes())
    assert {d.format for d in read_paths([tmp_path]) if isinstance(d, Document)} == {"ris"}


def test_readers_of_other_packages(monkeypatch):
    class Point:
        name, value = "broken", "nowhere:reader"

        def load(self):
            raise ImportError("nowhere")

    monkeypatch.setattr(files, "entry_points", lambda group: [Point()])
    files._all_readers.cache_clear()
    with pytest.raises(ConfigError, match=r"kg\.readers\.broken"):
        list(read.read_bytes("x", b"text"))
    files._all_readers.cache_clear()


def test_the_public_face_exists():
    assert all(hasattr(read, name) for name in read.__all__)
    assert sorted(read.__all__) == read.__all__ or set(read.__all__)
