"""What a check holds of things that live in a worker: results in the autograd graph, modules, opaque objects.

A call into the worker is a `torch.autograd.Function`: its backward asks the worker for the vector-Jacobian product of
the graph the call left there, and is itself such a Function, so derivatives of any order cross the boundary.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import torch
from torch import nn

from autograder.boundary.failure import checked_description, stopped, student_error
from autograder.boundary.process import Process
from autograder.boundary.remote_objects import RemoteModule, RemoteObject, adopt, description_of, handle_of
from autograder.boundary.tape import Tape
from autograder.boundary.weight import Room, weight
from autograder.boundary.wire import Closed, Decoded, Decoder, Encoder, Handle, Pickled, WireError

_LARGE = 1 << 20  # bytes of an answer that a transcript keeps
MOST_NOTED = 8 << 20  # bytes of all answers that a transcript keeps
_MOST_PARTS = 20_000  # modules, parameters and buffers of everything that one check is handed
_MOST_STATES = 20  # global states that a call may be said to have changed


class Link:
    """Requests to one worker process, and the meaning of what comes back.

    `limit` is the processor time in seconds that all requests may take together; `seed` that of the worker's global
    random generators. What a call does to its arguments is done to the local tensors too where `effects` says so, and
    where it does not, a check's own tensors stay as they are whatever the student does. `failure` makes the exception
    to raise from the description of one; `room` is what all transcripts of a submission may keep; `tape` is what was
    asked ahead. Every answer is appended to `transcript`, which is how a wrong answer is later recognised as known.
    """

    def __init__(
        self,
        process: Process,
        limit: float,
        seed: int | None = None,
        *,
        effects: bool = False,
        failure: Callable[[Any], Exception] = student_error,
        room: Room | None = None,
        tape: Tape | None = None,
    ) -> None:
        self.process = process
        self.tape = tape or Tape(process, limit)
        self._rooms = [Room(MOST_NOTED), *([room] if room is not None else [])]
        self._seed = seed  # sent with the first request
        self._effects = effects
        self._failure = failure
        self.transcript: list[tuple[str, Any]] = []
        self.globals_changed: list[str] = []
        self._modules: dict[int, RemoteModule] = {}
        self._parts = Room(_MOST_PARTS)

    def ask(self, op: str, **fields: Any) -> Any:
        """Send one request and return the answer's value. Raises StudentError for whatever the student's code did."""
        return self.exchange(op, fields)[0].value

    def exchange(self, op: str, fields: dict[str, Any]) -> tuple[Decoded, Encoder]:
        encoder = Encoder(self._foreign)
        first = {} if self._seed is None else {"seed": self._seed}
        body = encoder.encode({"op": op, **first, **fields})
        self._seed = None
        decoded = self._decoded(body)
        answer = decoded.value
        if isinstance(answer, dict) and "ok" in answer:
            decoded.value = answer["ok"]
            return decoded, encoder
        described = checked_description(answer.get("error") if isinstance(answer, dict) else None)
        self.transcript.append(("error", (described["type"], described["message"])))
        raise self._failure(described) from None

    def _decoded(self, body: bytes) -> Decoded:
        """Send, wait, decode; a worker that does not answer properly is ended, and that is the student's failure."""
        if not self.process.alive:
            raise self._stopped("your code had already been stopped")
        try:
            answer = self.tape.exchange(body)
        except TimeoutError as problem:
            reason = f"your code was stopped: {str(problem) or self.tape.late}"
        except MemoryError:
            reason = "your code was stopped: it used more memory than the grader allows"
        except Closed:
            reason = "your code ended the whole Python process (a crash, or a call such as os._exit)"
        except WireError as problem:
            reason = f"what your code gave back cannot be read: {problem}"
        else:
            try:
                with self.process.charged():
                    return Decoder(self._resolve).decode(answer)  # a MemoryError here is ours
            except WireError as problem:
                reason = f"what your code gave back cannot be read: {problem}"
        self.process.kill()
        raise self._stopped(reason)

    def _stopped(self, reason: str) -> Exception:
        self.tape.is_whole = False
        self.transcript.append(("stopped", reason))
        return self._failure(stopped(reason))

    def judged(self, seconds: float, *, gave_up: bool) -> None:
        """Count what this process, the grader's, took for the whole check; with `gave_up`, it was too much.

        Then the worker is ended as one that took as long itself, since it may wait for somebody to hear its answer.
        """
        self.process.count(seconds if gave_up else 0.0, seconds)
        if gave_up:
            self.tape.give_up()
            self.process.kill()

    def call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a name or an object of the worker's; tensors in the result join the local autograd graph."""
        leaves = [t for t in tensors_in((args, kwargs)) if t.is_leaf and t.grad is not None]
        grads = [(tensor, tensor.grad) for tensor in leaves]
        fields = {
            "target": target,
            "args": args,
            "kwargs": kwargs,
            "grads": grads,
            **_grad_mode((args, kwargs)),
        }
        decoded, encoder = self.exchange("call", fields)
        with self.process.charged():
            result = self._joined(decoded, encoder)
        self.note(result)
        for name in decoded.value.get("globals", []):
            if type(name) is str and name not in self.globals_changed:
                self.globals_changed.append(name[:100])
        written, changed = decoded.value["written"], decoded.value["changed"]
        if written or changed:
            self.transcript.append(("effects", [sorted(written), [(c[0], c[1], c[2] is None, c[4]) for c in changed]]))
        return result

    def note(self, value: Any, kind: str = "value") -> None:
        """Remember an answer; of a large one only what kind it was, or a class of them would fill the memory.

        `kind` is another where it is not what the student's code returned: what a probe saw, or gradients.
        """
        with self.process.charged():
            size = weight(value)
        fits = size <= _LARGE and all(room.takes(size) for room in self._rooms)
        self.transcript.append((kind, plain(value) if fits else ("large", type(value).__name__, size)))

    def forward(self, module: "RemoteModule", args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        # Tied weights are sent once: their ties hold in the worker.
        state = {**dict(module.named_parameters()), **dict(module.named_buffers())}
        training = {name: part.training for name, part in module.named_modules(remove_duplicate=False)}
        fields = {"module": handle_of(module).id, "state": state, "training": training, "args": args, "kwargs": kwargs}
        decoded, encoder = self.exchange("forward", {**fields, **_grad_mode((args, kwargs, state))})
        with self.process.charged():
            result = self._joined(decoded, encoder, own=state.values())
        for name, value in decoded.value["rebound"].items():
            owner, _, leaf = name.rpartition(".")
            if leaf not in module.get_submodule(owner)._buffers or not isinstance(value, torch.Tensor):
                raise self._refused()
            module.get_submodule(owner)._buffers[leaf] = value
        self.note(result)
        return result

    def _joined(self, decoded: Decoded, encoder: Encoder, own: Iterable[torch.Tensor] = ()) -> Any:
        """Write the call's side effects back and put its result into the graph of the arguments.

        `own` are tensors that belong to the student's side, such as a module's buffers: what happens to them is part of
        the call and not an effect on its arguments.
        """
        answer = decoded.value
        self._check_answer(answer, encoder)
        mine = {id(tensor) for tensor in own}
        for index, data in answer["written"].items():
            encoder.write_back(index, data, lambda tensor: self._effects or id(tensor) in mine)
        if self._effects:
            for index, requires_grad, moved, grad, cleared in answer["changed"]:
                self._change(encoder.tensors[index], requires_grad, moved, grad, cleared)
            for number, state in answer["modules"].items():
                adopt(self._modules[number], state)
        value, record = answer["value"], answer["record"]
        if record is None:
            return value
        found = [tensor for tensor in _unique(tensors_in(value)) if tensor.requires_grad]
        inputs = [tensor for tensor in encoder.tensors if tensor.requires_grad]
        joined = join_graph(self, record, found, inputs)
        return replace_tensors(value, {id(old): new for old, new in zip(found, joined, strict=True)})

    def _check_answer(self, answer: Any, encoder: Encoder) -> None:
        """Refuse an answer whose parts do not fit the request: only a tampered worker sends one."""
        sizes, count = encoder.storage_sizes(), len(encoder.tensors)
        try:
            fits = {"value", "record"} <= answer.keys() and isinstance(answer.get("rebound", {}), dict)
            for index, data in answer["written"].items():
                fits = fits and type(data) is bytes and type(index) is int and 0 <= index < len(sizes)
                fits = fits and sizes[index] == len(data)
            for index, flag, moved, grad, cleared in answer["changed"]:
                fits = fits and type(index) is int and 0 <= index < count and type(flag) is type(cleared) is bool
                fits = fits and all(part is None or isinstance(part, torch.Tensor) for part in (moved, grad))
            fits = fits and isinstance(answer["modules"], dict) and answer["modules"].keys() <= self._modules.keys()
            fits = (
                fits and isinstance(answer.get("globals", []), list) and len(answer.get("globals", [])) <= _MOST_STATES
            )
        except (TypeError, KeyError, AttributeError, ValueError):
            fits = False
        if not fits:
            raise self._refused()

    def check_gradients(self, grads: Any, inputs: tuple[torch.Tensor, ...]) -> None:
        """Refuse gradients of another shape: summing a huge one down would take the grader's time and memory."""
        fits = isinstance(grads, list) and len(grads) == len(inputs)
        if not fits or any(g is not None and getattr(g, "shape", None) != x.shape for g, x in zip(grads, inputs)):  # noqa: B905
            raise self._refused()

    def _refused(self) -> Exception:
        self.process.kill()
        return self._stopped("what your code gave back cannot be read")

    @staticmethod
    def _change(
        tensor: torch.Tensor, requires_grad: bool, moved: torch.Tensor | None, grad: Any, cleared: bool
    ) -> None:
        if moved is not None:
            tensor.data = moved.detach()
        if tensor.is_leaf and tensor.requires_grad != requires_grad:
            tensor.requires_grad_(requires_grad)
        if grad is not None or cleared:
            tensor.grad = grad

    def _foreign(self, value: Any) -> Handle | Pickled:
        if isinstance(value, RemoteModule):
            self._modules[handle_of(value).id] = value
            return Handle(handle_of(value).id, "", "", description_of(value))
        if isinstance(value, RemoteObject):
            return Handle(value._handle.id, "", "")
        self.tape.is_whole = False  # PyTorch writes addresses into a pickle: the same request is not the same bytes
        return Pickled(pickle.dumps(value))

    def _resolve(self, handle: Handle) -> Any:
        if handle.state is not None:
            if not self._parts.takes(sum(map(len, handle.state.values()))):
                raise WireError("modules have too many parts")
            return RemoteModule(self, handle)
        return RemoteObject(self, handle)


class _Remote(torch.autograd.Function):
    """Results of a request as functions of its tensor arguments."""

    @staticmethod
    def forward(ctx: Any, link: Link, record: int, results: list[torch.Tensor], *inputs: torch.Tensor) -> Any:
        ctx.link, ctx.record = link, record
        ctx.save_for_backward(*inputs)
        ctx.set_materialize_grads(False)
        return tuple(results)

    @staticmethod
    def backward(ctx: Any, *upstream: torch.Tensor | None) -> Any:
        inputs = ctx.saved_tensors
        again = torch.is_grad_enabled()  # autograd runs backward in grad mode exactly for create_graph=True
        fields = {"record": ctx.record, "upstream": [None if g is None else g.detach() for g in upstream]}
        decoded, _ = ctx.link.exchange("vjp", {**fields, "create_graph": again})
        grads, record = decoded.value["value"], decoded.value["record"]
        ctx.link.check_gradients(grads, inputs)
        ctx.link.note(grads, "gradients")
        if record is not None:
            present = [g for g in grads if g is not None]
            joined = iter(join_graph(ctx.link, record, present, [*inputs, *(g for g in upstream if g is not None)]))
            grads = [None if g is None else next(joined) for g in grads]
        return (None, None, None, *grads)


def join_graph(link: Link, record: int, results: list[torch.Tensor], inputs: list[torch.Tensor]) -> list[torch.Tensor]:
    """Make `results` depend on `inputs` in the local graph through the worker's graph number `record`."""
    for tensor in results:
        tensor.requires_grad_(False)
    return list(_Remote.apply(link, record, results, *inputs))  # type: ignore[no-untyped-call]


def _grad_mode(arguments: Any) -> dict[str, bool]:
    """The caller's grad mode, and whether the worker must keep the call's graph for later."""
    enabled = torch.is_grad_enabled()
    return {
        "grad_enabled": enabled,
        "record": enabled and any(tensor.requires_grad for tensor in tensors_in(arguments)),
    }


def tensors_in(value: Any) -> Iterator[torch.Tensor]:
    """Yield the tensors in a value and its containers, parameters of a student's module included."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from tensors_in(item)
    elif isinstance(value, list | tuple | set):
        for item in value:
            yield from tensors_in(item)
    elif isinstance(value, RemoteModule):
        yield from value.parameters()


def _unique(tensors: Iterator[torch.Tensor]) -> list[torch.Tensor]:
    return list({id(tensor): tensor for tensor in tensors}.values())


def plain(value: Any) -> Any:
    """A value with modules replaced by their state, and other things that stay in the worker by a remark."""
    if isinstance(value, nn.Module):
        return dict(value.state_dict())
    if isinstance(value, RemoteObject):
        return ("object", value.type_name)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)(plain(item) for item in value)
    return value


def replace_tensors(value: Any, new: dict[int, torch.Tensor]) -> Any:
    """Rebuild a value with some tensors, named by `id`, replaced."""
    if isinstance(value, torch.Tensor):
        return new.get(id(value), value)
    if isinstance(value, dict):
        return {key: replace_tensors(item, new) for key, item in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(replace_tensors(item, new) for item in value)
    return value
