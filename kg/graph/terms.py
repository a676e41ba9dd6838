"""Where values become RDF terms: the one place that makes IRIs and literals.

Papers and vocabularies are not to be trusted.  An IRI is percent-encoded and checked by the RDF library.  A
literal keeps its length: each character that XML, and so many a store, cannot hold (NUL and most control
characters, lone surrogates, U+FFFE and U+FFFF) becomes U+FFFD, one for one, so that offsets stay true.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from base64 import b32encode
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from kg.errors import VocabularyError
from kg.model import Curie
from kg.text.normal import normal_name
from kg.vocab import ALTERATION, NAMESPACES, PREFIXES, UNGROUNDED, to_iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import Argument

Node = NamedNode
Term = NamedNode | Literal
Statement = tuple[NamedNode, NamedNode, NamedNode | Literal]

_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNFIT_IN_IRI: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\x9f]|%(?![0-9A-Fa-f]{2})")
_CONTRACT = Path(__file__).with_name("contract.toml")


def fit_text(text: str) -> str:
    """The text with U+FFFD for every character that an RDF store may refuse; as long as before."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


def text_literal(text: str) -> Literal:
    """A plain string."""
    return Literal(fit_text(text))


@lru_cache(maxsize=10_000)
def name_literal(text: str) -> Literal:
    """A plain string that is likely to come again."""
    return text_literal(text)


@cache
def term(name: str) -> NamedNode:
    """The IRI of a prefixed name of our own code, such as ``rk:therapy``."""
    prefix, _, local = name.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


@cache
def contract() -> Mapping[str, Mapping[str, str]]:
    """The tables of contract.toml: words of the model to prefixed names and phrases."""
    tables: dict[str, dict[str, str]] = tomllib.loads(_CONTRACT.read_text(encoding="utf-8"))
    return tables


@cache
def word(table: str, value: str) -> NamedNode:
    """What stands for a word of the model, such as ``("effect", "sensitises")``."""
    return term(contract()[table][value])


@lru_cache(maxsize=100_000)
def iri(text: str) -> NamedNode:
    """An absolute IRI, percent-encoded where it must be; raises ValueError without a scheme."""
    return NamedNode(_UNFIT_IN_IRI.sub(lambda found: quote(found[0], safe=""), fit_text(text)))


def has_iri(curie: Curie) -> bool:
    """Whether the prefix is one that the graph knows."""
    return curie.prefix in PREFIXES


@lru_cache(maxsize=100_000)
def curie_iri(curie: Curie) -> NamedNode:
    """The node of an identifier; raises VocabularyError on a prefix without a known IRI."""
    if not has_iri(curie):
        raise VocabularyError(str(curie), "no IRI is known for this prefix", "add it to PREFIXES in kg/vocab.py")
    return NamedNode(to_iri(Curie(curie.prefix, fit_text(curie.identifier))))


def argument_nodes(argument: Argument) -> tuple[NamedNode, ...]:
    """The nodes of an argument's concepts in order of their identifiers, else the one node of its words."""
    if not argument.concepts:
        return (ungrounded_iri(argument.text),)
    if len(argument.concepts) == 1:
        return (curie_iri(argument.concepts[0].id),)
    return tuple(curie_iri(node) for node in sorted({concept.id for concept in argument.concepts}))


def alteration_node(argument: Argument) -> NamedNode | None:
    """The node of the particular alteration of a gene, such as EGFR T790M; None where the text names none."""
    if not (argument.alteration and argument.concepts):
        return None
    return NamedNode(ALTERATION + content_key("alteration", argument.concepts[0].id, argument.alteration))


@lru_cache(maxsize=100_000)
def ungrounded_iri(text: str) -> NamedNode:
    """The node of words without identifier: wordings that agree in their normal form share it."""
    return NamedNode(UNGROUNDED + content_key(normal_name(text) or " ".join(text.casefold().split())))


def content_key(*parts: object) -> str:
    """A hash of content: SHA-256 of the parts, first 16 bytes as 26 lower-case base32 characters."""
    joined = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return b32encode(hashlib.sha256(joined).digest()[:16]).decode("ascii").rstrip("=").lower()


@lru_cache(maxsize=10_000)
def decimal_literal(value: float) -> Literal:
    """An xsd:decimal with at most three places in the canonical form of XSD 1.1, to which stores change it: 1, 0.5."""
    text = f"{value:.3f}".rstrip("0").removesuffix(".")
    return Literal("0" if text == "-0" else text, datatype=term("xsd:decimal"))


@lru_cache(maxsize=10_000)
def integer_literal(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=term("xsd:integer"))


def typed_literal(text: str, datatype: str) -> Literal:
    """A literal of another datatype, such as ``xsd:anyURI``."""
    return Literal(fit_text(text), datatype=term(datatype))


def year_literal(year: int) -> Literal:
    """An xsd:gYear."""
    return Literal(f"{year:04d}", datatype=term("xsd:gYear"))


def true_literal() -> Literal:
    """The xsd:boolean true; false is never written."""
    return Literal("true", datatype=term("xsd:boolean"))
