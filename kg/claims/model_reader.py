"""Claims read by a language model that the user names: it proposes, and only what can be verified becomes evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from kg.claims.context import argument, is_neoplasm, is_unspecific
from kg.claims.mechanism import implied_mechanisms
from kg.claims.model_answer import verify
from kg.claims.model_question import LONGEST, passages, question
from kg.claims.scope import is_oncological, speaks_of_tumours
from kg.model import Argument, Document, Dropped, Evidence, Grounding, Sentence, Span

if TYPE_CHECKING:
    from kg.claims.context import Vocabulary
    from kg.claims.model_answer import Held
    from kg.claims.model_question import Passage
    from kg.model import Basis
    from kg.scheme import Scheme

# a question -> what the model said, and why it said nothing (one of the two is empty)
Ask = Callable[[Mapping[str, Any]], tuple[str, str]]
Reads = Callable[[Document, Sequence[Sentence], Sequence[Grounding]], tuple[tuple[Evidence, ...], tuple[Dropped, ...]]]
UNANSWERED: Final = "ask"  # the stage of what was left out because there is no answer yet


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Reads as the extractor by rules does; ``model`` is the name by which its evidence is known."""

    vocabulary: Vocabulary
    scheme: Scheme
    ask: Ask
    model: str

    @property
    def rule(self) -> str:
        """What stands in the place of a rule's name."""
        return f"llm:{self.model}"

    def __call__(
        self, document: Document, sentences: Sequence[Sentence], groundings: Sequence[Grounding]
    ) -> tuple[tuple[Evidence, ...], tuple[Dropped, ...]]:
        """Evidence rows in reading order, and what was left out with the reason."""
        if not (speaks_of_tumours(document.text) or any(is_oncological(argument(g)) for g in groundings)):
            return (), ()
        rows: list[Evidence] = []
        dropped: list[Dropped] = []
        for passage in passages(document, sentences, groundings, self.vocabulary):
            if len(passage.sentence.text) > LONGEST:
                dropped.append(self._left(passage, "reader", "a stretch without a full stop is no sentence"))
                continue
            content, problem = self.ask(question(passage))
            if problem:
                dropped.append(self._left(passage, UNANSWERED, problem))
                continue
            held, others = verify(passage, content, self.rule)
            rows += dict.fromkeys(self._evidence(passage, one, groundings) for one in held)
            dropped += others
        return tuple(rows), tuple(dropped)

    def _left(self, passage: Passage, stage: str, problem: str) -> Dropped:
        item = f"{self.rule}: {passage.sentence.text[:120]}"
        span = passage.sentence.span
        return Dropped(stage=stage, item=item, reason=problem, document=passage.document.id, span=span)

    def _evidence(self, passage: Passage, held: Held, groundings: Sequence[Grounding]) -> Evidence:
        document, sentence = passage.document, passage.sentence
        factor = argument(held.factor)
        silent = held.stance == "negated" or held.effect == "no_effect"
        disease, basis = self._disease(sentence, groundings)
        span = Span(min(held.quote.start, sentence.span.start), sentence.span.end)
        if span.start < sentence.span.start:
            span = passage.span  # the quote begins in the sentence before
        mechanisms = () if silent else implied_mechanisms(factor, held.factor_state, self.scheme)
        said = f"said by {self.model}"
        return Evidence(
            therapy=_therapy(held), factor=factor, factor_state=held.factor_state, effect=held.effect,
            stance=held.stance, onset=held.onset, mechanisms=mechanisms,
            mechanism_basis="entailed" if mechanisms else "stated", disease=disease, disease_basis=basis,
            document=document.id, section=sentence.role, span=span, text=document.text[span.start : span.end],
            rule=self.rule, score=_surety(held),
            derivation=(
                ("quote", document.text[held.quote.start : held.quote.end]),
                ("factor", f"{said}, found in the quote by the grounder"), ("factor state", said),
                ("therapy", f"{said}, found in the quote by the grounder"), ("effect", said), ("stance", said),
                ("onset", said), ("mechanism", "the factor" if mechanisms else "not asked for"),
                ("disease", basis if disease else "none named"),
            ),
        )  # fmt: skip

    def _disease(self, sentence: Sentence, groundings: Sequence[Grounding]) -> tuple[Argument | None, Basis]:
        """The first tumour that the sentence names, else the document's; "cancer" as such only without another."""
        tumours = [g for g in groundings if is_neoplasm(g.concept, self.vocabulary)]
        tumours = [g for g in tumours if not is_unspecific(g.concept)] or tumours
        here = [g for g in tumours if sentence.span.start <= g.mention.span.start < sentence.span.end]
        if here:
            return argument(here[0]), "stated"
        return (argument(tumours[0]), "topic") if tumours else (None, "stated")


@dataclass(frozen=True, slots=True)
class Several:
    """Several readers, one after the other; what two of them read in one sentence is assembled to one claim."""

    readers: tuple[Reads, ...]

    def __call__(
        self, document: Document, sentences: Sequence[Sentence], groundings: Sequence[Grounding]
    ) -> tuple[tuple[Evidence, ...], tuple[Dropped, ...]]:
        """What each of them reads and leaves out."""
        found = [read(document, sentences, groundings) for read in self.readers]
        return tuple(row for rows, _ in found for row in rows), tuple(d for _, dropped in found for d in dropped)


def _therapy(held: Held) -> Argument:
    """The therapy; a regimen is called by the words of all its parts."""
    parts = sorted(held.therapies, key=lambda g: g.mention.span)
    span = Span(parts[0].mention.span.start, parts[-1].mention.span.end)
    text = " + ".join(g.mention.text for g in parts)
    return Argument(text=text, span=span, kind=parts[0].concept.kind, concepts=tuple(g.concept for g in parts))


def _surety(held: Held) -> float:
    """How sure the ends of the claim are what they were taken for; how far a model is trusted stands with belief."""
    return round(sqrt(min(g.score for g in (held.factor, *held.therapies))), 3)
