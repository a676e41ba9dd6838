"""Finished graphs into triple stores, over HTTP or as a folder, and questions to them."""

from kg.stores.credentials import Credentials
from kg.stores.http import Answer, Limits, Request, Session, limits
from kg.stores.sparql import Results, select, send_query

__all__ = ["Answer", "Credentials", "Limits", "Request", "Results", "Session", "limits", "select", "send_query"]
