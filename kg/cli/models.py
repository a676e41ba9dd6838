"""The options of a language model that reads claims, and what it has cost."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import say
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.acquire import Completions
    from kg.knowledge import Knowledge
    from kg.model import Dropped

KEY = "RESISTKG_LLM_KEY"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,99}")


class Reader(StrEnum):
    """Who reads the claims."""

    rules = "rules"
    llm = "llm"
    both = "both"


ReadBy = Annotated[
    Reader,
    typer.Option("--extractor", help="Who reads the claims: our rules, a language model at --endpoint, or both."),
]
At = Annotated[
    str,
    typer.Option(
        "--endpoint", metavar="URL",
        help=f"An OpenAI-compatible service, such as http://localhost:8000/v1; a key is taken from {KEY}.",
    ),
]  # fmt: skip
Model = Annotated[str, typer.Option("--model", help="The model to ask for.", show_default="the server's own")]
Budget = Annotated[int, typer.Option("--budget", min=0, help="Requests that may be sent, retries included.")]
Cache = Annotated[
    Path | None, typer.Option("--cache", help="Where answers are kept.", show_default="~/.cache/resistkg/answers")
]
Rate = Annotated[float, typer.Option("--rate", min=0.001, help="Requests a second at most.")]
Wait = Annotated[float, typer.Option("--timeout", min=0.1, help="Seconds that one answer may take.")]
Unencrypted = Annotated[
    bool, typer.Option("--allow-http", help="Send papers and key without encryption beyond this machine.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the user says of who reads."""

    by: Reader
    endpoint: str
    model: str
    budget: int
    cache: Path | None
    rate: float
    timeout: float
    allow_http: bool


def asked(reading: Reading) -> Completions | None:
    """The line to the model, or None where the rules read; nothing is sent yet."""
    if reading.by is Reader.rules:
        if reading.endpoint:
            raise InputError("--endpoint: the rules ask nobody; add --extractor llm, or both")
        return None
    if not reading.endpoint:
        raise InputError(f"--extractor {reading.by.value}: whom to ask? name a service with --endpoint URL")
    from kg.acquire import UNNAMED, Completions, Endpoint

    model = reading.model or UNNAMED
    if not _NAME.fullmatch(model):
        raise InputError(f"--model {model[:60]!r}: is no name of a model; it has no spaces")
    return Completions(
        Endpoint(
            url=reading.endpoint, model=model, cache=reading.cache or _cache(), budget=reading.budget,
            key=os.environ.get(KEY, "").strip(), allow_http=reading.allow_http, rate=reading.rate,
            timeout=reading.timeout,
        )
    )  # fmt: skip


def with_model(knowledge: Knowledge, line: Completions | None, reading: Reading) -> Knowledge:
    """The knowledge with the readers that the user wants."""
    if line is None:
        return knowledge
    return knowledge.with_model(line, line.endpoint.model, beside_rules=reading.by is Reader.both)


def told(dropped: Dropped) -> str:
    """What was left out and why, in one line."""
    return f"{dropped.document}, left out by {dropped.stage}: {dropped.item} — {dropped.reason}"


@contextmanager
def telling(line: Completions | None) -> Iterator[None]:
    """Tell at the end, however it comes, what the model has cost and what it has not answered."""
    try:
        yield
    finally:
        if line is not None:
            _tell(line)


def _tell(line: Completions) -> None:
    spent, limit = line.spent, line.endpoint
    say(
        f"{limit.model} at {limit.shown}: {spent.requests} of at most {limit.budget} requests sent, "
        f"{spent.tokens_in} tokens read and {spent.tokens_out} written; {spent.kept} answers were in {limit.cache}"
    )
    if spent.unanswered:
        say(f"{spent.unanswered} passages got no answer; run the same command again to ask for these only")
    if spent.over_budget:
        say(f"{spent.over_budget} passages were not asked about: the budget is spent; run again to go on")


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "resistkg" / "answers"
