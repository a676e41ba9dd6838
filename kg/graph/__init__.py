"""Claims as RDF: the only room that knows rdflib, pyshacl and pyoxigraph."""

from kg.graph.answers import Answer, Cell, cell_term, to_csv, to_json, to_json_lines, to_tsv, to_turtle, truth
from kg.graph.catalogue import GROUPS, NamedQuery, Parameter, find_query, list_queries, run_named_query
from kg.graph.check import Engine, check_graph, check_quotes, load_shapes
from kg.graph.check import check as check_file
from kg.graph.dataset import Dataset
from kg.graph.executables import executable_statements, write_executables
from kg.graph.guard import check_query, query_form, without_text
from kg.graph.lint import lint_shapes
from kg.graph.naming import by_identifier, by_name, compact_name
from kg.graph.parameters import identifier_node, parameter_term, require_variables, with_parameters
from kg.graph.query import Asked, Bounds, put_query, run_query
from kg.graph.report import (
    audit_markdown,
    findings_json,
    findings_turtle,
    violations_markdown,
    write_validation,
)
from kg.graph.terms import Node, Term
from kg.graph.void import write_void
from kg.graph.writers import Tally, write_nquads, write_turtle

__all__ = [
    "GROUPS",
    "Answer",
    "Asked",
    "Bounds",
    "Cell",
    "Dataset",
    "Engine",
    "NamedQuery",
    "Node",
    "Parameter",
    "Tally",
    "Term",
    "audit_markdown",
    "by_identifier",
    "by_name",
    "cell_term",
    "check_file",
    "check_graph",
    "check_query",
    "check_quotes",
    "compact_name",
    "executable_statements",
    "find_query",
    "findings_json",
    "findings_turtle",
    "identifier_node",
    "lint_shapes",
    "list_queries",
    "load_shapes",
    "parameter_term",
    "put_query",
    "query_form",
    "require_variables",
    "run_named_query",
    "run_query",
    "to_csv",
    "to_json",
    "to_json_lines",
    "to_tsv",
    "to_turtle",
    "truth",
    "violations_markdown",
    "with_parameters",
    "without_text",
    "write_executables",
    "write_nquads",
    "write_turtle",
    "write_validation",
    "write_void",
]
