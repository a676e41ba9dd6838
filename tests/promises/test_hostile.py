"""What a user gets from broken and hostile input: the other papers, one clear line about the bad one, no traceback."""

import gzip
import json
import os
import re
import subprocess
import sys
import zlib

import pytest

from kg.cli import console
from tests.promises.conftest import PAPERS, kg, lines

GOOD = b"Title: GPX4 in liver cancer\n\nGPX4 promoted resistance to sorafenib in hepatocellular carcinoma.\n"
CLAIM = "GPX4 promoted resistance to sorafenib in hepatocellular carcinoma."
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(12)
)
ARTICLE = (
    "<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID><Article><ArticleTitle>{title}</ArticleTitle><Abstract>"
    "<AbstractText>{text}</AbstractText></Abstract></Article></MedlineCitation></PubmedArticle>"
)


def xml(pmid, text, title="A title"):
    return f"<PubmedArticleSet>{ARTICLE.format(pmid=pmid, title=title, text=text)}</PubmedArticleSet>".encode()


def zipped(block, times):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(block) for _ in range(times)) + packer.flush()


# file -> its content and what is said of it
REFUSED = {
    "empty.txt": (b"", "empty"),
    "white.txt": (b" \n\t\n", "empty"),
    "binary.txt": (bytes(range(256)) * 64, "not text"),
    "scan.xml": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500), "PDF"),
    "cut.xml": (xml(1, CLAIM)[:-60], "ends"),
    "bomb.xml": (BOMB + b"]>" + xml(2, "&l; " + CLAIM), "entit"),
    "zeros.gz": (zipped(bytes(1 << 20), 256), "empty"),
    "text.gz": (zipped(b"GPX4 and so on. " * (1 << 16), 256), "unpacks to|bomb"),
    "cut.gz": (gzip.compress(GOOD * 999, mtime=0)[:-20], "gzip|pack|whole|damaged|ends"),
    "page.html": (b"<!DOCTYPE html><html><body>" + GOOD + b"</body></html>", "HTML"),
    "bad.jsonl": (b'{"doc_id": "X:1"}\n{"doc_id": 3, "text": []}\nnot json\n', "line 1"),
}
# file -> its content; each holds one claim
TAKEN = {
    "good.txt": GOOD,
    "latin1.txt": "Title: Häufige Ergebnisse\n\n".encode("latin-1") + GOOD.replace(b"liver", b"na\xefve liver"),
    "utf16.txt": GOOD.decode().replace("GPX4 in", "UTF-16 GPX4 in").encode("utf-16"),
    "long.txt": GOOD + b"\nNothing was found in " + b"the liver and in " * 120_000 + b"the end.\n",
    "parentheses.txt": GOOD + b"\n" + b"(" * 10_000 + b" GPX4 " + b"[" * 10_000 + b"\n",
    "escape.jsonl": json.dumps({"doc_id": "../../x", "text": CLAIM}).encode(),
    "control.jsonl": json.dumps({"doc_id": "C:\x00\x1b[2J", "text": "A\x00\x07\x1b[31m b. " + CLAIM}).encode(),
    "surrogate.jsonl": b'{"doc_id": "S:1", "text": "\\ud800 \\udfff. ' + CLAIM.encode() + b'"}',
    "quotes.jsonl": json.dumps({"doc_id": "Q:1", "title": 'A """title""" \\ \\" . \\u0022', "text": CLAIM}).encode(),
    "turtle.jsonl": json.dumps({"doc_id": "T:1> a <x", "title": "' } ADD", "text": "<b>&amp;</b>. " + CLAIM}).encode(),
    "astral.jsonl": json.dumps({"doc_id": "A:1", "text": "😀𝒳 e\u0301 \u202e. " + CLAIM}).encode(),
    "deep.jsonl": b'{"doc_id": "D:1", "extra": ' + b"[" * 500 + b"]" * 500 + b', "text": "' + CLAIM.encode() + b'"}',
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "papers").mkdir()
    for name, content in {**TAKEN, **{name: content for name, (content, _) in REFUSED.items()}}.items():
        (folder / "papers" / name).write_bytes(content)
    done = kg("build", folder / "papers", "-o", folder / "out")
    return folder, done


def test_the_build_goes_on_and_its_exit_code_tells(hostile):
    folder, done = hostile
    assert done.returncode == 1, done.stderr
    assert "SHACL: conforms" in done.stdout and (folder / "out" / "kg.ttl").stat().st_size > 1000
    assert sorted(p.name for p in folder.iterdir()) == ["out", "papers"]  # nothing was written elsewhere


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_refused_file_is_named_with_the_reason(hostile, name):
    told = [line for line in hostile[1].stderr.splitlines() if re.match(rf"kg: {re.escape(name)}[:,]", line)]
    assert told and re.search(REFUSED[name][1], told[0]), hostile[1].stderr
    assert len(told) == 1 or name == "bad.jsonl"


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_a_strange_file_is_read_and_its_claim_found(hostile, name):
    out = hostile[0] / "out"
    texts = {row["doc_id"]: row["text"] for row in lines(out / "mentions.jsonl")}
    (document,) = [row["id"] for row in lines(out / "documents.jsonl") if row["source"] == name]
    found = [e for row in lines(out / "claims.jsonl") for e in row["evidence"] if e["document"] == document]
    assert [e["text"] for e in found] == [CLAIM]
    assert texts[document][found[0]["start"] : found[0]["end"]] == CLAIM


def test_nothing_is_told_that_moves_the_terminal(hostile):
    folder, done = hostile
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", done.stderr + done.stdout)
    for row in lines(folder / "out" / "claims.jsonl"):
        shown = kg("explain", row["claim"], "-d", folder / "out").stdout
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", shown)


def test_the_dumps_hold_no_control_characters(hostile):
    for name in ("kg.ttl", "kg.nq", "report.md", "report.html", "dropped.tsv", "void.ttl"):
        text = (hostile[0] / "out" / name).read_bytes().decode("utf-8")
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text), name


def test_the_same_paper_in_two_formats_is_one_document(tmp_path):
    (tmp_path / "a.xml").write_bytes(xml(36528768, CLAIM, "GPX4 in liver cancer"))
    ris = f"TY  - JOUR\nTI  - GPX4 in cancer\nAN  - 36528768\nDO  - 10.1000/abc.1\nAB  - {CLAIM} Much more.\nER  - \n"
    (tmp_path / "b.ris").write_text(ris, encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps({"doc_id": "PMID:36528768", "text": CLAIM}), encoding="utf-8")
    done = kg("build", tmp_path, "-o", tmp_path / "out")
    (document,) = lines(tmp_path / "out" / "documents.jsonl")
    (claim,) = lines(tmp_path / "out" / "claims.jsonl")
    assert done.returncode == 0 and document["id"] == "PMID:36528768"
    assert {"PMID:36528768", "DOI:10.1000/abc.1"} <= set(document["ids"])
    assert len(claim["evidence"]) == 1 and "the same paper as" in (tmp_path / "out" / "dropped.tsv").read_text()
    alone = kg("claims", tmp_path / "a.xml", tmp_path / "b.ris", tmp_path / "c.jsonl")
    assert json.loads(alone.stdout) == claim


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("build", "nowhere", "-o", "out"), "nowhere: no such file or folder"),
        (("annotate", "nowhere"), "nowhere: no such file or folder"),
        (("claims", "empty", "nowhere"), "nowhere: no such file or folder"),
        (("build", "empty", "-o", "out"), "empty: no file in it"),
        (("build", "one.txt", "-o", "one.txt"), "one.txt"),
        (("build", "one.txt", "-o", "one.txt/below"), "one.txt"),
        (("claims", "one.txt", "-o", "one.txt/below"), "one.txt"),
        (("build", "one.txt", "-o", "out", "--index", "one.txt"), "one.txt"),
        (("ground", "GPX4", "--index", "nowhere"), "nowhere"),
        (("ground", "GPX4", "--type", "Planet"), "Disease, Chemical"),
        (("explain", "abc", "-d", "empty"), "build a graph first"),
        (("query", "list-of-wishes", "-d", "empty"), "list-of-wishes"),
        (("query", "one.txt", "-d", "empty"), "empty"),
        (("query", "update.rq", "-d", "empty"), "not allowed"),
        (("query", "select.rq", "-d", "empty", "-p", "therapy"), "name=value"),
        (("check", "nowhere"), "nowhere"),
        (("check", "one.txt"), "one.txt"),
        (("vocab", "compile", "--from", "empty", "-o", "x.index"), "empty"),
        (("vocab", "list", "--index", "one.txt"), "one.txt"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_told_in_one_line(tmp_path, arguments, told):
    (tmp_path / "empty").mkdir()
    (tmp_path / "one.txt").write_bytes(GOOD)
    (tmp_path / "update.rq").write_text("DELETE WHERE { ?s ?p ?o }", encoding="utf-8")
    (tmp_path / "select.rq").write_text("SELECT ?therapy WHERE { ?s ?p ?therapy }", encoding="utf-8")
    done = kg(*arguments, cwd=tmp_path)
    assert done.returncode == 2 and not done.stdout
    assert re.fullmatch(r"kg: [^\n]+\n", done.stderr) and told in done.stderr, done.stderr
    assert (tmp_path / "one.txt").read_bytes() == GOOD


@pytest.mark.parametrize(
    "value", ['"} DELETE {?s ?p ?o', "<http://x> } #", "MESH:D1 . ?s ?p ?o", "http://x/> ; <", "'''\\"]
)
def test_a_parameter_cannot_change_the_query(built, tmp_path, value):
    (tmp_path / "q.rq").write_text("SELECT ?claim WHERE { ?claim rk:therapy ?therapy }", encoding="utf-8")
    before = (built / "kg.nq").read_bytes()
    done = kg("query", tmp_path / "q.rq", "-d", built, "-p", f"therapy={value}")
    assert (done.returncode, done.stdout) == (0, "claim\n") or (done.returncode == 2 and not done.stdout)
    assert (built / "kg.nq").read_bytes() == before


def test_standard_input_that_is_no_json_is_told_and_the_rest_goes_on():
    done = kg("claims", "-", stdin=b"nonsense\x80\n" + json.dumps({"doc_id": "A", "text": CLAIM}).encode())
    assert done.returncode == 1 and json.loads(done.stdout)["factor"]["label"] == "GPX4"
    assert done.stderr.startswith("kg: -, line 1: ") and done.stderr.count("\n") == 1
    assert kg("claims", "-").returncode == 2


def test_strict_stops_with_the_name_of_the_input(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(GOOD)
    for command in (("claims", tmp_path), ("annotate", tmp_path), ("build", tmp_path, "-o", tmp_path / "out")):
        done = kg(*command, "--strict")
        assert done.returncode == 2 and done.stderr.startswith("kg: a.txt: the file is empty"), done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the superuser")
def test_what_may_not_be_opened_is_named(tmp_path):
    for name in ("closed", "locked.txt", "open.txt", "out"):
        (tmp_path / name).mkdir() if "." not in name else (tmp_path / name).write_bytes(GOOD)
    (tmp_path / "closed").chmod(0)
    (tmp_path / "locked.txt").chmod(0)
    done = kg("claims", tmp_path)
    assert done.returncode == 1 and "kg: closed: Permission denied" in done.stderr and "kg: locked.txt: " in done.stderr
    (tmp_path / "out").chmod(0o555)
    done = kg("build", tmp_path / "open.txt", "-o", tmp_path / "out")
    assert done.returncode == 2 and "Permission denied" in done.stderr


def test_errors_of_the_system_are_told_in_one_line(capsys):
    for error, code in ((PermissionError(13, "Permission denied", "a\nb"), 2), (KeyboardInterrupt(), 130)):

        def fail(error=error):
            raise error

        with pytest.raises(console.typer.Exit) as left:
            console.guarded(fail)()
        told = capsys.readouterr().err
        assert left.value.exit_code == code and told.startswith("kg: ") and told.count("\n") == 1


def test_a_reader_that_leaves_is_no_error(built):
    command = f"'{sys.executable}' -m kg annotate '{PAPERS}' | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False, env={**os.environ})
    assert len(done.stdout) == 10 and done.stderr == b""
