"""Any OBO file as terms, line by line: the format needs no library, and imports are never followed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.align.unreplaced import former_label
from kg.align.values import Term, Vocabulary
from kg.errors import VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Scope

_SYNONYM: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?: (EXACT|NARROW|BROAD|RELATED))?')
_ESCAPE: Final = re.compile(r"\\(.)")
_SCOPES: Final[dict[str, Scope]] = {"EXACT": "exact", "NARROW": "narrow", "BROAD": "broad", "RELATED": "related"}
_ABBREVIATED: Final = {"MSH": "MESH", "mesh": "MESH", "Orphanet": "ORPHA", "ORDO": "ORPHA", "UMLS_CUI": "UMLS",
                       "NCI": "NCIT", "SNOMEDCT_US": "SNOMEDCT"}  # fmt: skip
_PART_OF: Final = frozenset({"part_of", "BFO:0000050"})


class _Stanza:
    """The lines of one [Term] as they are gathered."""

    def __init__(self) -> None:
        self.id = self.label = self.successor = ""
        self.obsolete = False
        self.names: dict[str, Scope] = {}
        self.parents: list[str] = []
        self.xrefs: list[str] = []
        self.alternatives: list[str] = []
        self.disjoint: list[str] = []
        self.wholes: list[str] = []

    def add(self, tag: str, value: str) -> None:
        bare = _unescaped(value.partition(" !")[0].partition(" {")[0].strip())
        if tag == "id":
            self.id = bare
        elif tag == "name":
            self.label = _unescaped(value.strip())
        elif tag == "synonym":
            found = _SYNONYM.match(value)
            if found and found[1].strip():
                self.names.setdefault(_unescaped(found[1]), _SCOPES.get(found[2] or "", "unscoped"))
        elif tag == "is_a":
            self.parents.append(bare)
        elif tag == "relationship":
            relation, _, whole = bare.partition(" ")
            if relation in _PART_OF:
                self.wholes.append(whole)
        elif tag in {"xref", "equivalent_to"}:
            self.xrefs.append(levelled(bare.split(" ")[0]))
        elif tag == "alt_id":
            self.alternatives.append(bare)
        elif tag == "disjoint_from":
            self.disjoint.append(bare)
        elif tag == "is_obsolete":
            self.obsolete = bare == "true"
        elif tag == "replaced_by":
            self.successor = bare

    def term(self) -> Term:
        names = tuple((text, scope) for text, scope in self.names.items() if text != self.label)
        return Term(
            self.id, self.label, names, tuple(dict.fromkeys(self.parents)), None,
            tuple(sorted(set(self.xrefs))), tuple(sorted(set(self.disjoint))), tuple(dict.fromkeys(self.wholes)),
        )  # fmt: skip


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: {"n": " ", "W": " ", "t": " "}.get(found[1], found[1]), text)


def levelled(xref: str) -> str:
    """A cross-reference with the prefix that this product writes: ``MSH:D001`` is ``MESH:D001``."""
    prefix, colon, identifier = xref.partition(":")
    return _ABBREVIATED.get(prefix, prefix) + colon + identifier


def read_obo(name: str, lines: Iterable[str]) -> Vocabulary:
    """The live and the retired terms; raises VocabularyError if the file holds no term."""
    terms: dict[str, Term] = {}
    retired: dict[str, str] = {}
    unreplaced: dict[str, Term] = {}
    version = ""
    stanza: _Stanza | None = None
    header = True
    for line in (*lines, "["):
        tag, colon, value = line.rstrip("\r\n").partition(":")
        if line.startswith("["):
            _keep(stanza, terms, retired, unreplaced)
            stanza = _Stanza() if line.startswith("[Term]") else None
            header = False
        elif header and tag == "data-version":
            version = value.strip()
        elif stanza is not None and colon:
            stanza.add(tag, value.strip())
    if not terms:
        raise VocabularyError(name, "holds no term", "give an OBO file with [Term] stanzas")
    return Vocabulary(name=name, version=version, terms=terms, retired=retired, unreplaced=unreplaced)


def _keep(stanza: _Stanza | None, terms: dict[str, Term], retired: dict[str, str], unreplaced: dict[str, Term]) -> None:
    if stanza is None or ":" not in stanza.id:
        return
    if stanza.obsolete:
        retired[stanza.id] = stanza.successor
        if stanza.label and not stanza.successor:
            unreplaced[stanza.id] = stanza.term()._replace(label=former_label(stanza.label))
    elif stanza.label:
        terms[stanza.id] = stanza.term()
        retired.update(dict.fromkeys(stanza.alternatives, stanza.id))
