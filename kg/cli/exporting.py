"""The command that gives a build away: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import complain, say, show

Build = Annotated[Path, typer.Option("-d", "--dir", help="The build to export.")]
_BUILD = Path("build/graph")


def export(
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder of the releases.")],
    folder: Build = _BUILD,
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="A form, such as turtle or kgx; all if none is named.")
    ] = None,
    release: Annotated[
        str, typer.Option("--release", help="The name of the release's folder; today's date (UTC) if none is given.")
    ] = "",
    gzip: Annotated[bool, typer.Option("--gzip/--no-gzip", help="Compress the files.")] = True,
) -> None:
    """Write a build in the forms that others load, as a dated release with checksums; `latest` points to it.

    Example: `kg export -d graph -o dumps --format turtle --format nquads`
    """
    from datetime import UTC, datetime

    from kg.publish import Manner, Source, missing_libraries, write_release

    for missing in () if formats else missing_libraries():
        complain(missing)
    name = release or f"{datetime.now(UTC):%Y-%m-%d}"
    done = write_release(Source(folder=folder), out, name, formats or (), Manner(compress=gzip, tell=say))
    show(f"{done}, and {out / 'latest'} leads there")
