"""GraphML with typed attributes, for Cytoscape, Gephi, yEd, networkx and igraph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from kg.files import atomic_write
from kg.publish.attributes import LINK_TYPES, NODE_TYPES, links, node_attributes
from kg.publish.network import open_network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from kg.publish.attributes import Attributes
    from kg.publish.exporters import Source

_NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
_TYPES: Final[Mapping[type, str]] = {str: "string", bool: "boolean", int: "int", float: "double"}


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.graphml``, one element a line."""
    path = folder / "resistkg.graphml"
    with open_network(source) as network, atomic_write(path) as stream, etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("graphml", nsmap={None: _NAMESPACE}):
            xml.write("\n")
            for domain, types in (("node", NODE_TYPES), ("edge", LINK_TYPES)):
                for name, kind in types.items():
                    _write_line(xml, _key(domain, name, kind))
            with xml.element("graph", {"id": "resistkg", "edgedefault": "directed"}):
                xml.write("\n")
                for node in network.things:
                    _write_line(xml, _element("node", {"id": node.id}, node_attributes(node)))
                for identifier, start, end, attributes in links(network):
                    ends = {"id": identifier, "source": start, "target": end}
                    _write_line(xml, _element("edge", ends, attributes))
            xml.write("\n")
    return (path,)


def _key(domain: str, name: str, kind: type) -> etree._Element:
    about = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": _TYPES[kind]}
    return etree.Element("key", about)


def _element(tag: str, about: Mapping[str, str], attributes: Attributes) -> etree._Element:
    made = etree.Element(tag, dict(about))
    for name, value in attributes.items():
        datum = etree.SubElement(made, "data", {"key": f"{tag}-{name}"})
        datum.text = str(value).lower() if isinstance(value, bool) else str(value)
    return made


def _write_line(xml: etree._IncrementalFileWriter, element: etree._Element) -> None:
    xml.write(element)
    xml.write("\n")
