"""Grounding: which things of the vocabularies a document's sentences name."""

from kg.ground.audit import audit
from kg.ground.explain import Explanation
from kg.ground.grounder import Grounder
from kg.ground.ports import LexiconLike
from kg.ground.words import Settings, Words, default_settings, default_words

__all__ = [
    "Explanation",
    "Grounder",
    "LexiconLike",
    "Settings",
    "Words",
    "audit",
    "default_settings",
    "default_words",
]
