"""Claims as RDF: the only room that knows rdflib, pyshacl and pyoxigraph."""

from kg.graph.catalogue import NamedQuery, list_queries, run_named_query
from kg.graph.check import Engine, check_graph, check_quotes, load_shapes
from kg.graph.check import check as check_file
from kg.graph.dataset import Dataset
from kg.graph.lint import lint_shapes
from kg.graph.query import run_query
from kg.graph.report import (
    audit_markdown,
    findings_json,
    findings_turtle,
    violations_markdown,
    write_validation,
)
from kg.graph.void import write_void
from kg.graph.writers import Tally, write_nquads, write_turtle

__all__ = [
    "Dataset",
    "Engine",
    "NamedQuery",
    "Tally",
    "audit_markdown",
    "check_file",
    "check_graph",
    "check_quotes",
    "findings_json",
    "findings_turtle",
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
