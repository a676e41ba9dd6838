"""Every IRI of the project, and how compact identifiers become IRIs."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from kg.model import Curie

VOCAB: Final = "https://w3id.org/resistkg/vocab/"
MECHANISM: Final = "https://w3id.org/resistkg/mechanism/"
CLAIM: Final = "https://w3id.org/resistkg/claim/"
EVIDENCE: Final = "https://w3id.org/resistkg/evidence/"
RUN: Final = "https://w3id.org/resistkg/run/"
DOCUMENT: Final = "https://w3id.org/resistkg/document/"
UNGROUNDED: Final = "https://w3id.org/resistkg/ungrounded/"
DATASET: Final = "https://w3id.org/resistkg/dataset"
RELEASE: Final = "https://w3id.org/resistkg/release/"
SHAPES: Final = "https://w3id.org/resistkg/shapes/"
MAPPING: Final = "https://w3id.org/resistkg/mapping/"
QUERY: Final = "https://w3id.org/resistkg/query/"
ALTERATION: Final = "https://w3id.org/resistkg/alteration/"
VALIDATION: Final = "https://w3id.org/resistkg/validation"
VERSION: Final = "https://w3id.org/resistkg/version/"  # graphs in triple stores, one a load
LOADED: Final = "https://w3id.org/resistkg/loaded"  # the graph that says which version a store serves
SCHEME: Final = "https://w3id.org/resistkg/mechanism"

NANOPUB: Final = "https://w3id.org/resistkg/np/"
SOFTWARE: Final = "https://w3id.org/resistkg/software"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"  # of what we say; the vocabularies keep theirs

OBO: Final = "http://purl.obolibrary.org/obo/"

# prefix of a compact identifier -> start of the IRI
PREFIXES: Final[dict[str, str]] = {
    "MONDO": OBO + "MONDO_",
    "GO": OBO + "GO_",
    "CL": OBO + "CL_",
    "CHEBI": OBO + "CHEBI_",
    "NCBITaxon": OBO + "NCBITaxon_",
    "DOID": OBO + "DOID_",
    "HP": OBO + "HP_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "NCBIGene": "http://identifiers.org/ncbigene/",
    "HGNC": "http://identifiers.org/hgnc/",
    "MGI": "http://identifiers.org/mgi/MGI:",
    "RGD": "http://identifiers.org/rgd/",
    "FPLX": "http://identifiers.org/fplx/",
    "UNIPROT": "http://purl.uniprot.org/uniprot/",
    "OMIM": "http://identifiers.org/omim/",
    "UMLS": "http://identifiers.org/umls/",
    "NCIT": OBO + "NCIT_",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "ORPHA": "http://www.orpha.net/ORDO/Orphanet_",
    "CVCL": "http://identifiers.org/cellosaurus/CVCL_",
    "rkm": MECHANISM,
    "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
    "PMC": "http://www.ncbi.nlm.nih.gov/pmc/",
    "DOI": "https://doi.org/",
}

# namespaces of the Turtle, in the order in which they are written
NAMESPACES: Final[dict[str, str]] = {
    "rk": VOCAB,
    "rkm": MECHANISM,
    "claim": CLAIM,
    "evidence": EVIDENCE,
    "run": RUN,
    "document": DOCUMENT,
    "ungrounded": UNGROUNDED,
    "release": RELEASE,
    "mapping": MAPPING,
    "alteration": ALTERATION,
    "rks": SHAPES,
    "pubmed": PREFIXES["PMID"],
    "obo": OBO,
    "mesh": PREFIXES["MESH"],
    "ncbigene": PREFIXES["NCBIGene"],
    "hgnc": PREFIXES["HGNC"],
    "fplx": PREFIXES["FPLX"],
    "uniprot": PREFIXES["UNIPROT"],
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "fabio": "http://purl.org/spar/fabio/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "cito": "http://purl.org/spar/cito/",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "biolink": "https://w3id.org/biolink/vocab/",
    "np": "http://www.nanopub.org/nschema#",
    "npx": "http://purl.org/nanopub/x/",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "spdx": "http://spdx.org/rdf/terms#",
    "schema": "https://schema.org/",
    "query": QUERY,
    "sh": "http://www.w3.org/ns/shacl#",
}


def to_iri(curie: Curie) -> str:
    """The IRI of a compact identifier, percent-encoded where needed; raises KeyError on an unknown prefix."""
    return PREFIXES[curie.prefix] + quote(
        curie.identifier, safe=":/()._-~!$&'*+,;=@" if curie.prefix == "DOI" else ":._-~"
    )
