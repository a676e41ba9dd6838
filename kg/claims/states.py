"""The state of an entity by the words before and behind it: "knockdown of X", "low X expression", "X-/-"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.claims.items import STATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.claims.chunks import Chunk
    from kg.claims.cues import StateCue

NOUNS_AFTER: Final = frozenset(
    ("gene", "protein", "mrna", "signaling", "pathway", "axis", "level", "activity", "promoter", "transcript", "kinase",
     "domain", "receptor", "channel", "function", "copy", "number", "copy_number", "exon", "serum", "cell", "molecule")
)  # fmt: skip
_MEASURES: Final = frozenset(  # between a degree and what there is much or little of
    ("ratio", "density", "frequency", "proportion", "amount", "count", "percentage", "quantity", "load", "burden",
     "degree", "score", "signature", "fraction")
)  # fmt: skip
AGENTS: Final = frozenset(("inhibitor", "antagonist", "agonist", "activator", "blocker"))
LIGHT_IN_LIST: Final = frozenset(
    ("the", "a", "an", "both", "either", "of", "other", "several", "various", "its", "also")
)


def together(state: str, word: str, after: str, word_after: str) -> tuple[str, str]:
    """Two state words: "X inhibitor", "low X expression", "inhibition of X activation", "activating X mutations"."""
    if not state or state == "present":
        return after, word_after
    if after == "loss" and state == "loss":
        return ("gain" if word_after not in AGENTS and word not in {"low", "reduced"} else "loss"), word
    if after == "loss" and state == "gain":
        return "loss", word_after
    return state, word


def state_before(out: Sequence[Chunk]) -> tuple[str, bool, str, int, int | None]:
    """(state, alteration, word, how many chunks of ``out`` stay, where the phrase starts)."""
    at = len(out)
    light = 0
    of = inside = False
    while at > 0 and light < 4:
        chunk = out[at - 1]
        noun = chunk.words in NOUNS_AFTER or chunk.words in _MEASURES
        if noun or chunk.code == "OF" or chunk.words in LIGHT_IN_LIST or chunk.words == "in":
            of = of or chunk.code == "OF"
            inside = inside or chunk.words == "in"
            light += 1
            at -= 1
            continue
        break
    if at == 0 or out[at - 1].item is None:
        return "", False, "", len(out), None
    item = out[at - 1].item
    state = item.state if item is not None else None
    of = of or (item is not None and item.words.endswith(" of"))
    if (
        item is None
        or state is None
        or item.code != STATE
        or state.place == "after"
        or (light and not _governs(state, of=of, inside=inside))
    ):
        return "", False, "", len(out), None
    first = at - 1
    states = [state]
    while first > 0 and out[first - 1].code in {STATE, "LOWADJ"}:  # "low abundance of", "inactivating mutations of"
        first -= 1
        earlier = out[first].item
        states += [earlier.state] if earlier is not None and earlier.state is not None else []
    value = "loss" if any(s.state == "loss" for s in states) else state.state
    if value == "present" and any(s.state == "gain" for s in states):
        value = "gain"
    alteration = any(s.alteration for s in states)
    return value, alteration, item.words, first, out[first].span.start


def _governs(state: StateCue, *, of: bool, inside: bool) -> bool:
    """ "loss of X", and "mutations in X" of alterations only."""
    return state.alteration if inside else of and state.noun


def _is_knocked_out(flat: Sequence[Chunk], at: int) -> bool:
    """ "Bax-/-", "Bax(-/-)": the stroke stands apart from what is around it, as normal text drops the dashes."""
    if at >= len(flat) or flat[at].code != "SLASH":
        return False
    gap = flat[at].span.start - flat[at - 1].span.end
    after = flat[at + 1].span.start - flat[at].span.end if at + 1 < len(flat) else 2
    return gap in {1, 2} and after > 1


def state_after(flat: Sequence[Chunk], at: int) -> tuple[str, bool, str, int]:
    """(state, alteration, word, the position after it) of what stands behind an entity, at ``at``."""
    if _is_knocked_out(flat, at):
        return "loss", False, "-/-", at + 1
    end = at
    while end < len(flat) and end - at < 2 and flat[end].words in NOUNS_AFTER:
        end += 1
    if end < len(flat):
        item = flat[end].item
        state = item.state if item is not None else None
        if (
            item is not None
            and state is not None
            and item.code in {STATE, "LOWADJ", "HIGHADJ", "THERAPYNOUN"}
            and state.place != "before"
        ):
            return state.state, state.alteration, item.words, end + 1
    return "", False, "", end
