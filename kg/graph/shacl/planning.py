"""Shapes as RDF become a plan; what is not understood to the letter raises Unsupported."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import rdflib
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, URIRef

from kg.errors import InputError
from kg.graph.convert import to_oxigraph_term
from kg.graph.shacl import constraints, nested, values
from kg.graph.shacl.naming import shape_name
from kg.graph.shacl.planning_paths import read_list, read_path
from kg.graph.shacl.shapes import Constraint, Plan, Shape, Targets, Unsupported
from kg.graph.writers import local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rdflib.term import Node

    from kg.graph.shacl.columns import Terms

_DEEPEST: Final = 12  # shapes within shapes; pyshacl gives up at 15
_SINGLE: Final = (
    SH.path, SH.severity, SH.deactivated, SH.datatype, SH.nodeKind, SH.minCount, SH.maxCount, SH.minLength,
    SH.maxLength, SH.flags, SH.languageIn, SH.uniqueLang, SH["in"], SH.closed, SH.ignoredProperties,
    SH.qualifiedValueShape, SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.qualifiedValueShapesDisjoint,
)  # fmt: skip
_OF_PROPERTIES: Final = (
    SH.minCount, SH.maxCount, SH.uniqueLang, SH.lessThan, SH.lessThanOrEquals, SH.qualifiedValueShape,
)  # fmt: skip
_SEVERAL: Final = (
    SH.property, SH.node, SH["not"], SH["and"], SH["or"], SH.xone, SH["class"], SH.pattern, SH.hasValue, SH.equals,
    SH.disjoint, SH.lessThan, SH.lessThanOrEquals, SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive,
    SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.message, SH.name, SH.description,
    SH.order, SH.group, SH.defaultValue,
)  # fmt: skip
_RANGES: Final[dict[URIRef, tuple[str, values.Relation]]] = {
    SH.minInclusive: ("MinInclusive", ">="), SH.minExclusive: ("MinExclusive", ">"),
    SH.maxInclusive: ("MaxInclusive", "<="), SH.maxExclusive: ("MaxExclusive", "<"),
}  # fmt: skip
_LISTS: Final = {SH["and"]: "And", SH["or"]: "Or", SH.xone: "Xone"}


def plan(shapes: rdflib.Graph, terms: Terms) -> Plan:
    """Compile a shapes graph; the terms that it speaks of get their numbers.  Raises Unsupported."""
    planner = _Planner(shapes, terms)
    return Plan(tuple(sorted((planner.shape(node) for node in planner.nodes()), key=lambda s: s.name)))


class _Planner:
    def __init__(self, shapes: rdflib.Graph, terms: Terms) -> None:
        self._graph, self._terms = shapes, terms
        self._known: dict[Node, Shape] = {}
        self._open: list[Node] = []  # the shapes in which the one that is read stands

    def nodes(self) -> set[Node]:
        """The shapes, declared, targeted or used by others."""
        graph = self._graph
        if (None, RDF.type, SH.ConstraintComponent) in graph or (
            None,
            RDFS.subClassOf,
            SH.ConstraintComponent,
        ) in graph:
            raise Unsupported("constraint components of your own")
        found = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in graph.subjects(RDF.type, kind)}
        subjects = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf, SH.property, SH.node)
        found.update(s for use in subjects for s in graph.subjects(use, None))
        uses = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape)
        found.update(o for use in uses for o in graph.objects(None, use))
        for use in _LISTS:
            found.update(member for head in graph.objects(None, use) for member in read_list(graph, head))
        return found

    def shape(self, node: Node) -> Shape:
        """One shape with all that it uses."""
        if node in self._known:
            return self._known[node]
        if not isinstance(node, URIRef | BNode):
            raise Unsupported(f"a literal as a shape: {node}")
        if node in self._open or len(self._open) >= _DEEPEST:
            raise Unsupported(f"shapes within themselves, or very deep: {_name(node)}")
        self._open.append(node)
        shape = self._known[node] = self._compile(node)
        self._open.pop()
        return shape

    def _compile(self, node: Node) -> Shape:
        self._require_known(node)
        way = self._one(node, SH.path)
        types = set(self._graph.objects(node, RDF.type))
        if (SH.PropertyShape in types and way is None) or (SH.NodeShape in types and way is not None):
            raise Unsupported(f"{_name(node)}: a property shape has one sh:path, a node shape none")
        severity = self._one(node, SH.severity) or SH.Violation
        deactivated = self._one(node, SH.deactivated)
        if deactivated is not None and not isinstance(deactivated, rdflib.Literal):
            raise Unsupported(f"{_name(node)}: sh:deactivated")
        return Shape(
            name=shape_name(self._graph, node),
            path=read_path(self._graph, way, self._number) if way is not None else None,
            path_name=_name(way) if isinstance(way, URIRef) else "",  # the shape's name tells of longer paths
            severity=_name(severity).removeprefix("sh:"),
            message=" ".join(sorted(str(m) for m in self._graph.objects(node, SH.message))),
            deactivated=bool(deactivated is not None and deactivated.value),
            targets=self._targets(node, types),
            constraints=tuple(self._constraints(node, is_property=way is not None)),
        )

    def _require_known(self, node: Node) -> None:
        for predicate in set(self._graph.predicates(node)):
            count = sum(1 for _ in self._graph.objects(node, predicate))
            if predicate in _SINGLE and count > 1:
                raise Unsupported(f"{_name(node)}: several {_name(predicate)}")
            if predicate not in (*_SINGLE, *_SEVERAL) and str(predicate).startswith(str(SH)):
                raise Unsupported(f"{_name(node)}: {_name(predicate)}")

    def _targets(self, node: Node, types: set[Node]) -> Targets:
        classes = list(self._graph.objects(node, SH.targetClass))
        of_classes = {RDFS.Class, OWL.Class, *self._graph.subjects(RDFS.subClassOf, RDFS.Class)}
        if types & of_classes:
            classes.append(node)

        def numbers(found: list[Node]) -> tuple[int, ...]:
            return tuple(sorted(map(self._number, found)))

        return Targets(
            nodes=numbers(list(self._graph.objects(node, SH.targetNode))),
            classes=numbers(classes),
            subjects_of=numbers(list(self._graph.objects(node, SH.targetSubjectsOf))),
            objects_of=numbers(list(self._graph.objects(node, SH.targetObjectsOf))),
        )

    def _constraints(self, node: Node, *, is_property: bool) -> Iterator[Constraint]:
        if not is_property and any((node, p, None) in self._graph for p in _OF_PROPERTIES):
            raise Unsupported(f"{_name(node)}: a node shape with a constraint of property shapes")
        readers: tuple[Callable[[Node], Iterator[Constraint]], ...] = (
            self._counts, self._kinds, self._texts, self._ranges, self._sets, self._pairs, self._shapes,
            self._qualified, self._closed,
        )  # fmt: skip
        for read in readers:
            yield from read(node)

    def _counts(self, node: Node) -> Iterator[Constraint]:
        least, most = (self._count(node, predicate) for predicate in (SH.minCount, SH.maxCount))
        if least is not None:
            yield constraints.Count("min", least)
        if most is not None:
            yield constraints.Count("max", most)

    def _kinds(self, node: Node) -> Iterator[Constraint]:
        for class_ in self._graph.objects(node, SH["class"]):
            yield values.Each("Class", values.Class(self._number(class_)))
        kind, datatype = self._one(node, SH.nodeKind), self._one(node, SH.datatype)
        if kind is not None:
            kinds = values.NODE_KINDS.get(str(kind).removeprefix(str(SH)), ())
            yield values.Each("NodeKind", values.NodeKind(kinds))
        if datatype is not None:
            if not isinstance(datatype, URIRef):
                raise Unsupported(f"{_name(node)}: sh:datatype {datatype}")
            yield values.Each("Datatype", values.Datatype(datatype))

    def _texts(self, node: Node) -> Iterator[Constraint]:
        least, most = (self._count(node, predicate) for predicate in (SH.minLength, SH.maxLength))
        if least is not None:
            yield values.Each("MinLength", values.at_least(least))
        if most is not None:
            yield values.Each("MaxLength", values.at_most(most))
        flags = self._one(node, SH.flags)
        for pattern in self._graph.objects(node, SH.pattern):
            yield values.Each("Pattern", values.matching(_pattern(node, pattern, flags)))
        languages, unique = self._one(node, SH.languageIn), self._one(node, SH.uniqueLang)
        if languages is not None:
            tags = read_list(self._graph, languages)
            if not all(isinstance(tag, rdflib.Literal) and isinstance(tag.value, str) for tag in tags):
                raise Unsupported(f"{_name(node)}: sh:languageIn")
            yield values.Each("LanguageIn", values.LanguageIn(frozenset(str(tag).lower() for tag in tags)))
        if unique is not None and self._true(node, SH.uniqueLang):
            yield constraints.UniqueLanguage()

    def _ranges(self, node: Node) -> Iterator[Constraint]:
        for predicate, (component, relation) in _RANGES.items():
            for bound in self._graph.objects(node, predicate):
                if not isinstance(bound, rdflib.Literal):
                    raise Unsupported(f"{_name(node)}: {_name(predicate)}")
                yield values.Each(component, values.Range(bound, relation))

    def _sets(self, node: Node) -> Iterator[Constraint]:
        head = self._one(node, SH["in"])
        if head is not None:
            yield values.Each("In", values.In(tuple(sorted(map(self._number, read_list(self._graph, head))))))
        for value in self._graph.objects(node, SH.hasValue):
            yield constraints.HasValue(self._number(value))

    def _pairs(self, node: Node) -> Iterator[Constraint]:
        for predicate, component in ((SH.equals, "Equals"), (SH.disjoint, "Disjoint")):
            for other in self._properties(node, predicate):
                yield constraints.Compared("Equals" if component == "Equals" else "Disjoint", other)
        for other in self._properties(node, SH.lessThan):
            yield constraints.LessThan(other, or_equal=False)
        for other in self._properties(node, SH.lessThanOrEquals):
            yield constraints.LessThan(other, or_equal=True)

    def _shapes(self, node: Node) -> Iterator[Constraint]:
        for inner in self._graph.objects(node, SH.property):
            yield nested.Property(self._inner(node, inner, is_property=True))
        for inner in self._graph.objects(node, SH.node):
            yield nested.Logical("Node", (self._inner(node, inner, is_property=False),))
        for inner in self._graph.objects(node, SH["not"]):
            yield nested.Logical("Not", (self.shape(inner),))
        for head in self._graph.objects(node, SH["and"]):
            yield nested.Logical("And", self._members(head, once=True))
        for head in self._graph.objects(node, SH["or"]):
            yield nested.Logical("Or", self._members(head, once=True))
        for head in self._graph.objects(node, SH.xone):
            yield nested.Logical("Xone", self._members(head, once=False))

    def _qualified(self, node: Node) -> Iterator[Constraint]:
        inner = self._one(node, SH.qualifiedValueShape)
        least, most = (self._count(node, predicate) for predicate in (SH.qualifiedMinCount, SH.qualifiedMaxCount))
        if (inner is None) != (least is None and most is None):
            raise Unsupported(f"{_name(node)}: sh:qualifiedValueShape goes with a count")
        if inner is None:
            return
        siblings: set[Node] = set()
        if self._true(node, SH.qualifiedValueShapesDisjoint):
            for parent in self._graph.subjects(SH.property, node):
                for other in self._graph.objects(parent, SH.property):
                    siblings.update(self._graph.objects(other, SH.qualifiedValueShape))
        shapes = tuple(map(self.shape, siblings - {inner}))
        yield nested.Qualified(shape=self.shape(inner), siblings=shapes, least=least, most=most)

    def _closed(self, node: Node) -> Iterator[Constraint]:
        ignored = self._one(node, SH.ignoredProperties)
        if (node, SH.closed, None) not in self._graph and ignored is not None:
            raise Unsupported(f"{_name(node)}: sh:ignoredProperties without sh:closed")
        if not self._true(node, SH.closed):
            return
        allowed: set[Node] = set(read_list(self._graph, ignored)) if ignored is not None else set()
        for inner in self._graph.objects(node, SH.property):
            self._inner(node, inner, is_property=True)
            allowed.update(way for way in self._graph.objects(inner, SH.path) if isinstance(way, URIRef))
        yield constraints.Closed(tuple(sorted(map(self._number, allowed))))

    def _inner(self, node: Node, inner: Node, *, is_property: bool) -> Shape:
        shape = self.shape(inner)
        if (shape.path is not None) != is_property:
            raise Unsupported(f"{_name(node)}: sh:property takes property shapes, sh:node takes node shapes")
        return shape

    def _members(self, head: Node, *, once: bool) -> tuple[Shape, ...]:
        members = read_list(self._graph, head)
        if not members:
            raise Unsupported("an empty list of shapes")
        return tuple(map(self.shape, dict.fromkeys(members) if once else members))

    def _properties(self, node: Node, predicate: URIRef) -> Iterator[int]:
        for value in self._graph.objects(node, predicate):
            if not isinstance(value, URIRef):
                raise Unsupported(f"{_name(node)}: {_name(predicate)} takes a property")
            yield self._number(value)

    def _one(self, node: Node, predicate: URIRef) -> Node | None:
        return next(self._graph.objects(node, predicate), None)

    def _count(self, node: Node, predicate: URIRef) -> int | None:
        value = self._one(node, predicate)
        if value is None:
            return None
        if not (isinstance(value, rdflib.Literal) and value.datatype == XSD.integer and isinstance(value.value, int)):
            raise Unsupported(f"{_name(node)}: {_name(predicate)} {value}")
        if value.value < 0:
            raise Unsupported(f"{_name(node)}: {_name(predicate)} {value}")
        return value.value

    def _true(self, node: Node, predicate: URIRef) -> bool:
        value = self._one(node, predicate)
        if value is None:
            return False
        if not (isinstance(value, rdflib.Literal) and isinstance(value.value, bool)):
            raise Unsupported(f"{_name(node)}: {_name(predicate)} {value}")
        return value.value

    def _number(self, node: Node) -> int:
        return self._terms[to_oxigraph_term(node)]


def _pattern(node: Node, pattern: Node, flags: Node | None) -> re.Pattern[str]:
    if not isinstance(pattern, rdflib.Literal) or (flags is not None and not isinstance(flags, rdflib.Literal)):
        raise Unsupported(f"{_name(node)}: sh:pattern")
    said = str(flags.value).lower() if isinstance(flags, rdflib.Literal) and flags else ""
    try:
        return re.compile(str(pattern), (re.IGNORECASE if "i" in said else 0) | (re.MULTILINE if "m" in said else 0))
    except re.error as error:
        raise InputError(f"{_name(node)}: sh:pattern {str(pattern)!r} is no regular expression: {error}") from error


def _name(node: Node | None) -> str:
    return local_name(str(node)) if isinstance(node, URIRef) else str(node)
