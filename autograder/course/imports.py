"""What a notebook imports: the sandbox imports it once, so that no submission has to."""

import ast
from collections.abc import Iterator

from nbformat.notebooknode import NotebookNode


def imports(notebook: NotebookNode) -> tuple[str, ...]:
    """The modules that its code cells import by name, as in `("networkx", "torch.autograd.forward_ad")`, sorted.

    Of `from a import b` it is `a.b`, which need not be a module. Cells that are no Python are left out, and so are
    answers: what is imported can be seen inside, and what the solution imports is not for students.
    """
    return tuple(sorted({name for cell in notebook.cells if _is_given(cell) for name in _of(cell.source)}))


def _is_given(cell: NotebookNode) -> bool:
    """Whether it is code, and the students have it, too."""
    own = cell.metadata.get("nbgrader", {})
    return bool(cell.cell_type == "code" and not own.get("solution"))


def _of(source: str) -> Iterator[str]:
    python = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))
    try:
        nodes = list(ast.walk(ast.parse(python)))
    except SyntaxError:
        return
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*")
