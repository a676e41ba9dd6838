"""Graphs and shapes drawn from a seed, as Turtle: small worlds in which every construct meets every kind of term."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

PREFIXES = "".join(f"@prefix {name}: <{start}> .\n" for name, start in {
    "ex": "http://example.org/", "sh": "http://www.w3.org/ns/shacl#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}.items())  # fmt: skip
NODES = [*(f"ex:n{n}" for n in range(7)), "ex:S0", "_:b0", "_:b1"]
CLASSES = ["ex:C", "ex:D", "ex:S1"]
PROPERTIES = ["ex:p", "ex:q", "ex:r"]
LITERALS = [
    '"a"', '"a"@en', '"a"@en-GB', '"c"@en', '"d"@EN', '"b"@de', '""', '"abc"', '"ABC"', '"1"', "1", "2", "007", "-3",
    "1.0", "2.5", "1.0e0", "true", '"maybe"^^xsd:boolean', '"x"^^xsd:integer', '"x"^^xsd:decimal', '"3"^^xsd:byte',
    '"2020"^^xsd:gYear', '"20x"^^xsd:gYear', '"2020-01-01"^^xsd:date', '"2021-02-30"^^xsd:date', '"INF"^^xsd:double',
    '"2020-01-01T00:00:00"^^xsd:dateTime', '"5"^^ex:own', '"1"^^xsd:string',
]  # fmt: skip
ORDERED = ["1", "2", "-3", "1.0", "2.5", "007", '"a"', '"abc"', "ex:n1"]  # what pyshacl compares without giving up
VALUE_KINDS = ["IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]
DATATYPES = ["xsd:string", "xsd:integer", "xsd:decimal", "xsd:boolean", "xsd:date", "xsd:gYear", "xsd:double",
             "rdf:langString", "ex:own", "rdfs:Literal", "rdfs:Datatype", "xsd:byte", "xsd:dateTime"]  # fmt: skip


BOUNDS = ["1", "1.0", "2.5", '"a"', '"2020-01-01"^^xsd:date', '"2020-01-01T00:00:00"^^xsd:dateTime']
CLOSED = ["true", "true", "false"]
LANGUAGES = ['"en"', '"EN-gb" "de"', '"*"', '"fr"']


def graph(draw: Random) -> str:
    """A graph of a few nodes."""
    lines = [f"{draw.choice(NODES)} a {draw.choice(CLASSES)} ." for _ in range(8)]
    lines += [f"{draw.choice(CLASSES)} rdfs:subClassOf {draw.choice(CLASSES)} ." for _ in range(draw.randint(0, 2))]
    for _ in range(draw.randint(5, 40)):
        value = draw.choice(LITERALS) if draw.random() < 0.6 else draw.choice([*NODES, *CLASSES])
        lines.append(f"{draw.choice(NODES)} {draw.choice(PROPERTIES)} {value} .")
    for _ in range(6):
        lines.append(f"{draw.choice(NODES)} {draw.choice(['ex:low', 'ex:high'])} {draw.choice(ORDERED)} .")
    if draw.random() < 0.5:
        lines.append(f'ex:n0 {draw.choice(PROPERTIES)} "one"@en , "two"@EN .')
    return PREFIXES + "\n".join(lines)


def shapes(draw: Random) -> str:
    """A few shapes with targets, and what they use."""
    parts = []
    for number in range(draw.randint(1, 4)):
        kind = draw.choice(["sh:NodeShape", "sh:PropertyShape"])
        path = f"sh:path {way(draw)} ;" if kind == "sh:PropertyShape" else ""
        body = constraints(draw, 2, on_property=bool(path))
        more = draw.choice(("", "", f" , {draw.choice(('rdfs:Class', 'ex:Kind'))}"))
        parts.append(f"ex:S{number} a {kind}{more} ; {targets(draw)} ; {path} {extras(draw)} {body} .")
    less = draw.choice(("lessThan", "lessThanOrEquals"))
    parts.append(f"ex:Less a sh:PropertyShape ; sh:targetSubjectsOf ex:low ; sh:path ex:low ; sh:{less} ex:high .")
    parts.append(f"ex:Named a sh:NodeShape ; {constraints(draw, 1, on_property=False)} .")
    parts.append("ex:Kind rdfs:subClassOf rdfs:Class .")
    return PREFIXES + "\n".join(parts)


def targets(draw: Random) -> str:
    target = draw.choice(("sh:targetClass", "sh:targetNode", "sh:targetSubjectsOf", "sh:targetObjectsOf"))
    things = {"sh:targetClass": CLASSES, "sh:targetNode": ["ex:n0", "ex:n1", "ex:nowhere", '"a"', "1"]}
    return f"{target} {draw.choice(things.get(target, PROPERTIES))}"


def extras(draw: Random) -> str:
    found = ['sh:message "m" ;'] if draw.random() < 0.5 else []
    found += [f"sh:severity sh:{draw.choice(('Info', 'Warning'))} ;"] if draw.random() < 0.3 else []
    found += [f"sh:deactivated {draw.choice(('true', 'false'))} ;"] if draw.random() < 0.15 else []
    return " ".join(found)


def way(draw: Random, depth: int = 1) -> str:
    """A property path."""
    form = draw.choice(["plain"] * 4 + ["inverse", "sequence", "alternative", "repeated"]) if depth else "plain"
    if form == "plain":
        return draw.choice([*PROPERTIES, "rdf:type"])
    if form == "inverse":
        return f"[ sh:inversePath {draw.choice(PROPERTIES)} ]"
    inner = " ".join(way(draw, depth - 1) if draw.random() < 0.5 else f"[ sh:inversePath {draw.choice(PROPERTIES)} ]"
                     for _ in range(draw.randint(2, 3)))  # fmt: skip
    if form == "sequence":
        return f"( {inner} )"
    if form == "alternative":
        return f"[ sh:alternativePath ( {inner} ) ]"
    kind = draw.choice(("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"))
    return f"[ sh:{kind} {draw.choice([way(draw, 0), f'( {inner} )'])} ]"


def constraints(draw: Random, depth: int, *, on_property: bool) -> str:
    """One to three constraints of different kinds, as the end of a shape's description."""
    makers = [on_values, in_sets, of_shapes] + ([on_properties] if on_property else [])
    found: dict[str, str] = {}
    for _ in range(draw.randint(1, 3)):
        text = draw.choice(makers if depth else makers[:2])(draw, depth)
        found.setdefault(text.split()[0], text)
    if "sh:closed" in found and draw.random() < 0.8:
        found["sh:closed"] += f" ; sh:property [ sh:path {draw.choice(PROPERTIES)} ; sh:maxCount 1 ]"
    return " ; ".join(found.values())


def on_values(draw: Random, _depth: int) -> str:
    bound = draw.choice(("minInclusive", "minExclusive", "maxInclusive", "maxExclusive"))
    pattern, languages = draw.choice(("^a", "b$", "^[A-Z]+$", "n[0-4]")), draw.choice(LANGUAGES)
    return draw.choice((
        f"sh:nodeKind sh:{draw.choice(VALUE_KINDS)}", f"sh:datatype {draw.choice(DATATYPES)}",
        f"sh:class {draw.choice(CLASSES)}", f"sh:minLength {draw.randint(0, 3)}", f"sh:maxLength {draw.randint(0, 3)}",
        f'sh:pattern "{pattern}"', 'sh:pattern "^A" ; sh:flags "i"', f"sh:{bound} {draw.choice(BOUNDS)}",
        f"sh:languageIn ( {languages} )",
    ))  # fmt: skip


def in_sets(draw: Random, _depth: int) -> str:
    some = " ".join(draw.sample([*NODES[:8], *LITERALS, *CLASSES], 4))
    return draw.choice((
        f"sh:in ( {some} )", f"sh:hasValue {draw.choice([*NODES[:8], *LITERALS])}",
        f"sh:equals {draw.choice(PROPERTIES)}", f"sh:disjoint {draw.choice(PROPERTIES)}",
        f"sh:closed {draw.choice(CLOSED)} ; sh:ignoredProperties ( rdf:type {draw.choice(PROPERTIES)} )",
    ))  # fmt: skip


def on_properties(draw: Random, depth: int) -> str:
    counted = f"[ {constraints(draw, depth - 1, on_property=False)} ]"
    disjoint = draw.choice(("", "sh:qualifiedValueShapesDisjoint true ; "))
    return draw.choice((
        f"sh:minCount {draw.randint(0, 2)}", f"sh:maxCount {draw.randint(0, 2)}", "sh:uniqueLang true",
        f"sh:qualifiedValueShape {counted} ; {disjoint}sh:qualifiedMinCount {draw.randint(0, 2)}",
        f"sh:qualifiedValueShape {counted} ; sh:qualifiedMaxCount {draw.randint(0, 1)}",
    ))  # fmt: skip


def of_shapes(draw: Random, depth: int) -> str:
    def inner() -> str:
        return f"[ {extras(draw)} {constraints(draw, depth - 1, on_property=False)} ]"

    def of_property() -> str:
        body = constraints(draw, depth - 1, on_property=True)
        return f"[ sh:path {way(draw)} ; {extras(draw)} {body} ]"

    several = " ".join(draw.choice((inner, of_property))() for _ in range(draw.randint(1, 3)))
    return draw.choice((
        f"sh:property {of_property()} , {of_property()}", f"sh:node {inner()}", f"sh:not {inner()}", "sh:node ex:Named",
        f"sh:not {of_property()}", f"sh:and ( {several} )", f"sh:or ( {several} )", f"sh:xone ( {several} )",
    ))  # fmt: skip
