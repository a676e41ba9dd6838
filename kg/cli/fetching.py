"""The command `kg vocab fetch`: official releases of vocabularies into a folder."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.console import complain, say, show
from kg.errors import InputError, KgError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import TaskID

    from kg.acquire import Locked, Release

Names = Annotated[
    list[str] | None,
    typer.Argument(help="Releases by name; without one, all. `--known` lists them.", metavar="NAME"),
]
Versions = Annotated[
    list[str] | None,
    typer.Option(
        "--release", help="This version of one release, as in mondo=2026-03-03; repeatable.", metavar="NAME=VERSION"
    ),
]
Latest = Annotated[bool, typer.Option("--latest", help="The newest of each, not the locked or pinned one.")]
Offline = Annotated[bool, typer.Option("--offline", help="No connection; say what is there, against the lock.")]
Lock = Annotated[
    Path | None, typer.Option("--lock", help="The lock file.", show_default="vocab.lock.toml in the folder")
]
Mirror = Annotated[
    str,
    typer.Option(
        "--mirror", metavar="URL", envvar="KG_VOCAB_MIRROR",
        help="A copy of the servers: host and path are asked for below this address.",
    ),
]  # fmt: skip
Known = Annotated[bool, typer.Option("--known", help="List what can be fetched, and stop.")]
_BAD = frozenset({"changed", "missing", "not locked"})


def vocab_fetch(
    names: Names = None,
    folder: Annotated[Path, typer.Option("--folder", help="Where the files go.")] = Path("vocabularies"),
    release: Versions = None,
    latest: Latest = False,
    offline: Offline = False,
    lock: Lock = None,
    mirror: Mirror = "",
    known: Known = False,
) -> None:
    """Fetch official vocabularies: MONDO, MeSH, NCBI Gene, GO, CL.

    A lock file keeps version and checksum of each; with the same lock the same files are fetched.  What is there is
    not fetched again, what was interrupted is gone on with.  HTTPS_PROXY is honoured.

    Example: `kg vocab fetch mondo mesh --folder vocabularies`
    """
    from kg.acquire import LOCK, parse_versions, read_lock, select

    if mirror and not mirror.startswith(("https://", "http://")):
        raise InputError(f"--mirror {mirror}: no web address; write it as https://…")
    asked = parse_versions(release or [])
    releases = select([*(names or ()), *asked])
    if known:
        for one in releases:
            show(f"{one.name}\t{one.version}\t{one.licence}\t{one.about}")
        return
    lock_file = lock or folder / LOCK
    if offline:
        _tell(folder, releases, read_lock(lock_file), named=bool(names or asked))
    else:
        _fetch_all(folder, releases, lock_file, _wishes(asked, latest), mirror)


def _wishes(asked: dict[str, str], latest: bool) -> Callable[[Release, dict[str, Locked]], str]:
    from kg.acquire import version_wanted

    def wanted(release: Release, lock: dict[str, Locked]) -> str:
        version = version_wanted(release, lock, asked, latest=latest)
        if release.name in lock and version == lock[release.name].version != release.version and release.urls:
            say(
                f"{release.name}: {version}, as locked; "
                f"`--release {release.name}={release.version}` takes the one that this version of kg pins"
            )
        return version

    return wanted


def _fetch_all(
    folder: Path,
    releases: tuple[Release, ...],
    lock_file: Path,
    wanted: Callable[[Release, dict[str, Locked]], str],
    mirror: str,
) -> None:
    """Fetch one after the other; one that cannot be had does not keep the others from coming."""
    from kg.acquire import Client, Fetching, fetch, load_transfer, read_lock
    from kg.files import exclusive

    failed = 0
    with exclusive(folder / ".fetch.lock"), _progress() as watch:
        lock = read_lock(lock_file)
        fetching = Fetching(Client(load_transfer(), allow_http=bool(mirror)), folder, mirror, watch)
        for release in releases:
            try:
                done = fetch(fetching, release, wanted(release, lock), lock, lock_file)
            except KgError as error:
                complain(f"{release.name}: {error}")
                failed += 1
            else:
                show("\t".join((release.name, done.outcome, *_columns(folder, done.locked))))
    if failed:
        if len(releases) > 1:
            complain(f"{failed} of {len(releases)} not fetched")
        raise typer.Exit(2 if failed == len(releases) else 1)
    say(f"now: `kg vocab compile --from {folder}`")


def _tell(folder: Path, releases: tuple[Release, ...], lock: dict[str, Locked], *, named: bool) -> None:
    """One line a release, without a connection; exit code 1 if what is locked is not there."""
    from kg.acquire import offline

    held = [offline(folder, release, lock) for release in releases]
    for one, release in zip(held, releases, strict=True):
        rest = _columns(folder, one.locked) if one.locked else (release.version, "", "", release.licence)
        show("\t".join((one.name, one.state, *rest)))
    wrong = [one.name for one in held if one.state in _BAD or (named and one.state == "not fetched")]
    if wrong:
        complain(f"not as locked: {', '.join(wrong)}; `kg vocab fetch {' '.join(wrong)} --folder {folder}` mends that")
        raise typer.Exit(1)


def _columns(folder: Path, locked: Locked) -> tuple[str, ...]:
    from kg.acquire import LATEST

    version = locked.version if locked.version != LATEST else locked.date[:10] or LATEST
    return version, f"{locked.size:,} bytes", str(folder / locked.file), locked.licence


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Bars on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        yield lambda _name, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=sys.stdout.isatty()) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total or None)
            bars.update(tasks[name], completed=done, total=total or None)

        yield watch
