"""Reading a passage with the product's own knowledge."""

from collections.abc import Callable

import pytest

from kg.knowledge import Knowledge, open_knowledge
from kg.model import Document, Evidence, Section, Span
from kg.text.sentences import split_sentences

Reading = Callable[..., tuple[Evidence, ...]]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return open_knowledge()


def passage(text: str, title: str = "") -> Document:
    whole = f"{title}\n{text}" if title else text
    start = len(whole) - len(text)
    sections = [Section(role="title", span=Span(0, len(title)))] if title else []
    sections.append(Section(role="abstract", span=Span(start, len(whole))))
    return Document(
        id="test", title=title, text=whole, sections=tuple(sections), format="test", source="test", sha256="0"
    )


@pytest.fixture(scope="session")
def read(knowledge: Knowledge) -> Reading:
    def reading(text: str, title: str = "") -> tuple[Evidence, ...]:
        document = passage(text, title)
        sentences = split_sentences(document)
        groundings, _ = knowledge.grounder(document, sentences)
        return knowledge.extractor(document, sentences, groundings)[0]

    return reading


@pytest.fixture(scope="session")
def said(read: Reading) -> Callable[..., list[str]]:
    """Claims as short lines: factor, state, effect, therapy, stance."""

    def lines(text: str, title: str = "") -> list[str]:
        rows = read(text, title)
        return sorted(f"{r.factor.text} {r.factor_state} {r.effect} {r.therapy.text} {r.stance}" for r in rows)

    return lines
