"""What the dictionary found and what the tagger saw, put together."""

import pytest

from kg.ground.decide import decide
from kg.ground.fusions import with_fusions_split
from kg.ground.grounder import Grounder
from kg.ground.learned import LearnedNames
from kg.ground.linking import Linker
from kg.ground.merging import apart, inside, merge
from kg.ground.places import Place
from kg.ground.tagging.tagger import Tag
from kg.ground.words import default_rewordings, default_settings, default_words
from kg.model import Concept, Curie, Grounding, Mention, Span
from kg.text.abbreviations import find_abbreviations
from kg.text.normal import normal_name
from tests.ground.fake import FakeLexicon, ground

LEXICON = FakeLexicon((("EGFR inhibitor", "MESH:D000082082"),))


def merged(text, tagged, found=()):
    words, settings = default_words(), default_settings()
    linker = Linker(LEXICON, words, settings, default_rewordings(), LearnedNames({}))
    places = []
    for name in found:
        decision = decide(normal_name(name), name, LEXICON, words, settings)
        places.append(Place(Span(text.index(name), text.index(name) + len(name)), decision))
    tags = [Tag(Span(text.index(n), text.index(n) + len(n)), kind, 0.9) for n, kind in tagged]
    kept = merge(text, places, tags, find_abbreviations(text), linker)
    return {text[p.span.start : p.span.end]: p.decision.options[0] for p in kept if p.decision.options}


def test_a_tag_adds_what_the_dictionary_does_not_have_as_it_stands():
    assert str(merged("A cancer of the breast grew.", [("cancer of the breast", "Disease")])[
        "cancer of the breast"].concept.id) == "MONDO:0007254"  # fmt: skip


def test_a_name_without_a_tag_is_doubted_unless_it_is_kept():
    text = "Catalase, seizures, sorafenib and ataxia telangiectasia."
    found = merged(text, [], ["seizures", "sorafenib", "ataxia telangiectasia"])
    assert found["sorafenib"].score > 0.5 > found["seizures"].score


def test_our_own_longer_name_outweighs_a_tag_inside():
    assert list(merged("An EGFR inhibitor helped.", [("EGFR", "Gene")], ["EGFR inhibitor"])) == ["EGFR inhibitor"]


def test_a_protein_outweighs_the_substance_that_it_is_named_after():
    text = "Metallothionein 1G protects."
    assert list(merged(text, [("Metallothionein", "Chemical")], ["Metallothionein 1G"])) == ["Metallothionein 1G"]


@pytest.mark.parametrize(("text", "stands"), [("antagonists in cancer", True), ("antagonists in asthma", False)])
def test_classes_of_drugs_stand_where_tumours_are_spoken_of(text, stands):
    assert ("antagonists" in default_words().kept.ends_of(text)) is stands


def test_a_gene_inside_the_name_of_a_drug_is_a_mention_too():
    text, words, settings = "EGFR inhibitors", default_words(), default_settings()
    linker = Linker(LEXICON, words, settings, default_rewordings(), LearnedNames({}))
    places = [Place(Span(0, 15), decide(normal_name(text), text, LEXICON, words, settings))]
    tags = [Tag(Span(0, 4), "Gene", 0.9), Tag(Span(5, 15), "Disease", 0.9)]
    assert [p.span for p in inside(text, places, tags, (), linker)] == [Span(0, 4)]


def test_a_short_form_stands_where_its_long_form_does():
    text = "An EGFR inhibitor (EI) was given for seizures. The EI failed."
    assert merged(text, [], ["EGFR inhibitor", "seizures"])["EGFR inhibitor"].score > 0.5


def test_a_part_of_a_chemical_without_a_reading_says_nothing():
    assert merged("xyl-sorafenib-dione was given", [("xyl-sorafenib-dione", "Chemical")], ["sorafenib"]) == {}


def test_a_short_form_is_read_as_its_long_form():
    text = "Breast cancer (BC) is common. BC kills."
    assert str(merged(text, [("BC", "Disease")])["BC"].concept.id) == "MONDO:0007254"


def test_of_two_tags_at_one_place_the_surer_stays():
    tags = [Tag(Span(0, 4), "Gene", 0.7), Tag(Span(0, 9), "Disease", 0.95), Tag(Span(12, 14), "Gene", 0.6)]
    assert apart(tags) == tags[1:]


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("EGFR-KRAS", "EGFR-KRAS fusion protein", ["EGFR", "KRAS"]),
        ("EGFR::MTOR", "EGFR", ["EGFR", "MTOR"]),
        ("EGFR-AS1", "EGFR-AS1", ["EGFR-AS1"]),
        ("PD-1", "PDCD1", ["PD-1"]),
    ],
)
def test_a_fusion_is_two_genes(text, label, expected):
    concept = Concept(Curie("MESH", "C000001"), "gene", label)
    mention = Mention(span=Span(3, 3 + len(text)), text=text, type="Gene")
    whole = Grounding(mention=mention, concept=concept, score=0.9, why="a name")
    found = list(with_fusions_split([whole], LEXICON))
    assert [g.mention.text for g in found] == expected
    assert found[0].mention.span.start == 3


def test_without_a_tagger_the_dictionary_decides_alone():
    groundings, _ = ground(Grounder(LEXICON), "Seizures and sorafenib.")
    assert [g.mention.text for g in groundings] == ["Seizures", "sorafenib"]


def test_a_genes_approved_name_goes_before_a_family_that_bears_it_too():
    groundings, _ = ground(Grounder(LEXICON), "The epidermal growth factor receptor is active.")
    assert [str(g.concept.id) for g in groundings] == ["NCBIGene:1956"]
