"""ResistKG: an evidence-backed RDF graph of therapy resistance, read from papers."""

__all__ = ["__version__"]
__version__ = "0.1.0"
