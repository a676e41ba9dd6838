"""Every construction of the rule table reads its own example."""

import pytest

from kg.claims.rules import Rule, rules
from kg.errors import RuleError


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_reads_its_example(rule: Rule, read) -> None:
    found = [row for row in read(rule.example) if row.rule == rule.id]
    assert found, f"{rule.id} found nothing in: {rule.example}"
    assert {row.effect for row in found} <= {rule.effect, "reverses_resistance"}
    assert all((row.stance == "negated") == rule.negated for row in found)


def test_rule_names_are_unique() -> None:
    names = [rule.id for rule in rules()]
    assert len(names) == len(set(names))


def test_an_unknown_word_class_is_reported_with_its_line(monkeypatch, tmp_path) -> None:
    from kg.claims import rules as module

    table = "id\n# a comment\nx\tSUBJ CUASE RES\tsensitises\t\t0.5\tm\te\n"
    (tmp_path / "rules.tsv").write_text(table, encoding="utf-8")
    monkeypatch.setattr(module, "HERE", tmp_path)
    with pytest.raises(RuleError, match="line 3: unknown word class CUASE"):
        module.rules.__wrapped__()
