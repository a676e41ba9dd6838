"""What all commands share: output that no paper can garble, errors as one line, and the options in common."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import wraps
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec

import typer

from kg.errors import InvalidGraph, KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model import Dropped

P = ParamSpec("P")
Inputs = Annotated[
    list[Path], typer.Argument(help="Files or folders of papers; `-` reads JSON Lines from standard input.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 takes every core.")]
Index = Annotated[Path | None, typer.Option("--index", help="A compiled index other than the default.")]


class Species(StrEnum):
    """Whose genes a paper means."""

    text = "text"
    human = "human"
    mouse = "mouse"
    rat = "rat"

    @property
    def taxon(self) -> int | None:
        """The NCBI taxon; None: as the text says."""
        return {"human": 9606, "mouse": 10090, "rat": 10116}.get(self.value)


OfSpecies = Annotated[
    Species, typer.Option("--species", help="Read genes as those of one species; `text`: as the paper speaks of it.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first input that can't be read.")]
_MOST = 50  # inputs told of one by one; dropped.tsv has them all
STANDARD = Path("-")  # standard input or output

# papers and file names are untrusted: no escape sequence of theirs reaches the terminal
_VISIBLE = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}
_ONE_LINE = {**_VISIBLE, 9: " ", 10: " "}


def show(text: str) -> None:
    """Print to standard output."""
    print(text.translate(_VISIBLE))


def say(text: str) -> None:
    """Tell of progress, on standard error."""
    print(text.translate(_ONE_LINE), file=sys.stderr)


def complain(message: object) -> None:
    """One line on standard error."""
    say(f"kg: {message}")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command with its errors told in one line and its exit code set; a bug keeps its traceback."""

    @wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):  # what the terminal's encoding lacks is shown as an escape
                stream.reconfigure(errors="backslashreplace")
        try:
            command(*arguments, **options)
            sys.stdout.flush()
        except (KgError, OSError, KeyboardInterrupt) as error:
            raise typer.Exit(_told(error)) from error

    return run


def _told(error: BaseException) -> int:
    """Tell of an error that the user can mend, and return the exit code."""
    if isinstance(error, BrokenPipeError):  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    if isinstance(error, KeyboardInterrupt):
        complain("interrupted; what was finished is kept, run the same command to go on")
        return 130
    if isinstance(error, OSError):  # a full disk, a folder that may not be written, a file that may not be read
        where = f"{error.filename}: " if error.filename else ""
        complain(f"{where}{error.strerror or error}; mend that and run the same command again")
        return 2
    complain(error)
    return 1 if isinstance(error, InvalidGraph) else 2


def finish(unread: Iterable[Dropped]) -> None:
    """Tell of every input that could not be read; the exit code says so too."""
    failed = list(unread)
    for item in failed[:_MOST]:
        complain(f"{item.item}: {item.reason}")
    if len(failed) > _MOST:
        complain(f"and {len(failed) - _MOST} more could not be read")
    if failed:
        raise typer.Exit(1)


def write_rows(out: Path, rows: Iterable[dict[str, Any]]) -> None:
    """JSON Lines into a file, or to standard output as they come."""
    from kg.files import json_line

    write_lines(out, map(json_line, rows))


def write_lines(out: Path, lines: Iterable[bytes]) -> None:
    """Finished lines into a file, or to standard output as they come."""
    from kg.files import write_lines as into_file

    if out == STANDARD:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    else:
        into_file(out, lines)


def cores(jobs: int) -> int:
    """The number of processes that ``--jobs`` asks for."""
    if jobs:
        return jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
