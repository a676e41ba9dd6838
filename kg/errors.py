"""Every error that a user may meet, one tree.

KgError
├── ConfigError         a setting is unknown or has a wrong value
├── InputError          an argument names nothing usable
├── ReadError           a paper cannot be read
│   ├── UnknownFormat   no reader recognises it
│   └── NoText          it holds no title, abstract or section
├── VocabularyError     a vocabulary cannot be used
│   ├── MissingVocabulary
│   └── ChecksumMismatch
├── RuleError           a rule or cue file is malformed
├── InvalidGraph        SHACL or the graph's own invariants are violated
├── WorkerDied          a worker process ended before its work
├── QueryError          a query is unknown, malformed or not allowed
├── AcquireError        a remote source failed
├── StoreError          a triple store refused
└── MissingLibrary      what an optional part needs is not installed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.model import Violation


class KgError(Exception):
    """A situation that the user can mend; its text is one line that says what, where and how to mend it."""


class ConfigError(KgError):
    """A setting is unknown or has a wrong value."""

    def __init__(self, key: str, problem: str) -> None:
        self.key = key
        super().__init__(f"setting {key}: {problem}")


class InputError(KgError):
    """An argument names nothing usable."""


class ReadError(KgError):
    """A paper cannot be read."""

    def __init__(self, path: str, problem: str, remedy: str = "") -> None:
        self.path, self.problem, self.remedy = path, problem, remedy
        super().__init__(f"{path}: {problem}" + (f"; {remedy}" if remedy else ""))


class UnknownFormat(ReadError):
    """No reader recognises the content."""


class NoText(ReadError):
    """The file holds no title, abstract or section."""


class VocabularyError(KgError):
    """A vocabulary file cannot be used."""

    def __init__(self, path: str, problem: str, remedy: str = "") -> None:
        self.path, self.problem, self.remedy = path, problem, remedy
        super().__init__(f"{path}: {problem}" + (f"; {remedy}" if remedy else ""))


class MissingVocabulary(VocabularyError):
    """A vocabulary that is asked for is not there."""


class ChecksumMismatch(VocabularyError):
    """A vocabulary file is not the one that its provenance record describes."""


class RuleError(KgError):
    """A rule or cue file is malformed."""

    def __init__(self, path: str, line: int, problem: str) -> None:
        self.path, self.line, self.problem = path, line, problem
        super().__init__(f"{path}, line {line}: {problem}")


class InvalidGraph(KgError):
    """The graph violates its shapes or invariants and is not exported."""

    def __init__(self, violations: Collection[Violation], remedy: str = "") -> None:
        self.violations = violations
        one = next(iter(violations), None)
        first = f"; first: {one.message} (at {one.node})" if one else ""
        super().__init__(f"the graph has {len(violations)} violation(s){first}" + (f"; {remedy}" if remedy else ""))


class WorkerDied(KgError):
    """A worker process ended before its work: killed, or out of memory."""


class QueryError(KgError):
    """A query is unknown, malformed or not allowed."""


class AcquireError(KgError):
    """A remote source failed."""

    def __init__(self, url: str, status: int | None, problem: str) -> None:
        self.url, self.status = url, status
        super().__init__(f"{url}: {problem}" + (f" (status {status})" if status else ""))


class StoreError(KgError):
    """A triple store refused."""

    def __init__(self, url: str, status: int | None, problem: str) -> None:
        self.url, self.status, self.problem = url, status, problem
        super().__init__(f"{url}: {problem}" + (f" (status {status})" if status else ""))


class MissingLibrary(KgError):
    """What an optional part needs is not installed."""

    def __init__(self, part: str, library: str, extra: str = "") -> None:
        self.part, self.package = part, library
        wanted = f"resistkg[{extra}]" if extra else library
        super().__init__(f"{part}: needs {library}, which is not installed; install it with: pip install '{wanted}'")
