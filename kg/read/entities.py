"""The entity lists of an annotated paper page -> annotations, every one, exactly as stated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.model import Annotation, Curie

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROW: Final = re.compile(r"^[ \t]*[-*•][ \t]+\*\*([^*\r\n:]{2,40}):?\*\*:?[ \t]*([^\r\n]*)$", re.MULTILINE)
# what closes an item: the identifier in its brackets, then a comma or the end of the row
_CLOSE: Final = re.compile(
    r"(?:[ \t]*\[(?P<gene>NCBI Gene|NCBIGene|Gene|taxon|NCBITaxon)[ :]{1,2}(?P<number>[\d;,| ]{1,200})\]"
    r"|[ \t]*[(\[](?P<id>-|(?:[A-Za-z][\w.]{1,20}:[^()\[\]\s]{1,200})|CVCL_\w{1,10})[)\]])"
    r"(?:[ \t]*\{aka (?P<aka>[^{}]{0,5000})\})?(?=[,;][ \t]|[ \t]*$)"
)
_KINDS: Final = {
    "genes": "Gene",
    "diseases": "Disease",
    "chemicals": "Chemical",
    "cell lines": "CellLine",
    "variants": "Variant",
    "mutations": "Variant",
}
_PREFIXES: Final = {
    "ncbi gene": "NCBIGene", "ncbigene": "NCBIGene", "gene": "NCBIGene", "taxon": "NCBITaxon",
    "ncbitaxon": "NCBITaxon", "mesh": "MESH", "omim": "OMIM", "mondo": "MONDO", "chebi": "CHEBI",
    "doid": "DOID", "hgnc": "HGNC", "cvcl": "CVCL", "go": "GO", "cl": "CL", "umls": "UMLS",
    "uniprot": "UNIPROT",
}  # fmt: skip
_DASH: Final = re.compile(r"[ \t]+[—–][ \t]+")


def annotations_in(source: str, start: int, end: int) -> Iterator[tuple[int, Annotation]]:
    """(place in the source, annotation) for every item of every row."""
    for row in _ROW.finditer(source, start, end):
        label = row[1].strip()
        kind = _KINDS.get(label.lower(), label)
        at = row.start(2)
        for close in _CLOSE.finditer(source, row.start(2), row.end(2)):
            yield from _item(source, at, close, kind)
            at = close.end()
        for name in _split(source, at, row.end(2)):
            yield (
                name[0],
                Annotation(kind=kind, text=source[name[0] : name[1]], ids=(), source_offset=name[0]),
            )


def _item(source: str, start: int, close: re.Match[str], kind: str) -> Iterator[tuple[int, Annotation]]:
    at, end = _trimmed(source, start, close.start())
    if at >= end:
        return
    name_end, name = _name(source, at, end, kind, named=close["gene"] is not None)
    aliases = tuple(alias.strip() for alias in (close["aka"] or "").split(", ") if alias.strip())
    yield (
        at,
        Annotation(
            kind=kind,
            text=source[at:name_end].rstrip(),
            ids=_ids(close),
            name=name,
            aliases=aliases,
            source_offset=at,
        ),
    )


def _name(source: str, start: int, end: int, kind: str, *, named: bool) -> tuple[int, str]:
    """Where the surface ends, and the name: in brackets, or for cell lines after a dash."""
    dash = _DASH.search(source, start, end) if kind == "CellLine" else None
    if dash:
        return dash.start(), source[dash.end() : end].strip()
    opening = source.find(" (", start, end) if named else -1
    if opening > start and source[end - 1] == ")":
        return opening, source[opening + 2 : end - 1]
    return end, ""


def _ids(close: re.Match[str]) -> tuple[Curie, ...]:
    if close["gene"]:
        numbers = re.findall(r"\d+", close["number"])
        return tuple(Curie(_PREFIXES[close["gene"].lower()], number) for number in numbers)
    stated: str = close["id"]
    if stated == "-":
        return ()
    if stated.startswith("CVCL_"):
        return (Curie("CVCL", stated[5:]),)
    found: list[Curie] = []
    for part in re.split(r"[;,|]", stated):
        prefix, colon, identifier = part.partition(":")
        if not colon:
            prefix, identifier = (found[-1].prefix if found else ""), part
        if prefix and identifier:
            found.append(Curie(_PREFIXES.get(prefix.lower(), prefix), identifier))
    return tuple(found)


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and source[start] in " \t,;\u00a0":
        start += 1
    while end > start and source[end - 1] in " \t\u00a0":
        end -= 1
    return start, end


def _split(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names that close a row without any identifier."""
    for part in re.finditer(r"(?:(?!, |; )[^\r\n])+", source[start:end]):
        at, stop = _trimmed(source, start + part.start(), start + part.end())
        if at < stop:
            yield at, stop
