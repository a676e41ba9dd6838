"""What a name of a known type means: names of the vocabularies, learned names, then careful rewording (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import TYPE_CHECKING, Final

from kg.ground.decide import preferred_first
from kg.ground.judge import MENTION_TYPES, Option, is_true_family, judge
from kg.ground.species import HUMAN, RODENTS
from kg.ground.spelling import one_edit_away
from kg.ground.words import default_forms
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.ground.learned import LearnedNames
    from kg.ground.ports import LexiconLike
    from kg.ground.words import Rewordings, Settings, Words
    from kg.model import Concept, Curie, MentionType

_CACHE_SIZE: Final = 100_000
_MOST_PERMUTED: Final = 3  # words of a name whose order is tried
_SHORTEST_MISSPELT: Final = 7  # letters from which a name may be misspelt
_MOST_STRIPPED: Final = 3


@dataclass(slots=True)
class Linker:
    """Readings of a name whose type is known; equal input gives equal output.

    ``learned``: names of the development corpora, hashed, and the identifier that each has there.
    """

    lexicon: LexiconLike
    words: Words
    settings: Settings
    rewordings: Rewordings
    learned: LearnedNames
    _known: dict[tuple[MentionType, str], tuple[Option, ...]] = field(default_factory=dict, repr=False)

    def readings(self, name: str, kind: MentionType) -> tuple[Option, ...]:
        """The readings of a name as this type, best first; empty where no name comes near."""
        known = self._known.get((kind, name))
        if known is None:
            if len(self._known) >= _CACHE_SIZE:
                self._known.clear()
            known = self._known[kind, name] = self._readings(name, kind)
        return known

    def _readings(self, name: str, kind: MentionType) -> tuple[Option, ...]:
        meaning = self.words.clinical.get(name) if kind != "Gene" else None
        if meaning is not None:
            return self._exact(meaning, kind) if meaning else ()
        found = self._exact(name, kind)
        if found:
            return found
        for other, factor, why in self._reworded(name, kind):
            found = self._exact(other, kind)
            if found and factor == self.settings.tagged["shortened"]:
                found = self._telling(other, kind, found)
            if found:
                return tuple(
                    replace(o, score=round(o.score * factor, 4), why=f"read as {other!r}, {why}; {o.why}")
                    for o in found
                )
        return self._of_other_species(name) if kind == "Gene" else ()

    def named(self, name: str, kind: MentionType) -> tuple[Option, ...]:
        """The readings of a name as it stands in a vocabulary, of this type only."""
        return tuple(o for o in self._exact(name, kind) if o.type == kind and o.source != "learned")

    def _of_other_species(self, name: str) -> tuple[Option, ...]:
        """A gene that no man has: Cyp2d22 of the mouse."""
        key = normal_name(name)
        found = [c for taxon in RODENTS for c in self.lexicon.candidates_of_species(key, taxon)]
        options = judge(name, found, self.words, self.settings)
        least = self.settings.tagged["least"]
        options = tuple(replace(o, score=max(o.score, least), wants_cue=False) for o in options)
        return tuple(o if o.concept.label == name else self._of_man(o) for o in options)

    def _of_man(self, option: Option) -> Option:
        """A gene of mice under a name that is not its symbol as the gene of man, which the name says as well."""
        for other in self.lexicon.orthologues(option.concept.id):
            concept = self.lexicon.concept(other) if self.lexicon.species(other) == HUMAN else None
            if concept is not None:
                return replace(option, concept=concept, why=f"{option.why}, as for the gene of mice")
        return option

    def _telling(self, name: str, kind: MentionType, found: tuple[Option, ...]) -> tuple[Option, ...]:
        """The readings of a part of a name: of the type only, and nothing that says as little as 'disease'."""
        if normal_name(name) in self.words.blocked:
            return ()
        return tuple(o for o in found if o.type == kind and self.lexicon.parents(o.concept.id))

    def _exact(self, name: str, kind: MentionType) -> tuple[Option, ...]:
        """Readings of the name as it stands: of its type, else of no type that is a mention."""
        key = normal_name(name)
        candidates = self.lexicon.candidates(key)
        options = judge(
            name, [c for c in candidates if MENTION_TYPES.get(c.concept.kind) == kind], self.words, self.settings
        )
        if not options and kind != "Gene":
            others = [c for c in candidates if c.concept.kind not in ("gene", "rna")]
            options = judge(name, others, self.words, self.settings)
        least = self.settings.tagged["least"]
        told = tuple(replace(o, score=max(o.score, least), wants_cue=False) for o in options)
        told = preferred_first(key, told, self.words)
        if told and self.words.preferred.get(key) in told[0].concept.ids:
            return _joined(told)  # what is laid down goes before what was learned
        return self._with_learned(key, kind, _joined(told))

    def _with_learned(self, key: str, kind: MentionType, options: tuple[Option, ...]) -> tuple[Option, ...]:
        """The learned reading first, be it among the options or not."""
        wanted = self.learned.get(key, kind)
        if wanted is None or (options and self._is(options[0].concept, wanted)):
            return options
        listed = bool(options) and options[0].source in self.words.kept.sources
        if options and (is_true_family(options[0]) or (listed and options[0].concept.kind == "family")):
            return options  # which member is meant is told with the species
        if listed:
            meant = replace(options[0].concept, close=(*options[0].concept.close, wanted))
            return (replace(options[0], concept=meant), *options[1:])
        chosen = [o for o in options if self._is(o.concept, wanted)]
        if chosen and options[0].concept.id.prefix == "MONDO" and not _in_mesh(options[0].concept):
            # the graph's node stays; what annotators write stands beside it
            beside = (*options[0].concept.close, wanted)
            return (replace(options[0], concept=replace(options[0].concept, close=beside)), *options[1:])
        if chosen:
            best = options[0].score
            first = replace(chosen[0], score=best, why=f"{chosen[0].why}, the usual reading")
            return (first, *(o for o in options if o is not chosen[0]))
        if (
            options
            and options[0].concept.id.prefix != "MESH"
            and kind == "Disease"
            and not _in_mesh(options[0].concept)
        ):
            first = options[0]
            filed = replace(first.concept, close=(*first.concept.close, wanted))
            return (replace(first, concept=filed), *options[1:])
        concept = self.lexicon.concept(wanted)
        if concept is None:
            return options
        learned = Option(concept, self.settings.tagged["learned"], "a learned name", concept.label, "learned")
        return (learned, *options)

    def _is(self, concept: Concept, identifier: Curie) -> bool:
        return identifier in concept.ids or identifier in self.lexicon.close_matches(concept.id)

    def _reworded(self, name: str, kind: MentionType) -> Iterator[tuple[str, float, str]]:
        """Other ways to say the name, likeliest first: the words, the factor on the score, and what was changed."""
        factor = self.settings.tagged
        bare = default_forms().bare(name) if kind == "Chemical" else name
        if bare != name:
            yield bare, factor["stripped"], "without what only adds to it"
        for shorter in _stripped(name, self.rewordings.ends[kind]):
            yield shorter, factor["stripped"], "without what only adds to it"
        tokens = normal_name(name).split()
        content = [t for t in tokens if t not in self.words.function]
        if 1 < len(content) <= _MOST_PERMUTED:
            for order in permutations(content):
                yield " ".join(order), factor["permuted"], "in another order"
        for other in _swapped(tokens, self.rewordings.swaps[kind]):
            yield other, factor["swapped"], "which means about the same"
        # an adjective is no misspelt drug: arthritic and Arthritin
        for other in () if kind == "Chemical" and name.endswith("ic") else self._misspelt(name):
            yield other, factor["misspelt"], "taken for a misspelling"
        if kind == "Disease":
            yield from self._shortened(tokens, kind)

    def _shortened(self, tokens: list[str], kind: MentionType) -> Iterator[tuple[str, float, str]]:
        """The name without its first words, then without its last ones: what it is a kind of."""
        function, factor = self.words.function, self.settings.tagged["shortened"]
        for start in range(1, len(tokens)):
            if tokens[start] in function:
                continue
            rest = tokens[start:]
            yield " ".join(rest), factor, "its last words"
            for other in _swapped(rest, self.rewordings.swaps[kind]):
                yield other, factor, "what its last words mean"
        for end in range(len(tokens) - 1, 0, -1):
            if tokens[end] in function or end == len(tokens) - 1:
                yield " ".join(tokens[:end]), factor, "its first words"

    def _misspelt(self, name: str) -> Iterator[str]:
        key = normal_name(name)
        is_key = self.lexicon.is_key
        if len(key) <= _SHORTEST_MISSPELT or not name[0].isalpha() or is_key(key):
            return  # what names something of another type is spelt rightly: lactate is no lactase
        for other in one_edit_away(key.rstrip(), self.lexicon.reach(key)):
            if is_key(f"{other} "):
                yield other


def _joined(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """A disease that MONDO and MeSH both have under this name, though nobody mapped the two, with both identifiers."""
    if not options or options[0].type != "Disease":
        return options
    first = options[0]
    have = {i.prefix for i in (*first.concept.ids, *first.concept.close)}
    wanted = next((prefix for prefix in ("MONDO", "MESH") if prefix not in have), None)
    other = next((o.concept.id for o in options[1:] if o.type == "Disease" and o.concept.id.prefix == wanted), None)
    if other is None:
        return options
    joined = replace(first.concept, close=(*first.concept.close, other))
    return (replace(first, concept=joined), *options[1:])


def _in_mesh(concept: Concept) -> bool:
    return any(i.prefix == "MESH" for i in (*concept.ids, *concept.close))


def _stripped(name: str, ends: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The name without beginnings and endings that only add to it, one after the other."""
    for _ in range(_MOST_STRIPPED):
        shorter = name
        for where, words in ends:
            if where == "start":
                shorter = _without_start(shorter, words)
            elif shorter.endswith(f" {words}"):
                shorter = shorter[: -len(words)].rstrip(" -")
        if shorter == name:
            return
        name = shorter
        yield name


def _without_start(name: str, words: str) -> str:
    """The name without its beginning: a word of its own, a sign, or one small letter before a capital (hTERT)."""
    if not name.startswith(words) or len(name) < len(words) + 3:
        return name
    rest = name[len(words) :]
    ends = not words[-1].isalnum() or rest[0] in " -" or (len(words) == 1 and rest[0].isupper())
    return rest.lstrip(" -") if ends else name


def _swapped(tokens: Sequence[str], swaps: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[str]:
    """The name with one word, or a few, for another."""
    for old, new in swaps:
        size = len(old)
        for at in range(len(tokens) - size + 1):
            if tuple(tokens[at : at + size]) == old:
                yield " ".join([*tokens[:at], *new, *tokens[at + size :]])
