"""Trains the tagger and collects learned names: `python -m kg.ground.training CORPORA`, which `make train` calls.

A corpus is JSON Lines with ``doc_id``, ``text`` and ``entities`` (``start``, ``end``, ``type``, ``ids``); what each
is used for is in ``training.toml``.  The weights are those of CRFsuite (Okazaki 2007), trained with L-BFGS, which is
deterministic.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
import pycrfsuite

from kg.files import atomic_write
from kg.ground.examples import read_corpora, settings, without_part
from kg.ground.grounder import Grounder
from kg.ground.hashing import hash_of
from kg.ground.learning import learned_names
from kg.ground.tagging.attributes import ABOUT_GENES, sequence_attributes
from kg.ground.tagging.tokens import kind_of_document
from kg.ground.tagging.weights import LABELS, TYPES, WIDTH
from kg.lexicon import Lexicon, open_default
from kg.model import Span
from kg.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kg.ground.examples import Example
    from kg.ground.tagging.tagger import Marked
    from kg.ground.tagging.tokens import Tokens
    from kg.model import MentionType

_HERE: Final = Path(__file__).parent
_SMALLEST: Final = 0.02  # weights nearer to zero are left out
_STEP: Final = 0.005  # weights are kept as multiples of this


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
    marked = [_marked(grounder, example) for example in examples]
    apart = kind in settings()["apart"]["types"]
    parameters = settings()["crf"] | {"feature.possible_states": apart}
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=parameters, verbose=False)
    repeated = _repeated(marked) if apart else None
    for document, example in zip(marked, examples, strict=True):
        attributes = _attributes(document, apart=apart)
        if repeated is not None:
            attributes = [[name for name in names if name in repeated] for names in attributes]
        trainer.append(attributes, labels(document.tokens, [span for span, _ in example.mentions[kind]]))
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


def _marked(grounder: Grounder, example: Example) -> Marked:
    return grounder.read(example.text, [Span(*span) for span in sentence_spans(example.text)]).marked


def _attributes(document: Marked, *, apart: bool) -> list[list[str]]:
    tokens, marks, defined = document
    kind = kind_of_document(tokens, marks)
    if kind == ABOUT_GENES and not apart:
        kind = ""
    return sequence_attributes(tokens.words, list(marks), dict(defined), kind)


def _repeated(documents: Sequence[Marked]) -> frozenset[str]:
    """Attributes of more than one token: what is seen once tells nothing of other documents."""
    counts = Counter(name for document in documents for names in _attributes(document, apart=True) for name in names)
    return frozenset(name for name, count in counts.items() if count > 1)


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


def write_names(path: Path, names: dict[int, str]) -> None:
    """Learned names, sorted by hash."""
    hashes = sorted(names)
    _write_arrays(
        path,
        hashes=np.array(hashes, dtype=np.uint64),
        identifiers=np.array([names[h] for h in hashes], dtype=np.str_),
    )


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
