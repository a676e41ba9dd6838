"""Reading resistance claims out of grounded sentences."""

from kg.claims.extract import Extractor

__all__ = ["Extractor"]
