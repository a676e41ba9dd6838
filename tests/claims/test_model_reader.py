"""What a language model says becomes evidence only if quote, identifiers and form hold."""

import json

import pytest

from kg.assemble import assemble
from kg.claims.model_question import passages, question, schema
from kg.claims.model_reader import ModelReader, Several
from kg.extraction import as_claims_read
from kg.model import DocumentFacts, Dropped
from kg.text.sentences import split_sentences
from tests.claims.conftest import passage

TITLE = "Ferroptosis in hepatocellular carcinoma"
TEXT = "Cells were kept for a week. High GPX4\nblunted what sorafenib  does to the cells. Nothing else was seen."
GOOD = {
    "quote": "High GPX4 blunted what sorafenib does", "therapies": ["MESH:D000077157"], "factor": "NCBIGene:2879",
    "factor_state": "gain", "effect": "confers_resistance", "stance": "asserted", "onset": "unspecified",
}  # fmt: skip


@pytest.fixture
def ask(knowledge):
    """Read TEXT, or another text, with a model that says this."""

    def asked(*claims, content=None, problem="", text=TEXT, title=TITLE):
        document = passage(text, title)
        sentences = split_sentences(document)
        groundings = as_claims_read(knowledge.grounder(document, sentences)[0])
        answer = content if content is not None else json.dumps({"claims": list(claims)})
        questions = []

        def line(asked_now):
            questions.append(asked_now)
            return ("", problem) if problem else (answer, "")

        reader = ModelReader(knowledge.lexicon, knowledge.scheme, line, "tiny")
        return (*reader(document, sentences, groundings), document, questions)

    return asked


def test_a_good_answer_becomes_evidence(ask):
    (row,), dropped, document, _ = ask(GOOD)
    assert dropped == () and document.text[row.span.start : row.span.end] == row.text
    assert row.text == "High GPX4\nblunted what sorafenib  does to the cells."
    assert (row.rule, row.effect, row.factor_state) == ("llm:tiny", "confers_resistance", "gain")
    assert [str(a.concepts[0].id) for a in (row.therapy, row.factor, row.disease)] == [
        "MESH:D000077157", "NCBIGene:2879", "MONDO:0007256",
    ]  # fmt: skip
    assert (row.mechanisms, row.mechanism_basis, row.disease_basis) == (("ferroptosis-evasion",), "entailed", "topic")
    for end in (row.factor, row.therapy):
        assert document.text[end.span.start : end.span.end] == end.text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quote": "High GPX4 abolished what sorafenib does"}, "the quote does not stand in the text"),
        ({"quote": "high gpx4 blunted what sorafenib does"}, "the quote does not stand in the text"),
        ({"quote": "Cells were kept for a week."}, "not of the sentence that was asked about"),
        ({"quote": "High GPX4 blunted"}, "no therapy MESH:D000077157 was found in the quote"),
        ({"quote": "what sorafenib does"}, "no factor NCBIGene:2879 was found in the quote"),
        ({"therapies": ["MESH:D000077158"]}, "no therapy MESH:D000077158 was found"),
        ({"therapies": ["NCBIGene:2879"]}, "no therapy NCBIGene:2879 was found"),
        ({"therapies": ["sorafenib"]}, "no therapy sorafenib was found"),
        ({"factor": "NCBIGene:7157"}, "no factor NCBIGene:7157 was found"),
        ({"factor": "MESH:D000077157"}, "the same thing is named twice"),
        ({"therapies": ["MESH:D000077157"] * 2}, "the same thing is named twice"),
        ({"effect": "blocks"}, "effect is one of confers_resistance"),
        ({"stance": "maybe"}, "stance is one of asserted"),
        ({"onset": None}, "onset is one of primary"),
        ({"factor_state": ["gain"]}, "factor_state is one of gain"),
        ({"therapies": "MESH:D000077157"}, "therapies is a list"),
        ({"therapies": []}, "therapies is a list"),
        ({"quote": ""}, "quote, factor and each therapy is a text"),
        ({"factor": 2879}, "quote, factor and each therapy is a text"),
        ({"belief": 1}, "its fields are"),
    ],
)
def test_what_does_not_hold_is_dropped_with_its_reason(ask, change, reason):
    rows, (dropped,), _, _ = ask({**GOOD, **change})
    assert rows == () and reason in dropped.reason and dropped.stage == "reader"


def test_one_bad_claim_does_not_spoil_the_good_one(ask):
    rows, dropped, _, _ = ask({**GOOD, "effect": "blocks"}, GOOD, "no claim")
    assert len(rows) == 1 and len(dropped) == 2


@pytest.mark.parametrize(
    "content",
    [
        '{"claims": [', "", "[]", "null", '{"claim": []}', '{"claims": {}}', '{"claims": [], "more": 1}',
        'Here you are: {"claims": []}', '```json\n{"claims": []}\n```', '{"claims": []} Enjoy!', "[" * 100_000,
    ],
)  # fmt: skip
def test_an_answer_is_one_json_object_of_the_schema(ask, content):
    rows, (dropped,), _, _ = ask(content=content)
    assert rows == () and dropped.reason.startswith("the answer ") and len(dropped.item) < 200


def test_no_answer_is_no_evidence_and_is_told(ask):
    rows, (dropped,), _, _ = ask(problem="no connection")
    assert rows == () and (dropped.stage, dropped.reason) == ("ask", "no connection")


def test_a_quote_may_begin_in_the_sentence_before(ask):
    text = "HCC cells overexpressed GPX4. They, with HIF1A, tolerated sorafenib."
    (row,), _, document, _ = ask(
        {**GOOD, "quote": "overexpressed GPX4. They, with HIF1A, tolerated sorafenib"}, text=text + " GPX4."
    )
    assert row.text == text and document.text[row.span.start : row.span.end] == text


def test_a_denial_has_no_mechanism(ask):
    (row,), *_ = ask({**GOOD, "stance": "negated"})
    assert row.stance == "negated" and row.mechanisms == ()


def test_only_sentences_with_therapy_and_factor_are_asked_about(ask):
    *_, questions = ask(GOOD, text=f"{TEXT} GPX4 was high. Sorafenib was given. Cells grew.")
    assert len(questions) == 1


def test_other_fields_are_not_asked_about(ask):
    assert ask(GOOD, text="NAT2 changed the clearance of isoniazid in volunteers.", title="")[3] == []


def test_a_question_names_what_the_text_holds(ask):
    *_, (asked,) = ask(GOOD)
    told = json.loads(asked["messages"][1]["content"])
    assert told["sentence"] == "High GPX4 blunted what sorafenib does to the cells."
    assert told["text"] == f"Cells were kept for a week. {told['sentence']}"
    things = {thing["id"]: thing["can_be"] for thing in told["things"]}
    assert things["NCBIGene:2879"] == ["factor"] and "therapy" in things["MESH:D000077157"]
    assert asked["response_format"]["json_schema"]["schema"] == schema()


def test_rules_and_model_meet_in_one_claim(ask, knowledge):
    text = "GPX4 promoted resistance to sorafenib."
    document = passage(text, TITLE)
    sentences = split_sentences(document)
    groundings = as_claims_read(knowledge.grounder(document, sentences)[0])
    answer = json.dumps({"claims": [{**GOOD, "quote": text}]})
    model = ModelReader(knowledge.lexicon, knowledge.scheme, lambda _: (answer, ""), "tiny")
    rows, _ = Several((knowledge.extractor, model))(document, sentences, groundings)
    assert sorted(row.rule for row in rows) == ["active-cause-resistance", "llm:tiny"]
    (claim,), (repeat,) = assemble(rows, {"test": DocumentFacts(id="test", kind="article")})
    assert [row.rule for row in claim.evidence] == ["active-cause-resistance"]  # it is trusted more
    assert isinstance(repeat, Dropped) and "llm:tiny" in repeat.item


def test_many_sentences_and_groundings_are_read_in_linear_time(knowledge):
    document = passage("GPX4 and sorafenib. " * 2000)
    sentences = split_sentences(document)
    groundings = as_claims_read(knowledge.grounder(document, sentences)[0])
    found = list(passages(document, sentences, groundings, knowledge.lexicon))
    assert len(found) > 1000 and len(question(found[-1])["messages"]) == 2
