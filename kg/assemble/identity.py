"""What makes two rows the same claim: therapy, factor, factor state, effect, disease and onset."""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from typing import TYPE_CHECKING

from kg.text.normal import normal_name

if TYPE_CHECKING:
    from kg.model import Argument, Evidence


def claim_key(evidence: Evidence) -> str:
    """The claim's key: SHA-256 of its identity, first 16 bytes as 26 lower-case base32 characters."""
    identity = [
        argument_identity(evidence.therapy),
        argument_identity(evidence.factor),
        evidence.factor_state,
        evidence.effect,
        argument_identity(evidence.disease),
        evidence.onset,
    ]
    canonical = json.dumps(identity, ensure_ascii=True, separators=(",", ":"))
    return b32encode(hashlib.sha256(canonical.encode("ascii")).digest()[:16]).decode("ascii").rstrip("=").lower()


def argument_identity(argument: Argument | None) -> tuple[str, ...]:
    """The nodes of an argument in order, with its alteration, else its text in normal form; empty for no argument."""
    if argument is None:
        return ()
    if argument.concepts:
        nodes = tuple(sorted({str(concept.id) for concept in argument.concepts}))
        return (*nodes, "alteration", argument.alteration) if argument.alteration else nodes
    return ("text", normal_name(argument.text) or " ".join(argument.text.casefold().split()))
