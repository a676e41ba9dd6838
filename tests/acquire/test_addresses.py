"""Where requests and redirects may lead, and what happens behind a proxy."""

import pytest

from kg.acquire import Client
from kg.acquire.addresses import Addresses, kind_of, resolve
from kg.errors import AcquireError
from tests.acquire.conftest import OBO, TRANSFER, Server, ranged, send

PATH = "/2026-01-02/mondo.obo"
NAMES = {
    "public.example": ("93.184.216.34", "2606:2800:220:1::1"),
    "inner.example": ("93.184.216.34", "10.0.0.5"),
    "metadata.example": ("169.254.169.254",),
}


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("8.8.8.8", "public"),
        ("2001:4860:4860::8888", "public"),
        ("127.8.0.1", "loopback"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"),
        ("64:ff9b::808:808", "public"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.0.1", "private"),
        ("100.64.0.1", "private"),
        ("fd00::1", "private"),
        ("0.0.0.0", "private"),  # noqa: S104 - an address to judge, none to bind
        ("224.0.0.1", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
    ],
)
def test_kinds_of_addresses(address, kind):
    assert kind_of(address) == kind


def admit(origin, url, *, proxied=False, allow_http=False):
    Addresses(origin=origin, allow_http=allow_http, resolve=NAMES.__getitem__).admit(url, proxied=proxied)


@pytest.mark.parametrize("host", ["inner.example", "metadata.example", "127.0.0.1", "localhost", "[::1]", "10.0.0.5"])
def test_no_redirect_from_the_public_network_into_another(host):
    with pytest.raises(AcquireError, match=r"redirects to .* address; this is not followed"):
        admit("https://public.example/a", f"https://{host}/a")


def test_a_private_host_may_be_asked_and_may_redirect_within_its_network():
    admit("https://inner.example/a", "https://inner.example/a")
    admit("https://inner.example/a", "https://10.9.9.9/a")
    admit("https://inner.example/a", "https://public.example/a")
    with pytest.raises(AcquireError, match="link-local"):
        admit("https://inner.example/a", "https://metadata.example/a")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://public.example/a", "gopher://public.example/", "//x/y", ""]
)
def test_nothing_but_https_is_followed(url):
    with pytest.raises(AcquireError, match="not an https address"):
        admit("https://public.example/a", url)


@pytest.mark.parametrize(
    "url",
    ["https://public.example\\@127.0.0.1/", "https://user:word@public.example/", "https://public.example/a\nb",
     "https:///a", "https://public.example:99999/", "https://[::1/"],
)  # fmt: skip
def test_doubtful_addresses_are_refused(url):
    with pytest.raises(AcquireError, match=r"malformed address|not an https address"):
        admit("https://public.example/a", url)


def test_plain_http_is_for_the_loopback_interface_and_only_where_allowed():
    admit("http://127.0.0.1/a", "http://127.0.0.1/a", allow_http=True)
    for url, allowed in [("http://127.0.0.1/a", False), ("http://public.example/a", True)]:
        with pytest.raises(AcquireError, match="not encrypted"):
            admit(url, url, allow_http=allowed)


def test_behind_a_proxy_the_proxy_resolves_names():
    admit("https://unknown.example/", "https://elsewhere.example/", proxied=True)
    with pytest.raises(AcquireError, match="loopback"):
        admit("https://unknown.example/", "https://127.0.0.1/", proxied=True)


def test_a_host_without_address_is_told_with_its_remedy():
    rule = Addresses(origin="https://nowhere.invalid/a", resolve=resolve)
    with pytest.raises(AcquireError, match=r"host nowhere.invalid is not found; check the network, or set HTTPS_PROXY"):
        rule.admit(rule.origin, proxied=False)


def test_old_spellings_of_an_address_are_resolved():
    assert resolve("2130706433") == ("127.0.0.1",)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(bench, server, status):
    server.say("/file", ranged(OBO))
    server.say("/second", send(status, Location="/file"))
    server.say(PATH, send(status, Location=f"{server.url}/second"))
    assert bench.fetch().locked.url == server.url + PATH
    assert [path for path, _ in server.seen] == [PATH, "/second", "/file"]


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("https://10.0.0.1/mondo.obo", "redirects to 10.0.0.1, a private address"),
        ("https://169.254.169.254/latest", "redirects to 169.254.169.254, a link-local address"),
        ("file:///etc/passwd", "is not an https address"),
        ("ftp://ftp.example/mondo.obo", "is not an https address"),
        ("http://8.8.8.8/mondo.obo", "is not encrypted"),
        ("", "redirects to nowhere"),
        (PATH, "redirects more than 5 times"),
    ],
)
def test_redirects_that_are_not_followed(bench, server, target, problem):
    server.say(PATH, send(302, Location=target))
    with pytest.raises(AcquireError, match=problem):
        bench.fetch()
    assert bench.slept == [] and bench.files() == []


def test_headers_for_the_resume_survive_a_redirect(bench, server):
    server.say("/file", send(200, OBO, cut=900, ETag='"one"'), ranged(OBO))
    server.say(PATH, send(302, Location="/file"))
    bench.fetch()
    assert server.headers()["Range"] == "bytes=900-" and (bench.folder / "mondo.obo").read_bytes() == OBO


def test_a_proxy_is_asked_in_place_of_the_server(bench, server, monkeypatch):
    proxy = Server()
    monkeypatch.setenv("http_proxy", proxy.url)
    proxy.say(server.url + PATH, ranged(OBO))
    bench.fetch()
    assert [path for path, _ in proxy.seen] == [server.url + PATH] and server.seen == []
    proxy.close()


def test_https_goes_through_the_proxy_which_may_refuse(monkeypatch):
    proxy = Server()
    monkeypatch.setenv("HTTPS_PROXY", proxy.url.replace("//", "//me:secret@"))
    with (
        pytest.raises(AcquireError, match=r"the proxy 127.0.0.1:.* does not let us through; check HTTPS_PROXY") as told,
        Client(TRANSFER).get("https://purl.example/obo/mondo.obo"),
    ):
        pass
    assert proxy.seen[0][0] == "purl.example:443" and "secret" not in str(told.value)
    proxy.close()


def test_no_proxy_is_honoured(bench, server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.say(PATH, ranged(OBO))
    assert bench.fetch().outcome == "fetched"


def test_passwords_of_the_user_are_not_sent(bench, server, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("default login me password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.say(PATH, ranged(OBO))
    bench.fetch()
    assert "Authorization" not in server.headers()
