"""The lock: the same release gives the same file, and what changed is told."""

import pytest

from kg.acquire import Locked, offline, read_lock, write_lock
from kg.acquire.releases import load_releases, parse_versions, select
from kg.errors import AcquireError, ChecksumMismatch, InputError, VocabularyError
from tests.acquire.conftest import GENES, OBO, ranged, send

PATH = "/2026-01-02/mondo.obo"
NEWER = OBO.replace(b"2026-01-02", b"2026-02-03")


def test_a_locked_file_that_is_there_is_not_asked_for(bench, server):
    server.say(PATH, ranged(OBO))
    first = bench.fetch()
    again = bench.fetch()
    assert (first.outcome, again.outcome, len(server.seen)) == ("fetched", "unchanged", 1)


def test_two_folders_get_the_same_lock_file(bench, server):
    server.say(PATH, ranged(OBO))
    bench.fetch()
    first = bench.lock_file.read_bytes()
    bench.lock_file.unlink()
    bench.fetch()
    assert bench.lock_file.read_bytes() == first


def test_another_content_under_a_locked_release_is_refused(bench, server):
    server.say(PATH, ranged(OBO))
    bench.fetch()
    (bench.folder / "mondo.obo").unlink()
    server.say(PATH, ranged(OBO + b"\n[Term]\n", '"two"'))
    with pytest.raises(ChecksumMismatch, match=r"delete \[mondo\] from .*vocab.lock.toml and fetch again") as told:
        bench.fetch()
    assert bench.files() == ["vocab.lock.toml"] and f"{server.url}{PATH}" in str(told.value)


def test_a_file_that_was_changed_is_fetched_again(bench, server):
    server.say(PATH, ranged(OBO))
    bench.fetch()
    (bench.folder / "mondo.obo").write_bytes(b"mine")
    assert bench.fetch().outcome == "fetched" and (bench.folder / "mondo.obo").read_bytes() == OBO


def test_the_newest_is_asked_for_by_its_mark(bench, server):
    server.say("/genes.gz", ranged(GENES))
    assert bench.fetch(bench.genes(), "latest").outcome == "fetched"
    assert bench.fetch(bench.genes(), "latest").outcome == "unchanged"
    assert server.headers()["If-None-Match"] == '"one"'
    server.say("/genes.gz", ranged(GENES + GENES, '"two"'))
    assert bench.fetch(bench.genes(), "latest").outcome == "renewed"


def test_the_newest_is_asked_for_by_its_date_where_there_is_no_mark(bench, server):
    said = {"Last_Modified": "Fri, 02 Jan 2026 03:04:05 GMT"}
    server.say("/genes.gz", send(200, GENES, **said), send(304, Content_Length=None))
    bench.fetch(bench.genes(), "latest")
    assert bench.fetch(bench.genes(), "latest").outcome == "unchanged"
    assert server.headers()["If-Modified-Since"] == said["Last_Modified"]


def test_the_newest_release_is_locked_under_the_version_that_it_states(bench, server):
    server.say(PATH, ranged(OBO))
    server.say("/latest.obo", ranged(NEWER))
    bench.fetch()
    assert bench.fetch(version="latest").locked.version == "2026-02-03"
    assert "If-None-Match" not in server.headers()  # the mark is of another address


def test_the_newest_is_found_in_the_publisher_s_list(bench, server):
    listed = {"listing": f"{server.url}/", "listed": r"desc(\d{4})\.gz", "file": "desc{version}.gz"}
    release = bench.release(**listed, urls=(server.url + "/desc{version}.gz",))
    server.say("/", send(503), send(200, b'<a href="desc2025.gz">x</a> <a href="desc2026.gz">y</a>'))
    server.say("/desc2026.gz", ranged(OBO))
    assert bench.fetch(release, "latest").locked.file == "desc2026.gz"
    server.say("/", send(200, b"<html>moved</html>"))
    with pytest.raises(AcquireError, match="names no Mondo; name the release, as in --release mondo=2026-01-02"):
        bench.fetch(release, "latest")


def test_the_file_of_an_older_release_gives_way(bench, server):
    release = bench.release(urls=(server.url + "/{version}",), file="mondo-{version}.obo")
    server.say("/2026-01-02", ranged(OBO))
    server.say("/2026-02-03", ranged(NEWER))
    bench.fetch(release)
    bench.fetch(release, "2026-02-03")
    assert bench.files() == ["mondo-2026-02-03.obo", "vocab.lock.toml"]


def test_offline_says_what_is_there(bench, server):
    release = bench.release()
    states = [offline(bench.folder, release, {}).state]
    server.say(PATH, ranged(OBO))
    bench.fetch()
    lock, asked = read_lock(bench.lock_file), len(server.seen)
    states.append(offline(bench.folder, release, lock).state)
    states.append(offline(bench.folder, release, {}).state)
    (bench.folder / "mondo.obo").write_bytes(b"mine")
    states.append(offline(bench.folder, release, lock).state)
    (bench.folder / "mondo.obo").unlink()
    states.append(offline(bench.folder, release, lock).state)
    assert states == ["not fetched", "as locked", "not locked", "changed", "missing"] and len(server.seen) == asked


def test_a_lock_file_is_read_as_it_was_written(tmp_path):
    one = Locked(
        version="1", file="a.obo", url="https://x/é", sha256="0" * 64, size=7, date="", etag='"a\\"', licence=""
    )
    write_lock(tmp_path / "lock", {"b": one, "a": one})
    assert read_lock(tmp_path / "lock") == {"a": one, "b": one}
    assert (tmp_path / "lock").read_text(encoding="utf-8").index("[a]") < 150


@pytest.mark.parametrize(
    "text",
    ["[mondo", "mondo = 3", "[mondo]\nfile = 'x'", "\x00",
     *(f"[a]\nversion=''\nfile='{file}'\nurl=''\nsha256='{sha}'\nsize={size}\ndate=''\netag=''\nlicence=''"
       for file, sha, size in [("../../x", "0" * 64, 1), ("a", "zz", 1), ("a", "0" * 64, "'1'")])],
)  # fmt: skip
def test_a_malformed_lock_file_is_told(tmp_path, text):
    (tmp_path / "lock").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"malformed lock file .*mend it or delete it, and fetch again"):
        read_lock(tmp_path / "lock")


def test_every_release_is_complete():
    for release in load_releases().values():
        assert all(url.startswith("https://") for url in (*release.urls, release.latest, release.listing) if url)
        assert release.licence and release.about and release.begins and release.most
        assert bool(release.unpacked) == release.gzip and bool(release.listing) == bool(release.listed)
        assert release.urls_of(release.version) and (release.latest or release.listing)


def test_names_and_versions_are_checked():
    assert [release.name for release in select(["cl", "mondo"])] == ["mondo", "cl"]
    assert parse_versions(["mondo=2026-01-01"]) == {"mondo": "2026-01-01"}
    with pytest.raises(InputError, match="did you mean mondo"):
        select(["mond"])
    for wrong in ("mondo", "mondo=", "mondo=../x", "mondo=a b"):
        with pytest.raises(InputError, match="NAME=VERSION"):
            parse_versions([wrong])
    with pytest.raises(InputError, match="no numbered releases"):
        parse_versions(["genes-rat=2025"])
