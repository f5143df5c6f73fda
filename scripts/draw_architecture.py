"""Writes the generated part of docs/architecture.md: `python -m scripts.draw_architecture` after rooms have changed.

The picture and the table are read off the package: its imports, and the docstrings of its rooms and modules. A test
holds the page against them.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import grimp
import networkx as nx

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "autograder"
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- generated: python -m scripts.draw_architecture -->\n", "<!-- end of generated -->\n"
DATA = "checks"  # a course's hidden checks: read by the engine, imported by nobody


def rooms() -> dict[str, Path]:
    """Packages and modules directly in autograder/, by name, with the file whose docstring says what they are for."""
    found = {path.parent.name: path for path in sorted(PACKAGE.glob("*/__init__.py")) if path.parent.name != DATA}
    return found | {path.stem: path for path in sorted(PACKAGE.glob("[a-z]*.py"))}


def imports(names: list[str]) -> nx.DiGraph:
    """An edge from each room to every other one that a module of it imports from."""
    modules = grimp.build_graph("autograder", cache_dir=None)
    graph = nx.DiGraph()
    graph.add_nodes_from(names)
    for one in names:
        for other in names:
            pair = {"importer": f"autograder.{one}", "imported": f"autograder.{other}"}
            if one != other and modules.direct_import_exists(**pair, as_packages=True):
                graph.add_edge(one, other)
    return graph


def title(path: Path) -> str:
    """The first sentence of a module's docstring."""
    text = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0].split())
    return text.removesuffix(".").replace("|", "\\|")


def generated() -> str:
    """The picture and the tables, as Markdown."""
    found = rooms()
    graph = imports(list(found))
    order = list(nx.lexicographical_topological_sort(graph))  # fails on a cycle, as lint-imports does
    drawn = nx.transitive_reduction(graph)
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    {name}["{name}"]' for name in order]
    lines += [f"    {one} --> {other}" for one in order for other in order if drawn.has_edge(one, other)]
    lines += [f'    {DATA}[("{DATA}/: hidden checks")]', f"    engine -. runs .-> {DATA}", f"    {DATA} --> expect"]
    lines += ["```", "", "An arrow means: imports from. What follows from other arrows is not drawn.", ""]
    for name in order:
        path = found[name]
        lines.append(f"### {name}\n\n{title(path)}.\n")
        if path.name == "__init__.py":
            lines += ["| file | |", "|---|---|"]
            for module in sorted(path.parent.rglob("*.py")):
                if module != path and "templates" not in module.parts and (text := title(module)):
                    link = module.relative_to(ROOT).as_posix()
                    lines.append(f"| [{module.relative_to(path.parent).as_posix()}](../{link}) | {text} |")
            lines.append("")
    return "\n".join(lines) + "\n"


def page(current: str) -> str:
    """The page with its generated part as it must be."""
    before, _, rest = current.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + generated() + END + after


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(PAGE.relative_to(ROOT), file=sys.stderr)
