"""Mistakes in shapes that validators pass over in silence: a misspelt term, a shape that meets nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import rdflib
from rdflib.namespace import RDF, SH

from kg.graph.writers import local_name
from kg.model import Violation
from kg.vocab import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

_SH: Final = NAMESPACES["sh"]
_TERMS = Path(__file__).with_name("shacl_terms.txt")
_TARGETS: Final = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
# by these a shape is used inside another one
_USES: Final = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
_LISTS: Final = (SH["or"], SH["and"], SH.xone)
_NOT_CONSTRAINTS: Final = frozenset((
    *_TARGETS, SH.property, SH.path, SH.name, SH.description, SH.message, SH.order, SH.group, SH.severity,
    SH.flags, SH.ignoredProperties, SH.defaultValue,
))  # fmt: skip
_COUNTS: Final = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")


def lint_shapes(shapes: rdflib.Graph, *data: rdflib.Graph) -> tuple[Violation, ...]:
    """What is wrong with the shapes; with data graphs, also every target that meets nothing there."""
    found = [*_unknown_terms(shapes), *_malformed(shapes)]
    if not set(_shapes(shapes)):
        found.append(_fault("", "there is no shape here: such a check would pass anything"))
    if data:
        found += _without_hit(shapes, data)
    return tuple(sorted(set(found), key=lambda v: (v.node, v.value, v.message)))


@cache
def _known() -> frozenset[str]:
    lines = _TERMS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _unknown_terms(shapes: rdflib.Graph) -> Iterator[Violation]:
    for triple in shapes:
        for part in triple:
            if isinstance(part, rdflib.URIRef) and part.startswith(_SH) and part[len(_SH) :] not in _known():
                yield _fault(triple[0], "SHACL Core has no such term: check its spelling and capitals", part)


def _shapes(shapes: rdflib.Graph) -> Iterator[Node]:
    for kind in (SH.NodeShape, SH.PropertyShape):
        yield from shapes.subjects(RDF.type, kind)
    for use in _USES:
        yield from shapes.objects(None, use)
    for target in _TARGETS:
        yield from shapes.subjects(target, None)


def _malformed(shapes: rdflib.Graph) -> Iterator[Violation]:
    used = _used(shapes)
    of_properties = set(shapes.objects(None, SH.property)) | set(shapes.subjects(RDF.type, SH.PropertyShape))
    for shape in set(_shapes(shapes)):
        constraints = {p for p in shapes.predicates(shape) if str(p).startswith(_SH)} - _NOT_CONSTRAINTS
        inner = shape in used and shape not in of_properties
        if shape in of_properties and shapes.value(shape, SH.path) is None:
            yield _fault(shape, "a property shape needs an sh:path")
        if shape not in used and not any((shape, target, None) in shapes for target in _TARGETS):
            yield _fault(shape, "the shape has no target and no other shape uses it: it checks nothing")
        if not constraints and (shape, SH.property, None) not in shapes:
            yield _fault(shape, "the shape has no constraint")
        if constraints and not inner and shapes.value(shape, SH.message) is None:
            yield _fault(shape, "the shape has no sh:message for the user")
        yield from _wrong_counts(shapes, shape)


def _wrong_counts(shapes: rdflib.Graph, shape: Node) -> Iterator[Violation]:
    for name in _COUNTS:
        for value in shapes.objects(shape, SH[name]):
            if not (isinstance(value, rdflib.Literal) and isinstance(value.value, int) and value.value >= 0):
                yield _fault(shape, f"sh:{name} needs a number from 0", value)
    if shapes.value(shape, SH.deactivated) is not None:
        yield _fault(shape, "the shape is deactivated: it checks nothing")


def _used(shapes: rdflib.Graph) -> set[Node]:
    found = {shape for use in _USES for shape in shapes.objects(None, use)}
    for use in _LISTS:
        for head in shapes.objects(None, use):
            found.update(shapes.items(head))
    return found


def _without_hit(shapes: rdflib.Graph, data: tuple[rdflib.Graph, ...]) -> Iterator[Violation]:
    for shape in set(_shapes(shapes)):
        for kind in _TARGETS:
            for target in shapes.objects(shape, kind):
                if not any(_hits(graph, kind, target) for graph in data):
                    message = f"sh:{str(kind)[len(_SH) :]} meets no node in the data"
                    yield _fault(shape, message, target)


def _hits(data: rdflib.Graph, kind: Node, target: Node) -> bool:
    if kind == SH.targetClass:
        return (None, RDF.type, target) in data
    if kind == SH.targetNode:
        return (target, None, None) in data
    return (None, target, None) in data


def _fault(shape: Node | str, message: str, value: Node | str = "") -> Violation:
    return Violation(shape="lint", node=local_name(str(shape)), path="", value=local_name(str(value)), message=message)
