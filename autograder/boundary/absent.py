"""Packages that a student's computer has and the grader has not.

A line such as `from einops import rearrange` at the top of an answer would end the cell before its first function is
defined, whether or not anything uses it. So where such a line fails for want of the package, its names are bound to
stand-ins, and the error comes where one of them is used, and says which packages there are.

Only import statements at the top level of a cell get this: one inside `try` has a way on of its own, and goes on to
raise ImportError; one inside a function fails where it is used as it is. (A finder on `sys.meta_path` would know of
neither.) An import that fails for any other reason fails as ever.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from typing import Any, NoReturn

THERE_ARE = (
    "there are PyTorch, NumPy, matplotlib, Python's own library, and what the notebook you were given imports itself"
)


class StandIn:
    """A name that was imported from a package that is not there: any use of it says so."""

    def __init__(self, package: str) -> None:
        object.__setattr__(self, "_package", package)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):  # Python's own questions, and not the student's
            raise AttributeError(name)
        _missing(self)

    def __call__(self, *_: object, **__: object) -> NoReturn:
        _missing(self)

    def __getitem__(self, _: object) -> NoReturn:
        _missing(self)

    def __mro_entries__(self, _: object) -> NoReturn:
        _missing(self)

    def __repr__(self) -> str:
        return f"<a name from {object.__getattribute__(self, '_package')}, which is not installed here>"


def message(package: str) -> str:
    """What a student reads who needs a package that is not there."""
    return f"`{package}` is not installed where notebooks are graded: {THERE_ARE}"


def stand_in(module: str) -> StandIn:
    """In an `except` for the import of `module`: what its name is bound to; raises the error again for any other."""
    problem = sys.exception()
    package = module.partition(".")[0]
    if not isinstance(problem, ModuleNotFoundError) or not is_absent(problem, package):
        assert problem is not None
        raise problem
    return StandIn(package)


def is_absent(problem: ModuleNotFoundError, package: str | None = None) -> bool:
    """Whether the package that was not found does not exist here at all, and is `package`."""
    name = (problem.name or "").partition(".")[0]
    if not name or (package is not None and name != package) or name in sys.modules:
        return False
    try:
        return importlib.util.find_spec(name) is None
    except (ImportError, ValueError):
        return False


class BindStandIns(ast.NodeTransformer):
    """IPython's step between a cell's text and its run: top-level imports get an `except`, each name its own."""

    def visit(self, node: ast.AST) -> ast.AST:
        """The cell, or whatever IPython makes of it, with its own statements changed and none inside of others."""
        if isinstance(node, ast.Module):
            node.body = [new for statement in node.body for new in _guarded(statement)]
        return node


def _guarded(statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.Import):
        return [
            _with_except(
                ast.copy_location(ast.Import([one]), statement), one.name, [one.asname or one.name.partition(".")[0]]
            )
            for one in statement.names
        ]
    if isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        names = [one.asname or one.name for one in statement.names]
        if statement.module != "__future__" and "*" not in names:
            return [_with_except(statement, statement.module, names)]
    return [statement]


def _with_except(statement: ast.stmt, module: str, names: list[str]) -> ast.stmt:
    source = f"__import__({__name__!r}, fromlist=['stand_in']).stand_in({module!r})"
    bound = ast.Assign([ast.Name(name, ast.Store()) for name in names], ast.parse(source, mode="eval").body)
    caught = ast.ExceptHandler(ast.Name("ModuleNotFoundError", ast.Load()), None, [bound])
    guarded = ast.Try([statement], [caught], [], [])
    for node in (*ast.walk(caught), guarded):
        ast.copy_location(node, statement)
    return guarded


def _missing(standing: StandIn) -> NoReturn:
    package = object.__getattribute__(standing, "_package")
    raise ModuleNotFoundError(message(package), name=package)
