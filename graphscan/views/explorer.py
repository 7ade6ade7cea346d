"""graph.html: the explorer, one offline file, made through pyvis with a template of our own.

pyvis 0.3.2 loads scripts from a CDN, puts names into the page as markup and writes in the locale's
encoding. This subclass keeps its nodes and edges and replaces what it writes: autoescape, UTF-8, no
request, and a Content-Security-Policy under which only the two scripts of the file can run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import jinja2
from pyvis.network import Network

from graphscan.errors import GraphscanError
from graphscan.views.text import showable_values

SCRIPTS = (
    "data", "state", "filter", "cards", "graph", "actions", "panels", "table", "timeline",
    "controls", "search", "exports", "main",
)  # fmt: skip
"""Files of templates/js, in the order in which they need each other."""


class ExplorerNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis network that writes the explorer.

    Attributes:
        payload: What `graphscan.views.payload.build_payload` made.
    """

    def __init__(
        self, payload: Mapping[str, Any], *, heading: str = "graphscan: routes to listed parties"
    ) -> None:
        """Fill the network with the payload's parties, links and interests."""
        super().__init__(directed=True, cdn_resources="in_line", heading=heading)
        self.payload = showable_values(payload)
        self.templateEnv = jinja2.Environment(
            loader=jinja2.PackageLoader("graphscan.views"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        self.path = "explorer.html.j2"
        for party in self.payload["parties"]:
            self.add_node(
                party["id"], label=party["name"], shape="custom", x=party["x"], y=party["y"]
            )
        for link in self.payload["links"]:
            self.add_edge(link["from"], link["to"], id=link["id"])
        for interest in self.payload["interests"]:
            self.add_edge(interest["from"], interest["to"], id=f"own{interest['id']}")

    def generate_html(self, *_: object, **__: object) -> str:
        """The whole page; pyvis' own arguments change nothing."""
        library = vis_network()
        program = _program()
        nodes = [{key: node[key] for key in ("id", "x", "y")} for node in self.nodes]
        self.html = self.templateEnv.get_template(self.path).render(
            heading=self.heading,
            csp=_policy(library, program),
            css=_template("explorer.css").read_text(encoding="utf-8"),
            payload=_json_in_html({**self.payload, "nodes": nodes}),
            library=library,
            program=program,
        )
        return str(self.html)

    def write_html(self, name: str | Path, *_: object, **__: object) -> None:
        """Write the page as UTF-8, whatever the locale."""
        Path(name).write_text(self.generate_html(), encoding="utf-8", newline="\n")


def render(payload: Mapping[str, Any]) -> str:
    """The explorer as one HTML page; equal payloads give equal bytes.

    Args:
        payload: What `build_payload` made.
    """
    return ExplorerNetwork(payload).generate_html()


def vis_network() -> str:
    """The browser library of the installed pyvis, newest version, ready to stand in a page.

    Raises:
        GraphscanError: This pyvis carries none.
    """
    folder = resources.files("pyvis").joinpath("templates", "lib")
    found = {
        _version(entry.name): entry.joinpath("vis-network.min.js")
        for entry in folder.iterdir()
        if entry.name.startswith("vis-") and entry.joinpath("vis-network.min.js").is_file()
    }
    if not found:
        raise GraphscanError(
            "the installed pyvis carries no vis-network",
            where="graph.html",
            cure="Install pyvis 0.3.2 or later.",
        )
    text = found[max(found)].read_text(encoding="utf-8")
    # The map is not there to be read, and asking for it would be a request.
    return _closed(text.replace("//# sourceMappingURL=vis-network.min.js.map", ""))


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.removeprefix("vis-").split(".") if part.isdigit())


def _template(*parts: str) -> Traversable:
    return resources.files("graphscan.views").joinpath("templates", *parts)


def _program() -> str:
    files = (_template("js", f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)
    return _closed("\n".join(['"use strict";', "(() => {", *files, "})();"]))


def _closed(script: str) -> str:
    """A script that cannot end its own element early; line ends as the browser will hash them."""
    return script.replace("\r\n", "\n").replace("</script", "<\\/script").strip()


def _policy(*scripts: str) -> str:
    hashes = " ".join(
        "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"
        for script in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:;"
        " connect-src 'none'; form-action 'none'; base-uri 'none'"
    )


def _json_in_html(payload: Mapping[str, Any]) -> str:
    """JSON that no HTML parser can leave: `<`, `>` and `&` are written as escapes."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
