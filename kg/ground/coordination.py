"""Names that share a part: 'IL-6 and -8', 'caspases 3 and 7', 'bladder and breast cancer' (pure).

Every part is a mention of its own where it stands ('8', '7', 'bladder'); a name that a vocabulary has as a whole
('ERK1/2') is found before and stays whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.ground.judge import judge
from kg.ground.words import default_settings, default_words
from kg.model import Grounding, Mention, Span
from kg.text.normal import normal_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.ground.ports import LexiconLike
    from kg.model import Concept

_FACTOR: Final = 0.9  # a name put together from two places is a little less sure
_TAIL: Final = re.compile(
    r"(?P<tight>/-?|-/-|,? and -|,? or -|,? and/or -|, ?-)"
    r"(?P<part>[A-Za-zα-ω]{0,5}\d{0,4}[A-Za-z]?\d{0,2})(?![\w%])(?!\.\d)"
    r"|(?P<range>[–-])(?P<last>\d)(?![\w%-])(?!\.\d)"
    r"|(?P<loose>,? and |,? or |,? and/or |, )(?P<word>\d{1,4}|[A-Z]\d{0,2}|\d{1,2}[A-Z]\d{1,2})(?![\w%-])(?!\.\d)"
)
_CLASSES: Final = (  # what a part looks like, and what it may replace at the end of the first name
    (re.compile(r"\d{1,4}"), re.compile(r"(.*\D)(\d{1,4})")),
    (re.compile(r"alpha|beta|gamma|delta|epsilon|kappa"), re.compile(r"(.*?)(alpha|beta|gamma|delta|epsilon|kappa)")),
    (re.compile(r"[α-ω]"), re.compile(r"(.*)([α-ω])")),
    (re.compile(r"[A-Z]"), re.compile(r"(.*)([A-Z])")),
    (re.compile(r"[a-z]"), re.compile(r"(.*\d)([a-z])")),
    (re.compile(r"[A-Z]\d{1,2}"), re.compile(r"(.*)([A-Z]\d{1,2})")),
    (re.compile(r"\d{1,2}[A-Z]\d{1,2}"), re.compile(r"(.*\D)(\d{1,2}[A-Z]\d{1,2})")),
    (re.compile(r"\d{1,4}[a-z]"), re.compile(r"(.*\D)(\d{1,4}[a-z]?)")),  # miR-17/20a
)
_AFTER_LOOSE: Final = re.compile(r"\s*(?:[.,;:)\]]|$)")
# further numbers up to the last one, which counts nothing
_LIST: Final = re.compile(
    r"(?:, \d{1,3})+,? and \d{1,3} (?!(?:of|out|more|others?|mg|[mµμn]M|h|hours|days|weeks|months|years|patients?|cases"
    r"|samples|mice|controls|cells|subjects|women|men|children|tumou?rs)\b)[a-z]"
)
# before a name of several words: further first parts, the last one with 'and', 'or' or a slash
_JOINTS: Final = (" and ", " or ", "/or ", "/", "/ ")  # a cheap test that comes first
_JOINT: Final = re.compile(r"(?:,? and|,? or|,? and/or|,|/|-? and|-? or) ?$")
_CONJUNCTION: Final = re.compile(r",? and | or |, | and/or |/")
_WORDS: Final = re.compile(r"[\w+'’-]+")
_PAIR: Final = re.compile(r"([A-Za-z]{3,12}[ -])(\w{1,3})(?: and | or |/| and/or )(\w{1,3}) $")
_SHARED_END: Final = re.compile(r"[ -](?=\w)")
_WINDOW: Final = 90  # characters before a name in which its first parts may stand
_MOST_WORDS: Final = 3
_SHARED_TYPES: Final = frozenset(("Disease", "Cell", "Chemical"))
_TAILED_TYPES: Final = frozenset(("Gene", "Disease", "Chemical"))


class _Part(NamedTuple):
    """A part of a coordination: where it stands, and the whole name that it stands for."""

    span: Span
    name: str


def coordinated(text: str, groundings: Sequence[Grounding], lexicon: LexiconLike) -> Iterator[Grounding]:
    """The further parts of every coordination, as groundings of their own; they may overlap a shorter one."""
    taken = {g.mention.span.start: g for g in groundings}
    for grounding in groundings:
        kind = grounding.mention.type
        if kind in _TAILED_TYPES:
            yield from _tails(text, grounding, taken, lexicon)
        if kind in _SHARED_TYPES:
            yield from _heads(text, grounding, groundings, lexicon)
            yield from _pair(text, grounding, lexicon)


def _tails(text: str, first: Grounding, taken: dict[int, Grounding], lexicon: LexiconLike) -> Iterator[Grounding]:
    """'IL-6 and -8', 'FGFR1-3', 'hepatitis B and C': what follows takes the place of the name's own end."""
    at, name = first.mention.span.end, first.mention.text
    while (match := _TAIL.match(text, at)) is not None:
        group = "part" if match["tight"] else "last" if match["range"] else "word"
        start, end = match.span(group)
        if start == end or start in taken:
            return
        for candidate in _replaced(name, match[group], match):
            concept = _same_kind(candidate, first, lexicon)
            if concept is not None:
                yield _part(text, _Part(Span(start, end), candidate), concept, first)
                at = end
                break
        else:
            return


def _replaced(name: str, part: str, match: re.Match[str]) -> Iterator[str]:
    """The name with its end replaced by a part of the same look."""
    for look, ending in _CLASSES:
        found = ending.fullmatch(name) if look.fullmatch(part) else None
        if found is None:
            continue
        stem = found[1]
        if match["range"] and not (found[2].isdecimal() and int(part) > int(found[2])):
            continue
        # 'caspases 3 and 7' goes on anywhere, 'STAT1 and 3' only where no counted thing follows
        if match["loose"] and not stem.endswith(" ") and not _goes_on(part, match):
            continue
        yield stem + part
    hyphen = name.rfind("-")
    if hyphen > 0 and match["tight"] and match["tight"].endswith("-"):
        yield name[: hyphen + 1] + part


def _goes_on(part: str, match: re.Match[str]) -> bool:
    """Whether a loose part cannot count what follows: '2D6', 'STAT1 and 3.', '10' in 'CXCL9, 10 and 11 attract'."""
    if not part.isdecimal() or _AFTER_LOOSE.match(match.string, match.end()):
        return True
    return any(_LIST.match(match.string, start) for start in (match.start(), _before(match)))


def _before(match: re.Match[str]) -> int:
    """Where the part before this one begins, with its comma."""
    return match.string.rfind(",", max(0, match.start() - 5), match.start()) if match.start() else 0


def _same_kind(name: str, first: Grounding, lexicon: LexiconLike) -> Concept | None:
    """The concept of a name that is of the first name's kind, and another one."""
    for candidate in lexicon.candidates(normal_name(name)):
        if candidate.concept.kind == first.concept.kind and candidate.concept.id != first.concept.id:
            return candidate.concept
    return None


def _heads(text: str, last: Grounding, groundings: Sequence[Grounding], lexicon: LexiconLike) -> Iterator[Grounding]:
    """'breast, lung and colorectal cancers': first parts that share the end of the name."""
    end, begin = last.mention.span.start, max(0, last.mention.span.start - _WINDOW)
    if not text[max(0, end - 5) : end].endswith(_JOINTS):
        return
    tails = _shared_ends(last.mention.text)
    while (joint := _JOINT.search(text, begin, end)) is not None:
        for part in _parts_before(text, begin, joint.start(), tails):
            concept = _meaning(part.name, last, lexicon)
            if concept is not None and not _is_named(part.span, last, groundings):
                yield _part(text, part, concept, last)
                end = part.span.start
                break
        else:
            return


def last_part(name: str, named: Callable[[str], bool]) -> int:
    """Where the last part of 'bladder and breast cancer' begins, 0 where the name is no coordination.

    It is one where the last part is a name, as ``named`` tells, and so is what stands before with the end of it.
    """
    for joint in _CONJUNCTION.finditer(name):
        last = name[joint.end() :]
        if not last or _CONJUNCTION.search(last) or not named(last):
            continue
        first = _CONJUNCTION.split(name[: joint.start()])[-1].rstrip("-")
        if any(named(first + tail) for tail in _shared_ends(last)):
            return joint.end()
    return 0


def _shared_ends(name: str) -> list[str]:
    """What the first parts may share with a name, the most first: ' T cells', ' cells' of 'CD8+ T cells'.

    Of 'T-cell lymphomas' it is '-cell lymphomas', too.
    """
    return [name[match.start() :] for match in _SHARED_END.finditer(name)]


def _parts_before(text: str, begin: int, end: int, tails: Sequence[str]) -> Iterator[_Part]:
    """Up to three words before a joint, with every end that they may share, the longest first."""
    starts = [match.start() for match in _WORDS.finditer(text, begin, end)]
    for start in starts[-_MOST_WORDS:]:
        words = text[start:end].rstrip("-")
        end = start + len(words)
        if "," in words or "." in words or (start and text[start - 1].isalnum()):
            continue
        for tail in tails:
            yield _Part(Span(start, end), f"{words}{tail}")


def _meaning(name: str, like: Grounding, lexicon: LexiconLike) -> Concept | None:
    """What a put-together name means for sure, if it is of the type of the name that it was made from."""
    candidates = lexicon.candidates(normal_name(name))
    if not candidates:
        return None
    settings = default_settings()
    options = judge(name, candidates, default_words(), settings)
    if options[0].score < settings.threshold or options[0].wants_cue or options[0].type != like.mention.type:
        return None
    return options[0].concept if options[0].concept.id != like.concept.id else None


def _is_named(span: Span, last: Grounding, groundings: Sequence[Grounding]) -> bool:
    """Whether a thing of the same type, or a longer name, is already named in the part."""
    return any(
        g.mention.span.start < span.end
        and span.start < g.mention.span.end
        and (g.mention.type == last.mention.type or g.mention.span.end - g.mention.span.start >= span.end - span.start)
        for g in groundings
    )


def _pair(text: str, last: Grounding, lexicon: LexiconLike) -> Iterator[Grounding]:
    """'type 1 and 2 diabetes': both parts share the word before and the name after."""
    span = last.mention.span
    near = text[max(0, span.start - 10) : span.start]
    match = None
    if " and " in near or " or " in near or "/" in near:
        match = _PAIR.search(text, max(0, span.start - 40), span.start)
    if match is None:
        return
    parts = [
        _Part(Span(match.start(), match.end(2)), f"{match[1]}{match[2]} {last.mention.text}"),
        _Part(Span(match.start(3), span.end), f"{match[1]}{match[3]} {last.mention.text}"),
    ]
    meanings = [_meaning(part.name, last, lexicon) for part in parts]
    for part, concept in zip(parts, meanings, strict=True):
        if concept is not None and all(meanings):
            yield _part(text, part, concept, last)


def _part(text: str, part: _Part, concept: Concept, like: Grounding) -> Grounding:
    return Grounding(
        mention=Mention(span=part.span, text=text[part.span.start : part.span.end], type=like.mention.type),
        concept=concept,
        score=round(like.score * _FACTOR, 4),
        why=f"read as {part.name!r}, beside {like.mention.text!r}",
    )
