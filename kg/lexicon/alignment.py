"""The value that alignment makes: which identifier belongs to which node."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.lexicon.keys import key_of
from kg.lexicon.spelling import turned_heading

if TYPE_CHECKING:
    from kg.lexicon.values import Record

Records = dict[str, "Record"]  # by identifier, in the order of the file


class Alignment:
    """Absorbed identifier to node, and the identifiers that are left out on purpose."""

    def __init__(self) -> None:
        self.node_of: dict[str, str] = {}
        self.absorbed: dict[str, list[str]] = defaultdict(list)
        self.left_out: set[str] = set()
        self.unlike: set[tuple[str, str]] = set()  # pairs that a publisher calls near, wider or narrower, not equal
        self.near: dict[str, str] = {}  # disease to the heading that its publisher calls a close match

    def join(self, absorbed: str, node: str) -> None:
        """Make ``absorbed`` a second identifier of ``node``; the first decision stands."""
        if absorbed not in self.node_of and absorbed != node:
            self.node_of[absorbed] = node
            self.absorbed[node].append(absorbed)

    def node(self, identifier: str) -> str:
        """The node that an identifier belongs to, itself if it stands alone."""
        seen = identifier
        while seen in self.node_of:
            seen = self.node_of[seen]
        return seen


def label_keys(record: Record) -> set[str]:
    """The keys of a label, also read forwards."""
    turned = turned_heading(record.label)
    return {key_of(record.label)} | ({key_of(turned)} if turned else set())
