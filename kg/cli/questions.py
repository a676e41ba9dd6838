"""The commands that look into a name, a claim or a graph: ground, explain, check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, get_args

import typer

from kg.cli.checking import KNOWN_TO_RETIRE, Checker, Form, retired_identifiers, tell
from kg.cli.console import Index, say, show
from kg.errors import InputError, InvalidGraph
from kg.model import MentionType

Build = Annotated[Path, typer.Option("-d", "--dir", help="The build to look in.")]
_BUILD = Path("build/graph")
_FIRST = 5  # readings that are shown without --explain


def ground(
    text: Annotated[str, typer.Argument(help="A name, such as `liver cancer`.")],
    kind: Annotated[
        str, typer.Option("--type", help="Disease, Chemical, Gene, Process, Cell, Organism or Procedure.")
    ] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every candidate with what spoke for and against it.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object: the answer and every candidate.")] = False,
    index: Index = None,
) -> None:
    """Show what a name can mean, best first, with scores and reasons; or that there is no answer, and why.

    Example: `kg ground "liver cancer" --explain`
    """
    from kg.annotation import open_lexicon, trained
    from kg.cli.readings import explained, told, told_briefly, told_inside

    wanted = _mention_type(kind)
    answer = trained(open_lexicon(index, say)).explain(text, wanted)
    if as_json:
        show(json.dumps(explained(answer), ensure_ascii=False))
        return
    if answer.answer is None:
        show(f"no answer: {answer.reason}")
    for reading in answer.readings if explain else answer.readings[:_FIRST]:
        show("\n".join(told(reading) if explain else told_briefly(reading)))
    for grounding in answer.inside:
        show(told_inside(grounding))


def _mention_type(name: str) -> MentionType | None:
    known: dict[str, MentionType] = {one.casefold(): one for one in get_args(MentionType)}
    if name and name.casefold() not in known:
        raise InputError(f"--type {name!r} is unknown; it is one of {', '.join(known.values())}")
    return known.get(name.casefold())


def explain(
    claim: Annotated[str, typer.Argument(help="The key of a claim, or its first letters.")],
    folder: Build = _BUILD,
) -> None:
    """Show every piece of evidence of a claim, the rule that fired and what each field was derived from.

    Example: `kg explain q3zv -d graph`
    """
    from kg.claims.rules import rules
    from kg.explanation import explanation
    from kg.pipeline import claims_of

    rows = [row for row in claims_of(folder) if claim and row["claim"].startswith(claim)]
    if not rows:
        raise InputError(f"no claim in {folder} has a key that starts with {claim!r}; see {folder / 'claims.jsonl'}")
    known = {rule.id: rule for rule in rules()}
    for row in rows:
        show("\n".join(explanation(row, known)))


def check(
    file: Annotated[
        Path, typer.Argument(help="A graph: .ttl, .nq, .nt, .trig, .jsonld or .rdf, also compressed as .gz.")
    ],
    shapes: Annotated[
        Path | None, typer.Option("--shapes", help="A folder of shapes other than the product's.")
    ] = None,
    form: Annotated[
        Form, typer.Option("--format", help="The report; `tsv` has every violation, the others examples and counts.")
    ] = Form.markdown,
    engine: Annotated[
        Checker, typer.Option("--engine", help="`fast`, for any size, or `pyshacl`, the reference.")
    ] = Checker.fast,
    audit: Annotated[
        bool, typer.Option("--audit", help="Look for gaps of a release too: provenance, licences, labels, versions.")
    ] = False,
    vocabulary: Annotated[
        list[str] | None,
        typer.Option(
            "--vocabulary", help="For the audit: a release (OBO, OWL) whose retired identifiers are looked for."
        ),
    ] = None,
) -> None:
    """Validate a graph against the shapes; exit code 1 when it violates them.

    Example: `kg check graph/kg.ttl --audit`
    """
    from kg.data import data_directory
    from kg.graph import Engine, check_graph

    dead = retired_identifiers(vocabulary or (KNOWN_TO_RETIRE if audit else ()))
    contract = shapes or data_directory("shapes")
    found = check_graph(file, contract, Engine(engine), audited=audit or bool(dead), retired=dead)
    if not found and not found.triples:
        raise InputError(f"{file}: holds no triples, so there is nothing to check")
    if found.notice:
        say(found.notice)
    tell(found, form, str(file))
    if found:
        raise InvalidGraph(found)
