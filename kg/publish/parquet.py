"""Parquet tables with real types: claims, evidence, documents, entities and mentions, nested where that is natural.

Rows are written in groups, so memory does not grow with the build; the same build gives the same bytes.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyarrow
from pyarrow import parquet

from kg.files import atomic_write
from kg.publish.build import claims, mentions
from kg.publish.network import open_network
from kg.publish.parquet_rows import claim_row, document_row, entity_row, evidence_rows, mention_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.publish.exporters import Source

Row = dict[str, Any]  # what pyarrow makes a row of

_GROUP: Final = 10_000  # rows that are in memory at a time
_TEXT, _INT, _REAL, _YES = pyarrow.string(), pyarrow.int32(), pyarrow.float64(), pyarrow.bool_()
_TEXTS = pyarrow.list_(_TEXT)
_PART = pyarrow.struct([("id", _TEXT), ("label", _TEXT), ("kind", _TEXT), ("ids", _TEXTS)])
_THING = pyarrow.struct(
    [
        ("node", _TEXT),
        ("label", _TEXT),
        ("text", _TEXT),
        ("kind", _TEXT),
        ("alteration", _TEXT),
        ("ids", _TEXTS),
        ("parts", pyarrow.list_(_PART)),
    ]
)
_PLACE = pyarrow.struct([("text", _TEXT), ("start", _INT), ("end", _INT)])
_MECHANISM = pyarrow.struct([("slug", _TEXT), ("basis", _TEXT)])
_VERDICT = pyarrow.struct([("accepted", _YES), ("who", _TEXT), ("note", _TEXT)])
_CLAIMS = pyarrow.schema(
    [
        ("claim", _TEXT), ("statement", _TEXT), ("therapy", _THING), ("factor", _THING), ("factor_state", _TEXT),
        ("effect", _TEXT), ("net", _TEXT), ("mechanisms", pyarrow.list_(_MECHANISM)), ("via", pyarrow.list_(_THING)),
        ("disease", _THING), ("disease_basis", _TEXT), ("onset", _TEXT), ("belief", _REAL), ("direct", _YES),
        ("disputed", _YES), ("disagrees_with", _TEXTS), ("documents", _TEXTS), ("sentences", _INT),
        ("curation", _VERDICT),
    ]
)  # fmt: skip
_EVIDENCE = pyarrow.schema(
    [
        ("evidence", _TEXT), ("claim", _TEXT), ("document", _TEXT), ("section", _TEXT), ("start", _INT), ("end", _INT),
        ("text", _TEXT), ("stance", _TEXT), ("rule", _TEXT), ("score", _REAL), ("therapy", _PLACE), ("factor", _PLACE),
        ("disease", _PLACE), ("derivation", pyarrow.map_(_TEXT, _TEXT)),
    ]
)  # fmt: skip
_DOCUMENTS = pyarrow.schema(
    [
        ("document", _TEXT), ("pmid", _TEXT), ("doi", _TEXT), ("pmcid", _TEXT), ("ids", _TEXTS), ("title", _TEXT),
        ("year", _INT), ("journal", _TEXT), ("kind", _TEXT), ("licence", _TEXT), ("retracted", _YES),
        ("format", _TEXT), ("sha256", _TEXT),
    ]
)  # fmt: skip
_ENTITIES = pyarrow.schema(
    [
        ("node", _TEXT), ("iri", _TEXT), ("label", _TEXT), ("kind", _TEXT), ("category", _TEXT), ("ids", _TEXTS),
        ("taxon", _TEXT), ("description", _TEXT), ("parts", _TEXTS), ("roles", _TEXTS), ("claims", _INT),
    ]
)  # fmt: skip
_MENTIONS = pyarrow.schema(
    [
        ("document", _TEXT), ("start", _INT), ("end", _INT), ("text", _TEXT), ("type", _TEXT), ("ids", _TEXTS),
        ("label", _TEXT), ("score", _REAL), ("why", _TEXT),
    ]
)  # fmt: skip


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg_claims.parquet`` and its like for evidence, documents, entities and mentions."""
    with open_network(source) as network:
        papers = network.papers
        evidence = (row for claim in claims(source) for row in evidence_rows(claim))
        found = (row for document in mentions(source) for row in mention_rows(document))
        tables = (
            ("claims", _CLAIMS, map(claim_row, claims(source))),
            ("evidence", _EVIDENCE, evidence),
            ("documents", _DOCUMENTS, (document_row(papers.facts(number)) for number in range(len(papers)))),
            ("entities", _ENTITIES, map(entity_row, network.things)),
            ("mentions", _MENTIONS, found),
        )
        return [_write(folder / f"resistkg_{name}.parquet", schema, rows) for name, schema, rows in tables]


def _write(path: Path, schema: pyarrow.Schema, rows: Iterator[Row]) -> Path:
    with atomic_write(path) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            writer.write_table(pyarrow.Table.from_pylist(group, schema))
    return path
