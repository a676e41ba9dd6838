"""The word lists of grounding: tab-separated files beside this module, and ``settings.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from kg.errors import RuleError
from kg.ground.drug_forms import DrugForms
from kg.ground.members import UsualMembers
from kg.ground.residues import Residues
from kg.ground.species import SpeciesCue
from kg.model import Curie, MentionType
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HERE: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Thresholds and weights; see ``settings.toml`` for what each means."""

    threshold: float
    margin: float
    cue_bonus: float
    coherence_bonus: float
    window: int
    rivals: int
    report_count: int
    scope: Mapping[str, float]
    factor: Mapping[str, float]
    tagged: Mapping[str, float]
    species: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What stands although the tagger did not see it: sources, branches of the vocabularies, ends of names.

    ``classes``: ends of names that stand where the document speaks of tumours, as one of ``tumours`` says.
    ``misspelt``: ends of names that are looked for with one letter wrong.
    ``symbol``: what names of genes look like that are nothing else.
    ``code``: what the development code of a drug looks like.
    """

    sources: frozenset[str]
    branches: frozenset[Curie]
    ends: tuple[str, ...]
    misspelt: tuple[str, ...]
    symbol: re.Pattern[str]
    classes: tuple[str, ...]
    tumours: tuple[str, ...]
    code: re.Pattern[str]

    def ends_of(self, text: str) -> tuple[str, ...]:
        """The ends of names that stand in this document."""
        low = text.lower()
        return self.ends + self.classes if any(letters in low for letters in self.tumours) else self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Every word list: ``ordinary`` in lower case, the keys of the others mostly in normal form."""

    function: frozenset[str]
    opening: frozenset[str]  # of the function words those with which longer names begin
    ordinary: frozenset[str]
    blocked: Mapping[str, str]  # normal form -> reason
    blocked_beginnings: tuple[tuple[str, str], ...]  # beginning of a label -> reason
    branches: Mapping[Curie, tuple[str, str]]  # concept -> rule (whole, inside, keep) and label
    adjectives: Mapping[str, str]  # normal form -> name of the disease
    clinical: Mapping[str, str]  # abbreviation -> what it means when undefined, empty: nothing groundable
    preferred: Mapping[str, Curie]  # normal form -> the reading meant
    cell_lines: frozenset[str]
    modifiers: frozenset[str]
    cues: Mapping[MentionType, tuple[str, ...]]
    heads: Mapping[str, MentionType]
    species: Mapping[str, tuple[SpeciesCue, ...]]
    general: frozenset[Curie]  # headings that say too little
    kept: Kept


@cache
def default_settings() -> Settings:
    """The settings that come with the product."""
    with (_HERE / "settings.toml").open("rb") as file:
        values: dict[str, Any] = tomllib.load(file)
    return Settings(**values)


@cache
def default_residues() -> Residues:
    """The amino acids that come with the product."""
    rows = list(_rows("amino_acids.tsv", 2))
    return Residues.of([*(cells[0] for cells in rows)], [name for cells in rows for name in cells[1].split("|")])


@cache
def default_members() -> UsualMembers:
    """The usual members of families that come with the product."""
    rows = _rows("usual_members.tsv", 3)
    return UsualMembers({Curie.from_string(cells[0]): Curie.from_string(cells[1]) for cells in rows})


@cache
def default_forms() -> DrugForms:
    """The forms of drugs that come with the product."""
    rows = list(_rows("drug_forms.tsv", 2))
    of = {kind: [letters for known, letters in rows if known == kind] for kind in ("salt", "start", "stem", "word")}
    return DrugForms(frozenset(of["salt"]), tuple(of["start"]), tuple(of["stem"]), frozenset(of["word"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWords:
    """``rest``: words, in normal form, that do not change a disease's name; ``taxa``: NCBI taxon to name."""

    rest: frozenset[str]
    taxa: Mapping[str, str]


@cache
def audit_words() -> AuditWords:
    """The words of the audit that come with the product."""
    rows = list(_rows("audit_words.tsv", 2, optional=1))
    return AuditWords(
        rest=frozenset(normal_name(cells[1]).strip() for cells in rows if cells[0] == "rest"),
        taxa={cells[1]: cells[2] for cells in rows if cells[0] == "taxon"},
    )


@cache
def default_words() -> Words:
    """The word lists that come with the product."""
    blocked = [(cells[0], cells[1]) for cells in _rows("blocked.tsv", 2)]
    return Words(
        function=frozenset(cells[0] for cells in _rows("function_words.tsv", 1)),
        opening=frozenset(cells[0] for cells in _rows("function_words.tsv", 1, optional=1) if cells[1] == "opens"),
        ordinary=frozenset(cells[0] for cells in _rows("ordinary_words.tsv", 1)),
        blocked={normal_name(name): reason for name, reason in blocked if not name.endswith("*")},
        blocked_beginnings=tuple((name[:-1], reason) for name, reason in blocked if name.endswith("*")),
        branches={Curie.from_string(cells[1]): (cells[0], cells[2]) for cells in _rows("blocked_branches.tsv", 3)},
        adjectives={normal_name(cells[0]): cells[1] for cells in _rows("adjectives.tsv", 2)},
        clinical={cells[0]: "" if cells[1] == "-" else cells[1] for cells in _rows("abbreviations.tsv", 2)},
        preferred={normal_name(cells[0]): Curie.from_string(cells[1]) for cells in _rows("preferred.tsv", 3)},
        cell_lines=frozenset(normal_name(cells[0]) for cells in _rows("cell_lines.tsv", 1)),
        modifiers=frozenset(normal_name(cells[0]).strip() for cells in _rows("modifiers.tsv", 1)),
        cues=_cues(),
        heads={cells[1]: cast("MentionType", cells[0]) for cells in _rows("heads.tsv", 2)},
        kept=_kept(),
        general=frozenset(Curie.from_string(cells[0]) for cells in _rows("general_headings.tsv", 2)),
        species=_species(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewordings:
    """Other ways to say a name of a type: words swapped (normal forms), and words at its ends left out."""

    swaps: Mapping[MentionType, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    ends: Mapping[MentionType, tuple[tuple[str, str], ...]]


@cache
def default_rewordings() -> Rewordings:
    """The rewordings that come with the product."""
    swaps: dict[MentionType, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    ends: dict[MentionType, list[tuple[str, str]]] = {}
    for kind_name, rule, old, new in _rows("rewordings.tsv", 3, optional=1):
        kind = cast("MentionType", kind_name)
        swaps.setdefault(kind, [])
        ends.setdefault(kind, [])
        if rule == "swap":
            swaps[kind].append((tuple(old.split()), tuple(new.split())))
        else:
            ends[kind].append((rule, old))
    return Rewordings(
        swaps={kind: tuple(some) for kind, some in swaps.items()},
        ends={kind: tuple(some) for kind, some in ends.items()},
    )


def _kept() -> Kept:
    rows = [(cells[0], cells[1]) for cells in _rows("kept.tsv", 2)]
    return Kept(
        sources=frozenset(value for rule, value in rows if rule == "source"),
        branches=frozenset(Curie.from_string(value) for rule, value in rows if rule == "branch"),
        ends=tuple(value for rule, value in rows if rule == "end"),
        misspelt=tuple(value for rule, value in rows if rule in {"end", "misspelt"}),
        symbol=re.compile("|".join(value for rule, value in rows if rule == "symbol")),
        classes=tuple(value for rule, value in rows if rule == "class"),
        tumours=tuple(value for rule, value in rows if rule == "tumour"),
        code=re.compile("|".join(value for rule, value in rows if rule == "code")),
    )


def _cues() -> dict[MentionType, tuple[str, ...]]:
    found: dict[MentionType, list[str]] = {}
    for kind, cue in _rows("cues.tsv", 2):
        found.setdefault(cast("MentionType", kind), []).append(cue)
    return {kind: tuple(cues) for kind, cues in found.items()}


def _species() -> dict[str, tuple[SpeciesCue, ...]]:
    found: dict[str, tuple[SpeciesCue, ...]] = {}
    for taxon, word, kind in _rows("species.tsv", 3):
        found[word] = (*found.get(word, ()), SpeciesCue(int(taxon), kind))
    return found


def _rows(name: str, width: int, optional: int = 0) -> Iterator[list[str]]:
    """The rows of a file without comments and empty lines, ``optional`` cells filled up with empty ones.

    Raises RuleError on a row that is too short.
    """
    path = _HERE / name
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < width or not cells[0]:
            raise RuleError(str(path), number, f"expected {width} tab-separated cells")
        yield [*cells, *[""] * optional][: width + optional]
