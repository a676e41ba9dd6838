"""A store between us and which things go wrong: cut, busy, slow, lying, full."""

import resource
import signal
import subprocess
import sys
from urllib.parse import unquote_plus

import pytest

from kg.errors import StoreError
from kg.stores import open_cargo, served_folder
from kg.stores.graph_store import GraphStore
from kg.stores.loading import load
from kg.stores.messages import Limits
from kg.stores.recipes import recipes
from tests.stores.faulty import hang_up, send
from tests.stores.graphs import numbers, put, write_graph
from tests.stores.servers import find_oxigraph, start_oxigraph
from tests.stores.stub import PRODUCTS, Stub

QUICK = Limits(connect=1, read=1, total=20, pauses=(0.01, 0.01), longest_pause=0.1, answer=100_000, piece=4096)


class Between:
    """A stub of Fuseki behind a server that answers some requests itself."""

    def __init__(self, faulty):
        self.stub = Stub(PRODUCTS["fuseki"])
        self.faulty, self.faults = faulty, []
        faulty.say(self._pass_on)

    def _pass_on(self, handler, seen):
        import requests

        for fault in self.faults:
            wanted, times, answer = fault
            if times and wanted in f"{seen.method} {seen.path} {unquote_plus(seen.body.decode())}":
                fault[1] -= 1
                return answer(handler, seen)
        headers = {name: seen.headers[name] for name in ("Content-Type", "Accept") if name in seen.headers}
        url = self.stub.url.removesuffix("/kg") + seen.path
        real = requests.request(seen.method, url, data=seen.body, headers=headers, timeout=20)
        return send(real.status_code, real.content)(handler, seen)

    def fail(self, wanted, answer, times=1):
        self.faults.append([wanted, times, answer])

    def load(self, path):
        store = GraphStore(recipes()["fuseki"], self.faulty.url + "/kg", bounds=QUICK)
        try:
            return load(store, open_cargo(path))
        finally:
            store.close()

    def numbers(self):
        rows = self.stub.store.query("SELECT ?o { ?s <http://example.org/says> ?o }")
        return sorted(int(row["o"].value) for row in rows)


@pytest.fixture
def between(faulty, tmp_path):
    one = Between(faulty)
    one.load(write_graph(tmp_path / "old.ttl", 1, 2, 3))
    yield one
    one.stub.close()


@pytest.mark.parametrize("fault", [hang_up, send(503, Retry_After="0"), send(502), send(429)])
def test_passing_faults_are_got_over(between, tmp_path, fault):
    for wanted in ("POST /kg/data", "hasCurrentVersion", "COUNT", "hasVersion"):
        between.fail(wanted, fault)
    assert between.load(write_graph(tmp_path / "new.ttl", 3, 4)).triples == 2
    assert between.numbers() == [3, 4]


@pytest.mark.parametrize("fault", [hang_up, send(500, b"disk full"), send(507), send(401), send(403), send(413)])
@pytest.mark.parametrize("wanted", ["POST /kg/data", "SELECT (COUNT", "DELETE { ?s ?p ?o }"])
def test_a_lasting_fault_leaves_the_old_graph(between, tmp_path, fault, wanted):
    between.fail(wanted, fault, times=100)
    with pytest.raises(StoreError):
        between.load(write_graph(tmp_path / "new.ttl", 3, 4))
    assert between.numbers() == [1, 2, 3]
    between.faults.clear()
    assert between.load(write_graph(tmp_path / "new.ttl", 3, 4)).triples == 2
    assert between.numbers() == [3, 4]


def test_a_switch_whose_answer_is_an_error_is_not_undone(between, tmp_path):
    def does_it_and_denies(handler, seen):
        between.stub.answer("POST", "/kg/update", {}, seen.headers["Content-Type"], seen.body)
        send(500, b"denied")(handler, seen)

    between.fail("DELETE { ?s ?p ?o }", does_it_and_denies)
    with pytest.raises(StoreError, match="denied"):
        between.load(write_graph(tmp_path / "new.ttl", 3, 4))
    assert between.numbers() == [3, 4]
    assert between.load(tmp_path / "new.ttl").already


LIE = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}'


@pytest.mark.parametrize("answer", [LIE, b'{"head":{"vars":["n"]},"results":{"bindings":[]}}', b"<html>", LIE[:40]])
def test_a_wrong_count_leaves_the_old_graph(between, tmp_path, answer):
    between.fail("SELECT (COUNT", send(200, answer), times=100)
    with pytest.raises(StoreError):
        between.load(write_graph(tmp_path / "new.ttl", 3, 4))
    assert between.numbers() == [1, 2, 3]


def test_a_slow_store_meets_the_time_limit(between, tmp_path):
    between.fail("POST /kg/data", send(200, b"x" * 100, slow=0.5), times=100)
    store = GraphStore(
        recipes()["fuseki"], between.faulty.url + "/kg", bounds=Limits(**_fields(QUICK) | {"total": 1.5})
    )
    with pytest.raises(StoreError, match=r"in 1\.5 seconds|time is up|no answer"):
        load(store, open_cargo(write_graph(tmp_path / "new.ttl", 3, 4)))
    store.close()
    assert between.numbers() == [1, 2, 3]


def _fields(limits):
    return {name: getattr(limits, name) for name in Limits.__slots__}


def small_files():
    """Files of at most 200 kB, as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))


def test_a_full_disk_leaves_the_old_folder(tmp_path):
    put(tmp_path / "store", write_graph(tmp_path / "a.ttl", 1))
    held = served_folder(tmp_path / "store")
    large = write_graph(tmp_path / "b.ttl", *range(30_000))
    command = [sys.executable, "-m", "kg", "load", str(tmp_path / "store"), "-d", str(large), "--no-check"]
    done = subprocess.run(command, preexec_fn=small_files, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2, done.stderr
    assert "what was served before still is" in done.stderr
    assert served_folder(tmp_path / "store") == held
    assert [path.name for path in (tmp_path / "store" / "versions").iterdir()] == [held.name]


def test_a_full_disk_of_a_server_leaves_the_old_graph(tmp_path, monkeypatch):
    if find_oxigraph() is None:
        pytest.skip("the oxigraph program is not installed: pip install oxigraph")
    server = start_oxigraph(tmp_path)
    put(server.target, write_graph(tmp_path / "a.ttl", 1, 2))
    port = int(server.target.rpartition(":")[2])
    server.stop()
    run = subprocess.Popen
    monkeypatch.setattr("tests.stores.servers.subprocess.Popen", lambda *a, **k: run(*a, **k, preexec_fn=small_files))
    server = start_oxigraph(tmp_path, port=port)
    store = GraphStore(recipes()["oxigraph"], server.target, bounds=QUICK)
    with pytest.raises(StoreError):
        load(store, open_cargo(write_graph(tmp_path / "b.ttl", *range(30_000))))
    store.close()
    assert numbers(server) == [1, 2]
    server.stop()
