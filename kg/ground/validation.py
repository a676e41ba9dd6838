"""Cross-validates grounding: `python -m kg.ground.validation CORPORA --scorer SCRIPT`, which `make train-check` calls.

For each part of the documents the tagger and the learned names are made from the other parts, and the whole grounder
reads the part; so every figure is of documents that nothing was learned from.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.files import write_json_lines
from kg.ground.examples import Example, fold_of, read_corpora, without_part
from kg.ground.grounder import Grounder
from kg.ground.training import open_lexicon, train
from kg.model import Document
from kg.text.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from kg.model import Grounding


def predicted(
    corpora: dict[str, list[Example]], grounder: Grounder, folds: int, part: int
) -> Iterator[tuple[str, Any]]:
    """Corpus and mentions row of every document of one part."""
    for name, examples in corpora.items():
        for example in examples:
            if fold_of(example, folds) == part:
                document = Document(id=example.name, text=example.text, format="json", source=name, sha256="")
                groundings, _ = grounder(document, split_sentences(document))
                yield name, {"doc_id": example.name, "mentions": [_row(g) for g in groundings]}


def _row(grounding: Grounding) -> dict[str, Any]:
    mention = grounding.mention
    ids = [str(i) for i in grounding.ids]
    return {"start": mention.span.start, "end": mention.span.end, "type": mention.type, "ids": ids}


def validate(folder: Path, out: Path, folds: int, index: Path | None = None) -> dict[str, Path]:
    """Train and read part by part; the file of mentions of each corpus."""
    corpora = read_corpora(folder)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in corpora}
    lexicon = open_lexicon(index)
    for part in range(folds):
        models = out / f"part-{part}"
        if not (models / "weights.npz").is_file():
            train(without_part(corpora, folds, part), models, index)
        for name, row in predicted(corpora, Grounder.trained(lexicon, models), folds, part):
            rows[name].append(row)
    files = {}
    for name, some in rows.items():
        files[name] = out / name.replace(".jsonl", ".mentions.jsonl")
        write_json_lines(files[name], some)
    return files


def main(arguments: Sequence[str]) -> None:
    """Cross-validate from the command line."""
    parser = argparse.ArgumentParser(description="Cross-validate the tagger on annotated corpora.")
    parser.add_argument("corpora", type=Path, help="folder of the corpora that training.toml names")
    parser.add_argument(
        "--scorer", type=Path, required=True, help="script called as SCORER GOLD MENTIONS --type T --ids P"
    )
    parser.add_argument("--out", type=Path, default=Path("build/validation"), help="for models and mentions, kept")
    parser.add_argument("--folds", type=int, default=5, help="number of parts")
    parser.add_argument("--index", type=Path, help="a compiled vocabulary index; the built-in one without it")
    given = parser.parse_args(arguments)
    files = validate(given.corpora, given.out, given.folds, given.index)
    prefixes = {"Gene": "NCBIGene", "craft.dev.jsonl": "MONDO"}
    corpora = read_corpora(given.corpora)
    for name, mentions in files.items():
        for kind in corpora[name][0].mentions:
            prefix = prefixes.get(name, prefixes.get(kind, "MESH"))
            command = [sys.executable, given.scorer, given.corpora / name, mentions, "--type", kind, "--ids", prefix]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - the user's own script
            sys.stdout.write(f"{name} {json.dumps(json.loads(answer.stdout))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
