"""RDF 1.2: the graph, and each claim as a reifier of the direct triples that it would give.

A claim ``rdf:reifies`` its triple whether the graph states that triple or not: a triple term is mentioned, not said.
So a claim that is hedged, denied or little believed reifies a triple that the graph lacks, and each direct triple of
the graph has at least one claim that reifies it.  A regimen and a claim of no effect have no direct triple.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from kg.files import write_lines
from kg.publish.master import by_subject
from kg.publish.names import TYPE, TurtleNames, blocks, prefix_lines, token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.publish.exporters import Source
    from kg.publish.master import Triple


_REIFIES: Final = token("rdf:reifies")
_CLAIM: Final = token("rk:ResistanceClaim")
_PROMOTES, _OPPOSES = token("rk:PromotesResistance"), token("rk:OpposesResistance")


_ROLES: Final = {token(f"rk:{name}"): name for name in ("therapy", "factor", "alteration", "mechanism", "netEffect")}
_RESISTED, _OPPOSED = token("rk:resistedBy"), token("rk:opposesResistanceTo")
_WITH_RESISTANCE = token("biolink:associated_with_resistance_to")
_WITH_SENSITIVITY = token("biolink:associated_with_sensitivity_to")


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.rdf12.ttl`` and ``resistkg.rdf12.nt``."""
    turtle, lines = folder / "resistkg.rdf12.ttl", folder / "resistkg.rdf12.nt"
    head = b'VERSION "1.2"\n' + prefix_lines()
    write_lines(turtle, chain([head], blocks(_statements(source), TurtleNames())))
    write_lines(lines, (b"%b %b %b .\n" % statement for statement in _statements(source)))
    return [turtle, lines]


def _statements(source: Source) -> Iterator[Triple]:
    """The graph, what claims reify among it."""
    for subject, own in by_subject(source):
        if (subject, TYPE, _CLAIM) in own:
            own += [(subject, _REIFIES, b"<<( %b %b %b )>>" % triple) for triple in reified(own)]
            own.sort()
        yield from own


def reified(claim: Iterable[Triple]) -> list[Triple]:
    """The direct triples that the statements of one claim amount to."""
    parts: dict[str, list[bytes]] = {name: [] for name in _ROLES.values()}
    for _, predicate, value in claim:
        if predicate in _ROLES:
            parts[_ROLES[predicate]].append(value)
    if len(parts["therapy"]) != 1:
        return []
    (therapy,) = parts["therapy"]
    factors = parts["factor"] + parts["alteration"]
    if parts["netEffect"] == [_PROMOTES]:
        found = [(therapy, _RESISTED, thing) for thing in (*factors, *parts["mechanism"])]
        return found + [(factor, _WITH_RESISTANCE, therapy) for factor in factors]
    if parts["netEffect"] == [_OPPOSES]:
        return [(factor, how, therapy) for factor in factors for how in (_OPPOSED, _WITH_SENSITIVITY)]
    return []
