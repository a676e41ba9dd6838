"""Who may import whom, where foreign libraries live, and how large things may grow."""

import ast
import importlib
import pkgutil
import subprocess
import sys
from functools import cache

import pytest

import kg
from tests.promises.conftest import ROOT

# upper layers may import lower ones, never the other way; names on one line are strangers to each other
LAYERS = (
    {"__main__"},
    {"cli"},
    {"pipeline"},
    {"page"},  # the report as a page
    {"shards", "report", "explanation", "naming"},
    {"extraction"},
    {"knowledge"},
    {"annotation"},
    {"publish", "stores"},  # above the graph, whose terms and files they take
    {"acquire", "read", "ground", "claims", "assemble", "graph"},
    {"aligned"},
    {"evaluate", "align", "mappings"},
    {"lexicon"},
    {"scheme", "text"},
    {"workers"},
    {"data", "files", "memory"},
    {"errors"},
    {"vocab"},
    {"model"},
)
HOMES = {
    "pronto": {"lexicon"},
    "marisa_trie": {"lexicon"},
    "rdflib": {"graph"},
    "pyshacl": {"graph"},
    "pyoxigraph": {"align", "graph", "publish", "stores"},
    "lxml": {"lexicon", "page", "publish", "read"},
    "typer": {"cli"},
    "rich": {"cli"},
    "owlready2": {"align"},
    "pyarrow": {"publish"},
    "numpy": {"align", "graph", "ground"},
    "pycrfsuite": {"ground"},
    "zstandard": {"lexicon"},
    "requests": {"acquire", "stores"},
    "urllib3": {"acquire", "stores"},
}
# modules that open files: doors of the product, and tables that a room reads from its own folder
OPENERS = {
    "acquire/completions", "acquire/content", "acquire/download", "acquire/lock", "acquire/releases",
    "align/hiding", "align/kinds", "align/levels", "align/model", "align/predicates", "align/rdf",
    "align/sources", "align/words", "assemble/curation", "assemble/weighing", "claims/cues",
    "claims/model_question", "cli/aligning", "cli/auditing", "cli/console", "files", "graph/auditing",
    "graph/catalogue", "graph/convert", "graph/dataset", "graph/executables", "graph/keeping", "graph/lint",
    "graph/query_worker", "graph/report", "graph/scheme", "graph/terms", "graph/void", "graph/writers",
    "ground/examples", "ground/learned",
    "ground/tagging/weights", "ground/training",
    "ground/validation", "ground/words", "knowledge", "lexicon/compile", "lexicon/curation",
    "lexicon/gene_info", "lexicon/gene_names", "lexicon/index", "lexicon/kinds", "lexicon/locked",
    "lexicon/packed", "lexicon/product_names", "lexicon/resources", "lexicon/slice", "lexicon/sources",
    "lexicon/species", "lexicon/table", "lexicon/thesaurus", "mappings", "page/report", "pipeline",
    "publish/build", "publish/civicmine", "publish/context", "publish/cover", "publish/cytoscape",
    "publish/description", "publish/files", "publish/graphml", "publish/jsonld", "publish/kgx", "publish/master",
    "publish/parquet", "publish/release", "publish/tables", "read/cues",
    "read/decode", "scheme", "shards",
    "stores/cargo", "stores/directory", "stores/http", "stores/messages", "stores/recipes",
}  # fmt: skip
OPENING = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "atomic_write", "write_json_lines", "fdopen"}
LONGEST_FILE, LONGEST_FUNCTION = 330, 45
LONG_ON_PURPOSE = {"model": 440}  # the values that all stages exchange, in one place


@cache
def modules():
    """Name below the package, without suffix -> syntax tree."""
    paths = sorted((ROOT / "kg").rglob("*.py"))
    names = [p.relative_to(ROOT / "kg").with_suffix("").as_posix().removesuffix("/__init__") for p in paths]
    return {n: ast.parse(p.read_text(encoding="utf-8")) for n, p in zip(names, paths, strict=True)}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name):
    return name.split("/")[0]


def height(name):
    return next((len(LAYERS) - i for i, names in enumerate(LAYERS) if name in names), None)


def test_every_module_has_its_layer():
    assert {room(name) for name in modules()} - set().union(*LAYERS) == {"__init__"}


def test_imports_point_downwards_and_siblings_are_strangers():
    wrong = []
    for name, tree in modules().items():
        for target in imported(tree):
            parts = target.split(".")
            other = parts[1] if parts[0] == "kg" and len(parts) > 1 else ""
            if other and other != room(name) and height(other) and height(other) >= height(room(name)):
                wrong.append(f"{name} imports {target}")
    assert wrong == []


def test_each_foreign_library_has_one_home():
    wrong = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        for target in imported(tree)
        if room(name) not in HOMES.get(target.split(".")[0], {room(name)})
    ]
    assert wrong == []


def test_files_are_opened_at_the_doors_only():
    called = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in OPENING
        and ast.unparse(node.func) != "Lexicon.open"
    }
    assert called - OPENERS == set()


@pytest.mark.parametrize("kind", ["except Exception", "print"])
def test_no_broad_except_and_no_print_outside_the_command_line(kind):
    found = []
    for name, tree in modules().items():
        for node in ast.walk(tree):
            broad = isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) == "Exception")
            prints = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" and room(name) != "cli"
            if broad if kind == "except Exception" else prints:
                found.append(f"{name}:{node.lineno}")
    assert found == []


def test_files_and_functions_stay_short():
    long = []
    for name, tree in modules().items():
        last = max((node.end_lineno or 0 for node in tree.body), default=0)
        if last > LONG_ON_PURPOSE.get(name, LONGEST_FILE):
            long.append(f"{name}: {last} lines")
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        lengths = {f"{name}.{node.name}": node.end_lineno - node.lineno + 1 for node in functions}
        long += [f"{function}: {n} lines" for function, n in lengths.items() if n > LONGEST_FUNCTION]
    assert long == []


def loaded_by(code):
    """Names of the modules that a fresh interpreter has after running the code."""
    code = f"{code}\nimport sys; print(*sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


def test_import_does_nothing():
    assert loaded_by("import kg") - loaded_by("from __future__ import annotations") == {"kg"}


def test_help_waits_for_no_library_but_its_own():
    assert not loaded_by("import kg.cli") & {"rdflib", "pyshacl", "pyoxigraph", "pronto", "lxml", "marisa_trie"}


def packages():
    return ["kg", *(m.name for m in pkgutil.walk_packages(kg.__path__, "kg.") if m.ispkg)]


@pytest.mark.parametrize("name", packages())
def test_what_a_package_offers_is_there(name):
    package = importlib.import_module(name)
    offered = getattr(package, "__all__", [])
    assert [n for n in offered if not hasattr(package, n)] == []
    assert len(offered) == len(set(offered))


def is_unoffered(target):
    """Whether the import takes from a package what the package does not list."""
    package, _, item = target.rpartition(".")
    folder = ROOT.joinpath(*package.split("."))
    if not package.startswith("kg.") or not folder.is_dir() or folder.joinpath(f"{item}.py").exists():
        return False
    return item not in importlib.import_module(package).__all__


def test_what_others_take_from_a_package_is_offered_by_it():
    assert [(n, t) for n, tree in modules().items() for t in imported(tree) if is_unoffered(t)] == []
