"""A curator's table of verdicts: ``curation.tsv`` with the columns claim, verdict, note and who."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.errors import InputError
from kg.model import Dropped, Verdict
from kg.vocab import CLAIM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.model import Evidence

UNKNOWN: Final = "no claim of these papers has this key; see claims.jsonl for those there are"
_COLUMNS: Final = ("claim", "verdict", "note", "who")
_VERDICTS: Final = ("accepted", "rejected")
_KEY: Final = re.compile(r"[a-z2-7]{26}")


def read_verdicts(path: Path) -> dict[str, Verdict]:
    """The verdicts of a table by the claim's key; InputError with file and line for what is no verdict."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}; name a table with the verdicts") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 text; save the table as UTF-8 with tabs") from error
    return parse_verdicts(text, str(path))


def parse_verdicts(text: str, name: str) -> dict[str, Verdict]:
    """The verdicts by the claim's key; empty lines and lines that begin with ``#`` say nothing."""
    rows = _rows(text)
    number, header = next(rows, (1, []))
    if sorted(header) != sorted(_COLUMNS):
        raise InputError(f"{name}, line {number}: the first line names the columns {', '.join(_COLUMNS)}, tabs between")
    found: dict[str, tuple[int, Verdict]] = {}
    for number, cells in rows:
        verdict = _verdict(header, cells, f"{name}, line {number}")
        if verdict.claim in found:
            first = found[verdict.claim][0]
            raise InputError(f"{name}, line {number}: claim {verdict.claim} has a verdict on line {first}; keep one")
        found[verdict.claim] = (number, verdict)
    return {key: verdict for key, (_, verdict) in sorted(found.items())}


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [" ".join(cell.split()) for cell in line.split("\t")]


def _verdict(header: list[str], cells: list[str], place: str) -> Verdict:
    if len(cells) > len(header):
        raise InputError(f"{place}: has {len(cells)} columns, not {len(header)}; is there a tab inside a note?")
    row = dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
    key = row["claim"].removeprefix(CLAIM).removeprefix("claim:")
    if not _KEY.fullmatch(key):
        raise InputError(f"{place}: {row['claim'][:60]!r} is no claim's key; copy the 26 characters from claims.jsonl")
    if row["verdict"] not in _VERDICTS:
        raise InputError(f"{place}: the verdict {row['verdict'][:60]!r} is neither {' nor '.join(_VERDICTS)}")
    if not row["who"]:
        raise InputError(f"{place}: the column who is empty; a verdict is somebody's")
    return Verdict(claim=key, accepted=row["verdict"] == "accepted", who=row["who"], note=row["note"])


def rejected(row: Evidence, verdict: Verdict) -> Dropped:
    """A row whose claim a curator rejects, with the provenance of the verdict."""
    item = f"claim {verdict.claim}: {row.factor.text} / {row.therapy.text} ({row.rule})"
    reason = f"rejected by {verdict.who}" + (f": {verdict.note}" if verdict.note else "")
    return Dropped(stage="curation", item=item, reason=reason, document=row.document, span=row.span)


def unknown(verdicts: Iterable[Verdict]) -> list[Dropped]:
    """Verdicts on claims that there are not."""
    return [Dropped(stage="curation", item=f"claim {v.claim} (by {v.who})", reason=UNKNOWN) for v in verdicts]
