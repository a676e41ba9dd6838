from dataclasses import replace

import pytest

from kg.assemble import assemble, claim_key
from kg.assemble.curation import UNKNOWN, parse_verdicts, read_verdicts
from kg.assemble.rows import claim_row
from kg.errors import InputError
from kg.model import Verdict

HEADER = "claim\tverdict\tnote\twho\n"


def verdict(row, accepted):
    key = claim_key(row)
    return {key: Verdict(key, accepted, "K. Curator", "seen in the figure")}


def test_what_is_rejected_leaves_with_its_provenance(row, papers):
    claims, dropped = assemble([row], papers, verdicts=verdict(row, accepted=False))
    assert claims == ()
    assert [(d.stage, d.document, d.span, d.reason) for d in dropped] == [
        ("curation", "PMID:1", row.span, "rejected by K. Curator: seen in the figure")
    ]


def test_what_is_rejected_is_no_contradiction_any_more(row, papers):
    other = replace(row, effect="no_effect", document="PMID:2")
    assert all(c.disagrees_with for c in assemble([row, other], papers)[0])
    (kept,), _ = assemble([row, other], papers, verdicts=verdict(other, accepted=False))
    assert kept.disagrees_with == ()


def test_what_is_accepted_gains_what_the_documentation_says(row, papers):
    (claim,), _ = assemble([replace(row, score=0.5)], papers, verdicts=verdict(row, accepted=True))
    assert claim.belief == round(1 - (1 - 0.95 * 0.5) * (1 - 0.9), 3)
    said = {"verdict": "accepted", "who": "K. Curator", "note": "seen in the figure"}
    assert claim_row(claim)["curation"] == said


def test_a_curator_makes_no_direct_triple_of_a_hedge(row, papers):
    (claim,), _ = assemble([replace(row, stance="hedged")], papers, verdicts=verdict(row, accepted=True))
    assert claim.belief > 0.9 and not claim.direct


@pytest.mark.parametrize("change", [{"stance": "negated"}, {"document": "PMID:9"}])
def test_a_curator_makes_no_claim_of_what_is_denied_or_retracted(row, papers, change):
    (claim,), _ = assemble([replace(row, **change)], papers, verdicts=verdict(row, accepted=True))
    assert claim.belief == 0 and not claim.direct and claim.verdict


def test_a_verdict_without_its_claim_is_told(row, papers):
    claims, dropped = assemble([row], papers, verdicts={"a" * 26: Verdict("a" * 26, True, "K. Curator", "")})
    assert len(claims) == 1 and [d.reason for d in dropped] == [UNKNOWN]


def test_tables_come_with_any_order_of_columns_and_line_ends(tmp_path):
    path = tmp_path / "curation.tsv"
    key = "a" * 26
    lines = ["who\tclaim\tverdict\tnote", "# a remark", "", f"K. Curator\tclaim:{key}\trejected\t"]
    path.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8", newline="")
    assert read_verdicts(path) == {key: Verdict(key, False, "K. Curator", "")}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q3zv\taccepted\t\tK", "line 2: 'q3zv' is no claim's key"),
        (f"{'a' * 26}\tmaybe\t\tK", "line 2: the verdict 'maybe' is neither accepted nor rejected"),
        (f"{'a' * 26}\taccepted\tfine", "line 2: the column who is empty"),
        (f"{'a' * 26}\taccepted\tfine\tK\tmore", "line 2: has 5 columns"),
        (f"{'a' * 26}\taccepted\t\tK\n{'a' * 26}\trejected\t\tK", "line 3: claim a{26} has a verdict on line 2"),
    ],
)
def test_a_bad_row_is_told_with_its_line(line, said):
    with pytest.raises(InputError, match=said):
        parse_verdicts(HEADER + line, "curation.tsv")


@pytest.mark.parametrize("text", ["", "a table without names\n"])
def test_a_table_names_its_columns(text):
    with pytest.raises(InputError, match="names the columns claim, verdict, note, who"):
        parse_verdicts(text, "curation.tsv")


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_table_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "curation.tsv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"curation\.tsv"):
        read_verdicts(path)


def test_keys_do_not_depend_on_wording_or_order(row):
    again = replace(row, text="Other words.", rule="other", score=0.1, document="PMID:7", mechanisms=())
    two = replace(row.therapy, concepts=(*row.therapy.concepts, *row.factor.concepts))
    other = replace(two, concepts=two.concepts[::-1], text="another name")
    assert claim_key(again) == claim_key(row)
    assert claim_key(replace(row, therapy=two)) == claim_key(replace(row, therapy=other))
