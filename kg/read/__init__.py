"""A file -> Documents: one reader a format, chosen by what the content is and never by what it is called."""

from __future__ import annotations

from kg.read.files import (
    READERS,
    Reader,
    StreamReader,
    list_files,
    read_bytes,
    read_path,
    read_paths,
    read_reported,
    read_stream,
    write_corrected,
)

__all__ = [
    "READERS",
    "Reader",
    "StreamReader",
    "list_files",
    "read_bytes",
    "read_path",
    "read_paths",
    "read_reported",
    "read_stream",
    "write_corrected",
]
