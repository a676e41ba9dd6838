"""From what the user names to the store: a folder, or an address whose kind is given or found out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.stores.credentials import require_plain_address
from kg.stores.directory import Directory
from kg.stores.graph_store import GraphStore
from kg.stores.http import Session
from kg.stores.messages import Request
from kg.stores.recipes import recipes

if TYPE_CHECKING:
    from kg.stores.loading import Store
    from kg.stores.recipes import Recipe


def open_store(
    target: str, kind: str = "", *, graphs: bool = False, overwrite: bool = False, trusted_network: bool = False
) -> Store:
    """The store at a folder or an http(s) address; raises InputError or StoreError.

    ``graphs`` is for folders: load the named graphs of a build too.  ``overwrite`` and ``trusted_network`` are for
    servers.
    """
    if kind and kind not in recipes():
        raise InputError(f"store {kind!r} is unknown; there are {', '.join(recipes())}, or name a folder")
    if "://" not in target:
        if kind:
            raise InputError(f"{target}: a store of kind {kind} has an address, such as {recipes()[kind].example}")
        return Directory(Path(target), graphs=graphs)
    if graphs:
        raise InputError("--graphs is for folders: in a server, one graph holds a version as a whole")
    address = require_plain_address(target).rstrip("/")
    recipe = recipes()[kind] if kind else find_recipe(address, trusted_network=trusted_network)
    return GraphStore(recipe, address, overwrite=overwrite, trusted_network=trusted_network)


def find_recipe(address: str, *, trusted_network: bool = False) -> Recipe:
    """The kind of the store at an address, told by its path or its Server header; raises InputError."""
    with Session(address, trusted_network=trusted_network) as session:
        header = session.try_asking(Request(method="GET", url=address)).headers.get("server", "")
    for recipe in recipes().values():
        if recipe.fits_server(header):
            return recipe
    for recipe in recipes().values():
        if recipe.fits_path(address):
            return recipe
    raise InputError(f"{address}: does not say what kind of store it is; name it: --store {' or '.join(recipes())}")
