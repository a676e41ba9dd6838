"""What stands at the top of each query file is true."""

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.graph.catalogue import GROUPS, KINDS, list_queries
from kg.graph.guard import query_form
from kg.vocab import NAMESPACES, PREFIXES

QUERIES = list_queries()
FOLDER = Path(__file__).resolve().parents[2] / "queries"
EMPTY_ON_EXAMPLES = {"ungrounded", "retracted-papers"}  # what a graph should not have

each = pytest.mark.parametrize("query", QUERIES, ids=[q.name for q in QUERIES])


def without_comments(query):
    return re.sub(r"^\s*#.*$", "", query.text, flags=re.MULTILINE)


def test_there_are_many_in_every_group():
    assert len(QUERIES) >= 40
    assert len({q.title for q in QUERIES}) == len(QUERIES)
    assert all(count >= 3 for count in Counter(q.group for q in QUERIES).values())
    assert {q.group for q in QUERIES} == set(GROUPS)


@each
def test_title_is_a_question_and_an_explanation_follows(query):
    first, second, third, *_ = query.text.splitlines()
    assert first == f"# {query.title}" and query.title.endswith("?")
    assert second == "#" and len(third) > 20 and query.about.startswith(third[2:])


@each
def test_every_parameter_is_a_variable_of_a_kind_with_an_example(query):
    for parameter in query.parameters:
        assert parameter.kind in KINDS and parameter.example
        assert "without it" in parameter.about
        assert f"?{parameter.name}" in without_comments(query)


@each
def test_columns_are_described_in_their_order(query, ask):
    assert [name for name, _ in query.columns] == list(ask(query.name).columns)


@each
def test_prefixes_are_those_of_the_graph_and_all_used(query):
    body = without_comments(query)
    declared = re.findall(r"^PREFIX (\w+): <(\S+)>$", body, re.MULTILINE)
    assert {NAMESPACES[name] for name, _ in declared} == {iri for _, iri in declared}
    rest = re.sub(r"^PREFIX .*$", "", body, flags=re.MULTILINE)
    assert set(re.findall(r"(?<![\w?])([a-z]+):\w", rest)) == {name for name, _ in declared}


@each
def test_rows_are_ordered_and_answered(query, ask):
    assert "\nORDER BY " in query.text or query_form(query.text) != "SELECT"
    assert ask(query.name).rows or query.name in EMPTY_ON_EXAMPLES


@each
def test_examples_of_parameters_narrow_the_answer(query, ask):
    everything = {tuple(row.values()) for row in ask(query.name).rows}
    for parameter in query.parameters:
        prefix = parameter.example.partition(":")[0]
        assert ":" not in parameter.example or prefix in PREFIXES or prefix in NAMESPACES
        rows = ask(query.name, **{parameter.name: parameter.example}).rows
        assert rows, parameter
        counts = re.search(r"\b(COUNT|SUM)\(", query.text) is not None
        assert len(rows) <= len(everything) if counts else {tuple(r.values()) for r in rows} <= everything


@each
def test_the_example_is_answered_as_it_says(query, ask):
    rows = ask(query.name, **dict(query.example.parameters)).rows
    assert query.example.answer or query.name in EMPTY_ON_EXAMPLES
    assert not query.example.answer or any(row.items() >= set(query.example.answer) for row in rows)


def test_the_guide_names_every_question_in_its_group():
    guide = (FOLDER.parent / "docs" / "queries.md").read_text(encoding="utf-8")
    for query in QUERIES:
        names = ", ".join(parameter.name for parameter in query.parameters)
        assert f"| `{query.name}` | {query.title} | {names} |" in guide
