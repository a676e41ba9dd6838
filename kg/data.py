"""Where the data folders stand: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from kg.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def data_directory(name: str) -> Path:
    """The folder ``ontologies``, ``shapes`` or ``queries``; raises InputError if it is missing."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise InputError(f"the data folder {name!r} is missing beside {_PACKAGE}; install resistkg again or name a folder")
