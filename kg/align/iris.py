"""IRIs of foreign vocabularies as compact identifiers, and the prefixes that were needed for them."""

from __future__ import annotations

import re
from typing import Final

from kg.vocab import PREFIXES

_NUMBERED: Final = re.compile(r"(.*[#/])?([A-Za-z][A-Za-z0-9.-]{0,30})_([A-Za-z0-9.-]+)")
_MORE: Final = {
    "ORPHA": "http://www.orpha.net/ORDO/Orphanet_",
    "SNOMEDCT": "http://snomed.info/id/",
    "NCIT": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl#",
    "FMA": "http://purl.org/sig/ont/fma/fma",
    "OMIM": "http://omim.org/entry/",
    "OMIMPS": "https://omim.org/phenotypicSeries/",
    "MESH": "http://identifiers.org/mesh/",
    "UMLS": "http://linkedlifedata.com/resource/umls/id/",
}
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9]+")


class Prefixes:
    """Shortens IRIs; remembers the beginning that each prefix stands for."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}
        known = [(start, prefix) for prefix, start in PREFIXES.items()] + [(s, p) for p, s in _MORE.items()]
        self._known = sorted(known, key=lambda pair: (-len(pair[0]), pair))

    def short(self, iri: str) -> str:
        """``http://mouse.owl#MA_0002401`` as ``MA:0002401``; the same IRI has the same form in every file."""
        for start, prefix in self._known:
            if iri.startswith(start) and len(iri) > len(start):
                return self._compact(prefix, start, iri)
        numbered = _NUMBERED.fullmatch(iri)
        if numbered and numbered[1]:
            return self._compact(numbered[2], f"{numbered[1]}{numbered[2]}_", iri)
        cut = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":")) + 1
        words = [w for w in _NO_NAME.split(iri[:cut].partition("://")[2]) if w not in {"", "www", "org", "com", "owl"}]
        return self._compact(words[-1] if words else "ns", iri[:cut], iri)

    def _compact(self, prefix: str, start: str, iri: str) -> str:
        name, number = prefix, 2
        while self.used.setdefault(name, start) != start:
            name, number = f"{prefix}{number}", number + 1
        return f"{name}:{iri[len(start) :]}"
