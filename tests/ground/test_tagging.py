"""The tagger: tokens, attributes, scores and the search for the best labels."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import VocabularyError
from kg.ground.hashing import hash_of, joined, size_of
from kg.ground.tagging.attributes import ABOUT_GENES, EDGE, PAPER, Defined, Mark, sequence_attributes
from kg.ground.tagging.decode import best_labels
from kg.ground.tagging.tagger import Marked, Tagger
from kg.ground.tagging.tokens import Tokens, kind_of_document, marks, tokenise
from kg.ground.tagging.weights import LABELS, WIDTH, Weights, default_weights
from kg.model import Span

LEGAL = {"O": "OBS", "B": "IE", "I": "IE", "E": "OBS", "S": "OBS"}


def weights(**table):
    rows = sorted((hash_of(name.replace("__", "=")), row) for name, row in table.items())
    keys = np.array([key for key, _ in rows], dtype=np.uint32)
    values = np.array([row for _, row in rows] + [[0.0] * WIDTH], dtype=np.float32)
    return Weights(keys, values, np.zeros((3, 5, 5), dtype=np.float32))


def chemical(label, weight):
    row = [0.0] * WIDTH
    row[5 + LABELS.index(label)] = weight
    return row


def document(words, dictionary, defined, paper):
    places = list(range(0, len(words) * 2000, 2000)) if paper else list(range(len(words)))
    return Marked(Tokens(words, places, places), dictionary, defined)


def best_by_trying_all(rows, transitions):
    def total(path):
        steps = zip((0, *path), (*path, 0), strict=True)
        return sum(transitions[a][b] for a, b in steps) + sum(r[x] for r, x in zip(rows, path, strict=True))

    legal = [
        path
        for path in product(range(5), repeat=len(rows))
        if all(LABELS[b] in LEGAL[LABELS[a]] for a, b in zip((0, *path), (*path, 0), strict=True))
    ]
    return max(total(path) for path in legal), total


ROW = st.lists(st.lists(st.floats(-5, 5), min_size=5, max_size=5), min_size=1, max_size=5)


@given(st.lists(ROW, min_size=1, max_size=3), st.randoms())
def test_the_search_finds_the_best_legal_labels_of_every_row(rows, random):
    transitions = np.array([[[random.uniform(-2, 2) for _ in LABELS] for _ in LABELS] for _ in rows])
    lengths = np.array([len(row) for row in rows])
    found = best_labels(np.array([token for row in rows for token in row]), lengths, transitions)
    for row, table, labels in zip(rows, transitions, np.split(found, np.cumsum(lengths)[:-1]), strict=True):
        best, total = best_by_trying_all(row, table.tolist())
        assert total(labels.tolist()) == pytest.approx(best)


@given(st.text(max_size=30), st.text(max_size=24))
def test_the_hash_of_a_pair_comes_from_those_of_its_parts(first, second):
    found = joined(*(np.array([n], dtype=np.uint32) for n in (hash_of(first), hash_of(second), size_of(second))))
    assert found[0] == hash_of(first + second)


def test_an_edge_stands_between_sentences_and_offsets_are_those_of_the_text():
    tokens = tokenise("IL-6 rose. It fell.", [Span(0, 10), Span(11, 19)])
    assert tokens.words == [EDGE, "IL", "-", "6", "rose", ".", EDGE, "It", "fell", ".", EDGE]
    assert (tokens.starts[3], tokens.ends[3]) == (3, 4)


def test_marks_stand_on_the_tokens_of_their_place():
    tokens = tokenise("IL-6 rose", [Span(0, 9)])
    found = marks(tokens, [(Span(0, 4), "Ggene")], [])
    assert [mark.accepted for mark in found] == ["", "BGgene", "IGgene", "IGgene", "", ""]


@pytest.mark.parametrize("paper", [False, True])
def test_scores_are_the_sums_over_all_attributes(paper):
    words = [EDGE, "Aspirin", "and", "IL", "6", EDGE]
    dictionary = [Mark(), Mark("BCchem|MES|9|", "BClae="), Mark(), Mark("BGgene|NCB|9|"), Mark("IGgene|NCB|9|"), Mark()]
    defined = {1: Defined("B", "acid", "Cchem")}
    read = document(words, dictionary, defined, paper=paper)
    listed = sequence_attributes(words, dictionary, defined, kind_of_document(read.tokens, dictionary))
    names = sorted({name for some in listed for name in some})
    random = np.random.default_rng(1)
    table = {hash_of(name): random.normal(size=WIDTH).astype(np.float32) for name in names}
    keys = np.array(sorted(table), dtype=np.uint32)
    values = np.stack([*(table[int(key)] for key in keys), np.zeros(WIDTH, dtype=np.float32)])
    tagger = Tagger(Weights(keys, values, np.zeros((3, 5, 5), dtype=np.float32)))
    wanted = np.stack([sum(table[hash_of(name)] for name in some) for some in listed])
    assert np.allclose(tagger.scores(read), wanted, atol=1e-4)


@pytest.mark.parametrize(
    ("length", "genes", "kind"), [(100, 0, ""), (100, 1, ""), (100, 2, ABOUT_GENES), (7000, 200, PAPER)]
)
def test_a_long_text_is_a_paper_and_an_abstract_with_many_genes_is_about_genes(length, genes, kind):
    places = list(range(length))
    dictionary = [Mark("BGgene|NCB|9|")] * genes + [Mark()] * (length - genes)
    assert kind_of_document(Tokens(["word"] * length, places, places), dictionary) == kind


def test_a_word_that_the_weights_know_becomes_a_tag():
    tagger = Tagger(weights(**{"0w__aspirin": chemical("S", 4.0)}))
    tokens = tokenise("Give aspirin now.", [Span(0, 17)])
    found = tagger.tag(Marked(tokens, [Mark()] * len(tokens.words), {}))
    assert [(tag.span, tag.type) for tag in found] == [(Span(5, 12), "Chemical")]


def test_damaged_weights_are_named_with_the_remedy(tmp_path):
    broken = tmp_path / "weights.npz"
    broken.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(VocabularyError, match=r"weights\.npz.*make train"):
        default_weights(broken)


@pytest.mark.parametrize("paper", [False, True])
def test_tables_grow_with_a_text_of_many_words(paper):
    tagger = Tagger(weights(**{"0w__aspirin": chemical("S", 4.0)}))
    words = [EDGE, *(f"word{number}" for number in range(10_000)), "aspirin", EDGE]
    scores = tagger.scores(document(words, [Mark()] * len(words), {}, paper=paper))
    assert scores[-2].max() == pytest.approx(4.0)
    assert not scores[:-2].any()


def test_documents_read_together_have_the_tags_that_each_has_alone():
    tagger = Tagger(weights(**{"0w__aspirin": chemical("S", 4.0), "-2w__aspirin": chemical("S", 9.0)}))
    texts = ["Give aspirin", "No drug at all", "aspirin"] * 3
    some = [tokenise(text, [Span(0, len(text))]) for text in texts]
    together = [Marked(tokens, [Mark()] * len(tokens.words), {}) for tokens in some]
    assert tagger.tag_all(together) == [tagger.tag(one) for one in together]
