"""What a reasoner says of a merged ontology; owlready2 brings HermiT and Pellet, which need Java."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from typing import Final

from kg.errors import InputError

_IRI: Final = "https://w3id.org/resistkg/merged.owl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a reasoner ran, the classes that it found to be empty, and if it did not run the reason."""

    ran: bool
    unsatisfiable: tuple[str, ...] = ()
    consistent: bool = True
    why: str = ""


def reason(triples: bytes) -> Verdict:
    """Classify an ontology in N-Triples with HermiT; says so where owlready2 or Java is missing."""
    if find_spec("owlready2") is None:
        return Verdict(ran=False, why="owlready2 is not installed; pip install owlready2")
    if shutil.which("java") is None:
        return Verdict(ran=False, why="no Java here; the structural check ran nonetheless")
    import owlready2 as owl  # noqa: PLC0415  # optional, and slow to load

    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10_000))  # owlready2 walks hierarchies by recursion
    world = owl.World()
    try:
        ontology = world.get_ontology(_IRI).load(fileobj=BytesIO(triples), only_local=True)
        with ontology:
            owl.sync_reasoner_hermit(world, debug=0)
    except owl.OwlReadyInconsistentOntologyError:
        return Verdict(ran=True, consistent=False)
    except owl.OwlReadyError as error:
        raise InputError(f"the reasoner failed ({error})") from error
    empty = [c.iri for c in world.inconsistent_classes() if c is not owl.Nothing]
    return Verdict(ran=True, unsatisfiable=tuple(sorted(empty)))
