import errno

import pytest

from kg.files import atomic_write, full_disk_named, json_line, write_json_lines, write_text


def test_an_interrupted_write_leaves_the_old_file_and_no_other(tmp_path):
    target = tmp_path / "kg.ttl"
    write_text(target, "old")
    with pytest.raises(KeyboardInterrupt), atomic_write(target) as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert [p.name for p in tmp_path.iterdir()] == ["kg.ttl"]
    assert target.read_text(encoding="utf-8") == "old"


def test_folders_are_made_and_others_may_read(tmp_path):
    write_text(tmp_path / "a" / "b.txt", "x\n")
    assert (tmp_path / "a" / "b.txt").stat().st_mode & 0o400


def test_rows_keep_letters_and_lone_surrogates(tmp_path):
    assert write_json_lines(tmp_path / "r.jsonl", [{"a": "β"}, {"a": "\ud800"}]) == 2
    assert (tmp_path / "r.jsonl").read_bytes() == '{"a": "β"}\n{"a": "\\ud800"}\n'.encode()
    assert json_line({"a": 'x"\n'}) == b'{"a": "x\\"\\n"}\n'


def test_a_full_disk_is_told_with_the_file(tmp_path):
    target = tmp_path / "kg.ttl"
    with pytest.raises(OSError, match=r"kg\.ttl"), full_disk_named(target):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(OSError, match="cut") as caught, full_disk_named(target):
        raise OSError(errno.ECONNRESET, "cut")
    assert caught.value.filename is None
