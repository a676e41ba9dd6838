"""Which graph of an endpoint a question should be put to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.stores import versions
from kg.stores.sparql import select

if TYPE_CHECKING:
    from kg.stores.http import Session


def served_graph(session: Session, url: str) -> str:
    """The IRI to give as ``default-graph-uri``; empty where queries without one see exactly what is served.

    ``url`` is the SPARQL query service.  A store whose default graph stands apart holds the served version there;
    elsewhere the version's own graph keeps out other graphs, and versions that are being loaded.
    """
    state = versions.read_state(select(session, url, versions.WHAT_IS_LOADED))
    if not state.served or not select(session, url, versions.SHOWS_ALL_GRAPHS).truth:
        return ""
    return state.served
