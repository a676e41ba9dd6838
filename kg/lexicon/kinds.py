"""What a concept is, from the class marks of its vocabulary; the rules are in ``kinds.tsv``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import RuleError
from kg.lexicon.values import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Kind

_RULES = Path(__file__).with_name("kinds.tsv")
_LOCUS_KINDS: dict[str, Kind] = {
    "RNA, long non-coding": "rna", "RNA, micro": "rna", "RNA, cluster": "rna", "RNA, misc": "rna",
    "RNA, small nucleolar": "rna", "RNA, small nuclear": "rna", "RNA, transfer": "rna",
    "RNA, ribosomal": "rna", "RNA, vault": "rna", "RNA, Y": "rna",
    # the words of NCBI gene_info
    "ncRNA": "rna", "snoRNA": "rna", "snRNA": "rna", "tRNA": "rna", "rRNA": "rna", "scRNA": "rna",
}  # fmt: skip


@cache
def _tree_rules() -> dict[str, tuple[int, Kind]]:
    """Tree prefix to its line (a lower line goes first) and kind."""
    rules: dict[str, tuple[int, Kind]] = {}
    for number, line in enumerate(_RULES.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        kind = next((k for k in KINDS if k == cells[0]), None)
        if kind is None or len(cells) != 3:
            raise RuleError(str(_RULES), number, "expected a kind, a tree prefix and a comment")
        rules[cells[1]] = (number, kind)
    return rules


def kind_of_trees(trees: Iterable[str]) -> Kind:
    """The kind of a MeSH descriptor with these tree numbers; ``other`` where no rule fits."""
    rules = _tree_rules()
    found = [rule for tree in trees if (rule := _rule_of_tree(tree, rules)) is not None]
    return min(found)[1] if found else "other"


def _rule_of_tree(tree: str, rules: dict[str, tuple[int, Kind]]) -> tuple[int, Kind] | None:
    prefix = tree
    while prefix:
        if prefix in rules:
            return rules[prefix]
        prefix = prefix.rpartition(".")[0]
    return rules.get(tree[:1])


def kind_of_locus(locus_type: str) -> Kind:
    """``rna`` for loci whose product is an RNA, else ``gene``; words of HGNC and of NCBI Gene."""
    return _LOCUS_KINDS.get(locus_type, "gene")


def kind_of_process(label: str) -> Kind:
    """``pathway`` for signalling terms of GO, else ``process``."""
    signalling = (
        "signaling pathway",
        "signal transduction",
        "signaling cascade",
        "MAPK cascade",
        "kinase cascade",
    )
    is_pathway = label.endswith(signalling) and not label.startswith(("regulation", "positive", "negative"))
    return "pathway" if is_pathway else "process"
