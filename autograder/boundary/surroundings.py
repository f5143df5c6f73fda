"""What every answer meets beside its own code: the libraries' functions and classes, and the settings of the process.

PyTorch's switches are put back before each check (`switches`); what is looked at here is what nobody puts back, and
what a notebook seldom changes: a function of a library's that was replaced, a filter for warnings, the working folder.
"""

import abc
import builtins
import copyreg
import decimal
import gc
import locale
import os
import resource
import signal
import sys
import tempfile
import time
import warnings
from functools import cache
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np
import torch
from torch.nn.modules import module as _layers

_LIBRARIES = frozenset(
    (
        "torch",
        "numpy",
        "math",
        "random",
        "functools",
        "itertools",
        "operator",
        "collections",
        "copy",
        "typing",
        "time",
        "dataclasses",
    )
)
_DEEPEST = 2  # dots in a module's name
_MOST_FILES = 200
_OF_CODE = (BuiltinFunctionType, FunctionType, ModuleType, type, np.ufunc)
_CONSTANTS = (float, complex, torch.dtype)  # `math.pi`, `torch.float`; a module counts with others
_LIMITS = [value for name, value in vars(resource).items() if name.startswith("RLIMIT_")]
_SMALLEST = 5e-324


class Libraries:
    """The libraries' public modules and Python's own names, as they are when this is made."""

    def __init__(self) -> None:
        public = [name for name in sys.modules if name.partition(".")[0] in _LIBRARIES and _is_public(name)]
        modules = [builtins, *(sys.modules[name] for name in public)]
        everything = [thing for module in modules for thing in vars(module).values()]
        kinds = {id(thing): thing for thing in everything if issubclass(type(thing), type)}
        self._known = frozenset(map(id, [*modules, *kinds.values()]))
        self._modules = [_Members(module) for module in modules]
        self._kinds = [_Members(kind) for kind in kinds.values()]

    def __contains__(self, thing: ModuleType | type) -> bool:
        """Whether it is one of these modules, or a class that one of them names."""
        return id(thing) in self._known

    def are_the_same(self) -> bool:
        """Whether all is as it was. A module's new names are no change: a library imports parts of itself when used.

        A class's are: they may stand before what it inherits.
        """
        return all(module.are_there() for module in self._modules) and all(
            kind.are_there() and kind.are_all() for kind in self._kinds
        )


class _Members:
    """A module's or class's functions, classes and constants, by identity; with other data of its own it may count."""

    def __init__(self, owner: ModuleType | type) -> None:
        own = vars(owner)
        # Told by their types: what is deprecated warns when it is asked for its class.
        kinds = (*_OF_CODE, *_CONSTANTS)
        code = {name: thing for name, thing in own.items() if issubclass(type(thing), kinds) or _is_bound(thing)}
        self._owner, self._size = owner, len(own)
        self._names, self._marks = tuple(code), list(map(id, code.values()))

    def are_there(self) -> bool:
        return list(map(id, map(vars(self._owner).get, self._names))) == self._marks

    def are_all(self) -> bool:
        return len(vars(self._owner)) == self._size


@cache
def libraries() -> Libraries:
    """As they were at the first call, which should come before any code of a student's."""
    return Libraries()


class Surroundings:
    """What all answers of one notebook meet, before each place where checks may be asked, and at its end.

    It is noted after the cell before, in order; cells are known by number.
    """

    def __init__(self) -> None:
        self._noted: list[tuple[int, list[Any]]] = []
        self._libraries_are_the_same: bool | None = None

    def note(self, cell: int) -> None:
        """Look at all of it. Raises whatever a notebook may have put in the way."""
        self._noted.append((cell, [_settings(), _files()]))
        self._libraries_are_the_same = None

    def are_the_same_since(self, place: int) -> bool:
        """Whether after the last cell all was as it was before the cell `place`, and the libraries as ever."""
        before = [noted for cell, noted in self._noted if cell < place]
        if not before or None in before[-1] or before[-1] != self._noted[-1][1]:
            return False
        if self._libraries_are_the_same is None:
            self._libraries_are_the_same = libraries().are_the_same()
        return self._libraries_are_the_same


def _is_public(name: str) -> bool:
    return "._" not in name and name.count(".") <= _DEEPEST


def _is_bound(thing: Any) -> bool:
    """Whether it is bound to what it is asked of, as methods and properties are."""
    return hasattr(type(thing), "__get__")


def is_of_a_library(name: Any) -> bool:
    """Whether a module of this name is one of those that are looked at here, or a private part of theirs."""
    return isinstance(name, str) and name.partition(".")[0] in _LIBRARIES


def _settings() -> list[Any]:
    """What of the process is set once and for all that comes after, and is put back by nobody."""
    tables = [(name, thing) for name, thing in vars(_layers).items() if isinstance(thing, dict)]
    hooks = [(name, list(table)) for name, table in tables if name.startswith("_global_")]
    printed = [dict(vars(torch._tensor_str.PRINT_OPTS)), np.get_printoptions(), np.geterr()]
    process = [os.getcwd(), dict(os.environ), list(sys.path), sys.getrecursionlimit(), sys.gettrace(), sys.getprofile()]
    named = vars(builtins).keys() - {"_"}  # the last result
    return [hooks, printed, process, named, list(warnings.filters), warnings.showwarning, _of_python(), _of_torch()]


def _of_python() -> list[Any]:
    """Python's own settings, and those that its process has from the system."""
    os.umask(mask := os.umask(0o77))
    context = decimal.getcontext()
    small = _SMALLEST * float(len("1")) > 0.0  # not where the processor takes numbers so small for 0
    numbers = [
        sys.get_int_max_str_digits(),
        small,
        context.prec,
        context.rounding,
        dict(context.traps),
        locale.setlocale(locale.LC_ALL),
    ]
    system = [mask, *map(resource.getrlimit, _LIMITS), *map(signal.getsignal, signal.valid_signals()), time.tzname]
    tables = [dict(copyreg.dispatch_table), abc.get_cache_token()]  # how things are copied; classes taken for others
    return [numbers, system, tables, gc.isenabled(), gc.get_threshold(), sys.getswitchinterval()]


def _of_torch() -> list[Any]:
    """Which of several ways PyTorch takes, and the operators that were written anew."""
    backends = torch.backends
    flags = [backends.mkldnn.enabled, backends.mha.get_fastpath_enabled()]
    attention = [backends.cuda.flash_sdp_enabled(), backends.cuda.mem_efficient_sdp_enabled()]
    einsum = [backends.opt_einsum.enabled, backends.opt_einsum.strategy]
    checked = [torch.sparse.check_sparse_tensor_invariants.is_enabled(), torch.is_warn_always_enabled()]
    return [flags, attention, backends.cuda.math_sdp_enabled(), einsum, checked, sorted(torch.library._impls)]


def _files() -> list[tuple[str, int, int]] | None:
    """What lies in the working folder, among temporary files and in shared memory: where, size, last change.

    None: too many. Raises OSError where one has gone meanwhile.
    """
    found = []
    for top in (os.curdir, tempfile.gettempdir(), "/dev/shm"):
        for folder, folders, names in os.walk(top):
            for name in (*folders, *names):
                about = os.lstat(os.path.join(folder, name))
                found.append((os.path.join(folder, name), about.st_size, about.st_mtime_ns))
                if len(found) > _MOST_FILES:
                    return None
    return sorted(found)
