"""The mechanism scheme as values: which mechanisms there are, their order, and what is a sign of each.

Read from ``ontologies/mechanisms.tsv``; the header of that file says what each column means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg import model
from kg.errors import MissingVocabulary, RuleError
from kg.model import Curie

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

COLUMNS: Final = (
    "slug", "label", "definition", "parent", "exact_match", "close_match", "broad_match", "related_match",
    "agents_that_imply_it", "concepts", "cue_words",
)  # fmt: skip
_SLUG_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An identifier and the label that its vocabulary gives it: ``MESH:D001343=Autophagy``."""

    id: Curie
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism(model.Mechanism):
    """One mechanism with its alignments, its implying genes, its signifying concepts and its cue words.

    ``exact`` is the same process in another vocabulary, ``close`` nearly so, ``broad`` a wider one;
    ``related`` is what the mechanism is about: the process evaded, the cell that acts.
    """

    definition: str
    exact: tuple[Labelled, ...] = ()
    close: tuple[Labelled, ...] = ()
    broad: tuple[Labelled, ...] = ()
    related: tuple[Labelled, ...] = ()
    agents: tuple[Labelled, ...] = ()
    concepts: tuple[Labelled, ...] = ()
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """All mechanisms, parents before children; exactly one, the root, has no parent."""

    mechanisms: tuple[Mechanism, ...]
    _by_slug: dict[str, Mechanism] = field(init=False, repr=False, compare=False)
    _ancestors: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _implied: dict[Curie, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _signified: dict[Curie, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index what is asked for often."""
        by_slug = {m.slug: m for m in self.mechanisms}
        above: dict[str, tuple[str, ...]] = {}
        implied: dict[Curie, tuple[str, ...]] = {}
        signified: dict[Curie, tuple[str, ...]] = {}
        for m in self.mechanisms:
            above[m.slug] = (m.parent, *above[m.parent]) if m.parent else ()
            for index, things in ((implied, m.agents), (signified, m.concepts)):
                for thing in things:
                    index[thing.id] = (*index.get(thing.id, ()), m.slug)
        for name, value in (
            ("_by_slug", by_slug), ("_ancestors", above), ("_implied", implied), ("_signified", signified),
        ):  # fmt: skip
            object.__setattr__(self, name, value)  # the way a frozen value fills its derived fields

    def __hash__(self) -> int:
        """Cheap, because extraction keys its caches with the scheme."""
        return hash(tuple(self._by_slug))

    @classmethod
    def from_file(cls, path: Path) -> Scheme:
        """Read mechanisms.tsv; raises RuleError with the line of the first fault, or MissingVocabulary."""
        table = [
            (number, line.split("\t"))
            for number, line in enumerate(_text(path).split("\n"), 1)
            if line.strip() and not line.startswith("#")
        ]
        place = str(path)
        if not table or tuple(table[0][1]) != COLUMNS:
            raise RuleError(place, table[0][0] if table else 1, f"the columns must be {', '.join(COLUMNS)}")
        numbered = [(number, _mechanism(place, number, cells)) for number, cells in table[1:]]
        return cls(tuple(_parents_first(place, numbered)))

    @property
    def by_slug(self) -> Mapping[str, Mechanism]:
        """Every mechanism by its slug, parents before children."""
        return self._by_slug

    def __getitem__(self, slug: str) -> Mechanism:
        """The mechanism with this slug; raises KeyError."""
        return self._by_slug[slug]

    def ancestors(self, slug: str) -> tuple[str, ...]:
        """The slugs above a mechanism, nearest first, the root last; empty for an unknown slug."""
        return self._ancestors.get(slug, ())

    def more_specific(self, a: str, b: str) -> bool:
        """Whether ``a`` stands somewhere below ``b``."""
        return b in self.ancestors(a)

    def implied_by(self, curie: Curie) -> tuple[str, ...]:
        """The mechanisms that a gene implies by common knowledge."""
        return self._implied.get(curie, ())

    def signified_by(self, curie: Curie) -> tuple[str, ...]:
        """The mechanisms that a factor with this identifier is itself a sign of."""
        return self._signified.get(curie, ())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise MissingVocabulary(str(path), "the mechanism scheme is not there", "name another file") from error
    except UnicodeDecodeError as error:
        raise RuleError(str(path), 1, f"not UTF-8 (byte {error.start})") from error


def _mechanism(path: str, line: int, cells: list[str]) -> Mechanism:
    if len(cells) != len(COLUMNS):
        raise RuleError(path, line, f"{len(cells)} cells where {len(COLUMNS)} columns are")
    row = dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True))
    slug = row["slug"]
    if not slug or not _SLUG_LETTERS.issuperset(slug):
        raise RuleError(path, line, f"slug {slug!r} must be lower-case letters, digits and hyphens")
    if not row["label"] or not row["definition"]:
        raise RuleError(path, line, f"{slug} needs a label and a definition")

    def labelled(column: str) -> tuple[Labelled, ...]:
        return tuple(_labelled(path, line, item) for item in _items(row[column]))

    return Mechanism(
        slug=slug, label=row["label"], definition=row["definition"], parent=row["parent"] or None,
        exact=labelled("exact_match"), close=labelled("close_match"), broad=labelled("broad_match"),
        related=labelled("related_match"), agents=labelled("agents_that_imply_it"),
        concepts=labelled("concepts"), cues=tuple(_items(row["cue_words"])),
    )  # fmt: skip


def _items(cell: str) -> Iterator[str]:
    return (item.strip() for item in cell.split(";") if item.strip())


def _labelled(path: str, line: int, item: str) -> Labelled:
    identifier, _, label = item.partition("=")
    try:
        curie = Curie.from_string(identifier.strip())
    except ValueError:
        curie = None
    if curie is None or not label.strip():
        raise RuleError(path, line, f"{item!r} must be an identifier, an equals sign and its label")
    return Labelled(curie, label.strip())


def _parents_first(path: str, numbered: list[tuple[int, Mechanism]]) -> Iterator[Mechanism]:
    """The mechanisms in the order of the file; checks that each is there once and below its parent.

    A circle cannot pass, since one of its members stands before its parent.
    """
    slugs = {m.slug for _, m in numbered}
    seen: set[str] = set()
    for line, mechanism in numbered:
        if mechanism.slug in seen:
            raise RuleError(path, line, f"{mechanism.slug} is there twice")
        if mechanism.parent is None and seen:
            raise RuleError(path, line, f"{mechanism.slug} needs a parent; only the first row is the root")
        if mechanism.parent is not None and mechanism.parent not in slugs:
            raise RuleError(path, line, f"{mechanism.slug} has the unknown parent {mechanism.parent}")
        if mechanism.parent is not None and mechanism.parent not in seen:
            problem = f"{mechanism.slug} stands before its parent {mechanism.parent}, or in a circle with it"
            raise RuleError(path, line, problem)
        seen.add(mechanism.slug)
        yield mechanism
