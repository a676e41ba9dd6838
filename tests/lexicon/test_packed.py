"""Packed files have limits."""

import gzip

import pytest

from kg.errors import VocabularyError
from kg.lexicon.packed import MEGABYTE, open_lines, open_packed


def test_a_line_without_end_is_no_line(tmp_path):
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"#tax_id\n" + bytes(101 * MEGABYTE), 1))
    with open_lines(path) as lines, pytest.raises(VocabularyError, match="a line of more than 100 MB"):
        list(lines)


def test_more_bytes_than_any_such_file_has(tmp_path):
    path = tmp_path / "large.gz"
    path.write_bytes(gzip.compress(b"a\n" * MEGABYTE, 1))
    with open_packed(path, MEGABYTE) as file, pytest.raises(VocabularyError, match="unpacked"):
        file.read()
