"""The normal form under which names and texts meet: one definition for the compiled index and for the finder.

A text becomes a row of tokens.  Letters, digits and signs are separate tokens, so that PD-1 and PD1 agree;
hyphens, white space and apostrophes vanish; case, plural, Greek letters and British spelling are levelled.
Whether a surface agrees with a name in case is judged later, by whoever chooses between candidates.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

# every character belongs to exactly one alternative, so that the lengths of the pieces give their places;
# a word takes the space after it along, which halves the pieces; ß is Greek here: papers use it for beta
_PIECE: Final = re.compile(r"(?:['’`´][sS]\b|[A-Za-zÀ-Þà-ʯﬀ-ﬆ]+|[\u0370-\u03ffß]|[^\W\d_ß]+|\d+|[^\w\s]|_) ?|\s+")
_LONGEST_WORD: Final = 100  # longer runs of letters are sequences or garbage: lower case is all they get
_CACHE_SIZE: Final = 200_000
_VANISH: Final = frozenset("-‐‑‒–—―−\u00ad'’`´\"“”‘_\u200b\u200c\u200d\ufeff®™")
_GREEK: Final = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "ϵ": "epsilon", "ϕ": "phi", "ϑ": "theta", "ß": "beta",
}  # fmt: skip
_GLUED_GREEK: Final = re.compile(r"([A-Z]{2,})(alpha|beta|gamma|delta|epsilon|kappa|theta|zeta)([A-Z]?)")
_CAPITAL_PLURAL: Final = re.compile(r"([A-Z][A-Za-z]*[A-Z])s")
_IRREGULAR: Final = {
    "metastases": "metastasis", "diagnoses": "diagnosis", "prognoses": "prognosis", "mice": "mouse",
    "fungi": "fungus", "bacteria": "bacterium", "carcinomata": "carcinoma", "species": "species",
    "series": "series", "faeces": "feces", "feces": "feces", "indices": "index", "matrices": "matrix",
    "vertices": "vertex", "nuclei": "nucleus", "mitochondria": "mitochondrion", "stimuli": "stimulus",
    "women": "woman", "men": "man", "children": "child", "biopsies": "biopsy", "diabetes": "diabetes",
    "herpes": "herpes", "rabies": "rabies", "measles": "measles", "ascites": "ascites", "gases": "gas",
    "lenses": "lens", "pancreas": "pancreas", "cirrhoses": "cirrhosis", "fibroses": "fibrosis",
    "psychoses": "psychosis", "neuroses": "neurosis", "thromboses": "thrombosis", "stenoses": "stenosis",
    "necroses": "necrosis", "crises": "crisis", "analyses": "analysis", "bases": "base",
}  # fmt: skip
# British and older spellings, matched inside a lower-case token
_BRITISH: Final = (
    ("tumour", "tumor"), ("colour", "color"), ("behaviour", "behavior"), ("signalling", "signaling"),
    ("leukaem", "leukem"), ("anaem", "anem"), ("ischaem", "ischem"), ("uraem", "urem"),
    ("glycaem", "glycem"), ("haem", "hem"), ("oedema", "edema"), ("oesoph", "esoph"), ("oestr", "estr"),
    ("foet", "fet"), ("faec", "fec"), ("paed", "ped"), ("caec", "cec"), ("coeliac", "celiac"),
    ("diarrhoea", "diarrhea"), ("gynaec", "gynec"), ("orthopaed", "orthoped"), ("fibre", "fiber"),
    ("centre", "center"), ("labell", "label"), ("modell", "model"), ("sulph", "sulf"),
    ("aluminium", "aluminum"), ("caesium", "cesium"), ("liposarcomatous", "liposarcoma"),
    ("anaesth", "anesth"), ("hypoxaem", "hypoxem"), ("lipaem", "lipem"), ("bacteraem", "bacterem"),
    ("septicaem", "septicem"), ("viraem", "virem"), ("kalaem", "kalem"), ("natraem", "natrem"),
    ("calcaem", "calcem"), ("proteinaem", "proteinem"), ("cholesterolaem", "cholesterolem"),
    ("amoeb", "ameb"), ("defence", "defense"),
)  # fmt: skip
_ISE: Final = re.compile(r"(?<=[a-z]{3})(isations?|ising|ised|ises?|isers?)$")
_VOWELS: Final = frozenset(("", "a", "e", "i", "o", "u"))
_NOT_ISE: Final = re.compile(
    r"(?:ra|exerc|rev|adv|prom|surpr|otherw|likew|dev|superv|comprom|disgu|enterpr|prec|conc|wise|noise|anise|excise"
    r"|incise)i?s"
)


@dataclass(frozen=True, slots=True)
class Normal:
    """A text's tokens in normal form.

    ``text`` is the tokens, each followed by one space; ``starts[i]`` is where token i begins in it,
    ``ends`` maps the position after a token's space to i + 1, and ``spans[i]`` is the token's place in the
    original text.
    """

    text: str
    starts: tuple[int, ...]
    ends: dict[int, int]
    spans: tuple[tuple[int, int], ...]


class _Forms(dict[str, str]):
    """Pieces seen so far and their forms; emptied when full, so that hostile text cannot fill the memory."""

    def __missing__(self, piece: str) -> str:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        word = piece.strip()
        if len(word) > _LONGEST_WORD:
            return word.lower()
        form = self[piece] = normal_token(word) if word else ""
        return form


_FORMS: Final = _Forms()


def normal_token(token: str) -> str:
    """The normal form of one token; empty for what vanishes."""
    if token in _VANISH or token[0] in "'’`´":
        return ""
    if not token.isascii():
        token = unicodedata.normalize("NFKD", token)
        token = "".join(_GREEK.get(c.lower(), c) for c in token if not unicodedata.combining(c))
    if token == "&":  # noqa: S105 - a token of text, no secret
        return "and"
    glued = _GLUED_GREEK.fullmatch(token)
    if glued:
        return " ".join(part.lower() for part in glued.groups() if part)
    plural = _CAPITAL_PLURAL.fullmatch(token)
    if plural:
        return plural[1].lower()
    if token.isupper() and len(token) <= 6:
        return token.lower()
    return _singular(_american(token.lower()))


def _american(word: str) -> str:
    if len(word) < 5:
        return word
    for british, american in _BRITISH:
        if british in word:
            word = word.replace(british, american)
    ending = _ISE.search(word)
    if ending and not _NOT_ISE.search(word):
        word = word[: ending.start()] + "iz" + ending[1][2:]
    return word


def _singular(word: str) -> str:
    known = _IRREGULAR.get(word)
    if known is not None:
        return known
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if len(word) == 4 and word.endswith("as"):  # Kras, Nras, bias
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")) or (word.endswith("uses") and word[-5:-4] not in _VOWELS):
        return word[:-2]  # viruses, but causes and houses lose one letter
    return word[:-1]


def pieces_of(text: str) -> list[str]:
    """The text cut into words, figures and signs, each with one space after it, and white space; none is left out."""
    return _PIECE.findall(text)


def form_of(piece: str) -> str:
    """The normal form of a piece; empty for what vanishes, several words for symbols glued to Greek letters."""
    return _FORMS[piece]


def normalise(text: str) -> Normal:
    """The tokens of ``text`` in normal form, with the map back; linear in the text."""
    pieces = pieces_of(text)
    forms = list(map(_FORMS.__getitem__, pieces))
    spans = [
        (end - len(piece), end - 1 if piece[-1] == " " else end)
        for piece, form, end in zip(pieces, forms, accumulate(map(len, pieces)), strict=True)
        if form
    ]
    words = list(filter(None, forms))
    after = list(accumulate([len(word) + 1 for word in words]))
    return Normal(
        " ".join(words) + " " if words else "",
        (0, *after[:-1]) if words else (),
        dict(zip(after, range(1, len(after) + 1), strict=True)),
        tuple(spans),
    )


def normal_name(name: str) -> str:
    """The key of a name in the compiled index: its tokens, each followed by one space; may be empty."""
    words = [form for piece in _PIECE.findall(name) if (form := _FORMS[piece])]
    return " ".join(words) + " " if words else ""
