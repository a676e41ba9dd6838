"""Real triple stores on the loopback interface, each with a folder of its own; skipped where they are not installed."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from requests.auth import HTTPDigestAuth

from kg.stores import Session, select

OURS = "https://w3id.org/resistkg/"

_PATIENCE = 60  # seconds until a server must answer


@dataclass(kw_only=True)
class Running:
    """A server that runs: its SPARQL endpoint, the process, its folder, and who may write."""

    query_url: str
    process: subprocess.Popen
    folder: Path
    user: str = ""
    password: str = ""
    sql_port: int = 0  # Virtuoso's, for isql
    union: bool = False  # whether a query without GRAPH sees all graphs

    @property
    def base(self):
        return self.query_url.rpartition("/")[0]

    @property
    def target(self):
        """What a user gives to `kg load`."""
        return self.base

    def sign_in(self, monkeypatch):
        for name, value in {"KG_STORE_USER": self.user, "KG_STORE_PASSWORD": self.password}.items():
            monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)

    def update(self, text):
        """Send an update by another client than ours."""
        path, field, auth = "/update", "update", None
        if self.user:
            path, field, auth = "/sparql-auth", "query", HTTPDigestAuth(self.user, self.password)
        answer = requests.post(self.base + path, data={field: text}, auth=auth, timeout=120)
        assert answer.ok, answer.text

    def wipe(self):
        """Empty the default graph, and every graph that kg load has made."""
        if not self.user:
            self.update("CLEAR ALL")
            return
        query = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), '{OURS}')) }}"
        with Session(self.query_url) as session:
            graphs = [row["g"]["value"] for row in select(session, self.query_url, query).rows]
        for graph in graphs:
            self.update(f"DEFINE sql:log-enable 3 DROP SILENT GRAPH <{graph}>")

    def stop(self, *, kill=False):
        if kill:
            self.process.kill()
        else:
            self.process.terminate()
        self.process.wait(timeout=30)


def free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find_oxigraph():
    """The `oxigraph` program of the distribution of that name: beside Python, else on the path; None without it."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.is_file() else shutil.which("oxigraph")


def find_virtuoso():
    return shutil.which("virtuoso-t")


def start_oxigraph(folder, *arguments, port=0):
    """An Oxigraph server over a folder; skips the test where the program is missing."""
    program = find_oxigraph()
    if program is None:
        pytest.skip("the oxigraph program is not installed: pip install oxigraph")
    port = port or free_port()
    command = [program, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}", *arguments]
    return _started(
        Running(
            query_url=f"http://127.0.0.1:{port}/query",
            process=_run(command, folder),
            folder=folder,
            union="--union-default-graph" in arguments,
        )
    )


def start_virtuoso(folder, *, port=0, **settings):
    """A Virtuoso 7 over a folder, user and password ``dba``; skips the test where the program is missing."""
    program = find_virtuoso()
    if program is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7")
    port, sql_port = port or free_port(), free_port()
    configuration = folder / "virtuoso.ini"
    configuration.write_text(_VIRTUOSO.format(folder=folder, port=port, sql_port=sql_port, **_SIZES | settings))
    process = _run([program, "+foreground", "+configfile", str(configuration)], folder)
    return _started(
        Running(
            query_url=f"http://127.0.0.1:{port}/sparql",
            process=process,
            folder=folder,
            user="dba",
            password="dba",  # noqa: S106 - as Virtuoso comes
            sql_port=sql_port,
            union=True,
        )
    )


def isql(server, statement):
    """What Virtuoso's own SQL client prints."""
    command = ["isql-vt", f"127.0.0.1:{server.sql_port}", server.user, server.password]
    done = subprocess.run([*command, f"exec={statement}"], capture_output=True, text=True, check=True, timeout=600)
    return done.stdout + done.stderr


def _run(command, folder):
    log = (folder / "server.log").open("ab")
    with log:
        return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def _started(server):
    """The server once its port answers; fails with the end of its log if it does not."""
    host, port = server.query_url.split("/")[2].split(":")
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((host, int(port)), timeout=1):
            return server
        time.sleep(0.05)
    server.process.kill()
    pytest.fail(f"the server did not start: {(server.folder / 'server.log').read_text()[-1000:]}")


_SIZES = {"buffers": 20_000, "rows": 10_000}
_VIRTUOSO = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
MaxClientConnections = 20
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {buffers}
CheckpointInterval = 0
SchedulerInterval = 10
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
MaxClientConnections = 20
ServerThreads = 20
MaxKeepAlives = 10
KeepAliveTimeout = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
[Client]
SQL_QUERY_TIMEOUT = 0
SQL_TXN_TIMEOUT = 0
"""
