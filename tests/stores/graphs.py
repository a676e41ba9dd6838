"""Small graphs, and looking at what a store answers."""

from kg.stores import Session, load, open_cargo, open_store, select, served_folder

SAYS = "http://example.org/says"


def write_graph(path, *numbers, more=""):
    lines = [f'<http://example.org/{n}> <{SAYS}> "{n}" .\n' for n in numbers]
    path.write_text("".join(lines) + more, encoding="utf-8")
    return path


def put(target, path, *, keep=0, **options):
    """Load a file as `kg load` does."""
    store = open_store(str(target), **options)
    try:
        return load(store, open_cargo(path), keep=keep)
    finally:
        store.close()


def numbers(server):
    """What a query without GRAPH sees of our small graphs, by an open door."""
    with Session(server.query_url) as session:
        found = select(session, server.query_url, f"SELECT ?o WHERE {{ ?s <{SAYS}> ?o }}")
    return sorted(int(row["o"]["value"]) for row in found.rows)


def ask_count(server, pattern):
    with Session(server.query_url) as session:
        found = select(session, server.query_url, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
    return int(found.rows[0]["n"]["value"])


def folder_numbers(folder):
    """The same of the embedded store."""
    from pyoxigraph import Store

    rows = Store.read_only(str(served_folder(folder))).query(f"SELECT ?o WHERE {{ ?s <{SAYS}> ?o }}")
    return sorted(int(row["o"].value) for row in rows)
