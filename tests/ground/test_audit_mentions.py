import pytest

from kg.ground import Grounder, audit
from kg.model import Annotation, Curie, Span
from kg.text.sentences import split_sentences

from .fake import FakeLexicon, document


def verdict(text, kind, surface, identifier, start=None):
    """The verdict on one annotation of a text: verdict, answer, surfaces of its parts."""
    lexicon = FakeLexicon()
    at = text.index(surface) if start is None else start
    ids = tuple(Curie.from_string(i) for i in identifier.split())
    annotation = Annotation(kind=kind, text=surface, ids=ids, span=Span(at, at + len(surface)))
    page = document(text, annotations=(annotation,))
    groundings, _ = Grounder(lexicon)(page, split_sentences(page))
    (found,) = audit(page, (annotation,), groundings, lexicon)
    assert found.reason
    return found.verdict, str(found.answer.id) if found.answer else None, [text[slice(*s)] for s, _ in found.parts]


PATIENTS = "In patients, KRAS and ERK were raised; EGFR/KRAS too, and liver cancer with T cells."


@pytest.mark.parametrize(
    ("kind", "surface", "identifier", "expected"),
    [
        ("Gene", "KRAS", "NCBIGene:3845", ("confirmed", "NCBIGene:3845", [])),
        ("Gene", "KRAS", "NCBIGene:16653", ("wrong species", "NCBIGene:3845", [])),
        ("Gene", "KRAS", "NCBIGene:1956", ("wrong concept", "NCBIGene:3845", [])),
        ("Gene", "ERK", "NCBIGene:5594", ("wrong level", "FPLX:ERK", [])),
        ("Gene", "ERK", "NCBIGene:1956", ("wrong concept", "FPLX:ERK", [])),
        ("Gene", "EGFR/KRAS", "NCBIGene:1956", ("composite", "NCBIGene:1956", ["EGFR", "KRAS"])),
        ("Gene", "EGFR/KRAS", "NCBIGene:1956 NCBIGene:3845", ("confirmed", None, [])),
        ("Disease", "cancer", "MONDO:0005070", ("fragment", "MONDO:0002691", ["liver cancer"])),
        ("Disease", "T cells", "MONDO:0008170", ("wrong type", "MESH:D013601", [])),
        ("Disease", "aised", "MONDO:0008170", ("fragment", None, [])),
        ("Disease", "raised", "MESH:D999999", ("unknown", None, [])),
        ("Gene", "KRAS", "", ("unknown", "NCBIGene:3845", [])),
        ("Species", "patients", "NCBITaxon:9606", ("confirmed", None, [])),
        ("Species", "patients", "NCBITaxon:10090", ("wrong concept", None, [])),
    ],
)
def test_verdicts(kind, surface, identifier, expected):
    assert verdict(PATIENTS, kind, surface, identifier) == expected


def test_a_gene_of_mice_in_a_text_on_mice_is_left_alone():
    assert verdict("Kras was lost in mice.", "Gene", "Kras", "NCBIGene:16653")[0] == "unknown"


def test_a_variant_belongs_to_the_gene_before_it():
    text = "EGFR T790M was found, KRAS was not."
    assert verdict(text, "Variant", "T790M", "NCBIGene:1956")[:2] == ("confirmed", "NCBIGene:1956")
    assert verdict(text, "Variant", "T790M", "NCBIGene:673")[:2] == ("wrong concept", "NCBIGene:1956")
