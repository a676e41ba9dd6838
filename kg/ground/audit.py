"""The verdict on every annotation of a third party's page, with our own answer and the reason (pure).

Such a page lists identifiers, names and aliases, but not always the words of the paper, so that a verdict
rests on what the vocabularies say about the name that it lists, and on what we ground in the text at hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kg.ground.audit_genes import gene_finding
from kg.ground.finding import Finding, curies, named
from kg.ground.grounder import Grounder
from kg.ground.judge import MENTION_TYPES, judge
from kg.ground.words import audit_words
from kg.model import Audited
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.ground.judge import Option
    from kg.ground.ports import LexiconLike
    from kg.model import Annotation, Concept, Document, Grounding, MentionType

_EXPECTED: Final[dict[str, MentionType]] = {"Gene": "Gene", "Disease": "Disease", "Chemical": "Chemical"}
_BORDER: Final = re.compile(r"[ -]")
_BRACKETED: Final = re.compile(r" ?\([^()]{1,20}\)")
_AND: Final = re.compile(r" and | or |, |/")
_AS_GOOD: Final = 0.85  # of the best reading's score, from which another one is as good
_SHORTEST: Final = 3  # a name of fewer characters is a fragment


@dataclass(frozen=True, slots=True)
class _Page:
    """What the verdicts of one page share."""

    grounder: Grounder
    annotations: tuple[Annotation, ...]
    in_text: dict[str, Concept]  # surface in lower case -> what the text's own mention was grounded to


def audit(
    document: Document,
    annotations: Sequence[Annotation],
    groundings: Sequence[Grounding],
    lexicon: LexiconLike,
) -> tuple[Audited, ...]:
    """One verdict for every annotation, in the page's order."""
    in_text: dict[str, Concept] = {}
    for grounding in groundings:
        in_text.setdefault(grounding.mention.text.lower(), grounding.concept)
    page = _Page(Grounder(lexicon), tuple(annotations), in_text)
    return tuple(_audited(document, annotation, page) for annotation in annotations)


def _audited(document: Document, annotation: Annotation, page: _Page) -> Audited:
    if annotation.kind == "Gene":
        species = tuple(a for a in page.annotations if a.kind == "Species")
        others = tuple(a for a in page.annotations if a.kind == "Gene" and a is not annotation)
        finding = gene_finding(annotation, others, species, page.grounder, frozenset(page.in_text))
    elif annotation.kind == "Species":
        finding = _species(annotation)
    elif annotation.kind == "CellLine":
        finding = _cell_line(annotation, page)
    else:
        finding = _thing(annotation, page)
    return Audited(
        document=document.id,
        annotation=annotation,
        verdict=finding.verdict,
        answer=finding.answer,
        reason=finding.reason,
    )


def _species(annotation: Annotation) -> Finding:
    taxa = audit_words().taxa
    for curie in annotation.ids:
        name = taxa.get(curie.identifier)
        if name is not None and normal_name(annotation.text).strip() in normal_name(name):
            return Finding("confirmed", None, f"taxon {curie.identifier} is {name}")
    return Finding("unknown", None, "no vocabulary here has this taxon")


def _cell_line(annotation: Annotation, page: _Page) -> Finding:
    answer = _answer(annotation.text, page)
    if normal_name(annotation.text) in page.grounder.words.cell_lines:
        return Finding("confirmed", None, "a known cell line's name; cell lines have no node in the graph")
    if answer is not None:
        return Finding("wrong type", answer, f"the name means {named(answer)}, no cell line")
    return Finding("unknown", None, "not among the cell lines that we know, and no vocabulary has the name")


def _thing(annotation: Annotation, page: _Page) -> Finding:
    """Diseases, chemicals and whatever else carries one identifier."""
    composite = _composite(annotation, page)
    if composite is not None:
        return composite
    text = annotation.text
    decision = page.grounder.decide(normal_name(text), text)
    answer = _answer(text, page)
    if answer is not None:
        return _compare(annotation, answer, decision.options, page)
    general = _general(annotation, page)
    if general is not None:
        return general
    if _is_fragment(text, page):
        return Finding("fragment", None, f"{text!r} is part of a name or an ordinary word, not a name")
    for bare in _barer(text):
        without = _answer(bare, page)
        if without is not None:
            return _compare(annotation, without, (), page)
    inner = _inner(text, page)
    if inner is not None:
        return _partial(annotation, *inner, page)
    return _unnamed(annotation, decision.refusal, page)


def _answer(text: str, page: _Page) -> Concept | None:
    """Our reading: what the text's own mention was grounded to, else what the name means by itself."""
    known = page.in_text.get(text.lower())
    if known is not None:
        return known
    decision = page.grounder.decide(normal_name(text), text)
    sure = [option for option in decision.options if not option.wants_cue]
    return sure[0].concept if sure else None


def _compare(annotation: Annotation, answer: Concept, options: Sequence[Option], page: _Page) -> Finding:
    given = set(annotation.ids)
    if given & set(answer.ids):
        return Finding("confirmed", answer, f"{annotation.text!r} means {named(answer)}")
    if not given:
        return Finding("unknown", answer, f"the page gives no identifier; {annotation.text!r} means {named(answer)}")
    lexicon = page.grounder.lexicon
    stated = next((c for c in map(lexicon.concept, annotation.ids) if c is not None), None)
    rival = next((o for o in options if given & set(o.concept.ids)), None)
    if rival is not None and rival.score >= _AS_GOOD * options[0].score:
        return Finding("confirmed", answer, f"{named(rival.concept)} has this name, as has {named(answer)}")
    related = stated is not None and (_is_above(stated, answer, page) or _is_above(answer, stated, page))
    if related and stated is not None and not {i.prefix for i in answer.ids} & {i.prefix for i in given}:
        return Finding(
            "confirmed", answer, f"{named(stated)} is the nearest that its vocabulary has to {named(answer)}"
        )
    if stated is not None and _is_above(stated, answer, page):
        return Finding("wrong level", answer, f"{named(stated)} is wider than what is named: {named(answer)}")
    if stated is not None and _is_above(answer, stated, page):
        return Finding("wrong level", answer, f"{named(stated)} is narrower than what is named: {named(answer)}")
    kind = _kind_of(answer)
    if kind != _EXPECTED.get(annotation.kind, kind):
        return Finding("wrong type", answer, f"{annotation.text!r} is a {kind.lower()}, {named(answer)}")
    if rival is not None:
        return Finding(
            "wrong concept", answer, f"{named(rival.concept)} has the name too, but {named(answer)} is nearer"
        )
    return Finding("wrong concept", answer, f"{curies(annotation)} is {_label(stated)}; the name means {named(answer)}")


def _kind_of(concept: Concept) -> str:
    return MENTION_TYPES.get(concept.kind, "Process")


def _label(concept: Concept | None) -> str:
    return named(concept) if concept is not None else "in no vocabulary here"


def _is_above(upper: Concept, lower: Concept, page: _Page) -> bool:
    lexicon = page.grounder.lexicon
    above = {i for own in lower.ids for i in lexicon.ancestors(own)}
    return bool(set(upper.ids) & above)


def _composite(annotation: Annotation, page: _Page) -> Finding | None:
    """'bladder and breast cancer': two names that share their last word."""
    parts = _AND.split(annotation.text)
    if len(parts) != 2 or annotation.text.lower() in page.in_text:
        return None
    head = parts[1].split()[-1]
    left = parts[0] if parts[0].split()[-1:] == [head] else f"{parts[0]} {head}"
    answers = [_answer(name, page) or _answer(name.removesuffix("s"), page) for name in (left, parts[1])]
    known = [answer for answer in answers if answer is not None]
    if not known or len({answer.id for answer in known}) < len(known) or _answer(annotation.text, page) is not None:
        return None
    said = [named(a) if a is not None else repr(name) for a, name in zip(answers, (left, parts[1]), strict=True)]
    return Finding("composite", known[0], f"two things in one: {said[0]} and {said[1]}")


def _general(annotation: Annotation, page: _Page) -> Finding | None:
    """The identifier is right, but what it names is too general to be a mention of ours."""
    if normal_name(annotation.text) not in page.grounder.words.blocked:
        return None
    candidates = page.grounder.lexicon.candidates(normal_name(annotation.text))
    for option in judge(annotation.text, candidates, page.grounder.words, page.grounder.settings):
        if set(annotation.ids) & set(option.concept.ids) and option.score >= page.grounder.settings.threshold:
            return Finding("confirmed", None, f"{named(option.concept)}, too general to be a mention of ours")
    return None


def _is_fragment(text: str, page: _Page) -> bool:
    words = page.grounder.words
    key = normal_name(text)
    bare = [c for c in text if c.isalnum()]
    return (
        len(bare) < _SHORTEST
        or key in words.blocked
        or key.strip() in words.modifiers
        or text.lower() in words.ordinary
    )


class _Inner(NamedTuple):
    concept: Concept
    before: str
    after: str


def _inner(text: str, page: _Page) -> _Inner | None:
    """The longest name inside a text, with what stands before and after it."""
    borders = sorted({0, len(text), *(i for m in _BORDER.finditer(text) for i in m.span())})
    pairs = [(i, j) for n, i in enumerate(borders) for j in borders[n + 1 :] if j - i < len(text)]
    for start, end in sorted(pairs, key=lambda pair: (pair[0] - pair[1], pair[0])):
        inner = text[start:end]
        answer = _answer(inner, page) if inner == inner.strip(" -") else None
        if answer is not None:
            return _Inner(answer, text[:start].strip(" -"), text[end:].strip(" -"))
    return None


def _barer(text: str) -> Iterator[str]:
    """A text without what stands in brackets, and without a last word such as 'tumour'."""
    bare = _BRACKETED.sub("", text)
    if bare != text:
        yield bare
    head, _, last = bare.rpartition(" ")
    if head and normal_name(last).strip() in audit_words().rest:
        yield head


def _partial(annotation: Annotation, answer: Concept, before: str, after: str, page: _Page) -> Finding:
    """Only a part of the name is known: the rest narrows it, or makes another thing of it."""
    known = audit_words().rest | page.grounder.words.modifiers
    if any(word not in known for word in normal_name(after).split()):
        return Finding("wrong concept", None, f"only a part names {named(answer)}; with {after!r} it is another thing")
    finding = _compare(annotation, answer, (), page)
    note = f"the nearest name inside is {named(answer)}, without {before or after!r}"
    if any(word not in known for word in normal_name(before).split()):
        return Finding("unknown", answer, f"{note}, which may make another thing of it")
    if finding.verdict == "confirmed":
        return Finding("confirmed", answer, note)
    return Finding(finding.verdict, answer, f"{note}; {finding.reason}")


def _unnamed(annotation: Annotation, refusal: str, page: _Page) -> Finding:
    """No reading of our own: does the identifier at least fit the name?"""
    lexicon = page.grounder.lexicon
    stated = next((c for c in map(lexicon.concept, annotation.ids) if c is not None), None)
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
