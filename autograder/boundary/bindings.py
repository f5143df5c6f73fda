"""Which cell bound each of the notebook's names last, and whether an answer still stands when all cells have run.

An answer stands where neither its own names nor any that its code reads were bound anew after its place: a second
definition further down, a helper of the same name, a name that was not there yet. What is looked at is what the code
says; whether a thing was changed in place is a question of its own (`is_fixed`). The student's code could lie here, and
would gain nothing by it: what an answer is told to be at its place is what its own notebook says at another.
"""

import contextlib
import dis
import functools
import math
import re
import sys
import weakref
from types import CodeType, FunctionType, ModuleType
from typing import Any

from autograder.boundary.fixed import OWN, Mark, Marks, are_the_same, mark
from autograder.boundary.surroundings import libraries

_MOST = 20_000  # things to look at for one answer; of more nobody says that it stands
_CONTAINERS = (dict, list, tuple, set, frozenset)
_READS = frozenset({"LOAD_GLOBAL", "LOAD_NAME"})
_WAYS_ROUND = frozenset(  # what code may use to read names, or what else is there, that its text does not have
    (
        *("globals", "locals", "vars", "eval", "exec", "compile", "__import__", "__globals__", "__subclasses__"),
        *("f_globals", "f_locals", "get_type_hints", "__builtins__"),
    )
)
_PYTHONS = re.compile(r"__\w+__|_+|_i*\d*|In|Out")  # a docstring's name, a cell's last result: of no answer's making


class Bindings:
    """Of the names in `names`, which is the notebook's own namespace. Cells are known by number."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._known: dict[str, _Bound] = {}
        self._last: dict[str, float] = {}
        self._of_cell: dict[float, list[str]] = {}
        self._made: dict[str, Mark | None] = {}  # when it was bound

    def note(self, cell: float = math.inf) -> None:
        """What is bound otherwise than at the last call, or gone, is this cell's doing; or that of what came after."""
        now = {name: value for name, value in self._names.items() if not _PYTHONS.fullmatch(name)}
        new = [name for name, value in now.items() if name not in self._known or not self._known[name].is_still(value)]
        gone = [name for name in self._known if name not in now]
        self._of_cell[cell] = [*gone, *new]
        self._last.update(dict.fromkeys(self._of_cell[cell], cell))
        for name in gone:
            del self._known[name], self._made[name]
        marks = Marks()
        for name in new:
            self._known[name], self._made[name] = _Bound(now[name]), marks.of(now[name])

    def stands(self, answer: int, place: int) -> bool | None:
        """Whether what the cell `answer` bound is what it was before the cell `place`, and reads what it read there.

        None where it bound nothing, and no name is gone since: what is missing now was missing there.
        """
        own = self._of_cell.get(answer)
        late = {name for name, cell in self._last.items() if cell >= place}
        if not own:
            return None if late <= self._names.keys() else False
        if not late:
            return True
        read = self._read_by(own)
        return read is not None and not read & late

    def is_fixed(self, answer: int) -> bool:
        """Whether nothing that the cell `answer` bound, or that this reads, was changed in place since it was bound.

        False where that cannot be told. Libraries are taken as they are; see `surroundings.libraries`.
        """
        codes: list[CodeType] = []
        names = self._read_by(self._of_cell.get(answer) or [], codes)
        made = bool(names) and all(self._is_as_made(name) for name in names or () if name in self._names)
        return made and all(map(_says_what_it_reads, codes))

    def _is_as_made(self, name: str) -> bool:
        thing, made = self._names[name], self._made.get(name)
        if isinstance(thing, ModuleType):
            return thing in libraries()
        return made is not None and are_the_same(mark(thing), made)

    def _read_by(self, own: list[str], codes: list[CodeType] | None = None) -> set[str] | None:
        """These names, and all that is read by the code behind them. None where that is too much to look at.

        The code is put into `codes`.
        """
        names, seen = set(own), set[int]()
        pending = [self._names[name] for name in own if name in self._names]
        while pending:
            thing = pending.pop()
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if len(seen) > _MOST or (isinstance(thing, _CONTAINERS) and len(thing) > _MOST):
                return None
            if isinstance(thing, CodeType):
                read = _globals_read(thing)
                if codes is not None:
                    codes.append(thing)
                pending += [self._names[name] for name in read - names if name in self._names]
                names |= read
            pending += _parts(thing)
        return names


class _Bound:
    """What a name is bound to: not the thing itself, which would live longer, as far as it can be known without."""

    def __init__(self, thing: Any) -> None:
        self._id = id(thing)
        self._reference: weakref.ref[Any] | None = None
        with contextlib.suppress(TypeError):
            self._reference = weakref.ref(thing)

    def is_still(self, thing: Any) -> bool:
        """A thing that came where a dead one was is another."""
        return id(thing) == self._id and (self._reference is None or self._reference() is thing)


def _globals_read(code: CodeType) -> set[str]:
    return {str(one.argval) for one in dis.get_instructions(code) if one.opname in _READS}


def _says_what_it_reads(code: CodeType) -> bool:
    """Whether it comes to other names than those in its text by no way that is known, and imports libraries alone."""
    imported = [str(one.argval) for one in dis.get_instructions(code) if one.opname == "IMPORT_NAME"]
    texts = {text for text in code.co_consts if isinstance(text, str)}
    return not _WAYS_ROUND & (texts | set(code.co_names)) and all(
        isinstance(module := sys.modules.get(name), ModuleType) and module in libraries() for name in imported
    )


def _parts(thing: Any) -> list[Any]:
    """What may have code that runs when this is used."""
    if isinstance(thing, CodeType):
        return [constant for constant in thing.co_consts if isinstance(constant, CodeType)]
    if isinstance(thing, FunctionType):
        closed = [cell.cell_contents for cell in thing.__closure__ or () if _is_filled(cell)]
        return [thing.__code__, *closed, *(thing.__defaults__ or ()), *vars(thing).values()]
    if isinstance(thing, staticmethod | classmethod):
        return [thing.__func__]
    if isinstance(thing, property):
        return [thing.fget, thing.fset, thing.fdel]
    if isinstance(thing, functools.partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | tuple | set | frozenset):
        return list(thing)
    if isinstance(thing, type):
        return [*vars(thing).values(), *thing.__bases__] if thing.__module__ == OWN else []
    return [type(thing), *getattr(thing, "__dict__", {}).values()] if _may_hold_code(thing) else []


def _may_hold_code(thing: Any) -> bool:
    """Whether it is of the notebook's own making, or a container of such, as a module of layers is."""
    kind = type(thing)
    return kind.__module__ == OWN or (hasattr(kind, "forward") and hasattr(thing, "__dict__"))


def _is_filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018
    except ValueError:
        return False
    return True
