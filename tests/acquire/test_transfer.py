"""Faults of servers and connections: what is asked again, what is gone on with, what is given up."""

import gzip
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from kg.acquire import Client
from kg.acquire.patience import PassingError
from kg.errors import AcquireError
from tests.acquire.conftest import GENES, MODIFIED, OBO, ranged, send

PATH = "/2026-01-02/mondo.obo"
HALF = len(OBO) // 2


def test_a_release_arrives_whole_and_says_where_it_is_from(bench, server):
    server.say(PATH, ranged(OBO))
    done = bench.fetch()
    assert (bench.folder / "mondo.obo").read_bytes() == OBO and done.outcome == "fetched"
    assert bench.files() == ["mondo.obo", "vocab.lock.toml"]
    assert (done.locked.size, done.locked.date, done.locked.etag) == (len(OBO), "2026-01-02T03:04:05Z", '"one"')
    assert server.headers()["User-Agent"].startswith("ResistKG/")
    assert bench.seen[-1] == ("mondo", len(OBO), len(OBO))


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry_After": "7"}, 7),
        ({"Retry_After": "Fri, 02 Jan 2026 03:04:35 GMT", "Date": MODIFIED}, 30),
        ({"Retry_After": "Fri, 02 Jan 2026 02:00:00 GMT", "Date": MODIFIED}, 1),
        ({"Retry_After": "99999999"}, 120),
        ({"Retry_After": "soon"}, 1),
        ({}, 1),
    ],
)
def test_a_busy_server_is_asked_again_when_it_says(bench, server, headers, waited):
    bench.transfer = replace(bench.transfer, total=1000.0)
    server.say(PATH, send(429, **headers), ranged(OBO))
    bench.fetch()
    assert bench.slept == [waited]


def test_the_schedule_is_fixed_and_ends(bench, server):
    server.say(PATH, send(503))
    with pytest.raises(AcquireError, match=r"server is busy; given up .* \(status 503\)"):
        bench.fetch()
    assert bench.slept == [1, 2, 4] and len(server.seen) == 4
    assert not (bench.folder / "mondo.obo").exists()


def test_what_is_not_there_is_not_asked_for_again(bench):
    with pytest.raises(AcquireError, match=r"/mondo.obo: is not there: .* \(status 404\)"):
        bench.fetch()
    assert bench.slept == []


def test_an_older_release_is_found_in_the_archive(bench, server):
    server.say("/archive", ranged(OBO))
    done = bench.fetch(bench.release(urls=(f"{server.url}/gone", f"{server.url}/archive")))
    assert done.locked.url == f"{server.url}/archive"


def test_a_cut_connection_is_gone_on_with(bench, server):
    server.say(PATH, send(200, OBO, cut=HALF, ETag='"one"'), ranged(OBO))
    bench.fetch()
    assert server.headers()["Range"] == f"bytes={HALF}-" and server.headers()["If-Range"] == '"one"'
    assert (bench.folder / "mondo.obo").read_bytes() == OBO


def test_each_progress_renews_the_attempts(bench, server):
    def three_quarters_left(handler):  # sends 1,000 bytes of the rest and hangs up
        start = int(handler.headers["Range"][6:-1])
        said = {"ETag": '"one"', "Content-Range": f"bytes {start}-{len(OBO) - 1}/{len(OBO)}"}
        send(206, OBO[start:], cut=1000, **said)(handler)

    server.say(PATH, send(200, OBO, cut=1000, ETag='"one"'), *[three_quarters_left] * 8, ranged(OBO))
    bench.transfer = replace(bench.transfer, total=1000.0)
    bench.fetch()
    assert bench.slept == [1] * 9 and (bench.folder / "mondo.obo").read_bytes() == OBO


def test_a_server_may_give_less_than_the_rest_at_once(bench, server):
    parts = [
        send(206, OBO[start : start + 9999], ETag='"one"', Content_Range=f"bytes {start}-{start + 9998}/*")
        for start in range(1000, len(OBO), 9999)
    ]
    server.say(PATH, send(200, OBO, cut=1000, ETag='"one"'), *parts)
    bench.fetch()
    assert (bench.folder / "mondo.obo").read_bytes() == OBO


def test_a_server_that_ignores_range_sends_all_again(bench, server):
    server.say(PATH, send(200, OBO, cut=HALF, ETag='"one"'), send(200, OBO))
    bench.fetch()
    assert (bench.folder / "mondo.obo").read_bytes() == OBO


@pytest.mark.parametrize("honest", [True, False], ids=["answers with all", "answers with a part of the new"])
def test_a_file_that_changed_between_two_parts_is_fetched_anew(bench, server, honest):
    new = OBO.replace(b"disease", b"ailment")
    place = f"bytes {HALF}-{len(new) - 1}/{len(new)}"
    wrong = send(206, new[HALF:], ETag='"two"', Content_Range=place)
    first = send(200, OBO, cut=HALF, ETag='"one"')
    server.say(PATH, first, ranged(new, '"two"') if honest else wrong, ranged(new, '"two"'))
    bench.fetch()
    assert (bench.folder / "mondo.obo").read_bytes() == new


def test_without_a_mark_of_the_content_nothing_is_gone_on_with(bench, server):
    server.say(PATH, send(200, OBO, cut=HALF, ETag='W/"weak"'), ranged(OBO))
    bench.fetch()
    assert "Range" not in server.headers() and (bench.folder / "mondo.obo").read_bytes() == OBO


@pytest.mark.parametrize("place", [f"bytes 5-14/{len(OBO)}", f"bytes {HALF}-{HALF + 9}/999999", "nonsense", None])
def test_a_part_from_the_wrong_place_is_not_appended(bench, server, place):
    server.say(PATH, send(200, OBO, cut=HALF, ETag='"one"'), send(206, OBO[:10], Content_Range=place), ranged(OBO))
    bench.fetch()
    assert (bench.folder / "mondo.obo").read_bytes() == OBO


def test_a_wrong_length_never_becomes_a_file(bench, server):
    server.say(PATH, send(200, OBO, Content_Length=str(len(OBO) + 5), Connection="close", cut=len(OBO)))
    with pytest.raises(AcquireError, match="connection"):
        bench.fetch()
    assert not (bench.folder / "mondo.obo").exists()


def test_a_server_may_leave_the_length_out(bench, server):
    server.say(PATH, send(200, OBO, Content_Length=None, Connection="close"))
    assert bench.fetch().locked.size == len(OBO)


def test_a_cut_that_no_length_betrays_is_seen_in_the_content(bench, server):
    server.say(PATH, send(200, OBO[:-9], Content_Length=None, Connection="close"))
    with pytest.raises(AcquireError, match="ends in the middle of a line"):
        bench.fetch()


def test_an_announced_size_beyond_the_limit_is_not_read(bench, server):
    server.say(PATH, send(200, OBO))
    with pytest.raises(AcquireError, match="larger than the 9,999 bytes allowed"):
        bench.fetch(bench.release(most=9_999))
    assert bench.files() == bench.seen == []


def test_bytes_are_counted_where_no_size_is_announced(bench, server):
    server.say(PATH, send(200, OBO, Content_Length=None))
    with pytest.raises(AcquireError, match="larger than the 9,999 bytes allowed"):
        bench.fetch(bench.release(most=9_999))
    assert bench.files() == []


def test_a_trickle_meets_the_total_time(bench, server):
    bench.transfer = replace(bench.transfer, total=0.2)
    server.say(PATH, send(200, OBO, pause=lambda: time.sleep(0.02), ETag='"one"'))
    with pytest.raises(AcquireError, match=r"took more than 0.2 s; what has come is kept"):
        bench.fetch()
    assert "mondo.obo.part" in bench.files()


def test_silence_meets_the_time_out_of_reading(bench, server):
    bench.transfer = replace(bench.transfer, read=0.1, pauses=())
    server.say(PATH, lambda _handler: time.sleep(0.5))
    with pytest.raises(AcquireError, match=r"no answer .*timed out"):
        bench.fetch()


def test_a_silent_server_is_given_up_once_for_all_its_files(bench):
    client = Client(replace(bench.transfer, pauses=()), allow_http=True)
    url = "http://127.0.0.1:1/mondo.obo"
    with pytest.raises(PassingError, match=r"no answer \(Connection refused\)"), client.get(url):
        pass
    with pytest.raises(AcquireError, match="did not answer before"), client.get(url):
        pass


def test_a_web_page_instead_of_the_file_is_told_as_such(bench, server):
    page = b"<!DOCTYPE html>\n<html><body>Service unavailable</body></html>" + b" " * 5000
    server.say("/genes.gz", send(200, page, Content_Type="text/html"))
    with pytest.raises(AcquireError, match=r"/genes.gz: the server sent a web page instead of the file") as told:
        bench.fetch(bench.genes(), "latest")
    assert "\n" not in str(told.value) and bench.files() == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"id\tname\n", "is not a gzip file"),
        (
            gzip.compress(b"#tax_id\tsomething else\n" + bytes(2_000_000), mtime=0),
            "more than the 1,000,000 bytes allowed",
        ),
        (GENES[:-40], "is a damaged gzip file"),
        (GENES[:600] + b"XXXX" + GENES[604:] if len(GENES) > 700 else GENES[:-8] + bytes(8), "is a damaged gzip file"),
        (gzip.compress(b"species,gene\n", mtime=0), "is not genes: its content begins with 'species,gene"),
        (b"", "is not a gzip file"),
    ],
)
def test_content_of_another_kind_is_refused(bench, server, body, problem):
    server.say("/genes.gz", send(200, body))
    with pytest.raises(AcquireError, match=problem):
        bench.fetch(bench.genes(), "latest")
    assert bench.files() == []


def test_bytes_are_kept_as_they_are_though_declared_compressed(bench, server):
    server.say("/genes.gz", send(200, GENES, Content_Encoding="gzip"))
    bench.fetch(bench.genes(), "latest")
    assert (bench.folder / "genes.gz").read_bytes() == GENES


KILLED = """
import sys
from pathlib import Path
from kg.acquire import *
transfer, url, folder = load_transfer(), sys.argv[1], Path(sys.argv[2])
release = Release(name="mondo", about="", file="mondo.obo", licence="", begins=("format-version:",), most=10**7,
                  version="2026-01-02", urls=(url,))
fetch(Fetching(Client(transfer, allow_http=True), folder), release, "2026-01-02", {}, folder / "vocab.lock.toml")
"""


def test_a_killed_run_leaves_a_part_that_the_next_goes_on_with(bench, server):
    url = server.say(PATH, send(200, OBO[:HALF], Content_Length=str(len(OBO)), ETag='"one"', pause=None))
    run = subprocess.Popen([sys.executable, "-c", KILLED, url, bench.folder], env={**os.environ, "PYTHONPATH": "."})
    part = bench.folder / "mondo.obo.part"
    deadline = time.monotonic() + 10
    while not (part.exists() and part.stat().st_size == HALF) and time.monotonic() < deadline:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert part.stat().st_size == HALF and not (bench.folder / "mondo.obo").exists()
    server.say(PATH, ranged(OBO))
    bench.fetch()
    assert server.headers()["Range"] == f"bytes={HALF}-" and (bench.folder / "mondo.obo").read_bytes() == OBO


def test_a_part_that_was_complete_needs_no_server(bench, server):
    url = f"{server.url}{PATH}"
    (bench.folder / "mondo.obo.part").write_bytes(OBO)
    notes = f'{{"url": "{url}", "etag": "\\"one\\"", "modified": "", "total": {len(OBO)}}}'
    (bench.folder / "mondo.obo.part.json").write_text(notes, encoding="utf-8")
    assert bench.fetch().outcome == "fetched" and server.seen == []
    assert bench.files() == ["mondo.obo", "vocab.lock.toml"]
