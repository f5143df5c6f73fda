"""The fixture `student`: a student's answers, callable like ordinary Python.

`SandboxedStudent` reaches them across the process boundary; `LocalStudent` holds them in this process, for graders
that run that way (otter-grader). A check cannot tell the two apart.
"""

import inspect
import marshal
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any, Protocol

from torch import nn

from autograder.boundary.failure import StudentError, checked_description, student_error
from autograder.boundary.global_state import GlobalState
from autograder.boundary.remote import Link, replace_tensors, tensors_in
from autograder.boundary.shell import describe_exception
from autograder.boundary.storage import fill_storage, storage_bytes
from autograder.boundary.worker import Names

PROBES, SHARED = "probes.py", "common_probes.py"


class Student(Protocol):
    """What checks may use."""

    def __getattr__(self, name: str) -> Callable[..., Any]: ...
    def value(self, name: str) -> Any: ...
    def globals_changed(self) -> list[str]: ...
    def probe(self, function: FunctionType, **arguments: Any) -> Any: ...


class SandboxedStudent:
    """Answers in a sandboxed worker. `student.f(x)` calls `f` there; the result is a local value.

    Tensor arguments and results keep shape, strides, dtype and `requires_grad`, and autograd works across. What the
    student's code does to a tensor argument in place is done to the local tensor too. Exceptions of the student's
    raise here as `StudentError`, which is also the builtin type that was raised.
    """

    def __init__(self, link: Link) -> None:
        self._link = link

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._link.call(name, args, kwargs)

        call.__name__ = name
        return call

    def globals_changed(self) -> list[str]:
        """Name the global states (`GlobalState`) that the calls made so far in this check have changed."""
        return list(self._link.globals_changed)

    def value(self, name: str) -> Any:
        """Return the value of a notebook variable."""
        value = self._link.ask("value", name=name)
        self._link.note(value)
        return value

    def probe(self, function: FunctionType, **arguments: Any) -> Any:
        """Run one function of a probes module inside the worker, on the student's names, and return its data.

        The module travels, not the function, and with it `common_probes.py` from the folder above, if there is
        one: both may import what the student may, and must know no answer. A function of another module raises
        TypeError: a file of checks knows answers, and does not import in the sandbox.
        """
        path = Path(inspect.unwrap(function).__globals__["__file__"])  # a decorator's own file is not the probe's
        if not path.name.endswith(PROBES):
            raise TypeError(
                f"a probe is sent with its whole file: move {function.__name__} from {path.name} to {PROBES} beside "
                f"it, and ask by `from . import probes` and student.probe(probes.{function.__name__}, ...)"
            )
        code = [_compiled(each, each.stat().st_mtime_ns) for each in (path, path.parents[1] / SHARED) if each.is_file()]
        value = self._link.ask("probe", code=code, name=function.__name__, kwargs=arguments)
        self._link.note(value, "seen")
        return value


@lru_cache
def _compiled(path: Path, changed_ns: int) -> bytes:
    """A module's code, marshalled: compiled once here, and not in every process of every exercise."""
    return marshal.dumps(compile(path.read_text(encoding="utf-8"), path.name, "exec"))


class LocalStudent:
    """Answers in this process: `names` is a notebook's namespace after it ran; `effects` as in `Link`."""

    def __init__(self, names: Mapping[str, Any], *, effects: bool = False) -> None:
        self._names, self._effects = names, effects
        self._globals_changed: list[str] = []

    def globals_changed(self) -> list[str]:
        return list(self._globals_changed)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            function = self.value(name)
            before, state = None if self._effects else _Before((args, kwargs)), GlobalState()
            try:
                result = self._guarded(function, *args, **kwargs)
            except StudentError:
                if before is not None:
                    before.restore(None)
                raise
            self._globals_changed += [name for name in state.changed() if name not in self._globals_changed]
            if before is not None:
                result = before.restore(result)
            return _LocalModule(result, self._guarded) if isinstance(result, nn.Module) else result

        call.__name__ = name
        return call

    def value(self, name: str) -> Any:
        if name not in self._names:
            problem = NameError(f"`{name}` is not defined in your notebook")
            raise student_error(checked_description(describe_exception(problem)))
        return self._names[name]

    def probe(self, function: FunctionType, **arguments: Any) -> Any:
        return self._guarded(function, Names(dict(self._names)), **arguments)

    @staticmethod
    def _guarded(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except StudentError:
            raise
        except (Exception, SystemExit) as problem:
            raise student_error(checked_description(describe_exception(problem))) from problem


class _LocalModule(nn.Module):
    """A student's module as checks see it: its own parameters and names, its exceptions the student's."""

    def __init__(self, module: nn.Module, guarded: Callable[..., Any]) -> None:
        super().__init__()
        self.__dict__["_student_module"], self.__dict__["_guarded"] = module, guarded
        for registry in ("_parameters", "_buffers", "_modules", "_non_persistent_buffers_set"):
            self.__dict__[registry] = getattr(module, registry)
        self.training = module.training

    def train(self, mode: bool = True) -> "_LocalModule":
        self.__dict__["_student_module"].train(mode)
        self.training = mode
        return self

    def eval(self) -> "_LocalModule":
        self.__dict__["_student_module"].eval()
        self.training = False
        return self

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        return self._guarded(self.__dict__["_student_module"], *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        try:
            return super().__getattr__(name)
        except AttributeError:
            return getattr(self.__dict__["_student_module"], name)


class _Before:
    """Tensors as they were before a call, to be put back after it."""

    def __init__(self, arguments: Any) -> None:
        tensors = {id(tensor): tensor for tensor in tensors_in(arguments)}
        self._tensors = [
            (t, t.data, t.requires_grad, t.grad, storage_bytes(t.untyped_storage())) for t in tensors.values()
        ]

    def restore(self, result: Any) -> Any:
        """Undo what happened to the tensors; results that share their memory are copied first, as the wire would."""
        touched = {}
        for tensor, data, _, _, old in self._tensors:
            if storage_bytes(data.untyped_storage()) != old or tensor.data_ptr() != data.data_ptr():
                touched[data.untyped_storage().data_ptr()] = (data.untyped_storage(), old)
        shared = [t for t in tensors_in(result) if t.untyped_storage().data_ptr() in touched]
        result = replace_tensors(result, {id(t): t.clone() for t in shared})
        for storage, old in touched.values():
            fill_storage(storage, old)
        for tensor, data, requires_grad, grad, _ in self._tensors:
            if tensor.data_ptr() != data.data_ptr() or tensor.shape != data.shape:
                tensor.data = data
            if tensor.is_leaf and tensor.requires_grad != requires_grad:
                tensor.requires_grad_(requires_grad)
            if tensor.is_leaf:
                tensor.grad = grad
        return result
