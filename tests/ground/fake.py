"""A lexicon in memory with the few names that these tests need."""

from typing import NamedTuple

from kg.model import Concept, Curie, Document, Kind, Scope
from kg.text.normal import normal_name
from kg.text.sentences import split_sentences


class Candidate(NamedTuple):
    concept: Concept
    name: str
    scope: Scope
    source: str


_PARENTS = {
    "NCBIGene:5594": ("FPLX:ERK",),
    "MONDO:0007256": ("MONDO:0005070",),
    "MESH:D013577": ("MESH:D008919",),
}
_ORTHOLOGUES = {"NCBIGene:7157": ("NCBIGene:22059",), "NCBIGene:22059": ("NCBIGene:7157",)}
_ROWS: list[tuple[str, Kind, str, list[tuple[str, Scope]]]] = [
    ("MONDO:0007256 MESH:D006528", "disease", "hepatocellular carcinoma", [("liver cancer", "unscoped")]),
    ("MONDO:0002691", "disease", "liver cancer", []),
    ("MONDO:0007254", "disease", "breast cancer", []),
    ("MONDO:0001187", "disease", "bladder cancer", []),
    ("MONDO:0005070 MESH:D009369", "disease", "neoplasm", [("tumor", "unscoped")]),
    ("MONDO:0008170", "disease", "ataxia telangiectasia", []),
    ("MESH:D019292", "disease", "Skull Base Neoplasms", []),
    ("MESH:D000077157", "chemical", "Sorafenib", []),
    ("MESH:D000082082", "chemical", "Immune Checkpoint Inhibitors", [("programmed death 1 inhibitors", "exact")]),
    ("MESH:D013601", "cell", "T-Lymphocytes", [("T cells", "unscoped")]),
    (
        "MESH:D016461",
        "procedure",
        "Chemoembolization, Therapeutic",
        [("transarterial chemoembolization", "exact")],
    ),
    ("MESH:D013577", "procedure", "Surveys", []),
    ("NCBIGene:84667", "gene", "HYCC1", [("HCC", "unscoped")]),
    ("NCBIGene:6868", "gene", "ADAM17", [("TACE", "previous")]),
    ("NCBIGene:6418", "gene", "SET", []),
    ("NCBIGene:847", "gene", "CAT", [("catalase", "exact")]),
    ("NCBIGene:3845", "gene", "KRAS", []),
    ("NCBIGene:1956", "gene", "EGFR", [("epidermal growth factor receptor", "exact")]),
    ("MESH:D066246 FPLX:ERBB", "family", "ErbB Receptors", [("epidermal growth factor receptor", "unscoped")]),
    ("NCBIGene:3569", "gene", "IL6", [("interleukin 6", "exact")]),
    ("NCBIGene:3576", "gene", "CXCL8", [("IL8", "previous")]),
    ("NCBIGene:3570", "gene", "IL6ST", []),
    ("NCBIGene:2475", "gene", "MTOR", []),
    ("NCBIGene:5133", "gene", "PDCD1", [("PD-1", "unscoped")]),
    ("NCBIGene:29126", "gene", "CD274", [("PD-L1", "unscoped")]),
    ("NCBIGene:5594", "gene", "MAPK1", [("ERK", "unscoped")]),
    ("FPLX:ERK", "family", "ERK", []),
    ("NCBIGene:7157", "gene", "TP53", []),
    ("NCBIGene:22059", "gene", "Trp53", []),
    ("MESH:D012640", "disease", "Seizures", []),
    ("MESH:D054198", "disease", "leukemia", []),
    ("NCBIGene:4495", "gene", "MT1G", [("metallothionein 1G", "exact")]),
]


class FakeLexicon:
    pair_filter = b""  # nothing is known of pairs: every token is looked at

    def __init__(self, aliases: tuple[tuple[str, str], ...] = (("PD-1 inhibitor", "MESH:D000082082"),)) -> None:
        self.by_key: dict[str, list[Candidate]] = {}
        self.by_id: dict[Curie, Concept] = {}
        for ids, kind, label, names in _ROWS:
            first, *others = (Curie.from_string(i) for i in ids.split())
            concept = Concept(first, kind, label, tuple(others))
            self.by_id.update(dict.fromkeys(concept.ids, concept))
            scoped: list[tuple[str, Scope]] = [(label, "label"), *names]
            for name, scope in scoped:
                self._add(Candidate(concept, name, scope, first.prefix))
        for name, identifier in aliases:
            self._add(Candidate(self.by_id[Curie.from_string(identifier)], name, "exact", "aliases"))

    def _add(self, candidate: Candidate) -> None:
        self.by_key.setdefault(normal_name(candidate.name), []).append(candidate)

    def prefixes(self, text):
        places = (i + 1 for i, c in enumerate(text) if c == " ")
        return [text[:i] for i in places if text[:i] in self.by_key]

    def is_key(self, text):
        return text in self.by_key

    def reach(self, text):
        return max(size for size in range(len(text) + 1) if any(key.startswith(text[:size]) for key in self.by_key))

    def candidates(self, key):
        return tuple(self.by_key.get(key, ()))

    def concept(self, curie):
        return self.by_id.get(curie)

    def ancestors(self, curie):
        return frozenset(Curie.from_string(i) for i in _PARENTS.get(str(curie), ()))

    def heading(self, curie):
        return ""

    def parents(self, curie):
        return tuple(Curie.from_string(i) for i in _PARENTS.get(str(curie), ())[:1])

    def close_matches(self, curie):
        return ()

    def species(self, curie):
        return {"NCBIGene:22059": 10090}.get(str(curie), 9606 if curie.prefix == "NCBIGene" else None)

    def orthologues(self, curie):
        return tuple(Curie.from_string(i) for i in _ORTHOLOGUES.get(str(curie), ()))

    def candidates_of_species(self, key, taxon):
        return tuple(c for c in self.candidates(key) if self.species(c.concept.id) == taxon)


def document(text, **more):
    return Document(id="test:1", text=text, format="text", source="test", sha256="", **more)


def ground(grounder, text):
    page = document(text)
    return grounder(page, split_sentences(page))
