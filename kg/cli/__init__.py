"""The `kg` command: arguments, progress, exit codes; the only room that prints.

Exit codes: 0 all well; 1 the graph violates its shapes, or some input could not be read; 2 an error that the user can
mend, told in one line.
"""

from __future__ import annotations

from typing import Annotated

import typer

from kg import __version__
from kg.cli.aligning import align_app
from kg.cli.asking import query
from kg.cli.auditing import audit
from kg.cli.console import guarded, show
from kg.cli.exporting import export
from kg.cli.fetching import vocab_fetch
from kg.cli.loading import load
from kg.cli.papers import annotate, build, claims
from kg.cli.questions import check, explain, ground
from kg.cli.vocabularies import vocab_compile, vocab_list, vocab_slice

__all__ = ["app", "main"]

_ABOUT = "What resists which cancer therapy, by which mechanism, with the sentence that says so."

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help=_ABOUT,
)
_vocab = typer.Typer(no_args_is_help=True, help="Vocabularies: what is there, official releases, the compiled index.")
app.add_typer(_vocab, name="vocab")
app.add_typer(align_app, name="align")
app.command()(guarded(build))
app.command()(guarded(annotate))
app.command()(guarded(claims))
app.command()(guarded(audit))
app.command()(guarded(ground))
app.command()(guarded(explain))
app.command()(guarded(check))
app.command()(guarded(query))
app.command()(guarded(export))
app.command()(guarded(load))
_vocab.command("list")(guarded(vocab_list))
_vocab.command("compile")(guarded(vocab_compile))
_vocab.command("fetch")(guarded(vocab_fetch))
_vocab.command("slice")(guarded(vocab_slice))


def main() -> None:
    """Run the command line and exit with its code."""
    app()


def _version(asked: bool) -> None:
    if asked:
        show(f"kg {__version__}")
        raise typer.Exit


@app.callback(help=_ABOUT)
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """The options before the command."""
