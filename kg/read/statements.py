"""What annotated formats state about their text: words for kinds, identifiers and places (pure)."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import ReadError
from kg.model import Anchor, Curie, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.read.decode import Decoded

# what the tools and corpora of this family of formats call a kind, in lower case
_KINDS: Final[Mapping[str, str]] = {
    "gene": "Gene", "geneorgeneproduct": "Gene", "protein": "Gene", "familyname": "Gene", "genefamily": "Gene",
    "disease": "Disease", "specificdisease": "Disease", "diseaseclass": "Disease", "compositemention": "Disease",
    "modifier": "Disease", "diseaseorphenotypicfeature": "Disease", "phenotype": "Disease",
    "chemical": "Chemical", "chemicalentity": "Chemical", "drug": "Chemical",
    "species": "Species", "organismtaxon": "Species", "organism": "Species", "strain": "Species",
    "cellline": "CellLine", "cell_line": "CellLine", "cell line": "CellLine",
    "mutation": "Variant", "variant": "Variant", "sequencevariant": "Variant", "snp": "Variant",
    "dnamutation": "Variant", "proteinmutation": "Variant", "dnaacidchange": "Variant",
    "proteinacidchange": "Variant", "acidchange": "Variant", "dnaallele": "Variant", "proteinallele": "Variant",
    "copynumbervariant": "Variant", "genomicregion": "Variant", "refseq": "Variant",
}  # fmt: skip
_PREFIXES: Final[Mapping[str, str]] = {
    "mesh": "MESH", "omim": "OMIM", "mim": "OMIM", "chebi": "CHEBI", "mondo": "MONDO", "doid": "DOID",
    "ncbigene": "NCBIGene", "ncbi gene": "NCBIGene", "gene": "NCBIGene", "entrez": "NCBIGene", "hgnc": "HGNC",
    "taxonomy": "NCBITaxon", "ncbitaxon": "NCBITaxon", "taxon": "NCBITaxon", "cvcl": "CVCL",
    "cellosaurus": "CVCL", "go": "GO", "cl": "CL", "hp": "HP", "umls": "UMLS", "uniprot": "UNIPROT",
    "fplx": "FPLX", "orpha": "ORPHA", "efo": "EFO", "ncit": "NCIT",
}  # fmt: skip
_OWN_PREFIX: Final[Mapping[str, str]] = {"Gene": "NCBIGene", "Species": "NCBITaxon", "Disease": "OMIM"}
_PARTS: Final = re.compile(r"[;,|+]")
_TAX: Final = re.compile(r"\(Tax:\d{1,9}\)")
_MESH: Final = re.compile(r"[DC]\d{6,9}")
_OF_VARIANT: Final = re.compile(r"CorrespondingGene:(\d{1,12})")
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAFE_RUN: Final = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


class Placed(NamedTuple):
    """Where a mention stands in its text (None: nowhere), and what was wrong with the offsets given."""

    span: Span | None
    note: str = ""


def kind_of(word: str) -> str:
    """Gene, Disease, Chemical, Species, CellLine or Variant for a format's word; an unknown word as it is."""
    return _KINDS.get(word.strip().lower(), word.strip())


def identifiers(raw: str, kind: str) -> tuple[Curie, ...]:
    """The compact identifiers of a field such as ``207;208``, ``D001943|D010051`` or ``MESH:D001943``."""
    if kind == "Variant":
        return tuple(Curie("NCBIGene", number) for number in dict.fromkeys(_OF_VARIANT.findall(raw)))
    found: list[Curie] = []
    for part in _PARTS.split(_TAX.sub("", raw)):
        bare = part.strip().strip("*")
        curie = _identifier(bare, kind, found)
        if curie is not None and curie not in found:
            found.append(curie)
    return tuple(found)


def _identifier(bare: str, kind: str, before: list[Curie]) -> Curie | None:
    if not bare or bare in ("-", "-1", "None"):
        return None
    if bare.upper().startswith(("CVCL_", "CVCL:")):
        return Curie("CVCL", bare[5:])
    prefix, colon, identifier = bare.rpartition(":")
    if colon:
        prefix = prefix.rpartition(":")[2]
        known = _PREFIXES.get(prefix.strip().lower(), prefix.strip())
        identifier = identifier.strip()
        return Curie(known, identifier.removeprefix("CVCL_")) if known and identifier else None
    if _MESH.fullmatch(bare):
        return Curie("MESH", bare)
    if bare.isascii() and bare.isdecimal():
        prefix = before[-1].prefix if before and kind == "Disease" else _OWN_PREFIX.get(kind, "")
        return Curie(prefix, bare) if prefix else None
    return None


def placed(text: str, start: int, end: int, mention: str) -> Placed:
    """Check offsets into ``text``; where they miss, the mention is looked for.

    Offsets count code points; some tools count UTF-16 units or UTF-8 bytes.
    """
    if 0 <= start < end <= len(text) and (
        not mention or text[start:end].replace("\n", " ") == mention.replace("\n", " ")
    ):
        return Placed(Span(start, end))
    there = text[max(0, start) : max(0, end)][:40]
    wrong = f"{mention[:60]!r} is not at {start}-{end}, where the text has {there!r}"
    if not mention:
        return Placed(None, f"no text stands at {start}-{end}")
    for unit, code in (("UTF-16 units", "utf-16-le"), ("UTF-8 bytes", "utf-8")):
        at = _counted(text, start, code)
        if at is not None and text.startswith(mention, at):
            return Placed(Span(at, at + len(mention)), f"{wrong}: the offsets count {unit}")
    at = _nearest(text, max(0, start), mention)
    if at is None:
        return Placed(None, f"{wrong}, nor anywhere else")
    return Placed(Span(at, at + len(mention)), f"{wrong}; it stands at {at}")


def _counted(text: str, offset: int, code: str) -> int | None:
    """Code points before an offset that counts the units of another encoding."""
    if text.isascii() or offset < 0:
        return None
    width = 2 if code == "utf-16-le" else 1
    # no text has more code points than units, so that the beginning is enough
    units = text[: offset + 1].encode(code, "replace")[: offset * width]
    return len(units.decode(code, "ignore"))


def _nearest(text: str, start: int, mention: str) -> int | None:
    after = text.find(mention, start)
    before = text.rfind(mention, 0, start + len(mention))
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: (abs(at - start), at), default=None)


def verbatim(text: str, at: int, source_start: int) -> Iterator[Anchor]:
    """Anchors for a stretch that stands in the source as it is, without the characters that no text may hold."""
    for run in _SAFE_RUN.finditer(text):
        yield Anchor(at + run.start(), source_start + run.start(), run.end() - run.start())


# ---- writing


class Change(NamedTuple):
    """What is to be stated instead: the kind (empty: as it is), and one or more places with their identifiers.

    ``places`` in reading order, spans in ``Document.text``; a span or identifiers of None stay as they are stated.
    """

    kind: str
    places: tuple[tuple[Span | None, tuple[Curie, ...] | None], ...]


def written_ids(ids: tuple[Curie, ...] | None, kind: str, raw: str) -> str:
    """Identifiers in the manner of the field that they replace: bare gene numbers, ``MESH:`` where it was."""
    if ids is None:
        return raw
    if kind == "Variant":
        return _OF_VARIANT.sub(f"CorrespondingGene:{ids[0].identifier}", raw) if ids else raw
    separator = next((sign for sign in raw if sign in ";,|+"), "|" if kind == "Disease" else ";")
    bare_mesh = _MESH.search(raw) is not None and "MESH:" not in raw.upper()
    prefixed_gene = "GENE:" in raw.upper()
    return separator.join(_written(i, kind, bare_mesh=bare_mesh, prefixed_gene=prefixed_gene) for i in ids) or "-"


def _written(curie: Curie, kind: str, *, bare_mesh: bool, prefixed_gene: bool) -> str:
    if curie.prefix == "MESH" and bare_mesh:
        return curie.identifier
    if curie.prefix == "NCBIGene" and kind == "Gene" and not prefixed_gene:
        return curie.identifier
    if curie.prefix == "NCBITaxon" and kind == "Species":
        return curie.identifier
    return f"CVCL_{curie.identifier}" if curie.prefix == "CVCL" else str(curie)


def edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    """A text with stretches replaced; everything else to the letter."""
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(edits):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def rewritten(name: str, decoded: Decoded, data: bytes, edits: list[tuple[int, int, str]]) -> bytes:
    """The bytes of an edited file, with its character set and byte order mark.

    Raises ReadError for a file whose bytes are not all text: what is lost in reading can't be written again.
    """
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    codec = "cp1252" if decoded.charset == "windows-1252" else decoded.charset.partition(",")[0]
    if mark + decoded.text.encode(codec, "replace") != data:
        raise ReadError(name, "some of its bytes are no text, so that no copy can be written", "save it as UTF-8")
    return mark + edited(decoded.text, edits).encode(codec, "replace")
