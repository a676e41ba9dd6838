import dataclasses

import pytest

from kg.align.alignment import align
from kg.align.coherence import CYCLE, DISJOINT, SIBLINGS, repair
from kg.align.matching import choose, gather
from kg.align.predicates import joins_more
from kg.align.rivals import Rivals
from kg.align.structure import Hierarchy
from kg.align.unreplaced import former_label
from kg.align.values import Term
from tests.align.conftest import vocabulary


def exact(found):
    return {
        (str(m.subject), str(m.object)) for m in found.mappings if m.predicate == "skos:exactMatch" and not m.modifier
    }


def test_names_turned_round_inflected_and_numbered_are_matched(trees):
    found = exact(align(*trees, curated=False))
    assert {("A:1", "B:1"), ("A:2", "B:2"), ("A:3", "B:3"), ("A:5", "B:5"), ("A:6", "B:6"), ("A:7", "B:7")} <= found
    assert not any("B:9" in pair for pair in found)


def test_another_member_of_a_series_is_not_the_same(trees):
    assert not any(subject == "A:4" for subject, _ in exact(align(*trees, curated=False)))


def test_a_narrower_thing_has_a_broader_partner(trees):
    found = {(str(m.subject), m.predicate, str(m.object)) for m in align(*trees, curated=False).mappings}
    assert ("A:8", "skos:broadMatch", "B:7") in found


def test_cross_references_go_first_and_can_be_hidden():
    one = vocabulary("ONE", Term("A:1", "oak", xrefs=("B:2",)), Term("A:2", "ash"))
    other = vocabulary("OTHER", Term("B:1", "oak"), Term("B:2", "Quercus"), Term("B:3", "ash"))
    assert ("A:1", "B:2") in exact(align(one, other))
    assert ("A:1", "B:1") in exact(align(one, other, curated=False))


def test_the_order_of_the_terms_does_not_matter(trees):
    one, other = trees
    assert align(vocabulary("ONE", *reversed(one.terms.values())), other).mappings == align(one, other).mappings


def test_each_end_has_one_exact_partner(trees):
    pairs = sorted(exact(align(*trees, curated=False)))
    assert len({s for s, _ in pairs}) == len({o for _, o in pairs}) == len(pairs)


def test_a_disease_and_a_process_are_the_same_only_if_their_labels_are():
    one = vocabulary("ONE", Term("A:1", "anxiety", kind="disease"), Term("A:2", "serositis", kind="disease"))
    other = vocabulary("OTHER", Term("B:1", "Anxiety", kind="process"), Term("B:2", "Serosity", kind="disease"),
                       Term("B:3", "serous inflammation", (("serositis", "exact"),), kind="process"))  # fmt: skip
    pairs = gather(one, other).names.keys()
    assert ("A:1", "B:1") in pairs and ("A:2", "B:3") not in pairs


def test_the_best_pair_goes_first():
    assert choose({("a", "x"): 0.9, ("a", "y"): 0.95, ("b", "y"): 0.99}, 0.5) == [("b", "y"), ("a", "x")]
    assert choose({("a", "x"): 0.4}, 0.5) == []
    assert choose({("a", "x"): 0.9}, 0.5, [("a", "z")]) == [("a", "z")]


def repaired(one, other, pairs):
    removed = repair(pairs, Hierarchy(one.terms), Hierarchy(other.terms), (one, other))
    return [(r.subject, r.object, r.kind) for r in removed]


def test_a_circle_loses_its_weaker_pair():
    one = vocabulary("ONE", Term("A:1", "top"), Term("A:2", "under", parents=("A:1",)))
    other = vocabulary("OTHER", Term("B:1", "top"), Term("B:2", "under", parents=("B:1",)))
    assert repaired(one, other, {("A:1", "B:2"): 0.9, ("A:2", "B:1"): 0.6}) == [("A:2", "B:1", CYCLE)]
    assert repaired(one, other, {("A:1", "B:1"): 0.9, ("A:2", "B:2"): 0.6}) == []


def test_siblings_are_not_merged():
    one = vocabulary("ONE", Term("A:1", "a"), Term("A:2", "b"))
    other = vocabulary("OTHER", Term("B:1", "a"))
    assert repaired(one, other, {("A:1", "B:1"): 0.9, ("A:2", "B:1"): 0.8}) == [("A:2", "B:1", SIBLINGS)]


def test_a_class_under_two_disjoint_ones_is_refused_with_the_reason():
    one = vocabulary("ONE", Term("A:1", "plant", disjoint=("A:2",)), Term("A:2", "animal"),
                     Term("A:3", "moss", parents=("A:1",)))  # fmt: skip
    other = vocabulary("OTHER", Term("B:2", "animal"), Term("B:3", "moss animal", parents=("B:2",)))
    pairs = {("A:2", "B:2"): 0.9, ("A:3", "B:3"): 0.8}
    assert repaired(one, other, pairs) == [("A:3", "B:3", DISJOINT)]
    why = repair(pairs, Hierarchy(one.terms), Hierarchy(other.terms), (one, other))[0].why
    assert "A:1 and A:2" in why


def test_a_word_that_the_terms_above_have_may_be_left_out():
    one = vocabulary("ONE", Term("A:1", "muscle"), Term("A:2", "dorsal erector", parents=("A:1",)),
                     Term("A:3", "fin"), Term("A:4", "ventral abductor", parents=("A:1",)))  # fmt: skip
    other = vocabulary("OTHER", Term("B:1", "muscle"), Term("B:2", "dorsal erector muscle", parents=("B:1",)),
                       Term("B:3", "fin"))  # fmt: skip
    seen = gather(one, other).names["A:2", "B:2"]
    assert seen["known from above"] == seen["all known from above"] == 1.0


def test_a_label_that_another_term_has_for_its_own_speaks_against_a_pair():
    one = vocabulary("ONE", Term("A:1", "oak"), Term("A:2", "red oak"))
    other = vocabulary("OTHER", Term("B:1", "Oak", (("red oak", "unscoped"),)))
    seen = gather(one, other).names
    assert "key: another has the label of one" in seen["A:2", "B:1"]
    assert "key: another has the label of one" not in seen["A:1", "B:1"]
    assert exact(align(one, other)) == {("A:1", "B:1")}


def test_loose_names_count_half_unless_a_vocabulary_has_no_others():
    other = vocabulary("OTHER", Term("B:1", "oak"), Term("B:2", "Fagus"))
    related, own = (("oak", "related"),), (("beech", "exact"),)
    mixed = vocabulary("ONE", Term("A:1", "Quercus", related), Term("A:2", "Fagus", own))
    only = vocabulary("ONE", Term("A:1", "Quercus", related), Term("A:2", "Fagus"))
    values = [gather(one, other).names["A:1", "B:1"]["key: label and own name"] for one in (mixed, only)]
    assert values == [0.5, 1.0]


def test_a_pair_knows_its_rivals():
    rivals = Rivals({("a", "x"): 0.9, ("a", "y"): 0.4, ("b", "y"): 0.7, ("c", "z"): 0.6})
    assert rivals("a", "x") == {"a rival": 0.4, "rivals of both": 0.0, "the best of both ends": 1.0}
    assert rivals("a", "y")["a better rival"] == pytest.approx(0.5)
    assert rivals("c", "z")["no rival"] == 1.0


@pytest.mark.parametrize(("ours", "theirs", "joins"), [
    ("liver and bile duct neoplasm", "liver neoplasm", True), ("bile duct and liver neoplasm", "liver neoplasm", True),
    ("rot with or without spots", "rot", False), ("spots, rings and rot of leaf", "leaf spots, rings, and rot", False),
    ("rot (early or late)", "rot", False), ("root rot", "rot", False),
])  # fmt: skip
def test_a_label_that_joins_one_thing_more_is_wider(ours, theirs, joins):
    assert joins_more(ours.replace("(", "").replace(")", "").replace(",", "").split(), theirs.split()) == joins


def test_a_part_is_no_sort_of_its_whole():
    """Where one vocabulary has a part of what the other has a sort of, nothing goes round in a circle."""
    one = vocabulary("ONE", Term("A:1", "flower"), Term("A:2", "petal", wholes=("A:1",)))
    other = vocabulary("OTHER", Term("B:1", "Flower", parents=("B:2",)), Term("B:2", "Petal"))
    assert align(one, other).removed == ()


def test_a_retired_term_has_the_namesake_that_no_living_one_has():
    gone = {i: Term(i, label) for i, label in {"A:7": "umbilical hernia", "A:8": "oak", "A:9": "nothing"}.items()}
    one = dataclasses.replace(vocabulary("ONE", Term("A:1", "oak")), unreplaced=gone)
    other = vocabulary("OTHER", Term("B:1", "Oak"), Term("B:2", "Hernia, Umbilical"))
    found = align(one, other)
    assert exact(found) == {("A:1", "B:1"), ("A:7", "B:2")}
    (row,) = (m for m in found.mappings if str(m.subject) == "A:7")
    assert row.confidence < 0.8 and "retired" in row.comment
    assert exact(align(other, one)) == {("B:1", "A:1"), ("B:2", "A:7")}


def test_a_retired_term_with_several_namesakes_or_a_twin_has_none():
    twins = {i: Term(i, "oak") for i in ("A:8", "A:9")}
    one = dataclasses.replace(vocabulary("ONE", Term("A:1", "ash")), unreplaced=twins)
    assert not exact(align(one, vocabulary("OTHER", Term("B:1", "Oak"))))
    own = {"A:8": twins["A:8"]}
    several = vocabulary("OTHER", Term("B:1", "Quercus", (("oak", "exact"),)), Term("B:2", "oaks", (("oak", "exact"),)))
    found = exact(align(dataclasses.replace(one, unreplaced=own), several))
    assert found == {("A:8", "B:2")}  # its label goes before another's synonym


@pytest.mark.parametrize("label", ["obsolete oak", "obsolete_oak", "Obsolete: oak", "OBSOLETE oak"])
def test_what_marks_a_retired_label_is_taken_off(label):
    assert former_label(label) == "oak"
    assert former_label("obsolete") == "obsolete"


def test_joined_words_are_as_alike_as_names_can_be():
    one = vocabulary("ONE", Term("A:1", "gall bladder"), Term("A:2", "oak"))
    seen = gather(one, vocabulary("OTHER", Term("B:1", "Gallbladder"), Term("B:2", "ash"))).names["A:1", "B:1"]
    assert seen["alike"] == seen["labels alike"] == 1.0
    assert "both have words of their own" not in seen
