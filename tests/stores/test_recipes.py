"""Each product that cannot be started here, by a stub with its addresses and manners."""

import pytest

from kg.errors import InputError, StoreError
from kg.stores import Session, find_recipe, load, open_cargo, open_store, recipes, select, served_graph
from kg.stores.recipes import Recipe
from tests.stores.graphs import write_graph
from tests.stores.stub import MEDIA, PASSWORD, PRODUCTS, TOKEN, USER, Stub


@pytest.fixture(params=PRODUCTS)
def stub(request, monkeypatch):
    running = Stub(PRODUCTS[request.param])
    running.kind = request.param.partition("-")[0]
    if running.manners.sign_in == "basic":
        monkeypatch.setenv("KG_STORE_USER", USER)
        monkeypatch.setenv("KG_STORE_PASSWORD", PASSWORD)
    elif running.manners.sign_in == "token":
        monkeypatch.setenv("KG_STORE_TOKEN", TOKEN)
    yield running
    running.close()


def put(stub, path, **options):
    store = open_store(stub.url, **options)
    try:
        return load(store, open_cargo(path))
    finally:
        store.close()


def seen_without_graph(stub):
    query = "SELECT ?o WHERE { ?s <http://example.org/says> ?o }"
    with Session(stub.url) as session:
        url = stub.url + recipes()[stub.kind].query
        named = {"default-graph-uri": graph} if (graph := served_graph(session, url)) else None
        assert bool(named) == stub.manners.union
        assert select(session, url, query, named) == select(session, url, query)
        return sorted(row["o"]["value"] for row in select(session, url, query, named).rows)


def test_the_kind_is_found_out(stub):
    assert find_recipe(stub.url).name == stub.kind


def test_load_replace_and_load_again(stub, tmp_path):
    first, second = write_graph(tmp_path / "a.ttl", 1, 2, 3), write_graph(tmp_path / "b.ttl", 2, 3, 4, 5)
    assert put(stub, first).triples == 3
    assert seen_without_graph(stub) == ["1", "2", "3"]
    assert put(stub, second).triples == 4
    assert seen_without_graph(stub) == ["2", "3", "4", "5"]
    before = len(stub.seen)
    assert put(stub, second).already
    assert not any(media in MEDIA for _, _, media, _ in stub.seen[before:])
    assert seen_without_graph(stub) == ["2", "3", "4", "5"]
    assert len(list(stub.store.named_graphs())) == (2 if stub.manners.union else 1)


def test_a_wrong_sign_in_changes_nothing(stub, tmp_path, monkeypatch):
    put(stub, write_graph(tmp_path / "a.ttl", 1, 2, 3))
    held = set(stub.store)
    if not stub.manners.sign_in:
        pytest.skip("takes everybody")
    monkeypatch.setenv("KG_STORE_PASSWORD" if stub.manners.sign_in == "basic" else "KG_STORE_TOKEN", "wr0ng")
    with pytest.raises(StoreError, match=r"40[13]") as told:
        put(stub, write_graph(tmp_path / "b.ttl", 4))
    assert set(stub.store) == held
    assert "wr0ng" not in str(told.value)


@pytest.mark.parametrize("connections", [1, 3])
def test_large_graphs_go_in_pieces_where_requests_are_limited(tmp_path, monkeypatch, connections):
    stub = Stub(PRODUCTS["neptune"])
    changed = {"upload": 2000, "connections": connections}
    limited = Recipe(**{name: getattr(recipes()["neptune"], name) for name in Recipe.__slots__} | changed)
    monkeypatch.setattr("kg.stores.targets.recipes", lambda: {"neptune": limited})
    stub.manners = PRODUCTS["neptune"]
    put(stub, write_graph(tmp_path / "a.ttl", *range(200)), kind="neptune")
    sizes = [size for _, path, _, size in stub.seen if path == "/sparql/gsp/"]
    assert len(sizes) > 5
    assert max(sizes) < 2200
    stub.close()


def test_what_is_in_the_way_is_told():
    with pytest.raises(InputError, match="there are oxigraph, virtuoso, fuseki"):
        open_store("http://127.0.0.1:9/", "oracle")
    with pytest.raises(InputError, match="a store of kind fuseki has an address"):
        open_store("folder", "fuseki")
    with pytest.raises(InputError, match="--graphs is for folders"):
        open_store("http://127.0.0.1:9/", "fuseki", graphs=True)


def test_an_unknown_server_is_asked_after(faulty):
    with pytest.raises(InputError, match=r"name it: --store oxigraph or virtuoso"):
        open_store(faulty.url)


def test_a_piece_that_met_another_is_sent_again_and_a_refused_one_is_not():
    virtuoso = recipes()["virtuoso"]
    assert virtuoso.is_passing("Virtuoso 40001 Error SR172: Transaction deadlocked")
    assert not virtuoso.is_passing("Virtuoso 37000 Error SP029: syntax error")
    assert not recipes()["fuseki"].is_passing("40001")
