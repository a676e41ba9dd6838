"""A text's tokens in normal form, and at which of them a name may begin: arrays, by what each piece of text is.

What a piece (a word with the space after it) means for finding is looked up at its first sight and kept in a table,
so that the words of a text are told by numbers alone.
"""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg.ground.hashing import hash_of, joined, size_of
from kg.text.normal import form_of, pieces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_LARGEST_TABLE: Final = 200_000  # pieces that are remembered
_FIRST_TABLE: Final = 4096
# columns of the table: characters, whether a space is the last, whether it is a token at all, characters of its
# form; whether no name begins with it, whether it is a name, whether its form is several words; the hashes of the
# form and of its first word, and the bytes of that
_SIZE, _SPACE, _KEPT, _FORM_SIZE, _BARRED, _ALONE, _SEVERAL, _FIRST, _SECOND, _BYTES = range(10)


class Normal(NamedTuple):
    """A text's tokens in normal form, each followed by a space in ``text``.

    Token i is ``text[bounds[i]:bounds[i + 1]]`` and stands at ``begins[i]`` to ``ends[i]`` in the original text.
    ``worth`` are the tokens with which a name may begin, in order; ``longer`` tells for each of them whether it may
    be of several tokens.
    """

    text: str
    bounds: list[int]
    begins: list[int]
    ends: list[int]
    worth: list[int]
    longer: list[bool]


class Pieces:
    """The table of pieces for one lexicon; equal text gives equal tokens, whatever was read before.

    ``is_name``: whether a normal text is a name by itself; ``function``: words with which none begins; ``opening``:
    those with which longer ones do.
    """

    __slots__ = ("_filter", "_forms", "_function", "_is_name", "_numbers", "_opening", "_table")

    def __init__(
        self,
        is_name: Callable[[str], bool],
        pair_filter: memoryview | bytes,
        function: frozenset[str],
        opening: frozenset[str] = frozenset(),
    ) -> None:
        self._is_name, self._function, self._opening = is_name, function - opening, opening
        self._filter = np.frombuffer(pair_filter, dtype=np.uint8)
        self._numbers: dict[str, int] = {}
        self._forms: list[str] = []
        self._table = np.zeros((_FIRST_TABLE, 10), dtype=np.int64)

    def read(self, text: str) -> Normal:
        """The tokens of a text; linear in the text."""
        return self.read_all([text])[0]

    def read_all(self, texts: Sequence[str]) -> list[Normal]:
        """The tokens of each text; together they cost less."""
        cut = [pieces_of(text) for text in texts]
        numbers = self._indexes([piece for pieces in cut for piece in pieces])
        rows = self._table[numbers]
        tokens = np.flatnonzero(rows[:, _KEPT])
        ends = np.cumsum(rows[:, _SIZE])
        before = list(accumulate(map(len, texts), initial=0))[:-1]  # characters of the texts before each
        ends -= np.repeat(np.array(before, dtype=np.int64), [len(pieces) for pieces in cut])
        firsts = np.searchsorted(tokens, list(accumulate(map(len, cut), initial=0)))
        numbers, rows, ends = numbers[tokens], rows[tokens], ends[tokens]
        longer = self._may_go_on(rows) | (rows[:, _SEVERAL] > 0)
        worth = (longer | (rows[:, _ALONE] > 0)) & (rows[:, _BARRED] == 0)
        begins, ends = (ends - rows[:, _SIZE]).tolist(), (ends - rows[:, _SPACE]).tolist()
        forms = list(map(self._forms.__getitem__, numbers.tolist()))
        found = []
        for first, last in pairwise(firsts.tolist()):
            places = np.flatnonzero(worth[first:last])
            found.append(
                Normal(
                    "".join(forms[first:last]),
                    [0, *np.cumsum(rows[first:last, _FORM_SIZE]).tolist()],
                    begins[first:last],
                    ends[first:last],
                    places.tolist(),
                    longer[first:last][places].tolist(),
                )
            )
        return found

    def _may_go_on(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether some name begins with this token and the next; now and then one is said to that does not."""
        found = np.zeros(len(rows), dtype=np.bool_)
        if not len(self._filter):
            found[:-1] = True
            return found
        first, second, sizes = (rows[:, column].astype(np.uint32) for column in (_FIRST, _SECOND, _BYTES))
        hashes = joined(first[:-1], second[1:], sizes[1:]) & np.uint32(8 * len(self._filter) - 1)
        found[:-1] = (self._filter[hashes >> np.uint32(3)] >> (hashes & np.uint32(7)).astype(np.uint8)) & 1
        return found

    def _indexes(self, pieces: list[str]) -> NDArray[np.intp]:
        new = set(pieces).difference(self._numbers)
        if new:
            if len(self._numbers) + len(new) > _LARGEST_TABLE:
                self._numbers.clear()
                self._forms.clear()
                new = set(pieces)
            while len(self._table) < len(self._numbers) + len(new):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            for piece in new:
                self._add(piece)
        return np.fromiter(map(self._numbers.__getitem__, pieces), dtype=np.intp, count=len(pieces))

    def _add(self, piece: str) -> None:
        number = len(self._forms)
        form, surface = form_of(piece), piece.rstrip(" ")
        key = f"{form} " if form else ""
        # HER2 begins with no pronoun, so that capitals are looked at
        barred = form in self._function and (len(surface) == 1 or not surface.isupper())
        alone = bool(form) and (form not in self._opening or surface.isupper()) and self._is_name(key)
        space = len(piece) > 1 and piece[-1] == " "
        second = f"{form.partition(' ')[0]} "
        hashes = hash_of(key), hash_of(second), size_of(second)
        self._table[number] = len(piece), space, bool(form), len(key), barred, alone, " " in form, *hashes
        self._forms.append(key)
        self._numbers[piece] = number
