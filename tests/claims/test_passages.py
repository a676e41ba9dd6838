"""The passages in our own words: at least what was measured of each set, a little less for what others may change."""

from pathlib import Path

import pytest

from benchmarks.passages import passages, readings, score

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("name", "precision", "recall"),
    [("passages.txt", 0.92, 0.88), ("passages_kept.txt", 0.82, 0.74), ("passages_last.txt", 0.85, 0.78)],
)
def test_passages_are_read_as_well_as_measured(name, precision, recall) -> None:
    given = passages(DATA / name)
    figures, errors = score(given, readings(given))
    assert figures["net effect precision"] >= precision, "\n".join(errors)
    assert figures["net effect recall"] >= recall, "\n".join(errors)
