"""What the exporters of tables read of a build: claims one at a time, papers by their number."""

from __future__ import annotations

import json
from array import array
from contextlib import contextmanager
from functools import lru_cache
from typing import IO, TYPE_CHECKING, Any

from kg.assemble.rows import claim_from_row
from kg.errors import InputError
from kg.graph.documents import document_iri, paper_ids
from kg.model import Curie, DocumentFacts
from kg.publish.identifiers import own_curie, public_curie
from kg.vocab import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Claim
    from kg.publish.exporters import Source


def claims(source: Source) -> Iterator[Claim]:
    """The claims of a build in their order; InputError tells the line that is no claim of this version."""
    path = source.file("claims.jsonl")
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                claim = claim_from_row(json.loads(line))
            except (InputError, json.JSONDecodeError) as error:
                raise InputError(f"{path}, line {number}: {error}") from error
            yield claim


def mentions(source: Source) -> Iterator[dict[str, Any]]:
    """The rows of mentions.jsonl, one a document."""
    with source.file("mentions.jsonl").open("rb") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            yield row


class Papers:
    """The papers of a build by their number, which is their place in documents.jsonl; only places are kept.

    ``facts`` and ``publication`` take a number: what is known of the paper, and its compact identifier.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._places = array("Q")
        self._numbers: dict[str, int] = {}
        place = 0
        for line in stream:
            self._numbers[json.loads(line)["id"]] = len(self._places)
            self._places.append(place)
            place += len(line)
        self.facts = lru_cache(maxsize=10_000)(self._facts)
        self.publication = lru_cache(maxsize=100_000)(self._publication)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)

    def number(self, document: str) -> int:
        """The paper's number; raises InputError where it is not among the documents."""
        try:
            return self._numbers[document]
        except KeyError as error:
            raise InputError(
                f"{document}: in claims.jsonl but not in documents.jsonl; build the graph again"
            ) from error

    def _facts(self, number: int) -> DocumentFacts:
        self._stream.seek(self._places[number])
        return facts_from_row(json.loads(self._stream.readline()))

    def _publication(self, number: int) -> str:
        return publication(self.facts(number))


@contextmanager
def open_papers(source: Source) -> Iterator[Papers]:
    """The papers of a build, while the block runs."""
    with source.file("documents.jsonl").open("rb") as stream:
        yield Papers(stream)


def publication(facts: DocumentFacts) -> str:
    """The compact identifier of a paper as Biolink spells it: PMID, else doi, else PMC, else our own."""
    ids = paper_ids(facts)
    return public_curie(ids[0]) if ids else own_curie("document", document_iri(facts).value.removeprefix(DOCUMENT))


def facts_from_row(row: Mapping[str, Any]) -> DocumentFacts:
    """A row of documents.jsonl as a value."""
    plain = ("id", "title", "year", "journal", "kind", "licence", "retracted", "format", "source", "sha256")
    ids = tuple(Curie.from_string(i) for i in row["ids"])
    return DocumentFacts(ids=ids, **{name: row[name] for name in plain})
