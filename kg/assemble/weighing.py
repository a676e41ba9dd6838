"""Belief in a claim: a noisy-or over independent papers; the weights stand beside it, in belief.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.model import DocumentFacts, Evidence

_WEIGHTS = Path(__file__).with_name("belief.toml")
_EXPECTED = {
    "stance": ("asserted", "hedged", "negated"),
    "paper": ("article", "unknown", "review"),
    "reader": ("rules", "llm"),
    "curation": ("accepted",),
    "limits": ("highest_belief", "direct_triple"),
}
_MODEL: Final = "llm:"  # what the rule of an evidence row begins with where a language model read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What a sentence, a paper, a reader and a curator count for, and the two limits; all 0..1."""

    stance: tuple[tuple[str, float], ...]
    paper: tuple[tuple[str, float], ...]
    reader: tuple[tuple[str, float], ...]
    accepted: float
    highest_belief: float
    direct_triple: float


@cache
def load_weights(path: Path = _WEIGHTS) -> Weights:
    """Read and check a weights file; raises ConfigError on a missing, unknown or impossible number."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(str(path), f"cannot be read: {error}") from error
    for table, names in _EXPECTED.items():
        given = tables.get(table)
        if not isinstance(given, dict) or sorted(_general(given)) != sorted(names):
            raise ConfigError(f"{path}: [{table}]", f"must hold exactly {', '.join(names)}")
        for name, number in given.items():
            if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
                raise ConfigError(f"{path}: {table}.{name}", f"must be a number from 0 to 1, not {number!r}")
    return Weights(
        stance=tuple(sorted(tables["stance"].items())),
        paper=tuple(sorted(tables["paper"].items())),
        reader=tuple(sorted(tables["reader"].items())),
        accepted=float(tables["curation"]["accepted"]),
        highest_belief=float(tables["limits"]["highest_belief"]),
        direct_triple=float(tables["limits"]["direct_triple"]),
    )


def _general(names: Iterable[str]) -> list[str]:
    """The names that a table must have; single models, such as ``"llm:qwen3"``, may be added."""
    return [name for name in names if not name.startswith(_MODEL)]


def belief(evidence: Iterable[Evidence], documents: Mapping[str, DocumentFacts], weights: Weights) -> float:
    """Belief 0..1 in a claim, rounded to three decimals.

    Each paper gives its best sentence for and its best sentence against; papers are taken as independent, but for
    a review and the study that it cites.
    """
    best_for: dict[str, float] = {}
    best_against: dict[str, float] = {}
    for one in evidence:
        strength = sentence_strength(one, documents[one.document], weights)
        side = best_against if one.stance == "negated" else best_for
        side[one.document] = max(side.get(one.document, 0.0), strength)
    supporting, denying = (_independent(side, documents) for side in (best_for, best_against))
    value = _noisy_or(supporting) * (1.0 - _noisy_or(denying))
    return round(min(value, weights.highest_belief), 3)


def sentence_strength(evidence: Evidence, document: DocumentFacts, weights: Weights) -> float:
    """Stance weight × score × reader weight × paper weight; nothing for a retracted paper."""
    if document.retracted:
        return 0.0
    surety = evidence.score * reader_weight(evidence.rule, weights)
    return dict(weights.stance)[evidence.stance] * surety * dict(weights.paper)[document.kind]


def reader_weight(rule: str, weights: Weights) -> float:
    """How far the reader is trusted that the rule's name tells of: ``llm:NAME`` is a language model."""
    known = dict(weights.reader)
    if not rule.startswith(_MODEL):
        return known["rules"]
    return known.get(rule, known["llm"])


def with_verdict(value: float, weights: Weights) -> float:
    """Belief in a claim that a curator accepts: the curator is one more independent witness."""
    return round(min(1.0 - (1.0 - value) * (1.0 - weights.accepted), weights.highest_belief), 3)


def _independent(strengths: Mapping[str, float], documents: Mapping[str, DocumentFacts]) -> dict[str, float]:
    """The strengths of independent witnesses: a review and a witness that it cites are one, of the greater strength."""
    if len(strengths) < 2 or not any(documents[name].kind == "review" and documents[name].cites for name in strengths):
        return dict(strengths)
    by_id = {
        str(i).casefold(): name for name in sorted(strengths) for i in (name, *documents[name].ids) if strengths[name]
    }
    found = {name: strength for name, strength in strengths.items() if strength}
    for name in sorted(strengths):
        if documents[name].kind == "review" and documents[name].cites and name in found:
            cited = {by_id[key] for i in documents[name].cites if (key := str(i).casefold()) in by_id} - {name}
            standing = sorted((other for other in cited if other in found), key=lambda other: (-found[other], other))
            if standing:
                found[standing[0]] = max(found[standing[0]], found.pop(name))
    return found


def _noisy_or(strengths: Mapping[str, float]) -> float:
    doubt = 1.0
    for document in sorted(strengths):  # a fixed order, because float products depend on it
        doubt *= 1.0 - strengths[document]
    return 1.0 - doubt
