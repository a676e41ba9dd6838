"""A server on this machine that answers as a test tells it to, faults included."""

import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class Seen:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = field(repr=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen = Seen(method=self.command, path=self.path, headers=dict(self.headers.items()), body=body)
        self.server.seen.append(seen)
        say = self.server.answers
        (say.pop(0) if len(say) > 1 else say[0])(self, seen)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815 - as the library calls them

    def log_message(self, *_):
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Faulty:
    """The running server: ``say`` sets its answers, of which the last one stays; ``seen`` holds what was asked."""

    def __init__(self):
        self._http = _Quiet(("127.0.0.1", 0), _Handler)
        self._http.answers, self._http.seen = [send(404)], []
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self.seen = self._http.seen
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def say(self, *answers):
        self._http.answers[:] = answers

    def close(self):
        self._http.shutdown()
        self._http.server_close()


def send(status=200, body=b"", *, cut=None, slow=0.0, **headers):
    """An answer; ``cut`` closes the connection after so many bytes, ``slow`` waits so many seconds between bytes."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(handler, _seen):
        handler.send_response_only(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.close_connection = cut is not None
        for piece in [body[:cut]] if not slow else [body[n : n + 1] for n in range(len(body))]:
            handler.wfile.write(piece)
            time.sleep(slow)

    return answer


def hang_up(handler, _seen):
    """No answer at all."""
    handler.close_connection = True
