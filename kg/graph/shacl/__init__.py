"""SHACL Core at size: shapes become a plan of array operations over a graph whose terms are numbers.

``plan`` compiles shapes and raises Unsupported at a construct that it doesn't know, ``Columns`` holds a graph, ``run``
gives what pyshacl would report: the same focus nodes, shapes, paths, values, constraints and severities.
"""

from kg.graph.shacl.columns import BLANK, IRI, LITERAL, Columns, Terms
from kg.graph.shacl.engine import run
from kg.graph.shacl.naming import shape_name
from kg.graph.shacl.planning import plan
from kg.graph.shacl.results import Result
from kg.graph.shacl.shapes import Plan, Shape, Unsupported, rule_of

__all__ = [
    "BLANK",
    "IRI",
    "LITERAL",
    "Columns",
    "Plan",
    "Result",
    "Shape",
    "Terms",
    "Unsupported",
    "plan",
    "rule_of",
    "run",
    "shape_name",
]
