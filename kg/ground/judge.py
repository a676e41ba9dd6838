"""How well one candidate fits one surface: a score from 0 to 1 and the reasons in words (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.ground.ports import CandidateLike
    from kg.ground.words import Settings, Words
    from kg.model import Concept, Kind, MentionType

MENTION_TYPES: Final[Mapping[Kind, MentionType]] = {
    "disease": "Disease", "chemical": "Chemical", "metabolite": "Chemical", "gene": "Gene", "rna": "Gene",
    "family": "Gene", "process": "Process", "pathway": "Process", "cell": "Cell", "vesicle": "Cell",
    "microbe": "Organism", "organism": "Organism", "procedure": "Procedure", "intervention": "Procedure",
    "genetic_alteration": "Variant",
}  # fmt: skip
OWN_SOURCE: Final = "aliases"  # our own list of short forms, made by hand: it may name what the others may not
_GENES: Final = frozenset(("gene", "rna", "family"))
# at equal scores the first kind wins
_KIND_ORDER: Final = ("disease", "chemical", "metabolite", "gene", "rna", "family", "process", "pathway",
                      "cell",
                      "procedure", "intervention", "microbe")  # fmt: skip
_SHORT_ABBREVIATION: Final = 4  # letters up to which a disease's abbreviation wants a cue
# old names of genes tell what cells without them do: "doxorubicin resistance"
_PHENOTYPES: Final = (" resistance", " resistant", " sensitivity", " susceptibility", " tolerance")
_SIGNS: Final = re.compile(r"[^\w+]|_")
_WORD_LIKE: Final = re.compile(r"[a-z]{4}")  # S-Adenosylmethionine is a word, Cdkn2a is a symbol
_PHOSPHORYLATED: Final = re.compile(r"p[A-Z]{3,5}")
_SCOPE_WORDS: Final = {
    "label": "label", "exact": "exact name", "previous": "former name", "abbreviation": "abbreviation",
    "unscoped": "synonym", "narrow": "narrower name", "broad": "broader name", "related": "related name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate with its score; a score of 0 means refused, and ``why`` says for what.

    ``wants_cue``: the reading holds only where a word of its kind stands nearby.
    """

    concept: Concept
    score: float
    why: str
    name: str
    source: str
    wants_cue: bool = False

    @property
    def type(self) -> MentionType | None:
        """What the mention would be called; None for kinds that are no mentions."""
        return MENTION_TYPES.get(self.concept.kind)


def compact(text: str) -> str:
    """Letters, digits and plus signs only."""
    return _SIGNS.sub("", text)


def is_symbol(name: str) -> bool:
    """Whether a name is written like a symbol, so that its case carries meaning: MT1G, mTOR, Ras."""
    if " " in name or _WORD_LIKE.search(name):
        return False
    return len(name) <= 3 or any(c.isdigit() or c.isupper() for c in name[1:])


def judge(surface: str, candidates: Sequence[CandidateLike], words: Words, settings: Settings) -> tuple[Option, ...]:
    """Every concept among the candidates once, best reading first; refused ones (score 0) last."""
    best: dict[str, Option] = {}
    named = any(_is_named_so(surface, c) for c in candidates)
    family_names = not named and any(is_true_family(c) for c in candidates)
    for candidate in candidates:
        option = _one(surface, candidate, words, settings, beside_family=family_names)
        known = best.get(str(option.concept.id))
        if known is None or option.score > known.score:
            best[str(option.concept.id)] = option
    options = list(best.values())
    if any(o.concept.kind in ("gene", "rna") and o.score >= settings.threshold for o in options):
        options = [_beside_gene(option, settings) for option in options]
    return tuple(sorted(options, key=_order))


def _is_named_so(surface: str, candidate: CandidateLike) -> bool:
    """Whether a gene's symbol or approved name is the surface, whatever family bears it too: Src, SRC."""
    if candidate.concept.kind not in ("gene", "rna") or candidate.name.lower() != surface.lower():
        return False
    return candidate.scope == "label" or (candidate.scope == "exact" and candidate.source == "NCBIGene")


def _beside_gene(option: Option, settings: Settings) -> Option:
    """A protein that MeSH describes gives way to the human gene of the same name."""
    if option.concept.kind != "family" or is_true_family(option):
        return option
    score = round(option.score * settings.factor["protein_beside_gene"], 4)
    return replace(option, score=score, why=f"{option.why}, beside a human gene of the name")


def _order(option: Option) -> tuple[float, int, int, int, str, str]:
    kind = option.concept.kind
    rank = _KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER)
    identifier = option.concept.id.identifier
    far = _unlike(option.name, option.concept.label) if kind in _GENES else 0
    return (-option.score, rank, far, len(identifier), identifier, option.concept.id.prefix)


def _unlike(alias: str, symbol: str) -> int:
    """How little an alias is like the gene's symbol: 0 it begins so, 1 its letters are in it in order, 2 otherwise."""
    short, long = compact(alias).upper(), symbol.upper()
    if long.startswith(short) or short.startswith(long):
        return 0
    letters = iter(long)
    return 1 if all(letter in letters for letter in short) else 2


def is_true_family(candidate: CandidateLike | Option) -> bool:
    """A family of genes, not merely a protein that MeSH describes."""
    return candidate.concept.kind == "family" and any(i.prefix == "FPLX" for i in candidate.concept.ids)


def _one(surface: str, candidate: CandidateLike, words: Words, settings: Settings, *, beside_family: bool) -> Option:
    concept = candidate.concept
    own = candidate.source == OWN_SOURCE
    case, case_why = _case(surface, candidate, words, settings)
    guard, guard_why, wants_cue = (1.0, "", False) if own else _guards(surface, candidate, words, settings)
    score = settings.scope[candidate.scope] * case * guard
    if own and case and candidate.scope in ("label", "exact", "abbreviation"):
        score = max(score, settings.factor[f"own_{candidate.scope}"])
    if beside_family and is_true_family(candidate):
        score *= settings.factor["family_of_alias"]
    reasons = [f"{_SCOPE_WORDS[candidate.scope]} in {candidate.source}", case_why, guard_why]
    why = ", ".join(reason for reason in reasons if reason)
    return Option(concept, round(min(score, 1.0), 4), why, candidate.name, candidate.source, wants_cue)


def _case(surface: str, candidate: CandidateLike, words: Words, settings: Settings) -> tuple[float, str]:
    """The factor for how the surface's spelling agrees with the name's."""
    name = candidate.name
    if surface == name:
        return 1.0, "exact case"
    factor = settings.factor
    bare, other = compact(surface), compact(name)
    if bare == other:
        return 1.0, "same letters and case"
    single = bare[:-1] if len(bare) > 2 and bare[-1] == "s" and other[-1:] != "s" else bare
    if single == other:
        return factor["same_case_plural"], "plural"
    if is_symbol(name) and not bare.isdigit():
        return _symbol_case(surface, single, candidate, words, settings)
    if surface.isupper() and len(bare) <= 5:
        return factor["capital_word"], "capitals, while the name is an ordinary word"
    if single.lower() == other.lower():
        return factor["other_case"], "case differs"
    if single.lower() + "s" == other.lower():
        return factor["other_number"], "the name is a plural"
    return factor["other_spelling"], "spelling differs"


def _symbol_case(
    surface: str, bare: str, candidate: CandidateLike, words: Words, settings: Settings
) -> tuple[float, str]:
    """Symbols demand agreement in case: 'set' and 'Was' are no genes, 'Kras' is one written as in mice."""
    factor, other = settings.factor, compact(candidate.name)
    same = bare.lower() == other.lower()
    if any(c.isdigit() for c in other):
        if len(bare) <= 2:
            return 0.0, "a symbol of two characters in another case"
        if " " in surface and " " not in candidate.name and surface.replace(" ", "").islower():
            return 0.0, "a word and a number"  # in the past 3 years
        return (factor["symbol_digits"] if not bare.isupper() else factor["symbol_upper"]), "symbol in another case"
    if bare.islower() and same:
        return 0.0, "a symbol, but written in lower case"
    if _PHOSPHORYLATED.fullmatch(surface) and other.isupper():
        return 0.0, "a phosphorylated protein, p for phosphate"  # pERK is ERK, not PERK
    if bare.istitle() and surface.isalnum() and same and not other.istitle():
        alias = candidate.scope not in ("label", "exact", "previous")
        if candidate.concept.kind not in _GENES or len(bare) < 3 or alias or bare.lower() in words.ordinary:
            return 0.0, "a symbol, but written like a word"
        return factor["symbol_mouse"], "written as in mice, read as the human gene"
    if bare.isupper():
        return factor["symbol_upper"], "symbol in capitals"
    return factor["symbol_mixed"] if same else factor["other_spelling"], "symbol in another spelling"


def _guards(surface: str, candidate: CandidateLike, words: Words, settings: Settings) -> tuple[float, str, bool]:
    """The factor that guards short symbols and ordinary words, why, and whether a cue is wanted nearby."""
    factor, kind, scope = settings.factor, candidate.concept.kind, candidate.scope
    bare = compact(surface)
    symbol = is_symbol(candidate.name)
    if len(bare) <= 1:
        return 0.0, "a single character", False
    if len(bare) == 2 and symbol:
        if scope != "label":
            return 0.0, "two characters", False
        return factor["two_characters"], "two characters", True
    if kind in _GENES and surface.lower().endswith(_PHENOTYPES):
        return 0.0, "what cells do, not a gene", False
    if surface in words.clinical and kind in _GENES:
        return 0.0, "a clinical abbreviation", False
    if bare.lower() in words.ordinary and (symbol or scope != "label"):
        if not bare.isupper():
            return 0.0, "an ordinary word", False
        return factor["ordinary_capitals"], "also an ordinary word", True
    if kind in ("gene", "rna") and surface[-1] == "s" and candidate.name[-1] not in "sS":
        return factor["gene_plural"], "a plural, which genes seldom have", True
    initials = (
        len(candidate.name) <= _SHORT_ABBREVIATION and candidate.name.lower() not in candidate.concept.label.lower()
    )
    if kind == "disease" and scope != "label" and initials and bare.isalpha():
        return 1.0, "a short abbreviation", True
    if candidate.source == "GO" and scope == "unscoped":
        return factor["process_synonym"], "", False
    if kind in ("gene", "rna") and scope == "unscoped":
        return _alias(bare, settings, symbol=symbol)
    if candidate.concept.id.prefix == "MESH" and candidate.concept.id.identifier.startswith("C"):
        return _supplement(bare, settings)
    return 1.0, "", False


def _alias(bare: str, settings: Settings, *, symbol: bool) -> tuple[float, str, bool]:
    factor = settings.factor
    if symbol and len(bare) <= 3 and bare.isalpha():
        return factor["gene_alias"] * factor["short_gene_alias"], "short alias", True
    if symbol and len(bare) == 4 and bare.isalpha():
        return factor["gene_alias"] * factor["middle_gene_alias"], "alias", False
    return factor["gene_alias"], "alias", False


def _supplement(bare: str, settings: Settings) -> tuple[float, str, bool]:
    if len(bare) <= 3:
        return settings.factor["short_gene_alias"], "short name of a supplementary record", True
    return settings.factor["supplement"], "", False


def pros_and_cons(
    surface: str, candidate: CandidateLike, words: Words, settings: Settings
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for a candidate and what against it, in words, with the factors on its score."""
    own = candidate.source == OWN_SOURCE
    name = f"{_SCOPE_WORDS[candidate.scope]} {candidate.name!r} in {candidate.source}"
    speaks_for = [f"{name} ({settings.scope[candidate.scope]:g})"]
    against: list[str] = []
    factor, why = _case(surface, candidate, words, settings)
    (speaks_for if factor == 1 else against).append(_with_factor(why, factor))
    factor, why, wants_cue = (1.0, "", False) if own else _guards(surface, candidate, words, settings)
    if why and factor < 1:
        against.append(_with_factor(why, factor))
    if wants_cue:
        against.append("holds only beside a word of its kind, or where the document names it in full")
    return tuple(speaks_for), tuple(against)


def _with_factor(why: str, factor: float) -> str:
    return why if factor == 1 else f"{why}: refused" if not factor else f"{why} (×{factor:g})"
