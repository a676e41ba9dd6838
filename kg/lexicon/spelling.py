"""Names that follow from names: turned headings, proteins without species, ways to write a microRNA."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_MICRO: Final = re.compile(r"microRNA (let-)?(\d+)([a-z]{0,3})(\d{0,2})(-\d{1,2})?")
_ARMS: Final = ("", "-5p", "-3p")
_STEMS: Final = ("miR-", "hsa-miR-", "miRNA-", "microRNA-", "micro RNA-", "mature miR-")
_LET_STEMS: Final = ("let-", "hsa-let-", "microRNA-let-", "microRNA let-", "miR-let-", "miRNA let-")
_HUMAN: Final = re.compile(
    r"(?P<name>.{2,100}?) (?:protein|microRNA|antisense RNA|(?:long )?non-?(?:protein )?coding RNA|lncRNA"
    r"|gene product"
    r"|long untranslated RNA|pseudogene|RNA), human"
)
_HUMAN_RNA: Final = re.compile(
    r"(?:(?:long )?non-?coding RNA|lncRNA|LncRNA|circRNA|long intergenic non-?coding RNA) "
    r"(?P<name>\S{2,40}), human"
)
_OTHER_SPECIES: Final = re.compile(
    r"\b(?:protein|RNA|microRNA|mRNA|miRNA|antigen|peptide|receptor|enzyme|gene|toxin|factor|antibody)"
    r"(?: [\w-]{1,20}){0,3}, (?!human\b|recombinant\b)[A-Za-z][a-z.]*(?: [a-z]+){0,3}$"
)
_HUMAN_SYMBOL: Final = re.compile(r"(?P<name>[A-Z][A-Za-z0-9-]{2,30}), human")
_FUSION: Final = re.compile(r"(?P<name>[A-Za-z0-9]{2,20}-[A-Za-z0-9-]{2,30}) fusion proteins?(?:, human)?")
# a drug's name has a drug's ending, so that the salts of metals are left alone
_SALT: Final = re.compile(
    r"(?P<name>[A-Za-z]{4,40}(?:mab|nib|lib|mib|ine|ide|one|ole|ast|tan|rin|vir|fen|ane|ene|cin|lol|tin|ate|ant"
    r"|il|ol|am|an|in|en|ax|el))"
    r" (?:Hydro(?:chloride|bromide)|Mesylate|Tosylate|Fumarate|Hemifumarate|Maleate|Malate|Citrate|Tartrate"
    r"|Succinate|Besylate|Phosphate|Sulfate|Acetate|Lactate|Disodium|Sodium|Potassium|Calcium|Dihydrochloride"
    r"|Esylate|Bromide)"
)
_ACID: Final = re.compile(r"(?P<name>[A-Za-z0-9-]{0,20}[A-Za-z]{4,30})ic [Aa]cid")
_VERBS: Final = frozenset(("integr",))  # acids of which the anion would be written like a verb
_HEAD: Final = re.compile(r"[^,()]+(?:, [^,()]+){1,2}")


class MicroRna(NamedTuple):
    """How one locus is named: ``miR-125b-1`` has the mature form ``miR-125b`` and the group ``miR-125``."""

    locus: str
    mature: str
    group: str


def micro_rna(approved_name: str) -> MicroRna | None:
    """The parts of ``microRNA 125b-1`` or ``microRNA let-7a-1``; None for other names."""
    parts = _MICRO.fullmatch(approved_name)
    if parts is None:
        return None
    let, number, letter, copy, locus = (part or "" for part in parts.groups())
    mature = f"{let}{number}{letter}"
    return MicroRna(f"{mature}{copy}{locus}", mature, f"{let}{number}" if letter else "")


def micro_rna_names(form: str, species: str = "hsa-") -> list[str]:
    """Every usual way to write a microRNA: ``miR-21``, ``hsa-miR-21-5p``, ``microRNA-21`` …

    ``species`` is miRBase's prefix.
    """
    stems, rest = (_LET_STEMS, form[4:]) if form.startswith("let-") else (_STEMS, form)
    return [f"{stem.replace('hsa-', species)}{rest}{arm}" for stem in stems for arm in _ARMS]


def turned_heading(label: str) -> str | None:
    """``Carcinoma, Hepatocellular`` read forwards; None for labels that are no inverted headings."""
    if ", " not in label or _HEAD.fullmatch(label) is None:
        return None
    parts = label.split(", ")
    if any(
        part.split(" ")[0].lower() in {"and", "or", "with", "without", "due", "type", "human"} for part in parts[1:]
    ):
        return None
    return " ".join(reversed(parts))


def without_salt(label: str) -> str | None:
    """``Imatinib Mesylate`` without its salt; None for labels that name none."""
    found = _SALT.fullmatch(label)
    return found["name"] if found else None


def anion(label: str) -> str | None:
    """``Taurocholic Acid`` as papers call it, taurocholate; None for labels that name no acid."""
    found = _ACID.fullmatch(label)
    return f"{found['name'].lower()}ate" if found and found["name"].lower() not in _VERBS else None


def human_product(label: str) -> str | None:
    """The symbol in ``GPX4 protein, human`` or ``long noncoding RNA HULC, human``; else None."""
    found = _HUMAN.fullmatch(label) or _HUMAN_RNA.fullmatch(label) or _HUMAN_SYMBOL.fullmatch(label)
    return found["name"] if found else None


def is_of_other_species(label: str) -> bool:
    """Whether a supplementary record is a gene product of a species other than man: ``Gpx4 protein, mouse``."""
    return _OTHER_SPECIES.search(label) is not None


def without_species(name: str) -> list[str]:
    """``GPx-4 protein, human`` gives ``GPx-4 protein`` and ``GPx-4``; a name without the tag gives itself.

    ``EML4-ALK fusion protein`` gives ``EML4-ALK`` as well.
    """
    bare = name.removesuffix(", human")
    fusion = _FUSION.fullmatch(name)
    product = fusion["name"] if fusion else human_product(name) if bare != name else None
    return [bare, product] if product and len(product) > 2 else [bare]
