"""The commands about alignments: `kg align A B`, and `kg align audit`, `combine`, `explain`, `merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.console import complain, guarded, say, show
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.align.alignment import Alignment
    from kg.align.values import Vocabulary
    from kg.mappings import MappingSet
    from kg.model import Mapping

_MATCH = "match"
_MOST = 20  # removals told of one by one
_CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
_BUILT_IN = ("MONDO", "MESH", "GO", "NCBIGene", "FPLX", "mechanisms")
Folder = Annotated[Path | None, typer.Option("--from", help="A folder of vocabularies other than the product's.")]
With = Annotated[
    list[str] | None, typer.Option("--with", "-w", help="A vocabulary that the mappings are about: a name or a file.")
]


class _Group(TyperGroup):
    """`kg align A B` means `kg align match A B`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # typer does not export its base's type
        """Put the command in where the first word is none."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_MATCH, *args]
        return super().parse_args(ctx, args)


align_app = typer.Typer(
    cls=_Group, no_args_is_help=True,
    help="Align two vocabularies (`kg align A B -o map.sssom.tsv`); audit, combine, explain, merge alignments.",
)  # fmt: skip


def match(
    one: Annotated[str, typer.Argument(metavar="A", help="A built-in vocabulary's name, or a file.")],
    other: Annotated[str, typer.Argument(metavar="B", help="A built-in vocabulary's name, or a file.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The SSSOM table to write.")],
    no_curated: Annotated[
        bool, typer.Option("--no-curated", help="Hide every cross-reference that the vocabularies carry.")
    ] = False,
    reasoner: Annotated[
        bool, typer.Option("--reason", help="Also let HermiT classify the union (needs Java).")
    ] = False,
    matched_only: Annotated[
        bool, typer.Option("--matched-only", help="Leave out the cross-references that the vocabularies carry.")
    ] = False,
    least: Annotated[float, typer.Option(help="Leave out mappings that are less sure than this, 0 to 1.")] = 0.0,
    licence: Annotated[str, typer.Option("--licence", help="The licence of the mapping set.")] = _CC0,
    folder: Folder = None,
) -> None:
    """Align two vocabularies and write the mappings as SSSOM.

    A and B are OBO, OWL, Turtle or MeSH files, or MONDO, MESH, GO, NCBIGene, FPLX, mechanisms.

    Example: `kg align MONDO MESH --no-curated -o mondo-mesh.sssom.tsv`
    """
    from kg.align.alignment import UNSPECIFIED, align
    from kg.align.sources import open_vocabulary
    from kg.mappings import write_mappings

    a, b = (open_vocabulary(name, _folder(folder)) for name in (one, other))
    say(f"{a.name}: {len(a.terms)} terms; {b.name}: {len(b.terms)} terms")
    found = align(a, b, curated=not no_curated)
    rows = [m for m in found.mappings if m.confidence is None or m.confidence >= least]
    rows = [m for m in rows if not matched_only or m.justification != UNSPECIFIED]
    write_mappings(out, rows, _about(out, a, b, licence))
    _tell(found)
    if reasoner:
        _reason((a, b), found.mappings, _folder(folder))
    show(str(out))


def _folder(folder: Path | None) -> Path:
    from kg.data import data_directory

    return folder or data_directory("ontologies")


def _about(out: Path, one: Vocabulary, other: Vocabulary, licence: str) -> MappingSet:
    from kg import __version__
    from kg.mappings import MappingSet

    def source(vocabulary: Vocabulary) -> str:
        return " ".join(filter(None, (vocabulary.name, vocabulary.version)))

    return MappingSet(
        id=f"https://w3id.org/resistkg/mappings/{out.name}", title=f"{one.name} to {other.name}",
        description="Matched by names and surroundings, one to one, and checked for coherence.",
        licence=licence, tool="ResistKG kg align", tool_version=__version__,
        prefixes=tuple(sorted({**one.prefixes, **other.prefixes}.items())),
        others=(("other", f'"subjects: {_safe(source(one))}; objects: {_safe(source(other))}"'),),
    )  # fmt: skip


def _safe(text: str) -> str:
    return " ".join(text.split()).replace("\\", " ").replace('"', "'")


def _tell(found: Alignment) -> None:
    from collections import Counter

    counts = Counter(m.predicate for m in found.mappings if not m.modifier)
    say("; ".join(f"{predicate} {number}" for predicate, number in sorted(counts.items())))
    for removal in found.removed[:_MOST]:
        say(f"removed {removal.subject} = {removal.object} ({removal.kind}): {removal.why}")
    if len(found.removed) > _MOST:
        say(f"and {len(found.removed) - _MOST} more were removed; the table has them as Not, each with its reason")


def _reason(vocabularies: Sequence[Vocabulary], mappings: Iterable[Mapping], folder: Path) -> None:
    from kg.align.merging import merged
    from kg.align.reasoning import reason
    from kg.scheme import Scheme

    verdict = reason(merged(vocabularies, mappings, Scheme.from_file(folder / "mechanisms.tsv"), ".nt"))
    if not verdict.ran:
        complain(f"no reasoner ran: {verdict.why}")
    elif not verdict.consistent:
        complain("the union is inconsistent")
    else:
        say(f"HermiT: {len(verdict.unsatisfiable)} unsatisfiable classes")
        for iri in verdict.unsatisfiable[:_MOST]:
            complain(f"unsatisfiable: {iri}")


def audit(
    file: Annotated[Path, typer.Argument(help="An SSSOM table of somebody's mappings.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the flags as a table here.")] = None,
    vocabularies: With = None,
    folder: Folder = None,
) -> None:
    """Flag the wrong rows of a mapping table, each with the evidence and a proposal.

    Example: `kg align audit mondo_exactmatch_mesh.sssom.tsv -o flags.tsv`
    """
    from kg.align.auditing import audit as audit_mappings
    from kg.files import write_text
    from kg.mappings import read_mappings

    rows = read_mappings(file)
    opened = _opened(rows, vocabularies or (), _folder(folder))
    lines = ["subject_id\tsubject_label\tobject_id\tobject_label\tfault\tevidence\tproposal"]
    for (one, other), some in _by_vocabularies(rows, opened):
        for flag in audit_mappings(some, one, other):
            labels = [v.terms[i].label if i in v.terms else "" for v, i in ((one, flag.subject), (other, flag.object))]
            lines.append("\t".join(
                (flag.subject, labels[0], flag.object, labels[1], flag.fault, flag.evidence, flag.proposal)
            ))  # fmt: skip
    say(f"{len(rows)} rows, {len(lines) - 1} flags")
    if out:
        write_text(out, "\n".join([*lines, ""]))
        show(str(out))
    else:
        for line in lines:
            show(line)


def _opened(rows: Iterable[Mapping], names: Iterable[str], folder: Path) -> dict[str, Vocabulary]:
    """Prefix in lower case to the vocabulary that has its terms: the given ones, else the built-in."""
    from kg.align.sources import open_vocabulary

    found: dict[str, Vocabulary] = {}
    for name in names:
        vocabulary = open_vocabulary(name, folder)
        for prefix in {identifier.partition(":")[0] for identifier in vocabulary.terms}:
            found.setdefault(prefix.lower(), vocabulary)
    wanted = {end.prefix.lower() for row in rows for end in (row.subject, row.object)}
    for name in _BUILT_IN:
        prefix = "rkm" if name == "mechanisms" else name.lower()
        if prefix in wanted and prefix not in found:
            found[prefix] = open_vocabulary(name, folder)
    unknown = sorted(wanted - found.keys())
    if unknown:
        raise InputError(f"no vocabulary for {', '.join(unknown)}; name its file with --with")
    return found


def _by_vocabularies(
    rows: Iterable[Mapping], opened: dict[str, Vocabulary]
) -> list[tuple[tuple[Vocabulary, Vocabulary], list[Mapping]]]:
    """The rows of each pair of vocabularies, their prefixes spelled as the vocabularies spell them."""
    from kg.align.sources import respelled

    groups: dict[tuple[str, str], list[Mapping]] = {}
    for row in rows:
        key = (row.subject.prefix.lower(), row.object.prefix.lower())
        groups.setdefault(key, []).append(respelled(row, opened[key[0]], opened[key[1]]))
    return [((opened[a], opened[b]), groups[a, b]) for a, b in sorted(groups)]


def explain(
    subject: Annotated[str, typer.Argument(help="An identifier, such as MONDO:0007256.")],
    thing: Annotated[str, typer.Argument(metavar="OBJECT", help="An identifier of the other vocabulary.")],
    vocabularies: With = None,
    folder: Folder = None,
) -> None:
    """Tell why two terms are, or are not, held for the same.

    Example: `kg align explain MONDO:0007256 MESH:D006528`
    """
    from kg.align.explaining import explain as explain_pair
    from kg.model import Curie, Mapping

    try:
        row = Mapping(
            subject=Curie.from_string(subject), object=Curie.from_string(thing), predicate="", justification=""
        )
    except ValueError as error:
        raise InputError(f"{error}; write PREFIX:IDENTIFIER") from error
    opened = _opened([row], vocabularies or (), _folder(folder))
    ((one, other), (row, *_)), *_ = _by_vocabularies([row], opened)
    for line in explain_pair(str(row.subject), str(row.object), one, other):
        show(line)


def combine(
    files: Annotated[list[Path], typer.Argument(help="SSSOM tables, those to believe first before the others.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The SSSOM table to write.")],
    conflicts: Annotated[Path | None, typer.Option("--conflicts", help="Write what gave way as a table here.")] = None,
    licence: Annotated[str, typer.Option("--licence", help="The licence of the mapping set.")] = _CC0,
) -> None:
    """Join mapping tables: curated before composed before matched mappings; conflicts are listed.

    Example: `kg align combine curated.sssom.tsv matched.sssom.tsv -o all.sssom.tsv`
    """
    from kg import __version__
    from kg.align.combining import combine as combine_sets
    from kg.files import write_text
    from kg.mappings import MappingSet, read_mapping_set, write_mappings

    read = [read_mapping_set(path) for path in files]
    kept, lost = combine_sets(rows for _, rows in read)
    about = MappingSet(
        id=f"https://w3id.org/resistkg/mappings/{out.name}", title=out.name, licence=licence,
        description="Joined: curated before composed before matched mappings.", tool="ResistKG kg align combine",
        tool_version=__version__, prefixes=tuple(sorted({p for about, _ in read for p in about.prefixes})),
    )  # fmt: skip
    write_mappings(out, kept, about)
    lines = [f"{c.lost.subject}\t{c.lost.predicate}\t{c.lost.object}\t{c.kept.subject}\t{c.kept.predicate}\t"
             f"{c.kept.object}\t{c.why}" for c in lost]  # fmt: skip
    if conflicts:
        write_text(conflicts, "\n".join(["subject\tpredicate\tobject\tkept_subject\tkept_predicate\tkept_object\twhy",
                                         *lines, ""]))  # fmt: skip
    else:
        for line in lines[:_MOST]:
            say(f"conflict: {line}")
    say(f"{len(kept)} mappings, {len(lost)} conflicts")
    show(str(out))


def merge(
    files: Annotated[list[Path], typer.Argument(help="SSSOM tables.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The ontology to write: .ttl, .owl or .nt.")],
    vocabularies: With = None,
    reasoner: Annotated[bool, typer.Option("--reason", help="Also let HermiT classify it (needs Java).")] = False,
    folder: Folder = None,
) -> None:
    """Write one ontology of what the mappings join, with the mechanism scheme on top.

    Example: `kg align merge mondo-mesh.sssom.tsv -o merged.owl`
    """
    from kg.align.merging import merged
    from kg.files import atomic_write
    from kg.mappings import read_mappings
    from kg.scheme import Scheme

    rows = [row for path in files for row in read_mappings(path)]
    opened = _opened(rows, vocabularies or (), _folder(folder))
    rows = [row for _, some in _by_vocabularies(rows, opened) for row in some]
    distinct = list({id(v): v for v in opened.values()}.values())
    body = merged(distinct, rows, Scheme.from_file(_folder(folder) / "mechanisms.tsv"), out.suffix)
    with atomic_write(out) as file:
        file.write(body)
    if reasoner:
        _reason(distinct, rows, _folder(folder))
    show(str(out))


align_app.command(_MATCH)(guarded(match))
align_app.command("audit")(guarded(audit))
align_app.command("combine")(guarded(combine))
align_app.command("explain")(guarded(explain))
align_app.command("merge")(guarded(merge))
