"""What annotated documents teach: names, and parts of a cross-validation."""

from kg.ground.examples import Example, fold_of
from kg.ground.learned import name_hash
from kg.ground.learning import learned_genes, learned_names
from kg.model import Span
from tests.ground.fake import FakeLexicon

LEXICON = FakeLexicon()


def example(text, name, gene, taxa=()):
    at = text.index(name)
    mentions = {"Gene": ((Span(at, at + len(name)), (gene,)),)}
    return Example(text[:3], text, mentions, frozenset(taxa))


def test_the_same_paper_is_in_one_part_whatever_its_number():
    one, other = (Example(name, "A paper on EGFR. " * 9 + tail, {}) for name, tail in (("1", "x"), ("99", "y")))
    assert fold_of(one, 5) == fold_of(other, 5)


def test_a_familys_gene_must_be_a_member_or_be_named_by_two_papers():
    stranger = example("First: ERK was seen.", "ERK", "NCBIGene:1956")
    member = example("Second: ERK was seen.", "ERK", "NCBIGene:5594")
    key = name_hash("erk ", "Gene")
    assert key not in learned_names({"a": [stranger, stranger]}, LEXICON)
    assert learned_names({"a": [member]}, LEXICON)[key] == "NCBIGene:5594"


def test_a_gene_of_the_rat_is_learned_beside_the_human_one():
    rat = example("Rats: TP53 was lost.", "TP53", "NCBIGene:24842", ["NCBITaxon:10116"])
    assert learned_genes({"a": [rat]}, LEXICON) == {name_hash("NCBIGene:7157 10116", "Gene"): "NCBIGene:24842"}
