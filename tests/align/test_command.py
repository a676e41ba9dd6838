import re

import pytest
from sssom.parsers import parse_sssom_table
from sssom.validators import validate
from typer.testing import CliRunner

from kg.cli import app
from kg.data import data_directory
from kg.mappings import read_mapping_set, read_mappings, write_mappings

ONE = """format-version: 1.2
data-version: 7

[Term]
id: A:1
name: plant

[Term]
id: A:2
name: leaf disorder
is_a: A:1
xref: B:1
"""
OTHER = """format-version: 1.2

[Term]
id: B:1
name: Plants

[Term]
id: B:2
name: Leaf Diseases
is_a: B:1
"""


@pytest.fixture
def files(tmp_path):
    for name, text in (("one.obo", ONE), ("other.obo", OTHER)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / "one.obo"), str(tmp_path / "other.obo"), tmp_path / "map.sssom.tsv"


def run(*arguments):
    return CliRunner().invoke(app, ["align", *map(str, arguments)])


def test_two_files_become_a_table_without_naming_the_command(files):
    one, other, out = files
    result = run(one, other, "--no-curated", "-o", out)
    assert result.exit_code == 0, result.output
    about, rows = read_mapping_set(out)
    assert [(str(m.subject), str(m.object)) for m in rows] == [("A:1", "B:1"), ("A:2", "B:2")]
    assert about.tool_version
    assert "one 7" in dict(about.others)["other"]


def test_the_option_may_come_first_and_curated_references_count_without_it(files):
    one, other, out = files
    assert run("-o", out, one, other).exit_code == 0
    assert ("A:2", "B:1") in {(str(m.subject), str(m.object)) for m in read_mappings(out)}


def test_the_table_passes_the_validator_of_sssom(files):
    one, other, out = files
    run(one, other, "--no-curated", "-o", out)
    validate(parse_sssom_table(str(out)))
    out.write_text(re.sub("\tsemapv:[A-Za-z]+", "\tguessing", out.read_text()), encoding="utf-8")
    with pytest.raises(Exception, match="validation errors"):
        validate(parse_sssom_table(str(out)))


@pytest.mark.parametrize("path", ["corrections", "matched/go-mesh", "matched/mondo-mesh", "scheme/mechanisms"])
def test_shipped_sets_pass_the_validator_of_sssom(path):
    validate(parse_sssom_table(str(data_directory("ontologies") / "mappings" / f"{path}.sssom.tsv")))


def test_what_the_vocabularies_say_themselves_and_unsure_pairs_can_be_left_out(files):
    one, other, out = files
    run(one, other, "--matched-only", "-o", out)
    assert ("A:2", "B:1") not in {(str(m.subject), str(m.object)) for m in read_mappings(out)}
    run(one, other, "--no-curated", "--least", "1", "-o", out)
    assert read_mappings(out) == ()


def test_audit_explain_merge_and_combine_run(files, tmp_path):
    one, other, out = files
    run(one, other, "--no-curated", "-o", out)
    assert "0 flags" in run("audit", out, "-w", one, "-w", other).output
    assert "probability" in run("explain", "a:1", "B:1", "-w", one, "-w", other).output
    assert run("merge", out, "-w", one, "-w", other, "-o", tmp_path / "m.ttl").exit_code == 0
    assert "A_1" in (tmp_path / "m.ttl").read_text() or "A:1" in (tmp_path / "m.ttl").read_text()
    assert "2 mappings, 0 conflicts" in run("combine", out, out, "-o", tmp_path / "all.sssom.tsv").output


def test_what_cannot_be_done_is_one_line_and_exit_two(files):
    one, _, out = files
    result = run(one, "nowhere.owl", "-o", out)
    assert result.exit_code == 2
    assert not out.exists()
    assert run("explain", "A:1", "Q:1", "-w", one).exit_code == 2


def test_slots_of_other_tools_are_kept(tmp_path):
    text = (
        "# curie_map:\n#   A: http://a/\n# license: x\n# mapping_date: 2020-01-01\n"
        "# creator_id:\n#   - orcid:1\n#   - orcid:2\n"
        "subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tauthor_id\n"
        "A:1\tskos:exactMatch\tNot\tA:2\tsemapv:ManualMappingCuration\torcid:0\n"
    )
    (tmp_path / "a.tsv").write_text(text, encoding="utf-8")
    about, rows = read_mapping_set(tmp_path / "a.tsv")
    assert read_mappings(tmp_path / "a.tsv") == ()
    write_mappings(tmp_path / "b.tsv", rows, about)
    assert read_mapping_set(tmp_path / "b.tsv") == (about, rows)
    assert (rows[0].modifier, rows[0].others) == ("Not", (("author_id", "orcid:0"),))
    assert ("mapping_date", "2020-01-01") in about.others
    assert dict(about.others)["creator_id"].split() == ["-", "orcid:1", "-", "orcid:2"]
