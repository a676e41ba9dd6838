"""What a build says about itself: tables of what was dropped and audited, and a Markdown report (pure)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.model import Claim, DocumentFacts, Dropped, Release, Violation

_MOST: Final = 20  # rows of a list in the report; the files beside it hold everything
_EFFECT_WORDS: Final = {
    "confers_resistance": "confers resistance to", "sensitises": "sensitises to",
    "reverses_resistance": "reverses resistance to", "no_effect": "has no effect on",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a build found, for its tables, its report and whoever prints it."""

    documents: tuple[DocumentFacts, ...]
    claims: tuple[Claim, ...]
    mentions: int
    dropped: tuple[Dropped, ...]
    unread: tuple[Dropped, ...]  # the inputs among the dropped that could not be read
    audited: tuple[dict[str, Any], ...]
    violations: Collection[Violation]  # grouped by shape, so that millions have room
    triples: int
    releases: tuple[Release, ...]

    @property
    def evidence(self) -> int:
        """The number of pieces of evidence."""
        return sum(len(claim.evidence) for claim in self.claims)


def tsv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A tab-separated table; tabs and line ends inside a cell become spaces."""
    lines = ["\t".join(header)]
    lines += ["\t".join(_cell(value) for value in row) for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    return " ".join(str("" if value is None else value).split())


def dropped_table(dropped: Iterable[Dropped]) -> str:
    """dropped.tsv: everything left out, with the reason."""
    rows = sorted((d.stage, d.document, d.span or (-1, -1), d.item, d.reason) for d in dropped)
    return tsv(
        ("stage", "document", "start", "end", "item", "reason"),
        ((s, doc, *(span if span != (-1, -1) else ("", "")), item, why) for s, doc, span, item, why in rows),
    )


def audit_table(rows: Iterable[dict[str, Any]]) -> str:
    """audit.tsv: every third-party annotation with our verdict and answer."""
    header = ("document", "kind", "text", "said", "verdict", "answer", "answer_label", "reason")
    return tsv(header, ([row[name] for name in header] for row in rows))


def claim_line(claim: Claim) -> str:
    """A claim in one line of plain words."""
    where = f" in {claim.disease.label}" if claim.disease else ""
    onset = f" ({claim.onset})" if claim.onset != "unspecified" else ""
    return (
        f"{claim.factor.label} [{claim.factor_state}] {_EFFECT_WORDS[claim.effect]} {claim.therapy.label}{where}{onset}"
    )


def markdown(outcome: Outcome, validation: str) -> str:
    """report.md: what went in, what came out, what was left out and why; ``validation`` tells of the violations."""
    claims, dropped = outcome.claims, outcome.dropped
    evidence = [e for c in claims for e in c.evidence]
    parts = [
        "# Build report\n",
        _numbers(outcome),
        _counted("Claims by effect", Counter(c.effect for c in claims)),
        _counted("Claims by onset", Counter(c.onset for c in claims)),
        _counted("Evidence by stance", Counter(e.stance for e in evidence)),
        _counted("Evidence by rule", Counter(e.rule for e in evidence)),
        _counted("Mechanisms", Counter(slug for c in claims for slug, _ in c.mechanisms)),
        _counted("Left out, by stage and reason", Counter(f"{d.stage}: {d.reason}" for d in dropped)),
        _counted("Third-party annotations, by verdict", Counter(str(a["verdict"]) for a in outcome.audited)),
        "## Claims with the highest belief\n\n" + "".join(_claim_rows(claims)),
        _curated(claims, dropped),
        validation,
        "## Vocabularies\n\n" + "".join(f"- {r.name} {r.version} ({r.licence})\n" for r in outcome.releases),
    ]
    return "\n".join(p for p in parts if p)


def _numbers(outcome: Outcome) -> str:
    silent = {d.id for d in outcome.documents} - {e.document for c in outcome.claims for e in c.evidence}
    numbers = (
        ("documents", len(outcome.documents)),
        ("documents without claims", len(silent)),
        ("inputs that could not be read", len(outcome.unread)),
        ("mentions", outcome.mentions),
        ("claims", len(outcome.claims)),
        ("pieces of evidence", outcome.evidence),
        ("left out", len(outcome.dropped)),
        ("audited annotations", len(outcome.audited)),
        ("SHACL", f"{len(outcome.violations)} violations" if outcome.violations else "conforms"),
    )
    return "| | |\n|---|---|\n" + "".join(f"| {name} | {value} |\n" for name, value in numbers)


def _counted(title: str, counts: Counter[str]) -> str:
    if not counts:
        return ""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rows = "".join(f"| {_escaped(name)} | {n} |\n" for name, n in ranked[:_MOST])
    more = f"\n… and {len(ranked) - _MOST} more\n" if len(ranked) > _MOST else ""
    return f"## {title}\n\n| | number |\n|---|---|\n{rows}{more}"


def _claim_rows(claims: Sequence[Claim]) -> Iterator[str]:
    for claim in sorted(claims, key=lambda c: (-c.belief, c.key))[:_MOST]:
        first = claim.evidence[0]
        quoted = f"“{_escaped(first.text)}” ({_escaped(first.document)})"
        yield f"- {_escaped(claim_line(claim))}, belief {claim.belief:.2f}: {quoted}\n"


def _curated(claims: Sequence[Claim], dropped: Sequence[Dropped]) -> str:
    """What a curator accepted and rejected, all of it; empty without a curator."""
    accepted = ((c, c.verdict) for c in claims if c.verdict)
    said = ((c, f"accepted by {v.who}" + (f": {v.note}" if v.note else "")) for c, v in accepted)
    rows = [f"- claim {c.key} ({_escaped(claim_line(c))}): {_escaped(words)}" for c, words in said]
    rows += sorted({f"- {_escaped(d.item)}: {_escaped(d.reason)}" for d in dropped if d.stage == "curation"})
    return "## Curated claims\n\n" + "".join(f"{row}\n" for row in rows) if rows else ""


def _escaped(text: str) -> str:
    """Markdown-safe: pipes and angle brackets of papers do not become tables or markup."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")
