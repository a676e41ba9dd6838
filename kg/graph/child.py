"""A process of our own that is asked in lines of JSON and may die of any question without harm to the asking one."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_LAST_WORDS: Final = 2_000  # bytes of standard error
_PATIENCE: Final = 1_800  # seconds for its start: a large graph is loaded


class Child:
    """A module of ours run as a program; the first question starts it, with a task that opens what it needs."""

    def __init__(self, module: str, opening: Mapping[str, object]) -> None:
        self._module, self._opening = module, opening
        self._process: subprocess.Popen[bytes] | None = None
        self._words: IO[bytes] | None = None

    def ask(self, task: Mapping[str, object], seconds: float) -> dict[str, Any]:
        """The answer; raises TimeoutError where there is none in time, EOFError with its last words if it died."""
        if self._process is None:
            self._start()
            opened = self._exchange(self._opening, _PATIENCE)  # a question's time is the question's own
            if "error" in opened:
                self.end()
                return opened
        return self._exchange(task, seconds)

    def _exchange(self, task: Mapping[str, object], seconds: float) -> dict[str, Any]:
        try:
            stdin = self._process.stdin if self._process else None
            if stdin:
                stdin.write(json.dumps(task).encode("ascii") + b"\n")
                stdin.flush()
        except BrokenPipeError:
            raise EOFError(self.end()) from None
        answer: dict[str, Any] = json.loads(self._line(seconds))
        return answer

    def _line(self, seconds: float) -> bytes:
        """The next line that the process writes."""
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        if self._process is None or self._process.stdout is None:
            raise EOFError("was not started")
        threading.Thread(target=_pass_on, args=(self._process.stdout, lines), daemon=True).start()
        try:
            line = lines.get(timeout=seconds)
        except queue.Empty:
            self.end()
            raise TimeoutError from None
        if not line.endswith(b"\n"):
            raise EOFError(self.end())
        return line

    def end(self) -> str:
        """Stop the process; returns the last that it wrote to standard error."""
        process, words = self._process, self._words
        self._process = self._words = None
        if process is None or words is None:
            return ""
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
        with words:
            words.seek(max(0, words.seek(0, os.SEEK_END) - _LAST_WORDS))
            return words.read().decode("utf-8", "replace")

    def _start(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        self._process = subprocess.Popen(  # noqa: S603 - our own module by our own Python
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env={**os.environ, "PYTHONPATH": paths},
        )


def _pass_on(pipe: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    try:
        answers.put(pipe.readline())
    except ValueError:  # the pipe was closed while it was read: nobody waits any more
        answers.put(b"")
