"""What per-document work needs besides the document: lexicon, grounder, extractor and the scheme, opened once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.annotation import open_lexicon, trained
from kg.claims import Extractor
from kg.claims.model_question import prompt_version
from kg.claims.model_reader import ModelReader, Several
from kg.data import data_directory
from kg.model import Release, RunFacts
from kg.scheme import Scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.claims.model_reader import Ask, Reads
    from kg.ground import Grounder
    from kg.lexicon import Lexicon

# the rooms whose code and tables decide what a document yields
_DECIDING = ("read", "text", "ground", "claims")


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that decides what a document yields; ``fingerprint`` changes when any of it does."""

    lexicon: Lexicon
    scheme: Scheme
    grounder: Grounder
    extractor: Reads
    fingerprint: str
    index: Path | None = None  # where a worker finds the same lexicon; None: the compiled default
    species: int | None = None  # the NCBI taxon whose genes are meant; None: as the text says
    model: str = ""  # the language model that reads, in this process only; empty: the rules do

    @classmethod
    def from_lexicon(cls, lexicon: Lexicon, index: Path | None = None, species: int | None = None) -> Knowledge:
        """The knowledge around an open lexicon, with the scheme and rules that come with the product."""
        scheme_file = data_directory("ontologies") / "mechanisms.tsv"
        scheme = Scheme.from_file(scheme_file)
        digest = hashlib.sha256(f"{lexicon.fingerprint}\n{rules_version()}\n".encode())
        digest.update(scheme_file.read_bytes())
        if species is not None:
            digest.update(f"species {species}".encode())
        extractor = Extractor(lexicon, scheme)
        return cls(lexicon, scheme, trained(lexicon, species), extractor, digest.hexdigest(), index, species)

    def with_model(self, ask: Ask, model: str, *, beside_rules: bool) -> Knowledge:
        """The same knowledge with claims read by a language model, instead of the rules or beside them."""
        reader = ModelReader(self.lexicon, self.scheme, ask, model)
        manner = f"llm:{model}, prompt {prompt_version()}" + (", beside the rules" if beside_rules else "")
        return replace(
            self,
            extractor=Several((self.extractor, reader)) if beside_rules else reader,
            fingerprint=hashlib.sha256(f"{self.fingerprint}\n{manner}".encode()).hexdigest(),
            model=manner,
        )

    def run_facts(self) -> RunFacts:
        """What the graph says about how it was made."""
        releases = tuple(
            Release(name=r.name, version=r.version, sha256=r.sha256, licence=r.licence, homepage=r.source)
            for r in self.lexicon.releases
        )
        rules = f"{rules_version()} {self.model}".strip()
        return RunFacts(software=__version__, rules=rules, releases=releases)


def open_knowledge(
    index: Path | None = None, notice: Callable[[str], None] | None = None, *, species: int | None = None
) -> Knowledge:
    """Open the index (the given one, or the compiled default, which is made when it is missing)."""
    return Knowledge.from_lexicon(open_lexicon(index, notice), index, species)


@cache
def rules_version() -> str:
    """A checksum of the code and tables of the rooms that decide, first 12 hexadecimal digits."""
    package = Path(__file__).parent
    files = [package / "model.py"]
    files += [
        f for room in _DECIDING for f in (package / room).rglob("*") if f.suffix in {".py", ".tsv", ".toml", ".npz"}
    ]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]
