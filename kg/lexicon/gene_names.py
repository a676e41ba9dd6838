"""Which of the names that databases give a gene are worth looking for in a text, and how near they are."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import RuleError
from kg.lexicon.keys import is_useful, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lexicon.gene_tables import GeneRow
    from kg.model import Scope

Names = tuple[tuple[str, "Scope"], ...]

_RULES = Path(__file__).with_name("gene_names.tsv")
_LONGEST: Final = 80  # characters: longer designations are descriptions
_SHORT_ALIAS: Final = 3  # characters: what only NCBI lists of these is mostly a disease or a fragment
_SHARED_ALIAS: Final = 6  # genes that may share an alias; what more share is the name of a class
_MEMBERS: Final = 3  # genes whose longer names begin or end with a name, which is that of their class then
_LABORATORY: Final = re.compile(r"(?:[A-Z]{1,3}\d{5,8}(?:\.\d)?|[A-Z0-9]{4,12}Rik|LOC\d+|(?:RP|CTD|CTC|CTB)\d*-\S+)")
_NUMBERING: Final = frozenset({"alpha", "beta", "gamma", "delta", "ii", "iii", "iv", "type", "member", "family"})
_REMARK: Final = re.compile(r" \([^()]{1,60}\)")
_INVERTED: Final = re.compile(r"([^,]+), ((?:alpha|beta|gamma|delta|epsilon|kappa|type) ?[^,]{0,12})")
_CHAIN: Final = re.compile(r"([^,]+), (type [^,]+), (?:alpha|beta|gamma) \d+")  # collagen, type VII, alpha 1


class _Given(NamedTuple):
    text: str
    designation: bool


@cache
def _junk() -> tuple[re.Pattern[str], ...]:
    patterns = []
    for number, line in enumerate(_RULES.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "pattern\t")):
            continue
        cells = line.split("\t")
        if len(cells) != 2:
            raise RuleError(str(_RULES), number, "expected a pattern and a reason")
        patterns.append(re.compile(cells[0]))
    return tuple(patterns)


def names_of_genes(rows: Mapping[str, GeneRow], taken: Mapping[str, set[str]] | None = None) -> dict[str, Names]:
    """Gene to the aliases and designations of its row that are worth having.

    A designation is kept where no other gene bears it: NCBI gives the name of a class to each of its members.
    ``taken`` is key to what else bears the name (genes by their symbol, diseases): such names are left out.
    """
    taken = taken or {}
    given = {gene: [g for g in _given(row) if _is_worth(g)] for gene, row in rows.items()}
    owners: dict[str, set[str]] = defaultdict(set)
    for gene, row in rows.items():
        owners[key_of(row.symbol)].add(gene)
        for name in given[gene]:
            owners[key_of(name.text)].add(gene)
    classes = _class_names(owners)
    return {
        gene: tuple(_scoped(rows[gene].symbol, [n for n in names if not _is_taken(n, gene, taken, classes)], owners))
        for gene, names in given.items()
    }


def _is_taken(name: _Given, gene: str, taken: Mapping[str, set[str]], classes: set[str]) -> bool:
    key = key_of(name.text)
    return bool(taken.get(key, set()) - {gene}) or (name.designation and key in classes)


def _class_names(owners: Mapping[str, set[str]]) -> set[str]:
    """Keys on which names of several other genes build: X tyrosine phosphatase, tyrosine phosphatase 4."""
    users: dict[str, set[str]] = {}
    for key, genes in owners.items():
        for part in _genera(key):
            if part in owners:
                users.setdefault(part, set()).update(genes)
    return {part for part, genes in users.items() if len(genes - owners[part]) >= _MEMBERS}


def _genera(key: str) -> Iterator[str]:
    """What a key ends with, and what it begins with before a number or a letter: whole tokens, not all."""
    tokens = key.split()
    for count in range(1, len(tokens)):
        yield " ".join(tokens[-count:]) + " "
        following = tokens[count]
        if following.isdigit() or len(following) == 1 or following in _NUMBERING:
            yield " ".join(tokens[:count]) + " "


def _given(row: GeneRow) -> Iterator[_Given]:
    for text in row.aliases:
        yield _Given(text, designation=False)
    for text in (row.description, *row.designations):
        for form in _forms(text):
            yield _Given(form, designation=True)


def _forms(text: str) -> Iterable[str]:
    """A designation as given, without remarks in brackets, and read forwards: ``crystallin, beta B2``."""
    yield text
    bare = _REMARK.sub("", text)
    if bare != text:
        yield bare
    inverted = _INVERTED.fullmatch(bare) or _CHAIN.fullmatch(bare)
    if inverted:
        yield f"{inverted[2]} {inverted[1]}"


def _is_worth(name: _Given) -> bool:
    text = name.text
    if len(text) > _LONGEST or not is_useful(key_of(text)) or _LABORATORY.fullmatch(text):
        return False
    lower = text.lower()
    if not name.designation and (len(text) <= _SHORT_ALIAS or (text == lower and text.isalpha())):
        return False
    return not any(pattern.search(lower) for pattern in _junk())


def _scoped(symbol: str, names: list[_Given], owners: Mapping[str, set[str]]) -> Iterator[tuple[str, Scope]]:
    seen = {key_of(symbol)}
    for name in names:
        key = key_of(name.text)
        shared = len(owners[key])
        if key in seen or shared > (1 if name.designation else _SHARED_ALIAS):
            continue
        seen.add(key)
        yield name.text, "unscoped"
