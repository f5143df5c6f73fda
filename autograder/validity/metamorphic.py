"""The same answer, written differently: changes to a program that must change neither its verdict nor its diagnosis.

Names of local variables and of attributes that the statement leaves free, the order in which layers are made, prints
and warnings, dead code, and a helper between a function and its caller.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

_BANNER = 'import warnings\nprint("as many lines as it likes")\nwarnings.warn("and warnings")\n'
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def rewritten(source: str, alike: Iterable[str]) -> str:
    """Rewrite an answer's `source`; attributes that all of `alike` (right answers) have are the statement's."""
    tree = ast.parse(source)
    fixed = _shared_attributes(alike)
    free = _free_attributes(tree, fixed)
    tree = _Attributes(free).visit(tree)
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        _reorder(function, free)
        _rename_locals(function)
        _add_dead_code(function)
    tree.body = _wrapped(tree.body)
    return _BANNER + ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _own_attributes(tree: ast.AST) -> set[str]:
    """Attributes that methods set on `self`."""
    return {node.attr for node in ast.walk(tree) if _is_of_self(node) and isinstance(node.ctx, ast.Store)}  # type: ignore[attr-defined]


def _is_of_self(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def _shared_attributes(sources: Iterable[str]) -> set[str]:
    found = [_own_attributes(ast.parse(source)) for source in sources if "self." in source]
    return set.intersection(*found) if found else set()


def _free_attributes(tree: ast.Module, fixed: set[str]) -> set[str]:
    elsewhere = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and not _is_of_self(n)}
    words = {word for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
             for word in n.value.replace(".", " ").split()}  # fmt: skip
    methods = {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    inherits = any(isinstance(n, ast.ClassDef) and not _is_plain(n) for n in ast.walk(tree))
    return set() if inherits else _own_attributes(tree) - fixed - elsewhere - words - methods - {"grad", "training"}


def _is_plain(node: ast.ClassDef) -> bool:
    """Whether a class inherits no attributes but those of `nn.Module` and `object`."""
    return all(ast.unparse(base) in ("nn.Module", "torch.nn.Module", "Module", "object") for base in node.bases)


class _Attributes(ast.NodeTransformer):
    def __init__(self, free: set[str]) -> None:
        self.free = free

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if _is_of_self(node) and node.attr in self.free:
            node.attr = f"own_{node.attr}"
        return node


def _reorder(function: ast.FunctionDef, free: set[str]) -> None:
    """Turn round each run of layers that are made one after the other, if their names are free."""
    start, body = 0, function.body
    while start < len(body):
        end = start
        while end < len(body) and _is_layer(body[end], free):
            end += 1
        body[start:end] = body[start:end][::-1]
        start = end + 1


def _is_layer(node: ast.stmt, free: set[str]) -> bool:
    if not (isinstance(node, ast.Assign) and len(node.targets) == 1 and _is_of_self(node.targets[0])):
        return False
    made = node.value
    if not (isinstance(made, ast.Call) and ast.unparse(made.func).startswith("nn.")):
        return False
    used = [n for n in ast.walk(made) if _is_of_self(n)]
    return node.targets[0].attr.removeprefix("own_") in free and not used  # type: ignore[attr-defined]


def _rename_locals(function: ast.FunctionDef) -> None:
    nested = [n for n in ast.walk(function) if isinstance(n, _Function | ast.ClassDef) and n is not function]
    kept = {name for n in ast.walk(function) if isinstance(n, ast.Global | ast.Nonlocal) for name in n.names}
    kept |= {arg.arg for n in ast.walk(function) if isinstance(n, ast.arguments) for arg in _arguments(n)}
    inside = {id(n) for scope in nested for n in ast.walk(scope)}
    kept |= {n.id for n in ast.walk(function) if id(n) in inside and isinstance(n, ast.Name) and _stores(n)}
    names = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and _stores(n) and id(n) not in inside} - kept
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in names:
            node.id = f"my_{node.id}"


def _arguments(node: ast.arguments) -> list[ast.arg]:
    more = [arg for arg in (node.vararg, node.kwarg) if arg is not None]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *more]


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store | ast.Del)


def _add_dead_code(function: ast.FunctionDef) -> None:
    first = 1 if ast.get_docstring(function) is not None else 0
    function.body[first:first] = ast.parse("if False:\n    raise RuntimeError('never')").body


def _wrapped(body: list[ast.stmt]) -> list[ast.stmt]:
    """Put a helper between each top-level function and whoever calls it."""
    result: list[ast.stmt] = []
    for node in body:
        result.append(node)
        if isinstance(node, ast.FunctionDef) and not node.decorator_list and not node.name.startswith("_"):
            name, node.name = node.name, f"_inner_{node.name}"
            call = f"def {name}(*args, **kwargs):\n    return _inner_{name}(*args, **kwargs)"
            result += ast.parse(call).body
    return result
