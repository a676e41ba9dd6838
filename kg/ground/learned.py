"""Names whose meaning was learned from annotated corpora: hashes of normal forms, and the identifier of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

import numpy as np

from kg.errors import VocabularyError
from kg.model import Curie

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.model import MentionType

_FILE: Final = Path(__file__).parent / "tagging" / "learned.npz"


@dataclass(frozen=True, slots=True)
class LearnedNames:
    """Identifiers by the hash of a name and its type."""

    by_hash: Mapping[int, Curie]

    def get(self, key: str, kind: MentionType) -> Curie | None:
        """The identifier learned for a normal form as this type."""
        return self.by_hash.get(name_hash(key, kind))

    def of_species(self, human: Curie, taxon: int) -> Curie | None:
        """The gene of another species that corresponds to a human one, where no vocabulary may be at hand."""
        return self.by_hash.get(name_hash(f"{human} {taxon}", "Gene"))

    def of_family(self, family: Curie) -> Curie | None:
        """The human gene that annotators name for a family."""
        return self.by_hash.get(name_hash(str(family), "Gene"))


def name_hash(key: str, kind: MentionType) -> int:
    """64 bits of a normal form and its type."""
    return int.from_bytes(blake2b(f"{kind}\t{key}".encode(), digest_size=8).digest(), "big")


@cache
def default_learned(path: Path = _FILE) -> LearnedNames:
    """The learned names in a file, else those of the product; raises VocabularyError for a damaged file."""
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            hashes, identifiers = arrays["hashes"].tolist(), arrays["identifiers"].tolist()
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        remedy = "install the package again, or make the file with `make train`"
        raise VocabularyError(str(path), f"damaged table of learned names ({error})", remedy) from error
    return LearnedNames({h: Curie.from_string(i) for h, i in zip(hashes, identifiers, strict=True)})
