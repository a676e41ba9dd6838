"""Grounding alone: documents in, lines of mentions.jsonl out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.files import json_line
from kg.ground.grounder import Grounder
from kg.lexicon import Lexicon, open_default
from kg.memory import settle_memory
from kg.text.sentences import split_sentences
from kg.workers import Opening, batches, shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.model import Document, Grounding

Row = dict[str, Any]  # what json.dumps takes


def mention_row(grounding: Grounding) -> Row:
    """A grounding as mentions.jsonl gives it."""
    mention, concept = grounding.mention, grounding.concept
    broader = {"broader": [str(i) for i in grounding.broader]} if grounding.broader else {}
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "text": mention.text,
        "type": mention.type,
        "ids": [str(i) for i in grounding.ids],
        "label": concept.label,
        "score": round(grounding.score, 3),
        "why": grounding.why,
        **broader,
    }


def mentions_row(document_id: str, text: str, mentions: Iterable[Row]) -> Row:
    """What grounding saw in a document, as a line of mentions.jsonl."""
    return {"doc_id": document_id, "text": text, "mentions": list(mentions)}


def open_lexicon(index: Path | None = None, notice: Callable[[str], None] | None = None) -> Lexicon:
    """The lexicon of an index, else the built-in one, which is compiled where it is missing."""
    return Lexicon.open(index) if index else open_default(notice)


def trained(lexicon: Lexicon, species: int | None = None) -> Grounder:
    """A grounder with the weights that come with the product; ``species`` as in ``Grounder``."""
    return replace(Grounder.trained(lexicon), species=species)


def annotate(documents: Sequence[Document], grounder: Grounder) -> Iterator[bytes]:
    """The line of each of some documents, which are grounded together; one does not depend on the others."""
    split = [(document, split_sentences(document)) for document in documents]
    for (document, _), (groundings, _) in zip(split, grounder.ground_all(split), strict=True):
        yield json_line(mentions_row(document.id, document.text, map(mention_row, groundings)))


def annotated(
    documents: Iterable[Document], grounder: Grounder, index: Path | None = None, jobs: int = 1
) -> Iterator[bytes]:
    """The lines of many documents in their order, made by so many processes.

    ``index`` is where a worker finds the grounder's lexicon; None: the built-in one.
    """
    if jobs > 1:
        return shared_out(documents, _work, Opening(_open_worker, (index, grounder.species)), jobs)
    return (line for batch in batches(documents) for line in annotate(batch, grounder))


_worker: list[Grounder] = []  # one grounder a process: opened by the pool, never shared


def _open_worker(index: Path | None, species: int | None) -> None:
    _worker[:] = [trained(open_lexicon(index), species)]
    settle_memory()


def _work(documents: Sequence[Document]) -> list[bytes]:
    return list(annotate(documents, _worker[0]))
