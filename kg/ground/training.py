"""Trains the tagger and collects learned names: `python -m kg.ground.training CORPORA`, which `make train` calls.

A corpus is JSON Lines with ``doc_id``, ``text`` and ``entities`` (``start``, ``end``, ``type``, ``ids``); what each
is used for is in ``training.toml``.  The weights are those of CRFsuite (Okazaki 2007), trained with L-BFGS, which is
deterministic.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import md5
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pycrfsuite

from kg.files import atomic_write
from kg.ground.grounder import Grounder
from kg.ground.hashing import hash_of
from kg.ground.judge import judge
from kg.ground.learned import name_hash
from kg.ground.species import HUMAN, RAT
from kg.ground.tagging.attributes import sequence_attributes
from kg.ground.tagging.tokens import is_paper
from kg.ground.tagging.weights import LABELS, TYPES, WIDTH
from kg.ground.words import default_settings, default_words
from kg.lexicon import Lexicon, open_default
from kg.model import Curie, Span
from kg.text.abbreviations import find_abbreviations, singular_short
from kg.text.normal import normal_name
from kg.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from kg.ground.tagging.tokens import Tokens
    from kg.model import Concept, MentionType

_HERE: Final = Path(__file__).parent
_RAT_TAXON: Final = "NCBITaxon:10116"
_TITLE: Final = 80  # characters by which a paper is known again
_SMALLEST: Final = 0.02  # weights nearer to zero are left out
_STEP: Final = 0.005  # weights are kept as multiples of this


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated document: its name, text, and the mentions of each type that the corpus annotates.

    ``taxa``: species that the corpus says are in it.
    """

    name: str
    text: str
    mentions: dict[MentionType, tuple[tuple[Span, tuple[str, ...]], ...]]
    taxa: frozenset[str] = frozenset()


@cache
def settings() -> dict[str, Any]:
    """``training.toml``."""
    with (_HERE / "training.toml").open("rb") as file:
        return tomllib.load(file)


def read_corpora(folder: Path) -> dict[str, list[Example]]:
    """The corpora of ``training.toml`` that are in the folder, by file name."""
    found = {}
    for name, types in settings()["corpora"].items():
        path = folder / name
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                found[name] = [_example(json.loads(line), types) for line in lines if line.strip()]
    return found


def _example(row: dict[str, Any], types: Sequence[MentionType]) -> Example:
    mentions = {
        kind: tuple((Span(e["start"], e["end"]), tuple(e["ids"])) for e in row["entities"] if e["type"] == kind)
        for kind in types
    }
    taxa = frozenset(i for e in row["entities"] if e["type"] == "Species" for i in e["ids"])
    return Example(str(row["doc_id"]), row["text"], mentions, taxa)


def fold_of(example: Example, folds: int) -> int:
    """Which part of a cross-validation a document belongs to, by how its text begins.

    The same paper in two corpora goes together, whatever number it has in each.
    """
    letters = "".join(filter(str.isalnum, example.text[:_TITLE].lower()))
    return int(md5(letters.encode(), usedforsecurity=False).hexdigest(), 16) % folds


def labels(tokens: Tokens, spans: Sequence[Span]) -> list[str]:
    """The label of every token: outside, begin, inside, end, single."""
    found = ["O"] * len(tokens.words)
    reached = -1
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start < reached:
            continue
        reached = span.end
        inside = [
            i
            for i, (a, b) in enumerate(zip(tokens.starts, tokens.ends, strict=True))
            if a < span.end and b > span.start
        ]
        if not inside:
            continue
        for at in inside:
            found[at] = "I"
        found[inside[0]], found[inside[-1]] = "B", "E"
        if len(inside) == 1:
            found[inside[0]] = "S"
    return found


def train_type(grounder: Grounder, kind: MentionType, examples: Sequence[Example]) -> dict[str, Any]:
    """The weights of one type: ``states`` (attribute to label weights) and ``transitions``."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=settings()["crf"], verbose=False)
    for example in examples:
        reading = grounder.read(example.text, [Span(*span) for span in sentence_spans(example.text)])
        spans = [span for span, _ in example.mentions[kind]]
        tokens, marks, defined = reading.marked
        attributes = sequence_attributes(tokens.words, list(marks), dict(defined), paper=is_paper(tokens))
        trainer.append(attributes, labels(tokens, spans))
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        tagger.open(model)
        info = tagger.info()
        tagger.close()
    states: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(LABELS))
    for (attribute, label), weight in info.state_features.items():
        if abs(weight) >= _SMALLEST:
            states[attribute][LABELS.index(label)] = weight
    transitions = [[info.transitions.get((a, b), 0.0) for b in LABELS] for a in LABELS]
    return {"states": dict(states), "transitions": transitions}


def write_weights(path: Path, trained: dict[MentionType, dict[str, Any]]) -> None:
    """All types in one table of hashed attributes."""
    rows: dict[int, list[float]] = defaultdict(lambda: [0.0] * WIDTH)
    for number, kind in enumerate(TYPES):
        for attribute, weights in trained[kind]["states"].items():
            row = rows[hash_of(attribute)]
            for label, weight in enumerate(weights):
                row[number * len(LABELS) + label] += weight
    keys = sorted(rows)
    table = np.array([rows[key] for key in keys], dtype=np.float64)
    # outside is where scores are counted from, so that a column can go
    values = np.clip(np.rint(table / _STEP), -32768, 32767).astype(np.int16)
    _write_arrays(
        path,
        keys=np.array(keys, dtype=np.uint32),
        values=values,
        scale=np.array(_STEP, dtype=np.float32),
        transitions=np.array([trained[kind]["transitions"] for kind in TYPES], dtype=np.float32),
    )


def _write_arrays(path: Path, **arrays: NDArray[Any]) -> None:
    """A compressed .npz file; numpy's own would carry the time of writing."""
    with atomic_write(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            body = BytesIO()
            np.save(body, array, allow_pickle=False)
            entry = ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, body.getvalue())


def learned_names(corpora: dict[str, list[Example]], lexicon: Lexicon) -> dict[int, str]:
    """Hash of a name and its type to the identifier that most of the mentions agree on."""
    seen: dict[tuple[MentionType, str], Counter[str]] = defaultdict(Counter)
    for examples in corpora.values():
        for example in examples:
            for kind, key, identifier in _names_of(example):
                seen[kind, key][identifier] += 1
    found = {}
    for (kind, key), counts in seen.items():
        (identifier, count), *_ = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        meant = _known(identifier, lexicon) if 2 * count > counts.total() else None
        if meant is not None:
            found[name_hash(key, kind)] = str(meant)
    return found | learned_genes(corpora, lexicon)


def learned_genes(corpora: dict[str, list[Example]], lexicon: Lexicon) -> dict[int, str]:
    """Hash of a human gene and the rat, and of a family, to the gene that most documents name for it."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for example in (e for examples in corpora.values() for e in examples):
        told: set[tuple[str, str]] = set()
        for span, ids in example.mentions.get("Gene", ()):
            usual = _usual_reading(example.text[span.start : span.end], lexicon)
            if usual is not None and len(ids) == 1:
                told.update(_told(usual, ids[0], example.taxa, lexicon))
        for about, gene in told:
            seen[about][gene] += 1
    found = {}
    for about, counts in seen.items():
        gene, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if about.endswith(f" {RAT}") or count > 1:  # what one document names for a family may be an accident
            found[name_hash(about, "Gene")] = gene
    return found


def _usual_reading(name: str, lexicon: Lexicon) -> Concept | None:
    options = judge(name, lexicon.candidates(normal_name(name)), default_words(), default_settings())
    return options[0].concept if options else None


def _told(usual: Concept, gold: str, taxa: frozenset[str], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What a gold gene tells of a family, or of the rat: no vocabulary that may be passed on has its identifiers."""
    if usual.kind == "family":
        gene = _known(gold, lexicon)
        if gene is not None and lexicon.species(gene) == HUMAN:
            yield str(usual.id), str(gene)
    elif usual.kind in ("gene", "rna") and _RAT_TAXON in taxa and lexicon.concept(Curie.from_string(gold)) is None:
        yield f"{usual.id} {RAT}", gold


def _known(identifier: str, lexicon: Lexicon) -> Curie | None:
    """The identifier where the lexicon has it; for a gene of another species, the human one."""
    curie = Curie.from_string(identifier)
    if lexicon.concept(curie) is None:
        return None
    if lexicon.species(curie) in (None, HUMAN):
        return curie
    return next((other for other in lexicon.orthologues(curie) if lexicon.species(other) == HUMAN), None)


def _names_of(example: Example) -> Iterator[tuple[MentionType, str, str]]:
    """Names with one identifier, each once a document; short forms that the document defines are its own affair."""
    own = {known.short for known in find_abbreviations(example.text)}
    found = set()
    for kind, mentions in example.mentions.items():
        prefixes = tuple(settings()["prefixes"][kind])
        for span, ids in mentions:
            surface = example.text[span.start : span.end]
            usable = [i for i in ids if i.startswith(prefixes)]
            if len(usable) == 1 and len(ids) == 1 and not own & {surface, singular_short(surface)}:
                found.add((kind, normal_name(surface), usable[0]))
    return iter(sorted(found))


def write_names(path: Path, names: dict[int, str]) -> None:
    """Learned names, sorted by hash."""
    hashes = sorted(names)
    _write_arrays(
        path,
        hashes=np.array(hashes, dtype=np.uint64),
        identifiers=np.array([names[h] for h in hashes], dtype=np.str_),
    )


def without_part(corpora: dict[str, list[Example]], folds: int, leave: int) -> dict[str, list[Example]]:
    """The documents outside one part of a cross-validation."""
    return {name: [e for e in some if fold_of(e, folds) != leave] for name, some in corpora.items()}


def train(corpora: dict[str, list[Example]], out: Path, index: Path | None = None, jobs: int = 2) -> None:
    """Train on the corpora and write both files into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    write_names(out / "learned.npz", learned_names(corpora, open_lexicon(index)))
    with ProcessPoolExecutor(jobs) as pool:
        trained = dict(zip(TYPES, pool.map(_train_type, [(kind, corpora, index) for kind in TYPES]), strict=True))
    write_weights(out / "weights.npz", trained)


def open_lexicon(index: Path | None) -> Lexicon:
    """The given index, else the built-in one."""
    return Lexicon.open(index) if index else open_default()


def _train_type(task: tuple[MentionType, dict[str, list[Example]], Path | None]) -> dict[str, Any]:
    kind, corpora, index = task
    grounder = Grounder(open_lexicon(index))
    examples = [e for some in corpora.values() for e in some if kind in e.mentions]
    return train_type(grounder, kind, examples)


def main(arguments: Sequence[str]) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description="Train the tagger on annotated corpora.")
    parser.add_argument("corpora", type=Path, help="folder of the corpora that training.toml names")
    parser.add_argument("--out", type=Path, default=_HERE / "tagging", help="where the two files go")
    parser.add_argument("--index", type=Path, help="a compiled vocabulary index; the built-in one without it")
    parser.add_argument("--folds", type=int, default=0, help="leave one of so many parts out")
    parser.add_argument("--leave", type=int, default=0, help="which part is left out")
    parser.add_argument("--jobs", type=int, default=2, help="types trained at the same time")
    given = parser.parse_args(arguments)
    corpora = read_corpora(given.corpora)
    if given.folds:
        corpora = without_part(corpora, given.folds, given.leave)
    train(corpora, given.out, given.index, given.jobs)


if __name__ == "__main__":
    main(sys.argv[1:])
