"""Why two terms are, or are not, held for the same: the names that agree, what each feature adds, the rivals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.align.matching import gather, score
from kg.align.model import CONSTANT, read_weights
from kg.align.naming import RANK
from kg.align.words import form_of
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.align.values import Scored, Term, Vocabulary

_MOST: Final = 5  # names and rivals told of


def explain(subject: str, thing: str, one: Vocabulary, other: Vocabulary) -> list[str]:
    """The lines of an explanation; raises InputError for an identifier that its vocabulary has not."""
    for identifier, vocabulary in ((subject, one), (thing, other)):
        if identifier not in vocabulary.terms:
            after = vocabulary.retired.get(identifier)
            raise InputError(f"{identifier} is not in {vocabulary.name}" + (f"; it is now {after}" if after else ""))
    evidence = gather(one, other, [(subject, thing)])
    scored = score(evidence)
    found = next((s for s in scored if (s.subject, s.object) == (subject, thing)), None)
    left, right = one.terms[subject], other.terms[thing]
    lines = [f"{subject} {left.label}", f"{thing} {right.label}"]
    lines += _shared(left, right)
    features = found.features if found else evidence.names.get((subject, thing), {})
    lines.append(f"probability of being the same: {found.probability if found else 0.0:.3f}")
    lines += _contributions(features, whole=found is not None)
    return [*lines, *_rivals(subject, thing, scored, one, other)]


def _shared(left: Term, right: Term) -> Iterator[str]:
    """Names that agree, in the strictest reading in which they do."""
    theirs = [(text, scope, form_of(text)) for text, scope in ((right.label, "label"), *right.names)]
    told = 0
    for text, scope in sorted(((left.label, "label"), *left.names), key=lambda n: (RANK[n[1]], n[0])):
        form = form_of(text)
        for other, other_scope, other_form in theirs:
            if form is None or other_form is None or told >= _MOST:
                continue
            how = (
                "spelling levelled" if form.key == other_form.key
                else "order and word formation levelled" if form.bag == other_form.bag
                else "inflection levelled" if form.stems == other_form.stems else ""
            )  # fmt: skip
            if how:
                told += 1
                yield f"same name, {how}: {text} [{scope}] = {other} [{other_scope}]"
                break


def _contributions(features: dict[str, float], *, whole: bool) -> Iterator[str]:
    weights = read_weights().both if whole else read_weights().names
    yield f"{weights.get(CONSTANT, 0.0):+.2f} before anything is known"
    parts = [(weights.get(name, 0.0) * value, name, value) for name, value in features.items()]
    for part, name, value in sorted(parts, key=lambda p: (-abs(p[0]), p[1])):
        if abs(part) >= 0.005:
            yield f"{part:+.2f} {name}" + (f" ({value:.2f})" if value != 1 else "")


def _rivals(subject: str, thing: str, scored: list[Scored], one: Vocabulary, other: Vocabulary) -> Iterator[str]:
    rivals = [s for s in scored if (s.subject == subject) != (s.object == thing)]
    for rival in rivals[:_MOST]:
        yield (
            f"rival at {rival.probability:.3f}: {rival.subject} {one.terms[rival.subject].label}"
            f" = {rival.object} {other.terms[rival.object].label}"
        )
