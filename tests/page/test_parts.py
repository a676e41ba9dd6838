"""Counting and drawing, part by part."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from lxml import html

from kg.model import Span
from kg.page.bars import distributions
from kg.page.heat import heat_figure, heat_map
from kg.page.markup import element
from kg.page.network import network, network_figure
from kg.page.quotes import best_evidence, marked
from kg.page.words import counted, more, percent, shortened
from tests.page.conftest import many


def test_the_map_counts_each_claim_in_each_of_its_mechanisms(dataset):
    heat = heat_map(dataset.claims, dataset.scheme)
    assert [(row.label, len(row.claims), len(row.unnamed)) for row in heat.rows] == [
        ("sorafenib", 4, 2), ("atezolizumab + bevacizumab", 1, 0),
    ]  # fmt: skip
    assert heat.mechanisms == ("circular RNA", "drug efflux", "evasion of ferroptosis")
    assert [[len(cell) for cell in row.cells] for row in heat.rows] == [[0, 1, 1], [1, 0, 0]]


def test_what_does_not_fit_the_map_is_counted_in_its_last_row(dataset):
    heat = heat_map(tuple(many(dataset, 23)), dataset.scheme)
    assert heat.rest.label == "3 more therapies" and len(heat.rest.claims) == 3
    assert "The 20 therapies of 23" in html.tostring(heat_figure(heat), encoding="unicode")


def test_colour_follows_the_logarithm_of_the_count(dataset):
    model = next(c for c in dataset.claims if c.mechanisms)
    claims = tuple(replace(model, key=f"{n:026d}") for n in range(100))
    single = replace(dataset.claims[-1], mechanisms=model.mechanisms)
    drawn = html.tostring(heat_figure(heat_map((*claims, single), dataset.scheme)), encoding="unicode")
    assert "heat-6" in drawn


def test_the_network_untangles_what_can_be_untangled(dataset):
    claims = tuple(many(dataset, 8))
    drawn = network(claims)
    pairs = {(claim.factor.label, claim.therapy.label.lower()) for claim in claims}
    assert set(zip(*[[n.label for n in column] for column in drawn.columns[:2]], strict=True)) == pairs


def test_nodes_stand_apart_and_inside_the_picture(dataset):
    for column in (drawn := network(tuple(many(dataset, 100)))).columns:
        heights = [node.y for node in column]
        assert all(later - earlier >= 20 for earlier, later in pairwise(heights))
        assert all(isinstance(y, Fraction) and 0 < y < drawn.height for y in heights)
    assert drawn.of == (100, 100, 0)


def test_the_picture_of_one_claim(dataset):
    one = network([claim for claim in dataset.claims if claim.disease][:1])
    drawn = html.tostring(network_figure(one, {}), encoding="unicode")
    assert drawn.count("<circle") == 3 and "Shown are" not in drawn


def test_every_claim_is_in_each_distribution(dataset):
    for figure in distributions(dataset.claims, dataset.documents.values()):
        for body in figure.iter("tbody"):
            assert sum(int(row[-1].text) for row in body) == len(dataset.claims)


def test_factor_and_therapy_are_marked_in_the_sentence(dataset):
    claim = next(c for c in dataset.claims if c.factor.label == "ABCB1")
    text = best_evidence(claim).text
    evidence = best_evidence(claim)
    factor = replace(evidence.factor, span=_at(evidence, text.index("ABCB1"), 5))
    therapy = replace(evidence.therapy, span=_at(evidence, text.index("sorafenib"), 9))
    shown = element("p", marked(replace(evidence, factor=factor, therapy=therapy)))
    assert [(m.get("class"), m.text) for m in shown] == [("factor", "ABCB1"), ("therapy", "sorafenib")]
    assert "".join(shown.itertext()) == text


def _at(evidence, start, length):
    first = evidence.span.start + start
    return Span(first, first + length)


@pytest.mark.parametrize(("value", "words"), [(1, "1 therapy"), (2, "2 therapies"), (12345, "12,345 therapies")])
def test_numbers_with_nouns(value, words):
    assert counted(value, "therapy") == words


def test_small_words():
    assert (percent(1, 3), percent(0, 0)) == ("33 %", "–")
    assert shortened("a  b\nc", 9) == "a b c" and shortened("abcdefgh", 5) == "abcd…"
    assert more((1, 2, 3), 3, "claim") == ((1, 2, 3), None)
    assert more((1, 2, 3), 2, "claim")[1].text == "… and 1 more claim"
