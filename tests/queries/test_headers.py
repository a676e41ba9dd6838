"""What stands at the top of each query file is true."""

import re
from pathlib import Path

import pytest

from kg.graph.catalogue import list_queries
from kg.vocab import NAMESPACES, PREFIXES

QUERIES = list_queries()
FOLDER = Path(__file__).resolve().parents[2] / "queries"
# every part of the claims of the examples has an identifier
EMPTY_ON_EXAMPLES = {"ungrounded"}

each = pytest.mark.parametrize("query", QUERIES, ids=[q.name for q in QUERIES])


def described(query, word):
    """Names and descriptions of the header's parameters or columns, in order."""
    return re.findall(rf"^# {word} (\w+): (\S.*)$", query.text, re.MULTILINE)


def without_comments(query):
    return re.sub(r"^\s*#.*$", "", query.text, flags=re.MULTILINE)


def examples(query):
    return [(name, re.search(r"such as ([^\s;,()]+)", text)[1]) for name, text in described(query, "parameter")]


def test_there_are_many():
    assert len(QUERIES) >= 18
    assert len({q.title for q in QUERIES}) == len(QUERIES)


@each
def test_title_is_a_question_and_an_explanation_follows(query):
    first, second, third, *_ = query.text.splitlines()
    assert first == f"# {query.title}" and query.title.endswith("?")
    assert second == "#" and len(third) > 20


@each
def test_every_parameter_is_a_variable_with_an_example(query):
    assert tuple(name for name, _ in described(query, "parameter")) == query.parameters
    for name, text in described(query, "parameter"):
        assert "such as " in text and "without it" in text
        assert f"?{name}" in without_comments(query)


@each
def test_columns_are_described_in_their_order(query, ask):
    assert [name for name, _ in described(query, "column")] == list(ask(query.name).columns)


@each
def test_prefixes_are_those_of_the_graph_and_all_used(query):
    body = without_comments(query)
    declared = re.findall(r"^PREFIX (\w+): <(\S+)>$", body, re.MULTILINE)
    assert {NAMESPACES[name] for name, _ in declared} == {iri for _, iri in declared}
    rest = re.sub(r"^PREFIX .*$", "", body, flags=re.MULTILINE)
    assert set(re.findall(r"(?<![\w?])([a-z]+):\w", rest)) == {name for name, _ in declared}


@each
def test_rows_are_ordered_and_answered(query, ask):
    assert "\nORDER BY " in query.text
    assert ask(query.name).rows or query.name in EMPTY_ON_EXAMPLES


@each
def test_examples_of_parameters_narrow_the_answer(query, ask):
    everything = {tuple(row.values()) for row in ask(query.name).rows}
    for name, value in examples(query):
        prefix = value.partition(":")[0]
        assert ":" not in value or prefix in PREFIXES or prefix in NAMESPACES
        rows = ask(query.name, **{name: value}).rows
        assert rows, (name, value)
        counts = re.search(r"\b(COUNT|SUM)\(", query.text) is not None
        assert len(rows) <= len(everything) if counts else {tuple(r.values()) for r in rows} <= everything


def test_the_guide_names_every_question():
    guide = (FOLDER.parent / "docs" / "queries.md").read_text(encoding="utf-8")
    for query in QUERIES:
        assert f"`{query.name}`" in guide and query.title in guide
