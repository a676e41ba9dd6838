"""A server on this machine that answers as a test tells it to, faults included."""

import gzip
import sys
import threading
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.acquire import Client, Fetching, Release, Transfer, fetch, read_lock
from kg.acquire.patience import Patience

OBO = b"format-version: 1.2\ndata-version: releases/2026-01-02/mondo.owl\nontology: mondo\n\n" + b"".join(
    b"[Term]\nid: MONDO:%07d\nname: disease %d\n\n" % (n, n) for n in range(2000)
)
GENES = gzip.compress(b"#tax_id\tGeneID\tSymbol\tSynonyms\n" + b"9606\t1\tA1BG\t-\n" * 500, mtime=0)
MODIFIED = "Fri, 02 Jan 2026 03:04:05 GMT"


class Answers(BaseHTTPRequestHandler):
    """Each path has a list of answers, of which the last one stays; an answer writes to the handler."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers.items())))
        answers = self.server.answers.get(self.path) or [send(404)]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def do_CONNECT(self):
        self.server.seen.append((self.path, {}))
        self.send_error(403)

    def log_message(self, *_):
        pass


def send(status=200, body=b"", cut=None, pause=None, **headers):
    """An answer; ``cut`` closes the connection after so many bytes, ``pause`` is called between single bytes."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler):
        handler.send_response_only(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            if value is not None:
                handler.send_header(name, value)
        handler.end_headers()
        pieces = [body[:cut]] if pause is None else (body[n : n + 1] for n in range(len(body)))
        try:
            for piece in pieces:
                handler.wfile.write(piece)
                if pause:
                    pause()
        except OSError:  # the client left, as it should
            pass
        handler.close_connection = cut is not None or pause is not None or headers.get("Content-Length", "") is None

    return answer


def ranged(body, etag='"one"', **headers):
    """An honest server of one content: understands Range, If-Range and If-None-Match."""

    def answer(handler):
        said = {"ETag": etag, "Last-Modified": MODIFIED, **headers}
        start = int(handler.headers.get("Range", "bytes=0-")[6:-1])
        if handler.headers.get("If-None-Match") == etag:
            send(304, **{**said, "Content-Length": None})(handler)
        elif start == 0 or handler.headers.get("If-Range") != etag:
            send(200, body, **said)(handler)
        else:
            place = f"bytes {start}-{len(body) - 1}/{len(body)}"
            send(206, body[start:], **{**said, "Content-Range": place})(handler)

    return answer


class Quiet(ThreadingHTTPServer):
    """Clients that hang up are part of the tests."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Server:
    """The running server: ``say`` sets the answers of a path, ``seen`` holds what was asked."""

    def __init__(self):
        self._http = Quiet(("127.0.0.1", 0), Answers)
        self._http.answers, self._http.seen = defaultdict(list), []
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self.seen = self._http.seen
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def say(self, path, *answers):
        self._http.answers[path] = list(answers)
        return self.url + path

    def headers(self, number=-1):
        return self.seen[number][1]

    def close(self):
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture(autouse=True)
def no_proxy_of_ours(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "KG_VOCAB_MIRROR"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


TRANSFER = Transfer(
    connect=2.0, read=0.3, total=5.0, pauses=(1, 2, 4), longest_pause=120.0, redirects=5, piece=4096, listing=10_000
)


class Bench:
    """A folder, a release `mondo` on the local server, and a clock that only sleeping moves."""

    def __init__(self, server, folder):
        self.server, self.folder, self.slept = server, folder, []
        self.lock_file, self.transfer = folder / "vocab.lock.toml", TRANSFER
        self.options, self.seen = {}, []

    def release(self, **changed):
        base = {
            "name": "mondo", "about": "Mondo", "file": "mondo.obo", "licence": "CC-BY-4.0", "most": 10_000_000,
            "begins": ("format-version:",), "states": r"^data-version:.*?(\d{4}-\d{2}-\d{2})", "version": "2026-01-02",
            "urls": (f"{self.server.url}/{{version}}/mondo.obo",), "latest": f"{self.server.url}/latest.obo",
        }  # fmt: skip
        return Release(**base | changed)

    def genes(self, **changed):
        return self.release(
            name="genes", file="genes.gz", about="genes", gzip=True, unpacked=1_000_000, begins=("#tax_id",), states="",
            version="latest", urls=(), changes=True, latest=f"{self.server.url}/genes.gz", **changed,
        )  # fmt: skip

    def fetch(self, release=None, version="2026-01-02"):
        client = Client(self.transfer, allow_http=True, **self.options)
        patience = lambda: Patience(self.transfer, sleep=self.slept.append)  # noqa: E731 - one line reads better
        fetching = Fetching(client, self.folder, watch=lambda *args: self.seen.append(args), patience=patience)
        return fetch(fetching, release or self.release(), version, read_lock(self.lock_file), self.lock_file)

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def bench(server, tmp_path):
    return Bench(server, tmp_path)
