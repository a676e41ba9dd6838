"""The notebook of the docs runs, and shows what it showed when it was committed."""

import nbformat
import pytest

pytest.importorskip("nbclient", reason="nbclient runs notebooks; pip install '.[dev]'")
pytest.importorskip("ipykernel", reason="ipykernel is the notebook's Python; pip install '.[dev]'")

from tests.tour.execution import NOTEBOOK, executed  # after the checks


@pytest.fixture(scope="module")
def kept():
    return nbformat.read(NOTEBOOK, as_version=4)


def test_the_outputs_are_those_of_this_code(kept):
    now = executed()
    assert [cell.id for cell in now.cells] == [cell.id for cell in kept.cells]
    changed = [a.id for a, b in zip(now.cells, kept.cells, strict=True) if a != b]
    assert changed == [], "run `make tour` and look at what changed"


def test_nothing_in_it_differs_from_run_to_run(kept):
    assert nbformat.validate(kept) is None
    assert [cell.id for cell in kept.cells if cell.metadata] == []
    assert {cell.execution_count for cell in kept.cells if cell.cell_type == "code"} == {None}


def test_every_question_has_an_answer(kept):
    answers = {
        c.id: c.outputs[0].data["text/markdown"] for c in kept.cells if c.id.startswith("q") and "words" not in c.id
    }
    assert len(answers) == 5 and all(answer.count("\n") > 4 for answer in answers.values())
