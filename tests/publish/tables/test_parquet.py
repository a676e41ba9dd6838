"""Parquet: real types, nothing lost, the same bytes, and a clear word where the library is missing."""

import json

import pytest

from kg.errors import MissingLibrary
from kg.publish import exporters, find_exporters, missing_libraries
from tests.promises.conftest import kg

parquet = pytest.importorskip("pyarrow.parquet", reason="it is installed with pip install '.[parquet]'")


def written(source, folder):
    return {p.stem.removeprefix("resistkg_"): p for p in find_exporters(["parquet"])["parquet"].write(source, folder)}


@pytest.fixture(scope="module", params=["nasty", "examples"])
def build(request, tmp_path_factory):
    source = request.getfixturevalue(request.param)
    return source, {
        name: parquet.read_table(p) for name, p in written(source, tmp_path_factory.mktemp("parquet")).items()
    }


def rows(source, name):
    return [json.loads(line) for line in source.file(name).read_bytes().splitlines()]


def test_claims_are_those_of_the_build(build):
    source, tables = build
    for made, row in zip(tables["claims"].to_pylist(), rows(source, "claims.jsonl"), strict=True):
        assert (made["claim"], made["belief"], made["effect"]) == (row["claim"], row["belief"], row["effect"])
        assert made["therapy"]["ids"] == row["therapy"]["ids"]
        assert [m["slug"] for m in made["mechanisms"]] == row["mechanism"]
        assert (made["disease"] is None) == (row["disease"] is None)
        assert made["sentences"] == len(row["evidence"])


def test_evidence_joins_claims_and_documents(build):
    source, tables = build
    evidence = tables["evidence"].to_pylist()
    assert len({row["evidence"] for row in evidence}) == len(evidence)
    assert {row["claim"] for row in evidence} == set(tables["claims"]["claim"].to_pylist())
    assert {row["document"] for row in evidence} <= set(tables["documents"]["document"].to_pylist())
    said = [one for claim in rows(source, "claims.jsonl") for one in claim["evidence"]]
    for row, one in zip(evidence, said, strict=True):
        assert (row["start"], row["end"], row["stance"]) == (one["start"], one["end"], one["stance"])
        assert len(row["text"]) == len(one["text"]) and dict(row["derivation"]) == one["derivation"]


def test_every_end_of_a_claim_is_an_entity(build):
    _, tables = build
    entities = set(tables["entities"]["node"].to_pylist())
    for claim in tables["claims"].to_pylist():
        ends = [claim["therapy"], claim["factor"], *claim["via"], *filter(None, [claim["disease"]])]
        assert {end["node"] for end in ends} | {part["id"] for end in ends for part in end["parts"]} <= entities


def test_mentions_are_those_of_the_build(build):
    source, tables = build
    expected = [(d["doc_id"], m["start"], m["ids"]) for d in rows(source, "mentions.jsonl") for m in d["mentions"]]
    assert [(r["document"], r["start"], r["ids"]) for r in tables["mentions"].to_pylist()] == expected


def test_what_is_unknown_is_null(nasty, tmp_path):
    documents = parquet.read_table(written(nasty, tmp_path)["documents"]).to_pylist()
    untitled = [row for row in documents if row["title"] is None]
    assert untitled and all(row["title"] for row in documents if row not in untitled)


def test_pandas_reads_types(examples, tmp_path):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(written(examples, tmp_path)["claims"])
    assert frame["belief"].dtype == "float64" and frame["disputed"].dtype == "bool"
    assert frame["factor"].iloc[0]["label"]


def test_an_empty_build_gives_typed_empty_tables(empty, tmp_path):
    for path in written(empty, tmp_path).values():
        table = parquet.read_table(path)
        assert table.num_rows == 0 and table.num_columns > 8


def test_the_same_build_gives_the_same_bytes(nasty, tmp_path):
    one, other = ([p.read_bytes() for p in written(nasty, tmp_path / name).values()] for name in "ab")
    assert one == other


@pytest.fixture
def without_pyarrow(tmp_path):
    """A folder to put before others on the path, in which pyarrow is not installed."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'pyarrow':\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
    )
    return tmp_path


def test_without_the_library_the_other_forms_go_on(examples, without_pyarrow, tmp_path):
    from tests.promises.conftest import ROOT

    path = f"{without_pyarrow}:{ROOT}"
    done = kg("export", "-d", examples.folder, "-o", tmp_path / "all", PYTHONPATH=path)
    written = {p.name for p in (tmp_path / "all" / "latest").iterdir()}
    assert done.returncode == 0 and "resistkg_collated.tsv.gz" in written and "parquet" not in str(written)
    assert "needs pyarrow, which is not installed; install it with: pip install 'resistkg[parquet]'" in done.stderr
    asked = kg("export", "-d", examples.folder, "-o", tmp_path / "one", "-f", "parquet", PYTHONPATH=path)
    assert asked.returncode == 2 and asked.stderr.count("\n") == 1 and "resistkg[parquet]" in asked.stderr


def test_a_library_that_another_package_s_form_lacks_is_named(monkeypatch):
    class Point:
        name, value = "of-others", "no_such_module_anywhere"

        def load(self):
            raise ModuleNotFoundError("No module", name="no_such_module_anywhere.part")

    monkeypatch.setattr(exporters, "_known", lambda: {"of-others": Point()})
    assert find_exporters() == {}
    assert [one.package for one in missing_libraries()] == ["no_such_module_anywhere"]
    with pytest.raises(MissingLibrary, match="pip install 'no_such_module_anywhere'"):
        find_exporters(["of-others"])
