"""`--extractor llm` as a user meets it, with an endpoint on this machine."""

import json

import pytest

from tests.acquire.chat import Chat, says, send

TEXT = "High GPX4 blunted what sorafenib does to hepatocellular carcinoma cells."


def model(told):
    """Reads the one claim of the paper; as models do, it is wrong about every second sentence."""
    claim = {
        "quote": told["sentence"], "therapies": ["MESH:D000077157"], "factor": "NCBIGene:2879", "factor_state": "gain",
        "effect": "confers_resistance", "stance": "asserted", "onset": "unspecified",
    }  # fmt: skip
    return json.dumps({"claims": [claim, {**claim, "quote": "GPX4 causes resistance to sorafenib."}]})


@pytest.fixture
def chat(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RESISTKG_LLM_KEY", "sk-secret")
    running = Chat()
    running.say(says(model))
    yield running
    running.close()


@pytest.fixture
def papers(tmp_path):
    path = tmp_path / "papers.jsonl"
    lines = [{"doc_id": f"x:{n}", "text": TEXT.replace("High", f"In series {n}, high")} for n in range(3)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def ask(run, chat, tmp_path, papers):
    def asked(command, *words):
        options = ["--extractor", "llm", "--endpoint", chat.url, "--cache", tmp_path / "answers", "--rate", 1000]
        return run(command, papers, *options, "--model", "tiny:1b", *words)

    return asked


def test_claims_of_a_model_say_so_and_what_fails_is_told(ask, chat):
    done = ask("claims")
    (claim,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert {e["rule"] for e in claim["evidence"]} == {"llm:tiny:1b"} and len(claim["evidence"]) == 3
    assert done.stderr.count("the quote does not stand in the text") == 3
    assert f"tiny:1b at {chat.url}/chat/completions: 3 of at most 1000 requests sent, 210 tokens" in done.stderr
    assert "sk-secret" not in done.stdout + done.stderr


def test_a_build_goes_on_where_the_budget_ended(ask, chat, tmp_path):
    first = ask("build", "-o", tmp_path / "out", "--budget", 2)
    assert first.exit_code == 0 and "1 passages were not asked about: the budget is spent" in first.stderr
    assert "the budget of requests is spent" in (tmp_path / "out/dropped.tsv").read_text(encoding="utf-8")
    second = ask("build", "-o", tmp_path / "out", "--budget", 2)
    assert "1 of at most 2 requests sent" in second.stderr and "2 answers were in" in second.stderr
    (claim,) = [json.loads(line) for line in (tmp_path / "out/claims.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(claim["evidence"]) == 3 and len(chat.seen) == 3
    third = ask("build", "-o", tmp_path / "out", "--budget", 0)
    assert "0 of at most 0 requests sent" in third.stderr and len(chat.seen) == 3
    everything = "".join(p.read_text(encoding="utf-8") for p in tmp_path.rglob("*") if p.is_file())
    assert "sk-secret" not in everything and "llm:tiny:1b, prompt " in everything


def test_rules_and_model_do_not_share_their_shards(ask, run, papers, tmp_path):
    ask("build", "-o", tmp_path / "out")
    assert run("build", papers, "-o", tmp_path / "out").exit_code == 0
    assert "llm:" not in (tmp_path / "out/claims.jsonl").read_text(encoding="utf-8")


def test_an_endpoint_that_is_not_there_is_one_line(ask, chat, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.acquire.patience.time.sleep", lambda _: None)
    monkeypatch.setattr("kg.acquire.completions._settings", lambda: {**SETTINGS, "pauses": []})
    chat.close()
    done = ask("build", "-o", tmp_path / "out")
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("kg: ")]
    assert done.exit_code == 2 and "is the server running there?" in line
    assert not (tmp_path / "out/kg.ttl").exists()


SETTINGS = {
    "connect": 1.0, "pauses": [], "longest_pause": 0.0, "total": 9.0, "given_up": 3, "most": 10**6, "tokens": 9,
}  # fmt: skip


def test_a_wrong_key_is_one_line_with_the_remedy(ask, chat):
    chat.say(send(401, b"bad key sk-secret"))
    done = ask("claims")
    assert done.exit_code == 2 and "put it into RESISTKG_LLM_KEY" in done.stderr and "sk-secret" not in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--extractor", "llm"], "whom to ask? name a service with --endpoint URL"),
        (["--endpoint", "http://localhost:1"], "the rules ask nobody; add --extractor llm"),
        (["--extractor", "llm", "--endpoint", "http://192.0.2.7/v1"], "use https, or --allow-http"),
        (["--extractor", "llm", "--endpoint", "http://localhost:1", "--model", "a b"], "is no name of a model"),
    ],
)
def test_options_that_do_not_go_together_are_told(run, papers, words, said):
    done = run("claims", papers, *words)
    assert done.exit_code == 2 and said in done.stderr


def test_a_curator_s_table_is_read_when_it_is_named(run, papers, tmp_path):
    text = "GPX4 promoted resistance to sorafenib in hepatocellular carcinoma."
    papers.write_text(json.dumps({"doc_id": "x:1", "text": text}) + "\n", encoding="utf-8")
    (claim,) = [json.loads(line) for line in run("claims", papers).stdout.splitlines()]
    table = tmp_path / "curation.tsv"
    rows = [("claim", "verdict", "note", "who"), (claim["claim"], "rejected", "wrong | gene", "K. Curator")]
    table.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    out = tmp_path / "out"
    run("build", papers, "-o", out)  # a table beside the papers is nothing that is read unasked
    assert claim["claim"] in (out / "kg.ttl").read_text(encoding="utf-8")
    done = run("build", papers, "-o", out, "--curation", table)
    assert done.exit_code == 0 and (out / "claims.jsonl").read_text(encoding="utf-8") == ""
    assert "rejected by K. Curator: wrong | gene" in (out / "dropped.tsv").read_text(encoding="utf-8")
    assert "wrong \\| gene" in (out / "report.md").read_text(encoding="utf-8")
    assert claim["claim"] not in (out / "kg.ttl").read_text(encoding="utf-8")
