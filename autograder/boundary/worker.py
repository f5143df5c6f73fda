"""The untrusted side: one process that holds a student's notebook and answers requests about it.

It runs inside the jail, in a child forked from the zygote. Nothing it says is believed beyond being data; what it
must get right, it gets right for the honest student's sake.
"""

import contextlib
import marshal
import os
import random
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from torch import nn

from autograder.boundary import switches
from autograder.boundary.bindings import Bindings
from autograder.boundary.channel import Channel
from autograder.boundary.file_names import use_repeatable_names
from autograder.boundary.global_state import GlobalState
from autograder.boundary.shell import NotebookShell, describe_exception
from autograder.boundary.stateless import run_with
from autograder.boundary.storage import storage_bytes
from autograder.boundary.surroundings import Surroundings
from autograder.boundary.wire import Closed, Decoded, Decoder, Encoder, Handle, WireError, has_key

_set_num_threads = torch.set_num_threads
_fork, _getpid = os.fork, os.getpid


def pin_threads() -> None:
    """Use one thread: forked children of a process that has used more hang, and sums depend on the number.

    A student's own `set_num_threads` is accepted and not obeyed.
    """
    _set_num_threads(1)
    torch.set_num_threads = torch.set_num_interop_threads = _set_nothing


def _set_nothing(nthreads: int) -> None:
    pass


class Names:
    """What a probe sees of the notebook: its names as attributes, as they are at that moment."""

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            raise NameError(f"`{name}` is not defined in your notebook")
        return self._names[name]


class Worker:
    def __init__(self, channel: Channel, shell: NotebookShell, cell_output: int) -> None:
        self._channel = channel
        self._shell = shell
        self._cell_output = cell_output
        self._objects: dict[int, Any] = {}
        self._records: dict[int, tuple[list[torch.Tensor], list[torch.Tensor]]] = {}
        self._probes: dict[bytes, dict[str, Any]] = {}
        self._bindings, self._surroundings = Bindings(shell.user_ns), Surroundings()
        self._is_noted = True  # what each cell has bound and left, as far as that was asked for
        self._children: list[int] = []
        self._pid = _getpid()
        self._next = 0
        self._operations: dict[str, Callable[[dict[str, Any], Decoded], Any]] = {
            "cell": self._cell,
            "call": self._call,
            "forward": self._forward,
            "vjp": self._vjp,
            "attribute": self._attribute,
            "value": self._value,
            "probe": self._probe,
            "files": self._files,
            "stands": self._stands,
            "is_fixed": self._is_fixed,
        }

    def serve(self) -> None:
        """Answer requests until the grader hangs up, then end the process."""
        while True:
            try:
                body = self._channel.receive()
            except KeyboardInterrupt:  # an interrupt that arrived after its cell had ended
                continue
            except Closed:
                os._exit(0)
            # The handles of this request: what `_resolve` handed out, so that changes to modules can be reported.
            self._modules: dict[int, tuple[nn.Module, dict[str, bytes]]] = {}
            request = self._decoded(body)
            if request.value["op"] == "fork":
                self._fork()
                continue
            answer = self._answer(request)
            if _getpid() != self._pid:  # a process that the student's code forked, and that went on to here
                os._exit(0)
            self._channel.send(answer)

    def _decoded(self, body: tuple[bytes, bytes]) -> Decoded:
        """The request in `body`. One with a seed begins a check, and is made under PyTorch's own switches, whatever the
        student's code left on before; so is one that cannot be made under the student's."""
        if not has_key(body, "seed"):
            with contextlib.suppress(WireError):
                return Decoder(self._resolve, _unpickle).decode(body)
        switches.restore()
        return Decoder(self._resolve, _unpickle).decode(body)

    def _answer(self, request: Decoded) -> bytes:
        try:
            if request.value.get("seed") is not None:
                self.seed(request.value["seed"])
            result = self._operations[request.value["op"]](request.value, request)
            return Encoder(self._foreign).encode({"ok": result})
        except BaseException as problem:  # SystemExit and KeyboardInterrupt are the student's too
            described = describe_exception(problem)
            if isinstance(problem, WireError):
                described = {**described, "type": "ValueError", "bases": ["ValueError"]}
            return Encoder(self._foreign).encode({"error": described})

    def _fork(self) -> None:
        """Copy this process, state and all; the copy serves the descriptor that follows the request."""
        descriptor = self._channel.receive_descriptor(60)
        self._children = [pid for pid in self._children if os.waitpid(pid, os.WNOHANG)[0] == 0]
        child = _fork()
        if child == 0:
            self._channel.close()
            self._channel = Channel(socket.socket(fileno=descriptor))
            self._children, self._pid = [], _getpid()
            _set_num_threads(1)
            return
        self._children.append(child)
        os.close(descriptor)
        # Its number and no descriptor: how many of these one user may send is counted with every other submission's.
        self._channel.send(Encoder.request({"ok": child}))

    # -- operations ----------------------------------------------------------------------------------------------

    def _cell(self, request: dict[str, Any], _: Decoded) -> dict[str, Any]:
        drawn = request.get("drawn", True)
        outputs, error = self._shell.run(request["source"], request["cell"], self._cell_output, drawn=drawn)
        number = request.get("number", -1)
        if number >= 0 and self._is_noted:
            try:
                self._bindings.note(number)
                if request["place"]:
                    self._surroundings.note(number)
            except BaseException:  # no working folder any more, a name that is no text, a class that raises anything
                self._is_noted = False
        return {"outputs": outputs, "error": error}

    def _stands(self, request: dict[str, Any], _: Decoded) -> dict[str, Any]:
        """Whether an answer still stands. What was asked before is forgotten, as if this were a fresh copy."""
        self._objects.clear()
        self._records.clear()
        self._probes.clear()
        self._next = 0
        _set_num_threads(1)  # as in a copy
        if not self._is_noted:
            return {"stands": False}
        self._bindings.note()
        return {"stands": self._bindings.stands(request["answer"], request["place"])}

    def _is_fixed(self, request: dict[str, Any], _: Decoded) -> dict[str, Any]:
        """Whether an answer, and what it meets, must be now what they were at the answer's place."""
        if not self._is_noted:
            return {"is_fixed": False}
        self._bindings.note()
        answer, place = request["answer"], request["place"]
        alike = self._bindings.stands(answer, place) is True and self._bindings.is_fixed(answer)
        return {"is_fixed": alike and self._surroundings.are_the_same_since(place)}

    def _call(self, request: dict[str, Any], decoded: Decoded) -> dict[str, Any]:
        grads = {id(tensor): grad for tensor, grad in request["grads"]}
        for tensor, grad in request["grads"]:
            tensor.grad = grad
        geometry = [_geometry(tensor) for tensor in decoded.tensors]
        target = self._target(request["target"])
        with torch.set_grad_enabled(request["grad_enabled"]):
            state = GlobalState()
            value = target(*request["args"], **request["kwargs"])
            changed = state.changed()
        effects = {"globals": changed, **self._effects(decoded, geometry, grads)}
        return {"value": value, **self._recorded(value, decoded, request), **effects}

    def _forward(self, request: dict[str, Any], decoded: Decoded) -> dict[str, Any]:
        module, state = self._objects[request["module"]], dict(request["state"])
        _set_modes(module, request["training"])
        geometry = [_geometry(tensor) for tensor in decoded.tensors]
        with torch.set_grad_enabled(request["grad_enabled"]):
            value = run_with(module, state, tuple(request["args"]), request["kwargs"])
        rebound = {name: new.detach() for name, new in state.items() if new is not request["state"][name]}
        effects = self._effects(decoded, geometry, {})
        return {"value": value, "rebound": rebound, **self._recorded(value, decoded, request), **effects}

    def _vjp(self, request: dict[str, Any], _: Decoded) -> dict[str, Any]:
        outputs, leaves = self._records[request["record"]]
        pairs = [(out, grad) for out, grad in zip(outputs, request["upstream"], strict=True) if grad is not None]
        again = request["create_graph"]
        upstream = [grad.requires_grad_(again) for _, grad in pairs]
        grads = torch.autograd.grad(
            [out for out, _ in pairs], leaves, upstream, allow_unused=True, retain_graph=True, create_graph=again
        )
        if not again:
            return {"value": [None if g is None else g.detach() for g in grads], "record": None}
        return {"value": list(grads), "record": self._keep([g for g in grads if g is not None], [*leaves, *upstream])}

    def _attribute(self, request: dict[str, Any], _: Decoded) -> Any:
        return getattr(self._objects[request["object"]], request["name"])

    def _value(self, request: dict[str, Any], _: Decoded) -> Any:
        return self._target(request["name"])

    def _probe(self, request: dict[str, Any], _: Decoded) -> Any:
        own = request["code"][0]
        if own not in self._probes:
            self._probes[own] = _probes(*request["code"])
        return self._probes[own][request["name"]](Names(self._shell.user_ns), **request["kwargs"])

    @staticmethod
    def seed(seed: int) -> None:
        """Begin again with everything that is drawn: random numbers, and the names of temporary files."""
        torch.default_generator.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)
        use_repeatable_names(seed)

    def _files(self, request: dict[str, Any], _: Decoded) -> None:
        """Put the files that lie beside the notebook into the working folder."""
        for name, data in request["files"].items():
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    # -- values --------------------------------------------------------------------------------------------------

    def _target(self, target: Any) -> Any:
        if not isinstance(target, str):
            return target
        return getattr(Names(self._shell.user_ns), target)

    def _foreign(self, value: Any) -> Handle:
        self._next += 1
        self._objects[self._next] = value
        state = module_state(value) if isinstance(value, nn.Module) else None
        try:
            text = str(repr(value))[:500]
        except BaseException:  # the student's own __repr__ may raise anything
            text = "(an object that cannot be shown)"
        return Handle(self._next, str(type(value).__name__), text, state)

    def _resolve(self, handle: Handle) -> Any:
        value = self._objects[handle.id]
        if isinstance(value, nn.Module) and handle.state is not None:
            _load_state(value, handle.state)
            self._modules[handle.id] = (value, _fingerprint(value))
        return value

    def _keep(self, outputs: list[torch.Tensor], leaves: list[torch.Tensor]) -> int:
        self._next += 1
        self._records[self._next] = (outputs, leaves)
        return self._next

    def _recorded(self, value: Any, decoded: Decoded, request: dict[str, Any]) -> dict[str, Any]:
        """Keep the graph of a result, so that its vector-Jacobian products can be asked for later."""
        if not request["record"]:
            return {"record": None}
        encoder = Encoder(lambda other: Handle(0, "", ""))
        encoder.encode(value)
        outputs = [tensor for tensor in encoder.tensors if tensor.requires_grad]
        leaves = [tensor for tensor in decoded.tensors if tensor.requires_grad]
        return {"record": self._keep(outputs, leaves) if outputs and leaves else None}

    def _effects(
        self, decoded: Decoded, geometry: list[tuple[Any, ...]], grads: dict[int, torch.Tensor]
    ) -> dict[str, Any]:
        """Report what the call did to its arguments, so that the caller's tensors change as the student's did."""
        written = {
            index: new
            for index, storage in decoded.storages.items()
            if (new := storage_bytes(storage)) != decoded.sent[index]
        }
        changed = []
        for index, (tensor, before) in enumerate(zip(decoded.tensors, geometry, strict=True)):
            after = _geometry(tensor)
            new_grad = tensor.grad if tensor.is_leaf and tensor.grad is not grads.get(id(tensor)) else None
            cleared = tensor.is_leaf and tensor.grad is None and id(tensor) in grads
            if after != before or new_grad is not None or cleared:
                moved = tensor.detach() if after[1:] != before[1:] else None
                grad = new_grad.detach() if new_grad is not None else None
                changed.append([index, tensor.requires_grad, moved, grad, cleared])
        modules = {
            number: module_state(module)
            for number, (module, before) in self._modules.items()
            if _fingerprint(module) != before
        }
        return {"written": written, "changed": changed, "modules": modules}


def _probes(own: bytes, shared: bytes | None = None) -> dict[str, Any]:
    """A probes module that came as code, and is as if imported: `..common_probes` is there for it, and for nobody else.

    Both are the grader's own bytes, from the same interpreter.
    """
    parent, module = ModuleType("checks"), {"__name__": "probes", "__package__": "checks.exercise"}
    parent.common_probes = common = ModuleType("checks.common_probes")  # type: ignore[attr-defined]
    if shared is not None:
        exec(marshal.loads(shared), common.__dict__)
    found = {each.__name__: each for each in (parent, common)}
    sys.modules.update(found)
    try:
        exec(marshal.loads(own), module)
    finally:
        for name in found:
            del sys.modules[name]
    return module


def _geometry(tensor: torch.Tensor) -> tuple[Any, ...]:
    place = (tensor.untyped_storage().data_ptr(), tuple(tensor.shape), tensor.stride(), tensor.storage_offset())
    return (tensor.requires_grad, *place)


def module_state(module: nn.Module) -> dict[str, Any]:
    """Describe a module as data: its parts (name, type, training), parameters and buffers by qualified name."""
    return {
        "parts": [(n, type(p).__name__, p.training) for n, p in module.named_modules(remove_duplicate=False)],
        "parameters": [(n, p, p.grad) for n, p in module.named_parameters(remove_duplicate=False)],
        "buffers": [(n, b, _persistent(module, n)) for n, b in module.named_buffers(remove_duplicate=False)],
    }


def _persistent(module: nn.Module, name: str) -> bool:
    owner, _, leaf = name.rpartition(".")
    part = dict(module.named_modules(remove_duplicate=False))[owner]  # a TorchScript program knows no get_submodule
    return leaf not in getattr(part, "_non_persistent_buffers_set", ())


def _load_state(module: nn.Module, state: dict[str, Any]) -> None:
    """Give the module the caller's weights, gradients and modes, in place."""
    with torch.no_grad():
        parameters = dict(module.named_parameters(remove_duplicate=False))
        for name, value, grad in state["parameters"]:
            parameters[name].copy_(value)
            parameters[name].requires_grad_(value.requires_grad)
            parameters[name].grad = grad
        buffers = dict(module.named_buffers(remove_duplicate=False))
        for name, value, _ in state["buffers"]:
            buffers[name].copy_(value)
    _set_modes(module, {name: training for name, _, training in state["parts"]})


def _set_modes(module: nn.Module, modes: dict[str, bool]) -> None:
    """Give each part of the module its mode: by the module's own `train` and `eval` where it has written some."""
    parts = [(part, modes.get(name, part.training)) for name, part in module.named_modules(remove_duplicate=False)]
    if all(part.training == mode for part, mode in parts):
        return
    written = any(
        getattr(getattr(part, name), "__func__", None) is not getattr(nn.Module, name)
        for part, _ in parts
        for name in ("train", "eval")
    )
    if written and len({mode for _, mode in parts}) == 1:
        # What else changes with the mode, and which parts keep one of their own, only these methods know.
        _ = module.train() if parts[0][1] else module.eval()
        return
    for part, mode in parts:
        part.training = mode


def _fingerprint(module: nn.Module) -> dict[str, bytes]:
    marks = {name: str(part.training).encode() for name, part in module.named_modules(remove_duplicate=False)}
    for name, value in [*module.named_parameters(), *module.named_buffers()]:
        grad = b"" if value.grad is None else storage_bytes(value.grad.untyped_storage())
        flag = str(value.requires_grad).encode()
        marks["." + name] = flag + storage_bytes(value.detach().untyped_storage()) + grad
    return marks


def _unpickle(data: bytes) -> Any:
    import pickle

    return pickle.loads(data)  # the grader's own bytes, read on the untrusted side
