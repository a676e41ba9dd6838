"""The verdict on a disease, chemical or other thing by its name alone (pure)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kg.ground.audit_page import Page, answer_for, compare, stated_concept
from kg.ground.finding import Finding, curies, named
from kg.ground.judge import judge
from kg.ground.words import audit_words
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Annotation, Concept

_BORDER: Final = re.compile(r"[ -]")
_BRACKETED: Final = re.compile(r" ?\([^()]{1,20}\)")
_AND: Final = re.compile(r" and | or |, |/")
_SHORTEST: Final = 3  # a name of fewer characters is a fragment


def thing_finding(annotation: Annotation, page: Page) -> Finding:
    """Diseases, chemicals and whatever else carries one identifier."""
    composite = _composite(annotation, page)
    if composite is not None:
        return composite
    text = annotation.text
    decision = page.grounder.decide(normal_name(text), text)
    answer = answer_for(text, page)
    if answer is not None:
        return compare(annotation, answer, decision.options, page)
    general = _general(annotation, page)
    if general is not None:
        return general
    if _is_fragment(text, page):
        return Finding("fragment", None, f"{text!r} is part of a name or an ordinary word, not a name")
    for bare in _barer(text):
        without = answer_for(bare, page)
        if without is not None:
            return compare(annotation, without, (), page)
    inner = _inner(text, page)
    if inner is not None:
        return _partial(annotation, *inner, page)
    return _unnamed(annotation, decision.refusal, page)


def _composite(annotation: Annotation, page: Page) -> Finding | None:
    """'bladder and breast cancer': two names that share their last word."""
    known = coordinated_concepts(annotation, page)
    if not known:
        return None
    said = " and ".join(map(named, known)) if len(known) > 1 else f"{named(known[0])} and another one"
    return Finding("composite", known[0], f"two things in one: {said}")


def coordinated_concepts(annotation: Annotation, page: Page) -> tuple[Concept, ...]:
    """What two names that share their last word mean, as far as we know; empty where this is one name."""
    parts = _AND.split(annotation.text)
    if len(parts) != 2 or not parts[1].split() or annotation.text.lower() in page.in_text:
        return ()
    head = parts[1].split()[-1]
    left = parts[0] if parts[0].split()[-1:] == [head] else f"{parts[0]} {head}"
    answers = [answer_for(name, page) or answer_for(name.removesuffix("s"), page) for name in (left, parts[1])]
    known = tuple(answer for answer in answers if answer is not None)
    if len({answer.id for answer in known}) < len(known) or answer_for(annotation.text, page) is not None:
        return ()
    return known


def _general(annotation: Annotation, page: Page) -> Finding | None:
    """The identifier is right, but what it names is too general to be a mention of ours."""
    if normal_name(annotation.text) not in page.grounder.words.blocked:
        return None
    candidates = page.grounder.lexicon.candidates(normal_name(annotation.text))
    for option in judge(annotation.text, candidates, page.grounder.words, page.grounder.settings):
        if set(annotation.ids) & set(option.concept.ids) and option.score >= page.grounder.settings.threshold:
            return Finding("confirmed", None, f"{named(option.concept)}, too general to be a mention of ours")
    return None


def _is_fragment(text: str, page: Page) -> bool:
    words = page.grounder.words
    key = normal_name(text)
    bare = [c for c in text if c.isalnum()]
    return (
        len(bare) < _SHORTEST
        or key in words.blocked
        or key.strip() in words.modifiers
        or text.lower() in words.ordinary
    )


class Inner(NamedTuple):
    """A name inside a text, and what stands around it."""

    concept: Concept
    before: str
    after: str


def _inner(text: str, page: Page) -> Inner | None:
    """The longest name inside a text, with what stands before and after it."""
    borders = sorted({0, len(text), *(i for m in _BORDER.finditer(text) for i in m.span())})
    pairs = [(i, j) for n, i in enumerate(borders) for j in borders[n + 1 :] if j - i < len(text)]
    for start, end in sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair[0])):
        inner = text[start:end]
        answer = answer_for(inner, page) if inner == inner.strip(" -") else None
        if answer is not None:
            return Inner(answer, text[:start].strip(" -"), text[end:].strip(" -"))
    return None


def _barer(text: str) -> Iterator[str]:
    """A text without what stands in brackets, and without a last word such as 'tumour'."""
    bare = _BRACKETED.sub("", text)
    if bare != text:
        yield bare
    head, _, last = bare.rpartition(" ")
    if head and normal_name(last).strip() in audit_words().rest:
        yield head


def _partial(annotation: Annotation, answer: Concept, before: str, after: str, page: Page) -> Finding:
    """Only a part of the name is known: the rest narrows it, or makes another thing of it."""
    known = audit_words().rest | page.grounder.words.modifiers
    if any(word not in known for word in normal_name(after).split()):
        return Finding("wrong concept", None, f"only a part names {named(answer)}; with {after!r} it is another thing")
    finding = compare(annotation, answer, (), page)
    note = f"the nearest name inside is {named(answer)}, without {before or after!r}"
    if any(word not in known for word in normal_name(before).split()):
        return Finding("unknown", answer, f"{note}, which may make another thing of it")
    if finding.verdict == "confirmed":
        return Finding("confirmed", answer, note)
    return Finding(finding.verdict, answer, f"{note}; {finding.reason}")


def _unnamed(annotation: Annotation, refusal: str, page: Page) -> Finding:
    """No reading of our own: does the identifier at least fit the name?"""
    stated = stated_concept(annotation, page)
    why = refusal or f"{annotation.text!r} is too short to be sure of without the paper's words"
    if refusal == "no candidate":
        why = f"no vocabulary has the name {annotation.text!r}"
    if stated is None:
        return Finding("unknown", None, f"{why}, nor {curies(annotation) or 'an identifier'}")
    verdict: Literal["unknown", "wrong concept"] = (
        "unknown" if _may_abbreviate(annotation.text, stated) else "wrong concept"
    )
    fit = "may stand for it" if verdict == "unknown" else "is no name of it"
    return Finding(verdict, None, f"{why}; {curies(annotation)} is {named(stated)}, and {annotation.text!r} {fit}")


def _may_abbreviate(text: str, concept: Concept) -> bool:
    """Whether a text shares a word with a label, or its letters begin the label's words."""
    words = set(normal_name(concept.label).split())
    own = normal_name(text).split()
    if any(len(word) > _SHORTEST and any(w.startswith(word[:5]) for w in words) for word in own):
        return True
    initials = sorted(word[0] for word in words)
    letters = list(_letters(text))
    return len(letters) >= _SHORTEST and all(letter in initials for letter in letters)


def _letters(text: str) -> Iterator[str]:
    return (c.lower() for c in text if c.isupper())
