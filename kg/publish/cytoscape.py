"""The network for Cytoscape: CX2 with colours, for Cytoscape, Cytoscape Web and NDEx, and JSON for Cytoscape.js."""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

from kg.files import atomic_write
from kg.publish.attributes import LINK_TYPES, NODE_TYPES, links, node_attributes
from kg.publish.network import open_network
from kg.publish.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from kg.publish.exporters import Source
    from kg.publish.network import Network

Json = dict[str, Any]  # what json.dumps takes
_NAME: Final = "ResistKG"
_TYPES: Final[Mapping[type, str]] = {str: "string", bool: "boolean", int: "long", float: "double"}


def write(source: Source, folder: Path) -> Iterable[Path]:
    """Write ``resistkg.cx2`` and ``resistkg.cyjs``."""
    exchange, elements = folder / "resistkg.cx2", folder / "resistkg.cyjs"
    with open_network(source) as network:
        with atomic_write(exchange) as stream:
            _write_cx2(network, stream)
        with atomic_write(elements) as stream:
            _write_elements(network, stream)
    return exchange, elements


def _write_cx2(network: Network, stream: IO[bytes]) -> None:
    numbers = {node.id: number for number, node in enumerate(network.things)}
    counts = {"nodes": len(numbers), "edges": network.size(), "attributeDeclarations": 1, "networkAttributes": 1}
    counts["visualProperties"] = 1
    heads: tuple[Json, ...] = (
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": [{"name": name, "elementCount": count} for name, count in counts.items()]},
        {"attributeDeclarations": [_declarations()]},
        {"networkAttributes": [{"name": _NAME}]},
    )
    stream.write(b"[" + b",\n".join(map(_dumped, heads)) + b",\n")
    nodes = ({"id": numbers[n.id], "v": {"id": n.id, **node_attributes(n)}} for n in network.things)
    edges = (
        {"id": number, "s": numbers[start], "t": numbers[end], "v": {"id": identifier, **attributes}}
        for number, (identifier, start, end, attributes) in enumerate(links(network))
    )
    for name, some in (("nodes", nodes), ("edges", edges)):
        stream.write(b'{"' + name.encode() + b'":')
        _write_list(some, stream)
        stream.write(b"},\n")
    stream.write(_dumped({"visualProperties": [_style()]}) + b",\n")
    stream.write(_dumped({"status": [{"success": True, "error": ""}]}) + b"]\n")


def _declarations() -> Json:
    typed: dict[str, dict[str, type]]
    typed = {"nodes": {"id": str, **NODE_TYPES}, "edges": {"id": str, **LINK_TYPES}, "networkAttributes": {"name": str}}
    return {part: {name: {"d": _TYPES[kind]} for name, kind in types.items()} for part, types in typed.items()}


def _style() -> Json:
    """Labels, colours by kind and effect, width by belief."""
    width = {"min": 0, "max": 1, "minVPValue": 1, "maxVPValue": 6, "includeMin": True, "includeMax": True}
    arrow = {"EDGE_TARGET_ARROW_SHAPE": "triangle", "EDGE_LINE_COLOR": "#999999"}
    return {
        "default": {
            "network": {},
            "node": {"NODE_SHAPE": "ellipse", "NODE_BACKGROUND_COLOR": "#DDDDDD"},
            "edge": arrow,
        },
        "nodeMapping": {
            "NODE_LABEL": {"type": "PASSTHROUGH", "definition": {"attribute": "name", "type": "string"}},
            "NODE_BACKGROUND_COLOR": _coloured("node", "kind"),
        },
        "edgeMapping": {
            "EDGE_LINE_COLOR": _coloured("link", "net_effect"),
            "EDGE_TARGET_ARROW_COLOR": _coloured("link", "net_effect"),
            "EDGE_WIDTH": {
                "type": "CONTINUOUS",
                "definition": {"attribute": "belief", "type": "double", "map": [width]},
            },
        },
    }


def _coloured(what: str, attribute: str) -> Json:
    colours = [{"v": r["value"], "vp": r["colour"]} for r in table("network_styles.tsv") if r["what"] == what]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": "string", "map": colours}}


def _write_elements(network: Network, stream: IO[bytes]) -> None:
    head = {"format_version": "1.0", "target_cytoscapejs_version": "~3", "data": {"name": _NAME}}
    nodes = ({"data": {"id": node.id, **node_attributes(node)}} for node in network.things)
    edges = (
        {"data": {"id": identifier, "source": start, "target": end, **attributes}}
        for identifier, start, end, attributes in links(network)
    )
    stream.write(_dumped(head)[:-1] + b', "elements": {"nodes": ')
    _write_list(nodes, stream)
    stream.write(b',\n"edges": ')
    _write_list(edges, stream)
    stream.write(b"}}\n")


def _write_list(rows: Iterator[Json], stream: IO[bytes]) -> None:
    between = b"[\n"
    for row in rows:
        stream.write(between + _dumped(row))
        between = b",\n"
    stream.write(b"[]" if between == b"[\n" else b"\n]")


def _dumped(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
