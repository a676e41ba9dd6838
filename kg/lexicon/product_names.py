"""Which gene the names of a MeSH heading tell of: *Antigens, CD34* of CD34, *PTEN Phosphohydrolase* of PTEN (pure)."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.errors import RuleError
from kg.lexicon.keys import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.lexicon.values import Record
    from kg.model import Scope

_RULES: Final = Path(__file__).with_name("product_words.tsv")
_SIGNS: Final = re.compile(r"[^a-z0-9]+")
_WORD: Final = re.compile(r"[a-z]{5,}")  # what a shared word must look like
_LETTERS: Final = re.compile(r"[a-z]{2,}")
_SHORTEST: Final = 3  # letters and figures of a symbol


class _Words(NamedTuple):
    """The rules of ``product_words.tsv``, longer phrases first."""

    always: tuple[str, ...]
    symbol: tuple[str, ...]
    never: tuple[str, ...]


@cache
def _words() -> _Words:
    found: dict[str, list[str]] = {rule: [] for rule in _Words._fields}
    for number, line in enumerate(_RULES.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith(("#", "rule\t")):
            continue
        rule, _, words = line.partition("\t")
        if rule not in found or not words:
            raise RuleError(str(_RULES), number, f"expected one of {', '.join(found)} and words")
        found[rule].append(words)
    return _Words(*(tuple(sorted(found[rule], key=lambda words: (-len(words), words))) for rule in _Words._fields))


class ProductNames:
    """The names of genes, asked for the gene that a heading's names tell of."""

    def __init__(self, genes: Mapping[str, Record], known: Mapping[str, Mapping[str, Scope]]) -> None:
        self._genes = genes
        self._known = known
        self._symbols: dict[str, list[str]] = defaultdict(list)  # beginning to the compact symbols that go on
        for record in genes.values():
            symbol = _compact(record.label)
            for size in range(_SHORTEST, len(symbol)):
                self._symbols[symbol[:size]].append(symbol)

    def gene_of(self, heading: Record, *, is_class: bool) -> str | None:
        """The one gene; None where nothing tells, or two things tell of different ones.

        A class (a heading with others below it) must bear a gene's approved name and not stand in the plural.
        """
        plural = _is_plural(heading.label)
        if _is_excluded(heading.label):
            return None
        found = set() if is_class else set(self._by_symbol(heading.label))
        if not found and not (is_class and plural):
            found = set(self._by_approved_name(heading))
        if not found and not is_class:
            found = set(self._by_symbol_inside(heading))
        if not found and not is_class and not plural:
            found = set(self._by_numbered_name(heading))
        return found.pop() if len(found) == 1 else None

    def namesake(self, product: Record) -> str | None:
        """The gene that alone bears a product's label, where none of its names is another gene's."""
        key = key_of(product.label)
        bearers = self._known.get(key, {})
        found = {gene for text in _exact_names(product) for gene in self._known.get(key_of(text), ())}
        if len(bearers) != 1 or found != set(bearers) or _is_excluded(product.label):
            return None
        gene, scope = next(iter(bearers.items()))
        telling = _WORD.search(key) is not None and not _is_plural(product.label)
        return gene if telling or scope == "exact" else None

    def _by_symbol(self, name: str) -> Iterator[str]:
        """Genes whose symbol is the name without the words that do not tell, or the one whose numbered alias it is."""
        bare = _without(name, _words().always)
        core = _without(bare, _words().symbol)
        numbered = any(sign.isdigit() for sign in core)
        bearers = self._known.get(core, {})
        if core != bare and _WORD.search(core):
            return  # the receptor of a factor, not the factor
        if len(bearers) == 1 and _is_numbered(core) and not self._is_of_several(core):
            yield from bearers
        elif numbered or core == bare:
            yield from (gene for gene in bearers if self._is_symbol_of(core, gene))

    def _by_symbol_inside(self, heading: Record) -> Iterator[str]:
        """Genes whose symbol, with a figure in it, is another name of the heading: CD44 of *Hyaluronan Receptors*."""
        for text in _exact_names(heading):
            core = _without(text, _words().always)
            if any(sign.isdigit() for sign in core):
                yield from (gene for gene in self._known.get(core, ()) if self._is_symbol_of(core, gene))

    def _is_symbol_of(self, core: str, gene: str) -> bool:
        return _compact(self._genes[gene].label) == _compact(core)

    def _by_approved_name(self, heading: Record) -> Iterator[str]:
        """Genes whose approved name, of two words or a long one, is a name of the heading."""
        for text in _exact_names(heading):
            for key in {key_of(text), _without(text, _words().always)}:
                if " " in text and (_WORD.search(key) or len(_LETTERS.findall(key)) > 1):
                    yield from (gene for gene, scope in self._known.get(key, {}).items() if scope == "exact")

    def _by_numbered_name(self, heading: Record) -> Iterator[str]:
        """The gene that a numbered name of the heading tells of, where no name of it tells of another one.

        The heading's label must have a word of the gene's names, so that Stx1 of Shigella is no syntaxin.
        """
        bearers: set[str] = set()
        numbered = False
        for text in _exact_names(heading):
            core = _without(text, _words().always)
            some = self._known.get(key_of(text)) or self._known.get(core, {})
            bearers.update(some)
            numbered |= bool(some) and _is_numbered(core) and not self._is_of_several(core)
        label = _without(heading.label, _words().always)
        words = set(_WORD.findall(label))
        if numbered and not any(self._is_of_several(token) for token in label.split()):
            yield from (gene for gene in bearers if len(bearers) == 1 and words & self._words_of(gene))

    def _words_of(self, gene: str) -> set[str]:
        record = self._genes[gene]
        names = [record.label, *(text for text, _ in record.names)]
        return {word for text in names for word in _WORD.findall(_without(text, _words().always))}

    def _is_of_several(self, core: str) -> bool:
        """Whether the symbols of two genes begin so and go on with another sort of sign: CYP3A, GADD45, RAB7."""
        start = _compact(core)
        further = [symbol[len(start)] for symbol in self._symbols.get(start, ())]
        return sum(sign.isdigit() != start[-1].isdigit() for sign in further) > 1


def _is_excluded(label: str) -> bool:
    return _without(label, _words().never) != _without(label, ())


def _is_numbered(core: str) -> bool:
    """Whether a name ends in a figure, or a figure and a letter: cd 34, cyp 2 j 2, cd 1 d."""
    last = core.split()[-2:]
    return (
        len(_compact(core)) >= _SHORTEST
        and bool(last)
        and (last[-1].isdigit() or (len(last) > 1 and len(last[-1]) == 1 and last[0].isdigit()))
    )


def _exact_names(heading: Record) -> list[str]:
    return [heading.label, *(text for text, scope in heading.names if scope == "exact")]


def _without(text: str, phrases: Iterable[str]) -> str:
    """The key of a name without some phrases, and without signs."""
    key = " " + "".join(f"{token} " for token in key_of(text).split() if _SIGNS.sub("", token))
    for phrase in phrases:
        key = key.replace(f" {phrase} ", " ")
    return key[1:]


def _compact(text: str) -> str:
    return _SIGNS.sub("", text.lower())


def _is_plural(label: str) -> bool:
    head = label.partition(",")[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "is"))
