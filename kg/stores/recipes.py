"""How each triple store is reached over HTTP, as recipes.toml says."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_RECIPES: Final = Path(__file__).with_name("recipes.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The addresses and ways of one kind of store; see the head of recipes.toml for each field."""

    name: str
    about: str
    example: str
    query: str
    update: str
    graphs: str
    field: str
    upload: str | int
    drop: str
    quirks: str
    options: tuple[str, ...] = ()
    update_field: str = "update"
    fresh: str = ""
    server: str = ""
    path: str = ""
    connections: int = 1
    again: str = ""

    def is_passing(self, problem: str) -> bool:
        """Whether what the store told of a piece says that it is worth sending again."""
        return bool(self.again) and re.search(self.again, problem, re.IGNORECASE) is not None

    def fits_path(self, url: str) -> bool:
        """Whether the address alone tells this kind."""
        return bool(self.path) and re.search(self.path, urlsplit(url).path) is not None

    def fits_server(self, header: str) -> bool:
        """Whether the Server header tells this kind."""
        return bool(self.server) and re.search(self.server, header, re.IGNORECASE) is not None


@cache
def recipes() -> dict[str, Recipe]:
    """The recipes by name, in the order of the file."""
    tables = tomllib.loads(_RECIPES.read_text(encoding="utf-8"))
    return {
        name: Recipe(name=name, **table | {"options": tuple(table.get("options", ()))})
        for name, table in tables.items()
    }
