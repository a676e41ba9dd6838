"""Runs the notebook of the docs; `make tour` writes it back with its outputs."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs" / "tour.ipynb"
LIMIT = 300  # seconds a cell may take; the first may have to compile the vocabularies


def executed(path: Path = NOTEBOOK) -> nbformat.NotebookNode:
    """The notebook as it runs now, in a kernel of this environment, without what differs from run to run."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook,
        timeout=LIMIT,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": path.parent}},
        extra_arguments=["--log-level=ERROR"],  # that it listens on loopback is known
    ).execute()
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })  # fmt: skip
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                output.pop("execution_count", None)
                if output.output_type == "execute_result":
                    output["execution_count"] = None
    return notebook


if __name__ == "__main__":
    nbformat.write(executed(), NOTEBOOK)
    sys.stdout.write(f"{NOTEBOOK}\n")
