"""The best row of labels for a row of tokens: Viterbi's search over outside, begin, inside, end, single (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_OUT, _BEGIN, _IN, _END, _SINGLE = range(5)
_NEVER: Final = float("-inf")


def best_labels(rows: Sequence[Sequence[float]], transitions: Sequence[Sequence[float]]) -> list[int]:
    """The labels with the highest sum of scores and transitions; ``outside`` stands before and after the row.

    A mention begins after outside, end or single, and goes on after begin or inside.  Written out label by label:
    this loop runs for every token that might belong to a mention.
    """
    oo, ob, _, _, os = transitions[_OUT]
    eo, eb, _, _, es = transitions[_END]
    so, sb, _, _, ss = transitions[_SINGLE]
    _, _, bi, be, _ = transitions[_BEGIN]
    _, _, ii, ie, _ = transitions[_IN]
    out, begin, inside, end, single = 0.0, _NEVER, _NEVER, _NEVER, _NEVER
    steps: list[tuple[int, int, int, int, int]] = []
    for to_out, to_begin, to_inside, to_end, to_single in rows:
        # what stands best before outside, begin, single; then before inside, end
        o, before_o = out + oo, _OUT
        b, before_b = out + ob, _OUT
        s, before_s = out + os, _OUT
        if end + eo > o:
            o, before_o = end + eo, _END
        if end + eb > b:
            b, before_b = end + eb, _END
        if end + es > s:
            s, before_s = end + es, _END
        if single + so > o:
            o, before_o = single + so, _SINGLE
        if single + sb > b:
            b, before_b = single + sb, _SINGLE
        if single + ss > s:
            s, before_s = single + ss, _SINGLE
        i, before_i = (inside + ii, _IN) if inside + ii > begin + bi else (begin + bi, _BEGIN)
        e, before_e = (inside + ie, _IN) if inside + ie > begin + be else (begin + be, _BEGIN)
        steps.append((before_o, before_b, before_i, before_e, before_s))
        out, begin, inside, end, single = o + to_out, b + to_begin, i + to_inside, e + to_end, s + to_single
    last = max(((out + oo, -_OUT), (end + eo, -_END), (single + so, -_SINGLE)))
    label = -last[1]
    found = [label]
    for before in reversed(steps[1:]):
        label = before[label]
        found.append(label)
    return found[::-1]
