"""Finished graphs into triple stores, over HTTP or as a folder, and questions to them."""

from kg.stores.asking import Endpoint
from kg.stores.cargo import Cargo, open_cargo
from kg.stores.credentials import Credentials
from kg.stores.directory import served_folder
from kg.stores.http import Session
from kg.stores.loading import Loaded, Store, load
from kg.stores.messages import Answer, Limits, Request, limits
from kg.stores.recipes import Recipe, recipes
from kg.stores.serving import served_graph
from kg.stores.sparql import Results, select, send_query
from kg.stores.targets import find_recipe, open_store

__all__ = [
    "Answer",
    "Cargo",
    "Credentials",
    "Endpoint",
    "Limits",
    "Loaded",
    "Recipe",
    "Request",
    "Results",
    "Session",
    "Store",
    "find_recipe",
    "limits",
    "load",
    "open_cargo",
    "open_store",
    "recipes",
    "select",
    "send_query",
    "served_folder",
    "served_graph",
]
