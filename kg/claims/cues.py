"""The words that claims are made of, read from the tables beside this file.

A table row becomes one or more phrases in normal form; ``PhraseTable.longest`` finds the longest phrase at a token.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from kg.errors import RuleError
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

HERE: Final = Path(__file__).parent
T = TypeVar("T")
U = TypeVar("U")
_VOWELS: Final = frozenset("aeiou")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase does: its class, the verb form it stands in, and the table's note."""

    name: str
    form: str  # base, ed, ing; empty for words that do not inflect
    note: str


class StateCue(NamedTuple):
    """In which state a word puts the factor beside it."""

    place: str  # before, after, both
    state: str  # gain, loss, present
    alteration: bool
    noun: bool  # can stand before "of"


class PhraseTable(Generic[T]):
    """Phrases in normal form, found by their first token."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        table: dict[str, dict[tuple[str, ...], list[T]]] = {}
        for phrase, value in phrases:
            words = tuple(normal_name(phrase).split())
            if words:
                values = table.setdefault(words[0], {}).setdefault(words, [])
                if value not in values:
                    values.append(value)
        self._table: dict[str, tuple[tuple[tuple[str, ...], tuple[T, ...]], ...]] = {
            first: tuple((w, tuple(v)) for w, v in sorted(rest.items(), key=lambda x: (-len(x[0]), x[0])))
            for first, rest in table.items()
        }

    def longest(self, words: tuple[str, ...], at: int) -> tuple[int, tuple[T, ...]]:
        """The length in tokens and the values of the longest phrase that starts at ``at``; (0, ()) without one."""
        known = self._table.get(words[at])
        if known is None:
            return 0, ()
        for phrase, values in known:
            size = len(phrase)
            if size == 1 or words[at : at + size] == phrase:
                return size, values
        return 0, ()

    def first_words(self) -> Collection[str]:
        """The words that a phrase begins with."""
        return self._table.keys()

    def resolved(self, reading: Callable[[tuple[T, ...]], U]) -> PhraseTable[U]:
        """The same phrases, each with one reading of all its values."""
        table: PhraseTable[U] = PhraseTable(())
        table._table = {
            first: tuple((phrase, (reading(values),)) for phrase, values in rest) for first, rest in self._table.items()
        }
        return table

    def found(self, said: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """(start, end, value) of every longest phrase, left to right, in tokens."""
        table, words = self._table, tuple(said)
        if table.keys().isdisjoint(words):
            return
        end = 0
        for at, word in enumerate(words):
            if at >= end and word in table:
                size, values = self.longest(words, at)
                end = at + size
                for value in values:
                    yield at, end, value


def table_rows(path: Path, columns: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line number, fields) of a tab-separated table; ``#`` starts a comment line and the first row is the header."""
    header = True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if header:
            header = False
            continue
        fields = tuple(f.strip() for f in line.split("\t"))
        if len(fields) > columns:
            raise RuleError(str(path), number, f"{len(fields)} columns where {columns} are expected")
        yield number, fields + ("",) * (columns - len(fields))


def inflections(verb: str) -> Iterator[tuple[str, str]]:
    """(form name, phrase) of a verb phrase whose first word is the verb; third persons fall together in normal form."""
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    if head.endswith("e"):
        past, present = head + "d", head[:-1] + "ing"
    elif head.endswith("y") and head[-2] not in _VOWELS:
        past, present = head[:-1] + "ied", head + "ing"
    else:
        past, present = head + "ed", head + "ing"
    yield "base", verb
    if head.endswith("y") and head[-2] not in _VOWELS:
        yield "base", head[:-1] + "ies" + tail
    yield "ed", past + tail
    yield "ing", present + tail
    if head[-1] not in _VOWELS | {"y", "w", "x"} and head[-2:-1] and head[-2] in _VOWELS:
        yield "ed", head + head[-1] + "ed" + tail  # conferred, transmitted; a form that no text has does no harm
        yield "ing", head + head[-1] + "ing" + tail


def _cue_phrases(path: Path) -> Iterator[tuple[str, Cue]]:
    for number, (name, phrase, part, note) in table_rows(path, 4):
        if part not in {"verb", "word"}:
            raise RuleError(str(path), number, f"part is {part!r}; it is verb or word")
        if part == "word":
            yield phrase, Cue(name, "", note)
            continue
        irregular = [w.replace("_", " ") for w in note.split() if w[0].islower()]
        for form, inflected in inflections(phrase):
            if not irregular or form == "base":
                yield inflected, Cue(name, form, "" if irregular else note)
        for word in irregular:
            yield word, Cue(name, "ing" if word.partition(" ")[0].endswith("ing") else "ed", "")


class Reading(NamedTuple):
    """What a phrase is in a sentence: its class, verb form, note and state."""

    code: str
    form: str
    note: str
    state: StateCue | None
    names_entity: bool  # a plain noun, so that an entity of the same words goes first


@cache
def reading_table() -> PhraseTable[Reading]:
    """The phrases of ``word_table`` with the verb reading first; what stands around a word decides later."""
    return word_table().resolved(_reading)


def _reading(values: tuple[Cue | StateCue, ...]) -> Reading:
    cues = [v for v in values if isinstance(v, Cue)]
    states = [v for v in values if isinstance(v, StateCue)]
    names_entity = not states and all(c.name in {"OBJECT", "THERAPYTAIL", "THERAPYNOUN"} for c in cues)
    if not cues:
        return Reading("STATE", "", "", states[0], names_entity)
    cue = next((c for c in cues if c.form), cues[0])
    return Reading(cue.name, cue.form, cue.note, states[0] if states else None, names_entity)


@cache
def word_table() -> PhraseTable[Cue | StateCue]:
    """The classes of words that rules speak of, and the words that put a factor into a state."""
    return PhraseTable((*_cue_phrases(HERE / "cues.tsv"), *_state_phrases(HERE / "states.tsv")))


def _state_phrases(path: Path) -> Iterator[tuple[str, StateCue]]:
    for number, (phrase, place, state, alteration) in table_rows(path, 4):
        if place not in {"before", "after", "both"} or state not in {"gain", "loss", "present"}:
            raise RuleError(str(path), number, f"place {place!r} or state {state!r} is unknown")
        noun = not phrase.endswith(("ed", "ing", "ant")) or phrase in {"targeting", "silencing"}
        yield phrase, StateCue(place, state, alteration == "yes", noun)


@cache
def stance_table() -> PhraseTable[str]:
    """Hedges, silences, traps and foreign settings, by kind."""
    return PhraseTable((phrase, kind) for _, (kind, phrase) in table_rows(HERE / "stance.tsv", 2))


@cache
def context_values(field: str) -> tuple[tuple[str, str], ...]:
    """(phrase, value) rows of one field of context.tsv, such as ``onset`` or ``anaphor``."""
    return tuple((p, v) for _, (f, v, p) in table_rows(HERE / "context.tsv", 3) if f == field)


@cache
def context_table(field: str) -> PhraseTable[str]:
    """The phrases of one field of context.tsv."""
    return PhraseTable(context_values(field))
