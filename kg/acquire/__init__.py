"""Remote sources -> files: official releases of vocabularies, fetched with care and locked by checksum.

The only room that speaks HTTP.  `fetch` is the line; `Client` asks one URL, `Download` keeps a file resumable,
`Addresses` says where a redirect may lead, `check_content` whether a file is what it should be.  `Completions` asks a
language model that the user names.
"""

from __future__ import annotations

from kg.acquire.client import Client
from kg.acquire.completions import UNNAMED, Completions, Endpoint, Spent
from kg.acquire.fetch import Fetched, Fetching, Held, fetch, offline, version_wanted
from kg.acquire.lock import LOCK, Locked, read_lock, write_lock
from kg.acquire.releases import LATEST, Release, Transfer, load_releases, load_transfer, parse_versions, select

__all__ = [
    "LATEST",
    "LOCK",
    "UNNAMED",
    "Client",
    "Completions",
    "Endpoint",
    "Fetched",
    "Fetching",
    "Held",
    "Locked",
    "Release",
    "Spent",
    "Transfer",
    "fetch",
    "load_releases",
    "load_transfer",
    "offline",
    "parse_versions",
    "read_lock",
    "select",
    "version_wanted",
    "write_lock",
]
