"""``report.html``: the graph at a glance as one page that needs no network, no script and no other file."""

from kg.page.report import page

__all__ = ["page"]
