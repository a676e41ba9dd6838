"""The command line keeps what its help, README and Makefile say."""

import json
import re
import shlex
import subprocess
import sys
import tomllib

import pytest
from typer.main import get_command

from kg.cli import app
from kg.graph import list_queries
from tests.promises.conftest import ROOT, kg

TEXT = "GPX4 promoted resistance to sorafenib in hepatocellular carcinoma."


def commands(command=None, path=()):
    """Every command of the tool, as its words and its definition."""
    command = command or get_command(app)
    inner = getattr(command, "commands", {})
    found = [] if inner else [(path, command)]
    return found + [pair for name, one in sorted(inner.items()) for pair in commands(one, (*path, name))]


COMMANDS = dict(commands())
UNNAMED = {"align": ("align", "match")}  # a group whose usual command need not be named


def options(path):
    return {o for p in COMMANDS[path].params for o in (*p.opts, *p.secondary_opts)} | {"--help"}


def check_line(line):
    """A command line of the documentation names a command and options that exist."""
    words = shlex.split(line, comments=True)[1:]
    path = next((tuple(words[:n]) for n in (2, 1) if tuple(words[:n]) in COMMANDS), UNNAMED.get(words[0]))
    assert path, f"no such command: {line}"
    assert [w for w in words if w.startswith("-") and w != "-" and w.split("=")[0] not in options(path)] == []


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example(path):
    about = COMMANDS[path].help
    (example,) = re.findall(r"Example: `(kg [^`]+)`", about)
    named = [*path[:-1]] if path in UNNAMED.values() else [*path]
    assert example.split()[1 : len(named) + 1] == named
    check_line(example)
    assert all(p.help for p in COMMANDS[path].params if p.name != "help"), [p.name for p in COMMANDS[path].params]


def test_help_is_shown_and_names_every_command():
    shown = kg("--help").stdout
    assert all(f" {path[0]} " in shown for path in COMMANDS)
    assert "Example:" in kg("build", "--help").stdout


def documentation():
    return sorted([ROOT / "README.md", ROOT / "examples" / "README.md", *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("path", documentation(), ids=lambda p: p.name)
def test_commands_of_the_documentation_exist(path):
    text = path.read_text(encoding="utf-8")
    spoken = re.findall(r"^(?:\.venv/bin/)?(kg .*)$", text, re.MULTILINE) + re.findall(r"`(kg [^`]+)`", text)
    for line in spoken:
        if line != "kg --help":
            check_line(line)


@pytest.mark.parametrize("path", documentation(), ids=lambda p: p.name)
def test_make_targets_and_links_of_the_documentation_exist(path):
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE)) <= targets
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_readme_queries_exist():
    asked = set(re.findall(r"kg query ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"))) - {"list"}
    assert asked and asked <= {query.name for query in list_queries()}


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    assert [target for target in phony if f"make {target} " not in shown] == []


def test_the_version_is_the_package_s():
    from kg import __version__

    assert kg("--version").stdout == f"kg {__version__}\n"
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("title", [None, "GPX4 in  liver cancer"])
def test_standard_input_keeps_identifier_and_text_to_the_letter(title):
    row = {"doc_id": "my paper/7", "text": f"  {TEXT}\n\tß \U0001d4b3 done. "} | ({"title": title} if title else {})
    line = json.dumps(row).encode()
    (document,) = [json.loads(one) for one in kg("annotate", "-", stdin=line).stdout.splitlines()]
    assert document["doc_id"] == row["doc_id"]
    assert document["text"] == (f"{title}\n{row['text']}" if title else row["text"])
    assert {"GPX4", "sorafenib"} <= {m["text"] for m in document["mentions"]}
    (claim,) = [json.loads(one) for one in kg("claims", "-", stdin=line).stdout.splitlines()]
    (evidence,) = claim["evidence"]
    assert evidence["document"] == row["doc_id"]
    assert document["text"][evidence["start"] : evidence["end"]] == evidence["text"] == TEXT


def test_files_and_processes_give_what_standard_input_gives(tmp_path):
    rows = b"".join(json.dumps({"doc_id": f"D:{n}", "text": f"{TEXT} Part {n}."}).encode() + b"\n" for n in range(130))
    (tmp_path / "rows.jsonl").write_bytes(rows)
    for command in ("annotate", "claims"):
        out = tmp_path / f"{command}.jsonl"
        assert kg(command, tmp_path / "rows.jsonl", "-o", out, "--jobs", 2).returncode == 0
        assert kg(command, "-", stdin=rows).stdout == out.read_text(encoding="utf-8")


def test_a_claim_is_explained_with_its_arguments_marked(built):
    rows = [json.loads(line) for line in (built / "claims.jsonl").read_text(encoding="utf-8").splitlines()]
    shown = kg("explain", rows[0]["claim"][:8], "-d", built).stdout
    assert f"claim {rows[0]['claim']}" in shown and rows[0]["therapy"]["ids"][0] in shown
    assert "[factor: " in shown and "[therapy: " in shown
    assert all(one["document"] in shown and one["rule"] in shown for one in rows[0]["evidence"])
    assert "no rule of this version" not in shown and "       stance: " in shown


def test_a_name_is_explained():
    shown = kg("ground", "liver cancer", "--explain").stdout
    assert shown.splitlines()[0].split()[1].startswith("MONDO:") and "MESH:D" in shown


def test_a_graph_is_checked(built, tmp_path):
    assert kg("check", built / "kg.ttl").stdout.endswith("conforms\n")
    text = (built / "kg.ttl").read_text(encoding="utf-8")
    (tmp_path / "bad.ttl").write_text(re.sub(r"rk:effect rk:\w+", "rk:effect rk:Gain", text), encoding="utf-8")
    done = kg("check", tmp_path / "bad.ttl")
    assert done.returncode == 1 and "effect" in done.stdout and done.stderr.startswith("kg: the graph has ")


def test_a_query_answers_as_table_and_as_json(built):
    (query, *_) = (q for q in list_queries() if not q.parameters)
    table = kg("query", query.name, "-d", built).stdout.splitlines()
    rows = [json.loads(line) for line in kg("query", query.name, "-d", built, "--json").stdout.splitlines()]
    assert [list(row) for row in rows] == [table[0].split("\t")] * (len(table) - 1)


def test_the_module_is_the_command():
    done = subprocess.run([sys.executable, "-m", "kg", "build"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "Usage: " in done.stderr and "kg build" in done.stderr


def test_every_dependency_is_accounted_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split("[><=]", one)[0] for one in wanted]
    assert [name for name in names if name not in told] == []
