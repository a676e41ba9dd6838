"""A store in memory with the addresses and manners that the documentation of each product describes."""

import base64
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, QueryResultsFormat, RdfFormat, Store

from tests.stores.faulty import _Quiet

USER, PASSWORD, TOKEN = "alice", "tr0ub4dor", "let-me-in"
MEDIA = {"text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES}


@dataclass(kw_only=True)
class Manners:
    """What a product does in its own way; ``base`` is the path of TARGET."""

    base: str
    query: str
    update: str
    graphs: str
    union: bool  # whether a query without GRAPH sees all graphs
    server: str = ""
    sign_in: str = ""
    most: int | None = None  # bytes of a request
    refused: tuple[str, ...] = ()  # words of updates that are not known


class Stub:
    """The running stub."""

    def __init__(self, manners):
        self.manners, self.store, self.seen = manners, Store(), []
        self._http = _Quiet(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._http.server_port}{manners.base}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self._http.shutdown()
        self._http.server_close()

    def answer(self, method, path, asked, media, body):
        """Status, media type and body."""
        form = parse_qs(body.decode()) if media == "application/x-www-form-urlencoded" else {}
        if self.manners.most and len(body) > self.manners.most:
            return 413, "text/plain", b"request too large"
        if "query" in form and path == self.manners.base + self.manners.query:
            return self._query(form["query"][0], form.get("default-graph-uri"))
        if "update" in form and path == self.manners.base + self.manners.update:
            if any(word in form["update"][0] for word in self.manners.refused):
                return 400, "text/plain", b"not supported"
            self.store.update(form["update"][0], base_iri=None)
            return 204, "text/plain", b""
        if path == self.manners.base + self.manners.graphs and ("graph" in asked or "default" in asked):
            return self._graph(method, asked, media, body)
        return 404, "text/plain", b"nothing here"

    def _query(self, text, graphs):
        union = self.manners.union and not graphs
        named = {"default_graph": [NamedNode(graph) for graph in graphs]} if graphs else {}
        found = self.store.query(text, use_default_graph_as_union=union, **named)
        if isinstance(found, QueryBoolean):
            return (
                200,
                "application/sparql-results+json",
                b'{"head":{},"boolean":%s}' % str(bool(found)).lower().encode(),
            )
        return 200, "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON)

    def _graph(self, method, asked, media, body):
        graph = NamedNode(asked["graph"][0]) if "graph" in asked else DefaultGraph()
        if method == "DELETE":
            there = any(self.store.quads_for_pattern(None, None, None, graph))
            self.store.remove_graph(graph)
            return (204 if there else 404), "text/plain", b""
        self.store.load(body, format=MEDIA[media], to_graph=graph)
        return 204, "text/plain", b""


def _handler(stub):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _say(self, status, media, body, **headers):
            self.send_response_only(status)
            if stub.manners.server:
                self.send_header("Server", stub.manners.server)
            for name, value in {"Content-Type": media, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def _serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = urlsplit(self.path)
            path = "" if parts.path == "/" else parts.path
            media = self.headers.get("Content-Type", "")
            asked = parse_qs(parts.query, keep_blank_values=True)
            stub.seen.append((self.command, path, media, len(body)))
            changes = path == stub.manners.base + stub.manners.graphs and asked
            writes = changes or body.startswith(b"update=")
            said = self.headers.get("Authorization", "")
            if (
                stub.manners.sign_in == "basic"
                and said != "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
            ):
                self._say(401, "text/plain", b"who?", WWW_Authenticate='Basic realm="x"')
            elif stub.manners.sign_in == "token" and writes and said != f"Bearer {TOKEN}":
                self._say(403, "text/plain", b"access token required")
            else:
                self._say(*stub.answer(self.command, path, asked, media, body))

        do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - as the library calls them

        def log_message(self, *_):
            pass

    return Handler


# as documented: addresses, whether a query without GRAPH sees all graphs, sign-in, limits and gaps
PRODUCTS = {
    "fuseki": Manners(
        base="/kg", query="/query", update="/update", graphs="/data", union=False, server="Apache Jena Fuseki (5.5.0)"
    ),
    "fuseki-union": Manners(
        base="/kg", query="/query", update="/update", graphs="/data", union=True, server="Apache Jena Fuseki (5.5.0)"
    ),
    "graphdb": Manners(
        base="/repositories/kg", query="", update="/statements", graphs="/rdf-graphs/service",
        union=True, server="GraphDB/10.8 RDF4J/4.3", sign_in="basic",
    ),
    "rdf4j": Manners(
        base="/rdf4j-server/repositories/kg", query="", update="/statements", graphs="/rdf-graphs/service", union=True
    ),
    "stardog": Manners(
        base="/kg", query="/query", update="/update", graphs="", union=False, server="Stardog/10", sign_in="basic"
    ),
    "stardog-union": Manners(
        base="/kg", query="/query", update="/update", graphs="", union=True, server="Stardog/10", sign_in="basic"
    ),
    "neptune": Manners(base="/sparql", query="", update="", graphs="/gsp/", union=True, most=150_000_000),
    "qlever": Manners(
        base="", query="", update="", graphs="", union=True, server="QLever", sign_in="token",
        refused=("CLEAR", "DROP", "MOVE", "COPY", "ADD"),
    ),
}  # fmt: skip
