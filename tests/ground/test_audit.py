import pytest

from kg.ground import audit
from kg.model import Annotation, Curie

from .fake import FakeLexicon, document

HUMAN = Annotation(kind="Species", text="Homo sapiens", ids=(Curie("NCBITaxon", "9606"),))
MOUSE = Annotation(kind="Species", text="Mus musculus", ids=(Curie("NCBITaxon", "10090"),))


def verdict(kind, text, identifier="", *, aliases=(), others=()):
    ids = (Curie.from_string(identifier),) if identifier else ()
    annotations = (Annotation(kind=kind, text=text, ids=ids, aliases=aliases), *others)
    found = audit(document("T cells in liver cancer.", annotations=annotations), annotations, (), FakeLexicon())
    assert len(found) == len(annotations)
    assert all(row.reason for row in found)
    return found[0].verdict, str(found[0].answer.id) if found[0].answer else None


@pytest.mark.parametrize(
    ("kind", "text", "identifier", "expected"),
    [
        ("Disease", "liver cancer", "MONDO:0002691", ("confirmed", "MONDO:0002691")),
        ("Disease", "T", "MESH:D001260", ("fragment", None)),
        ("Disease", "chronic", "MESH:D002908", ("fragment", None)),
        ("Disease", "ITIM", "MESH:D019292", ("wrong concept", None)),
        ("Disease", "HCC tumour", "MESH:D009369", ("wrong level", "MONDO:0007256")),
        ("Disease", "bladder and breast cancer", "MONDO:0007254", ("composite", "MONDO:0001187")),
        ("Disease", "T cells", "MESH:D001260", ("wrong type", "MESH:D013601")),
        ("Disease", "zzz disease", "MESH:D999999", ("unknown", None)),
        ("Chemical", "immune checkpoint", "", ("unknown", None)),
        ("Chemical", "Sorafenib", "MESH:D000077157", ("confirmed", "MESH:D000077157")),
        ("Gene", "MTOR", "NCBIGene:2475", ("confirmed", "NCBIGene:2475")),
        ("Gene", "MTOR", "NCBIGene:100127359", ("wrong species", "NCBIGene:2475")),
        ("Gene", "MTOR", "NCBIGene:5594", ("wrong concept", "NCBIGene:2475")),
        ("CellLine", "Huh-7", "CVCL:0336", ("confirmed", None)),
        ("Species", "Mus musculus", "NCBITaxon:10090", ("confirmed", None)),
    ],
)
def test_verdicts(kind, text, identifier, expected):
    assert verdict(kind, text, identifier) == expected


def test_mouse_symbol_beside_a_mouse():
    page = audit(
        document("x"),
        [Annotation(kind="Gene", text="Kras", ids=(Curie("NCBIGene", "16653"),)), MOUSE],
        (),
        FakeLexicon(),
    )
    assert page[0].verdict == "wrong species"
    assert "Mus musculus" in page[0].reason


def test_member_given_for_its_family():
    assert verdict("Gene", "MAPK1", "NCBIGene:5594", aliases=("ERK",), others=(HUMAN,)) == (
        "wrong level",
        "FPLX:ERK",
    )


def test_alias_of_a_family_to_which_the_gene_does_not_belong():
    assert verdict("Gene", "KRAS", "NCBIGene:3845", aliases=("ERK",)) == ("wrong concept", "FPLX:ERK")
