"""A language model's endpoint on this machine that answers as a test tells it to, faults included."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = {"prompt_tokens": 70, "completion_tokens": 7}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        chat = self.server.chat
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        chat.seen.append((self.path, dict(self.headers.items()), asked))
        answer = chat.answers.pop(0) if len(chat.answers) > 1 else chat.answers[0]
        answer(self, asked)

    def log_message(self, *_):
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def send(status=200, body=b"", **headers):
    """An answer of these bytes; the connection is closed behind it."""

    def answer(handler, _asked):
        handler.send_response_only(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(body))} | given).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def says(content, **choice):
    """A chat completion; ``content`` may be a function of what the model was told."""

    def answer(handler, asked):
        told = json.loads(asked["messages"][-1]["content"])
        text = content(told) if callable(content) else content
        choices = [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop", **choice}]
        send(200, json.dumps({"choices": choices, "usage": USAGE}).encode())(handler, asked)

    return answer


def slow(event):
    """No answer until the test lets it go."""

    def answer(handler, asked):
        event.wait(5)
        send(200, b"{}")(handler, asked)

    return answer


class Chat:
    """The running endpoint: ``answers`` come one after the other and the last one stays; ``seen`` is what was asked."""

    def __init__(self):
        self.answers, self.seen = [send(404)], []
        self._http = _Quiet(("127.0.0.1", 0), _Handler)
        self._http.chat = self
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def say(self, *answers):
        self.answers[:] = answers

    def close(self):
        self._http.shutdown()
        self._http.server_close()
