"""A sentence as a row of items: entities, cue words and plain words, each with its place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.claims.cues import StateCue, reading_table
from kg.model import Span
from kg.text.normal import normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kg.model import Grounding, Sentence

ENTITY: Final = "ENTITY"
WORD: Final = "WORD"
# classes that only a few rules look at; everywhere else they are plain words
PLAIN: Final = frozenset((WORD, "FARE", "SAME", "NODIFF", "LOST", "DOSE", "STEP", "INDEPENDENT", "NEEDED", "EMERGE"))
STATE: Final = "STATE"
# before an ambiguous participle these words make it an adjective: "with reduced sensitivity", "showed an increased …"
_BEFORE_ADJECTIVE: Final = frozenset(("BE", "IN", "OF", "TO", "BY", "FROM", "AS", "ROLE", "BECAUSE", "NOT", "BECOME"))
_PREPOSITIONS: Final = frozenset(("with", "to", "by", "of", "in", "from", "through", "via"))
_ARTICLES: Final = frozenset(("a", "an", "the", "their", "its", "this", "these", "such"))
_NOUN_FOLLOWS: Final = frozenset(("a", "an", "the", "their"))
_JOINING: Final = frozenset(("driven", "mediated", "induced", "triggered", "associated"))
_CARRYING: Final = frozenset(("exosomal", "vesicular", "extracellular", "secreted", "soluble", "circulating"))
_TOOLS: Final = frozenset(
    ("sirna", "shrna", "sgrna", "rnai", "interference", "crispr", "9", "cre", "antibody", "lentiviru", "antisense",
     "adenoviru", "plasmid", "vector", "viru", "retroviru", "oligonucleotide", "talen")
)  # fmt: skip
_MUTATION_OF: Final = StateCue("both", "present", alteration=True, noun=True)
_LOSS_OF: Final = StateCue("before", "loss", alteration=False, noun=True)
_CLAUSE_OPENERS: Final = frozenset(("BREAK", "WHY", "AND"))
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
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def token(self, place: int) -> int:
        """The first token that starts at a place or behind it."""
        return bisect_left(self.starts, place)

    def tokens(self, span: Span) -> range:
        """The tokens that lie in a span."""
        first = bisect_left(self.starts, span.start)
        return range(first, max(first, bisect_right(self.ends, span.end)))


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
    spans = tuple([Span._make((a + base, b + base)) for a, b in normal.spans])
    starts, ends = tuple([s[0] for s in spans]), tuple([s[1] for s in spans])
    items = _items(words, spans, _entities_by_token(starts, groundings), {id(g) for g in bearers})
    return Row(_resolved(items), words, spans, starts, ends)


def _items(
    words: tuple[str, ...],
    spans: Sequence[Span],
    entities: Mapping[int, tuple[int, Grounding]],
    bearers: Collection[int],
) -> list[Item]:
    """Every token or phrase as an item; most are plain words, for which nothing is looked up twice."""
    table = reading_table()
    known = table.first_words()
    make = Item._make  # a third of the time of a call by name; most tokens come here
    items: list[Item] = []
    at = 0
    while at < len(words):
        entity = entities.get(at)
        if entity is None and words[at] not in known:
            items.append(make((WORD, words[at], spans[at], "", "", None, None)))
            at += 1
            continue
        size, readings = table.longest(words, at)
        reading = readings[0] if readings else None
        if entity is not None and (reading is None or entity[0] > size or (entity[0] == size and reading.names_entity)):
            size, grounding = entity
            code = "OBJECT" if id(grounding) in bearers else ENTITY
            items.append(Item(code, " ".join(words[at : at + size]), _span(spans, at, size), grounding=grounding))
        elif reading is None:
            size = 1
            items.append(make((WORD, words[at], spans[at], "", "", None, None)))
        else:
            text, (code, form, note, state, _) = " ".join(words[at : at + size]), reading
            named = entity[1] if entity else None
            items.append(Item(code, text, _span(spans, at, size), form, note, named, state))
        at += size
    return items


def _span(spans: Sequence[Span], at: int, size: int) -> Span:
    return spans[at] if size == 1 else Span(spans[at].start, spans[at + size - 1].end)


def _entities_by_token(starts: Sequence[int], groundings: Sequence[Grounding]) -> dict[int, tuple[int, Grounding]]:
    found: dict[int, tuple[int, Grounding]] = {}
    for grounding in groundings:
        first = bisect_left(starts, grounding.mention.span.start)
        last = bisect_left(starts, grounding.mention.span.end)
        if first < last:
            found[first] = (last - first, grounding)
    return found


def _resolved(items: Sequence[Item]) -> tuple[Item, ...]:
    """Participles that are adjectives or states are told from verbs by what stands before and after."""
    out: list[Item] = []
    for at, item in enumerate(items):
        if item.code == WORD and item.words != "acquired":
            out.append(item)
            continue
        follower = items[at + 1] if at + 1 < len(items) else None
        if item.code == ENTITY and (_is_mutation_of(item, items[at + 1 : at + 4]) or _is_kind_of_alteration(out, item)):
            out.append(item._replace(code=STATE, state=_MUTATION_OF))
        elif item.words == "derived" and _is_between_entities(out, items[at + 1 : at + 3]):
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


def _is_between_entities(before: Sequence[Item], after: Sequence[Item]) -> bool:
    """ "macrophage-derived miR-21", "macrophage-derived exosomal miR-21"."""
    if not before or before[-1].code != ENTITY or not after:
        return False
    return after[0].code == ENTITY or (after[0].words in _CARRYING and after[-1].code == ENTITY)


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
    adjective = _stands_as_adjective(before) or item.code in _ADJECTIVES or _is_gerund(before, items, at)
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


def _is_gerund(before: Sequence[Item], items: Sequence[Item], at: int) -> bool:
    """Whether a participle opens a clause or stands in a list: "…; inhibiting X improved", "and blocking X with Y".

    Not where its clause ends and the subject of the next follows: "by silencing X and inhibiting Y, Z restored".
    """
    after = [item.code for item in items[at + 1 : at + 4]]
    if items[at].form != "ing" or before[-1].code not in _CLAUSE_OPENERS or after[:1] != [ENTITY]:
        return False
    return after[1:] != ["COMMA", ENTITY]


def _outcome_follows(items: Sequence[Item], at: int) -> bool:
    """Whether an outcome word is next, at most a therapy's name away: "reduced sorafenib efficacy"."""
    for item in items[at : at + 3]:
        if item.code in {"SENS", "RES", "FARE"}:
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
        or last.words.rpartition(" ")[2] in _PREPOSITIONS  # "associated with increased X expression"
        or (last.code in {"CAUSE", "DOWN", "ASSOC"} and bool(last.form))
    )
