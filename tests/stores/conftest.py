"""The stores that run for all tests of the session, and a server that answers as a test tells it to."""

import pytest

from tests.stores.faulty import Faulty
from tests.stores.servers import start_oxigraph, start_virtuoso


@pytest.fixture(autouse=True)
def no_credentials_of_ours(monkeypatch, tmp_path):
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
    for name in ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN", *proxies):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory):
    server = start_oxigraph(tmp_path_factory.mktemp("oxigraph"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def oxigraph_union(tmp_path_factory):
    server = start_oxigraph(tmp_path_factory.mktemp("oxigraph"), "--union-default-graph")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory):
    server = start_virtuoso(tmp_path_factory.mktemp("virtuoso"))
    yield server
    server.stop()


@pytest.fixture
def faulty():
    server = Faulty()
    yield server
    server.close()
