"""Probes of device_error: they run beside the student's code, observe, and know no answer."""

import contextlib
import re
from types import CodeType, FunctionType

import torch
from torch import nn
from torch.overrides import TorchFunctionMode
from torch.utils._device import _device_constructors
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from ..common_probes import _as_usual, _Surroundings, _switched_on


def _given(model, weight, bias):
    """Give the linear layer these values, wherever it is kept; False where its shapes are not found once each."""
    found = list(model.parameters())
    for value in (weight, bias):
        alike = [p for p in found if p.shape == value.shape]
        if len(alike) != 1:
            return False
        alike[0].data.copy_(value)
    return True


def _help(model, kind):
    """Do a part of what the module should: move tensors that are plain attributes, or say where new ones belong."""
    if kind == "attributes":
        for part in model.modules():
            for name, value in vars(part).items():
                if isinstance(value, torch.Tensor):
                    setattr(part, name, value.to("simgpu"))
    return _MadeThere() if kind == "new tensors" else contextlib.nullcontext()


class _MadeThere(TorchFunctionMode):
    """Whatever is made anew is made on the accelerator, whatever place the code names."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        return func(*args, **(kwargs | {"device": "simgpu"} if func in _device_constructors() else kwargs))


def averages_on_accelerator(student, sizes, weight, bias, xs, upstream, help_with=None, back=False, inside=False):
    """What a PastAverage with given weights says to each of xs on the simulated accelerator, and gradients of the last.

    With `back`, it is asked on the CPU first, and again after it was moved back; `inside`, a larger model is moved.
    """
    import simgpu

    _as_usual()
    model = student.PastAverage(*sizes)
    parameters = [list(p.shape) for p in model.parameters()]
    if not _given(model, weight, bias):
        return {"given": False, "parameters": parameters}
    before = [model(x.clone()).detach().cpu() for x in xs] if back else []
    (nn.Sequential(model) if inside else model).to("simgpu")
    results = []
    with _help(model, help_with):
        for x in xs:
            results.append(model(x.to("simgpu")))
    seen = {
        "given": True,
        "parameters": parameters,
        "devices": [result.device.type for result in results],
        "results": [result.detach().cpu() for result in results],
        "accelerator": simgpu.is_available(),
    }
    if results[-1].requires_grad:
        results[-1].backward(upstream.to(results[-1].device))
    grads = {tuple(p.shape): p.grad for p in model.parameters() if p.grad is not None}
    for name, value in (("weight", weight), ("bias", bias)):
        found = grads.get(tuple(value.shape))
        seen[f"gradient of the {name}"] = None if found is None else found.cpu()
    if back:
        model.to("cpu")
        after = [model(x.clone()) for x in xs]
        seen["before"], seen["after"] = before, [result.detach().cpu() for result in after]
        seen["last devices"] = [result.device.type for result in after]
    return seen


def called_once(student, sizes, x):
    """What making a PastAverage and calling it on the CPU changes, and its parameters' shapes."""
    around = _Surroundings(x)
    model = student.PastAverage(*sizes)
    with torch.no_grad():
        result = model(x)
    changed, source = around.changed(), x.clone().requires_grad_()
    again = model(1 * source)
    passed = again.requires_grad and torch.autograd.grad(again.sum(), source, allow_unused=True)[0] is not None
    shapes = [list(p.shape) for p in model.parameters()]
    changed += _switched_on(lambda: model(x))
    around = _Surroundings()
    with contextlib.suppress(Exception):  # whether it works elsewhere is judged elsewhere
        student.PastAverage(*sizes).to("meta")(x.to("meta"))
    changed += [name for name in around.changed() if name not in changed]
    return {"changed": changed, "parameters": shapes, "result": result, "passes gradients on": passed}


class _OneDevice(TorchDispatchMode):
    """Refuses to calculate with tensors of two devices, as an accelerator does; "meta" itself is not strict there.

    A tensor without dimensions counts as a number; copies and indices may come from elsewhere.
    """

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        tensors = [leaf for leaf in tree_leaves((args, kwargs)) if isinstance(leaf, torch.Tensor)]
        devices = sorted({tensor.device.type for tensor in tensors if tensor.dim()})
        if len(devices) > 1 and func.overloadpacket not in (torch.ops.aten.copy_, torch.ops.aten.index):
            raise RuntimeError(f"Expected all tensors to be on the same device, but found {' and '.join(devices)}")
        return func(*args, **kwargs)


def on_a_device_without_values(student, sizes, x):
    """Where a PastAverage on PyTorch's meta device puts its result, and that result's shape."""
    model = student.PastAverage(*sizes).to("meta")
    x = x.to("meta")
    with _OneDevice():
        result = model(x)
    return {"device": result.device.type, "shape": list(result.shape)}


_DEVICE = re.compile(r"(cpu|cuda|mps|xpu|hpu|xla|simgpu)(:\d+)?")


def devices_named(student):
    """How many names of devices stand in the methods of PastAverage and in what they call of the notebook."""
    own = [part for part in student.PastAverage.__mro__ if not part.__module__.startswith(("torch", "builtins"))]
    found = [value for part in own for value in vars(part).values()]
    pending, seen = [getattr(value, "__func__", value) for value in found], set()
    names = 0
    while pending:
        function = pending.pop()
        if not isinstance(function, FunctionType) or function in seen:
            continue
        seen.add(function)
        words = set(_words(function.__code__))
        names += sum(_DEVICE.fullmatch(word) is not None for word in words)
        if function.__module__ == own[0].__module__:
            pending += [function.__globals__[word] for word in words if word in function.__globals__]
    return names


def _words(code):
    """Strings, and names of globals and attributes, in a function's code and in the functions inside it."""
    yield from code.co_names
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield from _words(value)
        elif isinstance(value, str):
            yield value
