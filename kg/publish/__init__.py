"""A finished build in the forms that others load: RDF dumps, tables, graphs of other schemas."""

from kg.publish.exporters import Exporter, Source, find_exporters, missing_libraries
from kg.publish.release import Manner, write_release

__all__ = ["Exporter", "Manner", "Source", "find_exporters", "missing_libraries", "write_release"]
