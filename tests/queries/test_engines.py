"""The questions are plain SPARQL 1.1: another engine gives the same rows."""

import pytest
import rdflib

from kg.graph.catalogue import list_queries

# two of them take seconds there without parameters
SLOW = {"shared-mechanisms", "shared-mechanism-families"}


@pytest.fixture(scope="module")
def other(graph):
    return rdflib.Graph().parse(graph / "kg.ttl")


def comparable(cell):
    """Numbers by value: 0 and 0.0 are the same decimal."""
    try:
        return float(cell)
    except ValueError:
        return cell


@pytest.mark.parametrize("query", [q for q in list_queries() if q.name not in SLOW], ids=lambda q: q.name)
def test_rdflib_agrees(query, other, ask):
    found = [["" if cell is None else str(cell) for cell in row] for row in other.query(query.text)]
    ours = [list(row.values()) for row in ask(query.name).rows]
    assert [list(map(comparable, row)) for row in found] == [list(map(comparable, row)) for row in ours]
