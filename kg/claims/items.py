"""A sentence as a row of items: entities, cue words and plain words, each with its place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.cues import Cue, StateCue, word_table
from kg.model import Span
from kg.text.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from kg.model import Grounding, Sentence

ENTITY: Final = "ENTITY"
WORD: Final = "WORD"
# classes that only a few rules look at; everywhere else they are plain words
PLAIN: Final = frozenset((WORD, "FARE", "SAME", "NODIFF", "LOST", "DOSE", "STEP", "INDEPENDENT", "NEEDED"))
STATE: Final = "STATE"
# before an ambiguous participle these words make it an adjective: "with reduced sensitivity", "showed an increased …"
_BEFORE_ADJECTIVE: Final = frozenset(("BE", "IN", "OF", "TO", "BY", "FROM", "AS", "ROLE", "BECAUSE", "NOT", "BECOME"))
_ARTICLES: Final = frozenset(("a", "an", "the", "their", "its", "this", "these", "such"))
_NOUN_FOLLOWS: Final = frozenset(("a", "an", "the", "their"))
_JOINING: Final = frozenset(("driven", "mediated", "induced", "triggered", "associated"))
_TOOLS: Final = frozenset(
    ("sirna", "shrna", "sgrna", "rnai", "interference", "crispr", "9", "cre", "antibody", "lentiviru", "antisense",
     "adenoviru", "plasmid", "vector", "viru", "retroviru", "oligonucleotide", "talen")
)  # fmt: skip
_MUTATION_OF: Final = StateCue("both", "present", alteration=True, noun=True)
_LOSS_OF: Final = StateCue("before", "loss", alteration=False, noun=True)
_ADJECTIVES: Final = frozenset(("LOWADJ", "HIGHADJ"))


class Item(NamedTuple):
    """One unit of a sentence; ``words`` is its normal form, ``span`` points into the document."""

    code: str
    words: str
    span: Span
    form: str = ""
    note: str = ""
    grounding: Grounding | None = None
    state: StateCue | None = None


class Row(NamedTuple):
    """A sentence's items, with its normal words for the tables that look at plain text."""

    items: tuple[Item, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]


def build_row(sentence: Sentence, groundings: Sequence[Grounding], bearers: Collection[Grounding] = ()) -> Row:
    """The items of a sentence: the longer of entity and cue wins, a cue wins a tie; linear in the sentence.

    ``bearers`` are the entities that resist rather than make resistant: tumours.
    """
    normal = normalise(sentence.text)
    base = sentence.span.start
    words = tuple(normal.text.split(" ")[:-1]) if normal.text else ()
    if len(words) != len(normal.spans):  # a token of several words, such as TGFbeta
        words = tuple(
            normal.text[a : b - 1].replace(" ", "_")
            for a, b in zip(normal.starts, (*normal.starts[1:], len(normal.text)), strict=True)
        )
    spans = tuple(Span(a + base, b + base) for a, b in normal.spans)
    entities = _entities_by_token(spans, groundings)
    items: list[Item] = []
    at = 0
    while at < len(words):
        item, size = _item_at(words, spans, at, entities.get(at))
        if item.code == ENTITY and item.grounding in bearers:
            item = item._replace(code="OBJECT")
        items.append(item)
        at += size
    return Row(_resolved(items), words, spans)


def _entities_by_token(spans: Sequence[Span], groundings: Sequence[Grounding]) -> dict[int, tuple[int, Grounding]]:
    found: dict[int, tuple[int, Grounding]] = {}
    starts = [s.start for s in spans]
    for grounding in groundings:
        first = bisect_left(starts, grounding.mention.span.start)
        last = bisect_left(starts, grounding.mention.span.end)
        if first < last:
            found[first] = (last - first, grounding)
    return found


def _item_at(
    words: Sequence[str], spans: Sequence[Span], at: int, entity: tuple[int, Grounding] | None
) -> tuple[Item, int]:
    size, values = word_table().longest(words, at)
    cues = [v for v in values if isinstance(v, Cue)]
    states = [v for v in values if isinstance(v, StateCue)]
    grounding = entity[1] if entity else None
    if entity and (entity[0] > size or (entity[0] == size and _names_entity(cues, states))):
        size = entity[0]
        code, cue, state = ENTITY, None, None
    elif size == 0:
        size, code, cue, state = 1, WORD, None, None
    else:
        cue = _first(cues) if cues else None
        state = states[0] if states else None
        code = cue.name if cue else STATE
    span = Span(spans[at].start, spans[at + size - 1].end)
    text = " ".join(words[at : at + size])
    form, note = (cue.form, cue.note) if cue else ("", "")
    return Item(code, text, span, form, note, grounding, state), size


def _names_entity(cues: Sequence[Cue], states: Sequence[StateCue]) -> bool:
    """A word of a table that is also an entity: outcomes, verbs and states win; plain nouns lose."""
    return not states and all(c.name in {"OBJECT", "THERAPYTAIL", "THERAPYNOUN"} for c in cues)


def _first(cues: Sequence[Cue]) -> Cue:
    """The verb reading first; what stands around the word decides later (``_resolved``)."""
    verbs = [c for c in cues if c.form]
    return (verbs or list(cues))[0]


def _resolved(items: Sequence[Item]) -> tuple[Item, ...]:
    """Participles that are adjectives or states are told from verbs by what stands before and after."""
    out: list[Item] = []
    for at, item in enumerate(items):
        follower = items[at + 1] if at + 1 < len(items) else None
        if item.code == ENTITY and (_is_mutation_of(item, items[at + 1 : at + 4]) or _is_kind_of_alteration(out, item)):
            out.append(item._replace(code=STATE, state=_MUTATION_OF))
        elif item.words == "derived" and _is_between_entities(out, follower):
            out.append(item._replace(code="MEDIATED", form="", note="source"))  # "macrophage-derived X"
        elif item.words in _JOINING and follower is not None and follower.code == STATE and _is_tool(out):
            out.pop()  # "siRNA-mediated depletion of X": how it was done
        elif item.words == "acquired" and follower is not None and follower.code == "RES" and _follows_name(out):
            out.append(item._replace(code="BE", form="ed"))  # "tumours with X acquired resistance"
        elif item.code == "CAUSE" and item.form == "base" and follower is not None and follower.code == "OF":
            out.append(item._replace(code="MECHANISM", form=""))  # "a cause of", the noun
        elif (
            item.code == "CAUSE" and item.words in _JOINING and out and out[-1].code == ENTITY and not _is_by(follower)
        ):
            out.append(item._replace(code="MEDIATED", form=""))  # "X-driven"
        elif (
            item.code == "LOWADJ"
            and item.words.endswith(" of")
            and "SENS" not in [i.code for i in items[at + 1 : at + 4]]
        ):
            out.append(item._replace(code=STATE, state=_LOSS_OF))
        elif item.form in {"ed", "ing"} or item.code in _ADJECTIVES or item.words == "lower":
            out.append(_settled(out, items, at))
        else:
            out.append(item)
    return tuple(out)


def _is_mutation_of(item: Item, after: Sequence[Item]) -> bool:
    """ "genetic mutations of X": the alteration of X, not mutation as such."""
    if item.grounding is None or item.grounding.concept.kind != "genetic_alteration" or "mutation" not in item.words:
        return False
    genes = [i for i in after if i.grounding is not None and i.grounding.concept.kind in {"gene", "rna"}]
    return bool(genes) and after[0].code in {"OF", "IN"}


def _is_kind_of_alteration(before: Sequence[Item], item: Item) -> bool:
    """ "NTRK1 gene fusion": what happened to the gene before it, and no gene itself."""
    if item.grounding is None or item.grounding.concept.kind != "genetic_alteration" or not before:
        return False
    gene = before[-1].grounding
    own = any(i.prefix == "NCBIGene" for i in item.grounding.concept.ids)
    return not own and before[-1].code == ENTITY and gene is not None and gene.concept.kind in {"gene", "family"}


def _is_between_entities(before: Sequence[Item], follower: Item | None) -> bool:
    return bool(before) and before[-1].code == ENTITY and follower is not None and follower.code == ENTITY


def _is_tool(before: Sequence[Item]) -> bool:
    """ "siRNA", "CRISPR": by what a gene was silenced."""
    return bool(before) and before[-1].code in {STATE, *PLAIN} and before[-1].words in _TOOLS


def _follows_name(before: Sequence[Item]) -> bool:
    return bool(before) and before[-1].code in {"OBJECT", "COMMA", "CLOSE"}


def _is_by(item: Item | None) -> bool:
    return item is not None and item.code == "BY"


def _settled(before: Sequence[Item], items: Sequence[Item], at: int) -> Item:
    item = items[at]
    follower = items[at + 1] if at + 1 < len(items) else None
    adjective = _stands_as_adjective(before) or item.code in _ADJECTIVES
    if follower is None or not adjective:
        return item
    reading = _adjective_class(item)
    if not reading and not item.state and before and before[-1].words in _NOUN_FOLLOWS and " " not in item.words:
        return item._replace(code=WORD, form="")  # "a neutralising antibody", "the sensitised cells"
    if reading and _outcome_follows(items, at + 1):
        return item._replace(code=reading, form="")
    if (
        item.state
        and item.state.place != "after"
        and (follower.code in {ENTITY, "OF", STATE, "OPEN"} or follower.code in PLAIN)
    ):
        return item._replace(code=STATE, form="")
    return item._replace(code=reading or item.code, form="") if item.code in _ADJECTIVES else item


def _outcome_follows(items: Sequence[Item], at: int) -> bool:
    """Whether an outcome word is next, at most a therapy's name away: "reduced sorafenib efficacy"."""
    for item in items[at : at + 3]:
        if item.code in {"SENS", "RES"}:
            return True
        named = item.grounding is not None and item.grounding.concept.kind in {"chemical", "procedure", "intervention"}
        if not (named or item.code in {"HIGHADJ", "THERAPYTAIL"} or (item.code in PLAIN and item.words.isalpha())):
            return False
    return False


def _adjective_class(item: Item) -> str:
    if item.code in _ADJECTIVES:
        return item.code
    if (item.form == "base" and item.words != "lower") or " " in item.words:
        return ""
    return {"DOWN": "LOWADJ", "CAUSE": "HIGHADJ"}.get(item.code, "")


def _stands_as_adjective(before: Sequence[Item]) -> bool:
    if not before:
        return True
    last = before[-1]
    return (
        last.code in _BEFORE_ADJECTIVE
        or last.words in _ARTICLES
        or (last.code in {"CAUSE", "DOWN"} and bool(last.form))
    )
