from kg.cli.corrections import change_for
from kg.model import Annotation, Audited, Concept, Curie, Span
from kg.read.statements import Change

from .fake import FakeLexicon

CANCER = Concept(Curie("MONDO", "0007256"), "disease", "hepatocellular carcinoma", (Curie("MESH", "D006528"),))
KRAS = Concept(Curie("NCBIGene", "3845"), "gene", "KRAS")
T_CELLS = Concept(Curie("MESH", "D013601"), "cell", "T-Lymphocytes")


def change(verdict, answer, *, parts=(), note="", kind="Disease"):
    said = Annotation(kind=kind, text="x", ids=(Curie("MESH", "D1"),), span=Span(3, 9), note=note)
    audited = Audited(document="d", annotation=said, verdict=verdict, answer=answer, reason="r", parts=parts)
    return change_for(audited, FakeLexicon())


def test_what_is_confirmed_or_unknown_stays():
    assert change("confirmed", CANCER) is None
    assert change("unknown", CANCER) is None
    assert change("wrong concept", None) is None


def test_the_answer_in_the_vocabulary_that_was_used():
    assert change("wrong concept", CANCER) == Change("Disease", ((None, (Curie("MESH", "D006528"),)),))
    assert change("wrong type", T_CELLS) == Change("Cell", ((None, (Curie("MESH", "D013601"),)),))


def test_a_fragment_takes_the_longer_span():
    found = change("fragment", CANCER, parts=((Span(0, 9), CANCER),))
    assert found == Change("Disease", ((Span(0, 9), (Curie("MESH", "D006528"),)),))


def test_parts_with_one_span_share_an_annotation():
    whole = Span(3, 9)
    found = change("composite", CANCER, parts=((whole, CANCER), (whole, KRAS)))
    assert found == Change("Disease", ((None, (Curie("MESH", "D006528"), Curie("NCBIGene", "3845"))),))


def test_a_misplaced_annotation_is_moved():
    assert change("confirmed", CANCER, note="line 1: …") == Change("", ((Span(3, 9), None),))


def test_a_gene_is_told_by_ncbi_gene_whatever_was_said_of_it():
    in_mesh = Concept(Curie("NCBIGene", "1956"), "gene", "EGFR", (Curie("MESH", "C512478"),))
    assert change("wrong type", in_mesh, kind="Chemical") == Change("Gene", ((None, (Curie("NCBIGene", "1956"),)),))
