"""Probes of train_loop: they run beside the student's code, observe, and know no answer."""

import contextlib
import dataclasses
import warnings

import torch
from torch.overrides import TorchFunctionMode
from torch.utils.data import DataLoader, TensorDataset

from ..common_probes import (
    _described,
    _leave_gradients,
    _machine,
    _mode,
    _optimizer,
    _state,
    _thawed,
    _watched,
    as_it_is,
)

# Loops


def steps_taken(student, name, model, batches, criterion, optimizer, as_string, kind):
    """train_step on one batch after the other, with gradients left over from before; what each did."""
    train_step, settings = _watched(student.train_step)
    with _machine(name) as simgpu:
        device = name if as_string else torch.device(name)
        model = model.to(device)
        _leave_gradients(model)
        optimizer, seen, places = _optimizer(model, optimizer), [], {}
        _note_devices(model, ["x"], places)
        _note_devices(criterion, ["the output", "y"], places)
        for x, y in batches:
            batch, copies = kind_of(kind)([x, y]), (x.clone(), y.clone())
            places.clear()
            with simgpu.counting() as counts:
                try:
                    loss = train_step(model, batch, optimizer, criterion, device)
                except NotImplementedError:
                    raise
                except RuntimeError as error:  # such as two devices in one operation
                    text = f"{type(error).__name__}: {error}"
                    return [{"raised": text[:400], "places": places, "counts": dataclasses.asdict(counts)}]
            same = len(batch) == 2 and batch[0] is x and batch[1] is y
            same = same and all(torch.equal(now, then) for now, then in zip(batch, copies, strict=True))
            seen.append(
                {
                    "loss": _described(loss),
                    "state": _state(model),
                    "counts": dataclasses.asdict(counts),
                    "batch unchanged": same,
                    "settings": settings,
                    "devices": sorted({p.device.type for p in model.parameters()}),
                    "mode": _mode(model),
                }
            )
        again = model, kind_of(kind)(batches[0]), optimizer, criterion, device
        settings += _thawed(lambda: student.train_step(*again), model)
        return seen


def steps_taken_on_device(student, **arguments):
    """As `steps_taken`, on a device that is there."""
    with as_it_is():
        return steps_taken(student, **arguments)


def _note_devices(module, names, places):
    """Note where the arguments of a module are, by name, when it is called."""

    def hook(_, args, kwargs):
        for name, tensor in zip(names, [*args, *kwargs.values()], strict=False):
            if isinstance(tensor, torch.Tensor):
                places[name] = tensor.device.type

    module.register_forward_pre_hook(hook, with_kwargs=True)


def kind_of(kind):
    return {"list": list, "tuple": tuple}[kind]


def _once(batches):
    """A loader without a length that can be gone through once, however often it is started."""
    yield from batches


def epoch_taken(student, name, model, batches, criterion, optimizer, as_string, loader):
    """train_epoch over batches; the weights, the result and the counts."""
    train_epoch, settings = _watched(student.train_epoch)
    with _machine(name) as simgpu:
        device = name if as_string else torch.device(name)
        model = model.to(device)
        _leave_gradients(model)
        optimizer, taken = _optimizer(model, optimizer), []
        optimizer.register_step_pre_hook(lambda *_: taken.append(1))
        if loader in ("DataLoader", "some of the samples"):
            x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
            given = DataLoader(TensorDataset(x, y), len(batches[0][0]), drop_last=loader == "some of the samples")
        else:
            given = _once([kind_of("list")(batch) for batch in batches])
        with simgpu.counting() as counts:
            mean = train_epoch(model, given, optimizer, criterion, device)
        seen = {
            "mean": _described(mean),
            "state": _state(model),
            "counts": dataclasses.asdict(counts),
            "steps": len(taken),
            "mode": _mode(model),
        }
        again = model, batches, optimizer, criterion, device
        return {**seen, "settings": settings + _thawed(lambda: student.train_epoch(*again), model)}


class _Waits(TorchFunctionMode):
    """Counts how often the host waits for CUDA, by CUDA's own warnings.

    A copy to the device is no wait here, as in the exercise: CUDA waits for one only where the memory is not pinned.
    """

    MOVES = (torch.tensor, torch.as_tensor, torch.asarray, torch.Tensor.to, torch.Tensor.cuda, torch.Tensor.copy_)

    def __enter__(self):
        self.asked, self.stack = 0, contextlib.ExitStack()
        self.warned = self.stack.enter_context(warnings.catch_warnings(record=True))
        warnings.simplefilter("always")
        torch.cuda.set_sync_debug_mode("warn")
        self.stack.callback(torch.cuda.set_sync_debug_mode, "default")
        return super().__enter__()

    def __exit__(self, *problem):
        super().__exit__(*problem)
        self.stack.close()

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func not in self.MOVES:
            return func(*args, **kwargs)
        torch.cuda.set_sync_debug_mode("default")
        try:
            moved = func(*args, **kwargs)
        finally:
            torch.cuda.set_sync_debug_mode("warn")
        came_back = not moved.is_cuda and any(isinstance(arg, torch.Tensor) and arg.is_cuda for arg in args)
        self.asked += came_back and not kwargs.get("non_blocking", False)
        return moved

    @property
    def synchronisations(self):
        return self.asked + sum("called a synchronizing" in str(warning.message) for warning in self.warned)


def _waits(name):
    """A block in which waiting for the device is counted, on CUDA or on the simulated accelerator."""
    import simgpu

    return _Waits() if name == "cuda" else simgpu.counting()


def waits_in_a_loop(student, name, model, batches, criterion, optimizer):
    """How often the host waits in each call of train_step, and in train_epoch over these batches, once and twice."""
    train_step, train_epoch = student.train_step, student.train_epoch
    model = model.to(name)
    optimizer, seen = _optimizer(model, optimizer), {"step": [], "epoch": []}
    train_step(model, batches[0], optimizer, criterion, name)  # libraries are loaded, state is made
    for batch in batches:
        with _waits(name) as counts:
            loss = train_step(model, batch, optimizer, criterion, name)
        seen["step"].append(counts.synchronisations)
    for given in (batches, batches * 2):
        with _waits(name) as counts:
            mean = train_epoch(model, given, optimizer, criterion, name)
        seen["epoch"].append(counts.synchronisations)
    return seen | {"loss": _described(loss), "mean": _described(mean), "state": _state(model)}
