"""The session with a store: sign-in, attempts, limits, and errors without secrets."""

import json
import socket
import threading
import time

import pytest

from kg.errors import ConfigError, InputError, StoreError
from kg.stores import Credentials, Limits, Request, Session, select
from tests.stores.faulty import hang_up, send

QUICK = Limits(connect=2, read=0.5, total=3, pauses=(0.1, 0.2), longest_pause=60, answer=100_000, piece=4096)
ALICE = Credentials(user="alice", password="tr0ub4dor")  # noqa: S106 - a test's own
YES = json.dumps({"head": {}, "boolean": True}).encode()


@pytest.fixture
def slept():
    return []


@pytest.fixture
def session(faulty, slept):
    with Session(faulty.url, bounds=QUICK, sleep=slept.append) as one:
        yield one


def write(faulty, *, repeatable=False):
    return Request(method="POST", url=faulty.url, body=b"x", repeatable=repeatable)


def test_busy_servers_are_asked_again_as_late_as_they_want(faulty, session, slept):
    faulty.say(send(503, Retry_After="2"), hang_up, send(200, YES))
    assert select(session, faulty.url, "ASK {}").truth is True
    assert slept == [2, 0.2]


def test_attempts_come_to_an_end(faulty, session, slept):
    faulty.say(send(502))
    with pytest.raises(StoreError, match=r"busy, 3 times .*502"):
        select(session, faulty.url, "ASK {}")
    assert slept == [0.1, 0.2]


@pytest.mark.parametrize("fault", [send(502), send(504), hang_up])
def test_a_change_that_may_have_happened_is_not_sent_again(faulty, session, fault):
    faulty.say(fault)
    with pytest.raises(StoreError):
        session.ask(write(faulty))
    assert len(faulty.seen) == 1


def test_a_change_is_sent_again_if_the_server_did_nothing(faulty, session):
    faulty.say(send(503), send(200))
    assert session.ask(write(faulty)).status == 200


def test_no_server_is_one_clear_line(session, slept):
    gone = "http://127.0.0.1:9/sparql"
    with Session(gone, bounds=QUICK, sleep=slept.append) as other, pytest.raises(StoreError, match="refused") as told:
        select(other, gone, "ASK {}")
    assert "0x" not in str(told.value)


@pytest.mark.parametrize("status", [400, 404, 500])
def test_refusals_are_told_once_with_the_words_of_the_server(faulty, session, status):
    faulty.say(send(status, b"<html><b>Parse</b> error:\n line 3"))
    with pytest.raises(StoreError, match=rf"Parse error: line 3 \(status {status}\)"):
        select(session, faulty.url, "ASK {}")
    assert len(faulty.seen) == 1


def test_a_store_may_pause_while_it_takes_in_an_upload(tmp_path):
    """Longer than the time to connect, which the library below would allow for a write too."""
    (tmp_path / "large").write_bytes(b"x" * 20_000_000)
    server, came = socket.create_server(("127.0.0.1", 0)), []

    def take_in():
        connection, _ = server.accept()
        time.sleep(1)
        while sum(came) < 20_000_000 and (piece := connection.recv(1_000_000)):
            came.append(len(piece))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        connection.close()

    thread = threading.Thread(target=take_in, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    bounds = Limits(connect=0.2, read=20, total=30, pauses=(), longest_pause=1, answer=10_000, piece=1000)
    with Session(url, bounds=bounds) as session:
        assert session.ask(Request(method="POST", url=url, body=tmp_path / "large")).status == 200
    thread.join(timeout=10)
    server.close()


def test_redirects_are_not_followed(faulty, session):
    faulty.say(send(307, Location="http://127.0.0.1:9/elsewhere"))
    with pytest.raises(StoreError, match="redirects, which is not followed"):
        session.ask(write(faulty))


def test_nothing_goes_to_another_server(session):
    with pytest.raises(StoreError, match="nothing was sent"):
        session.ask(Request(method="GET", url="http://127.0.0.1:9/"))


def test_answers_are_bounded(faulty, session):
    faulty.say(send(200, b"x" * 200_000))
    with pytest.raises(StoreError, match="more than 100,000 bytes; add a LIMIT"):
        select(session, faulty.url, "ASK {}")


def test_a_cut_answer_is_no_answer(faulty, session):
    faulty.say(send(200, YES, cut=10))
    with pytest.raises(StoreError, match=r"(cut|broke).*3 times"):
        select(session, faulty.url, "ASK {}")


def test_a_slow_server_meets_the_time_limit(faulty):
    faulty.say(send(200, YES * 10, slow=0.3))
    bounds = Limits(connect=1, read=1, total=1, pauses=(), longest_pause=1, answer=10_000, piece=10)
    with Session(faulty.url, bounds=bounds) as session, pytest.raises(StoreError, match="no whole answer in 1 seconds"):
        select(session, faulty.url, "ASK {}")


@pytest.mark.parametrize("body", [b"", b"<html/>", b"[]", b"null", b'{"head":{}}', b"[" * 50_000])
def test_another_answer_than_sparql_is_told(faulty, session, body):
    faulty.say(send(200, body))
    with pytest.raises(StoreError, match="no SPARQL result in JSON"):
        select(session, faulty.url, "ASK {}")


def basic(handler, seen):
    right = seen.headers.get("Authorization") == "Basic YWxpY2U6dHIwdWI0ZG9y"
    (send(200, YES) if right else send(401, WWW_Authenticate='Basic realm="x"'))(handler, seen)


def test_basic_authentication_is_sent_when_asked_for_and_kept(faulty):
    faulty.say(basic)
    with Session(faulty.url, credentials=ALICE) as session:
        assert select(session, faulty.url, "ASK {}").truth is True
        assert select(session, faulty.url, "ASK {}").truth is True
    assert ["Authorization" in seen.headers for seen in faulty.seen] == [False, True, True]


def test_a_wrong_password_is_told_without_it(faulty):
    faulty.say(send(401, b"no tr0ub4dor here", WWW_Authenticate='Basic realm="x"'))
    with Session(faulty.url, credentials=ALICE) as session, pytest.raises(StoreError, match="another user") as told:
        select(session, faulty.url, "ASK {}")
    assert "tr0ub4dor" not in str(told.value) + repr(session) + repr(ALICE)
    assert len(faulty.seen) == 2


def test_credentials_come_from_the_environment_or_netrc(faulty, monkeypatch, tmp_path):
    faulty.say(basic)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login alice password tr0ub4dor")
    with Session(faulty.url) as session:
        assert select(session, faulty.url, "ASK {}").truth is True
    (tmp_path / "netrc").unlink()
    monkeypatch.setenv("KG_STORE_USER", "alice")
    with pytest.raises(ConfigError, match="KG_STORE_PASSWORD: is not set"):
        Session(faulty.url)
    monkeypatch.setenv("KG_STORE_PASSWORD", "tr0ub4dor")
    with Session(faulty.url) as session:
        assert select(session, faulty.url, "ASK {}").truth is True


def test_no_password_in_plain_words_over_a_network():
    from kg.stores.signing import InsecureError, signature_for

    url, asked = "http://store.example/sparql", 'Basic realm="x"'
    with pytest.raises(InsecureError):
        signature_for(ALICE, url, asked, trusted_network=False)
    assert signature_for(ALICE, url, asked, trusted_network=True)
    assert signature_for(ALICE, "https://store.example/", asked, trusted_network=False)
    assert type(signature_for(ALICE, url, f'{asked}, Digest nonce="1"', trusted_network=False)).__name__ == "Digest"
    assert signature_for(ALICE, url, "Negotiate", trusted_network=False) is None


@pytest.mark.parametrize("url", ["http://alice:tr0ub4dor@h/x", "ftp://h/", "h:7200", "http://", "http://h:x/", "//"])
def test_an_address_is_http_and_holds_no_password(url):
    with pytest.raises(InputError) as told:
        Session(url)
    assert "tr0ub4dor" not in str(told.value)


def test_oxigraph_answers(oxigraph):
    with Session(oxigraph.query_url) as session:
        found = select(session, oxigraph.query_url, 'SELECT ?x ?y { VALUES ?x { <http://e/> "a"@en 1 } }')
    assert found.columns == ("x", "y")
    assert [row["x"]["value"] for row in found.rows] == ["http://e/", "a", "1"]


def test_virtuoso_wants_digest_and_gets_it(virtuoso):
    url = virtuoso.base + "/sparql-auth"
    right = Credentials(user=virtuoso.user, password=virtuoso.password)
    with Session(url, credentials=right) as session:
        for _ in range(3):
            assert select(session, url, "ASK {}").truth is not None
    wrong = Credentials(user="dba", password="tr0ub4dor")  # noqa: S106 - a test's own
    with Session(url, credentials=wrong) as session, pytest.raises(StoreError, match="401") as told:
        select(session, url, "ASK {}")
    assert "tr0ub4dor" not in str(told.value)


def test_virtuoso_cuts_rows_with_status_200_and_we_notice(virtuoso):
    query = "SELECT * { ?s a ?c . ?t a ?c } LIMIT %d"
    with Session(virtuoso.query_url) as session:
        whole = select(session, virtuoso.query_url, query % 9_000)
        cut = select(session, virtuoso.query_url, query % 11_000)
    assert (len(whole.rows), whole.truncated) == (9_000, False)
    assert (len(cut.rows), cut.truncated) == (10_000, True)
