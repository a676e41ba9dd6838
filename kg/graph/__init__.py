"""Claims as RDF: the only room that knows rdflib, pyshacl and pyoxigraph."""

from kg.graph.catalogue import NamedQuery, list_queries, run_named_query
from kg.graph.check import check as check_file
from kg.graph.check import check_quotes, load_shapes
from kg.graph.dataset import Dataset
from kg.graph.lint import lint_shapes
from kg.graph.query import run_query
from kg.graph.report import violations_markdown, write_validation
from kg.graph.void import write_void
from kg.graph.writers import Tally, write_nquads, write_turtle

__all__ = [
    "Dataset",
    "NamedQuery",
    "Tally",
    "check_file",
    "check_quotes",
    "lint_shapes",
    "list_queries",
    "load_shapes",
    "run_named_query",
    "run_query",
    "violations_markdown",
    "write_nquads",
    "write_turtle",
    "write_validation",
    "write_void",
]
