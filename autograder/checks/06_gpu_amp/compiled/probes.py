"""Probes of compiled: they run beside the student's code, observe, and know no answer."""

import contextlib

import torch
from torch import nn

from ..common_probes import _plain, _watched

# Compiling


_forget = torch.compiler.reset  # Dynamo remembers what it has compiled, also for another model of the same kind


class _Counting:
    """A backend that notes the graphs it gets and runs them as they are."""

    def __init__(self):
        self.graphs = []

    def __call__(self, graph, example_inputs):
        self.graphs.append(graph)
        return graph.forward


class _Impatient(nn.Module):
    """The way on depends on the numbers."""

    def forward(self, values):
        y = values * 2
        if y.sum() > 0:
            y = y + 1
        return y.relu()


class _Talkative(nn.Module):
    """Something that is no tensor operation, in the middle."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, values):
        y = self.layer(values)
        torch._dynamo.graph_break()
        return y.relu()


class _Around(nn.Module):
    """A model with a forward of its own. It counts its calls in train mode; in eval mode the count is a factor."""

    def __init__(self, inner):
        super().__init__()
        self.inner, self.training = inner, inner.training
        self.register_buffer("calls", torch.full((), 2.0))

    def forward(self, values):
        y = self.inner(values)
        if not self.training:
            return y * self.calls
        self.calls.add_(1)
        return y


class _Several(nn.Module):
    """A model with several arguments."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, values, factor, shift=None):
        y = self.inner(values) * factor
        return y if shift is None else y + shift


@contextlib.contextmanager
def _unmeasured():
    """Compiling ends with a measurement of the guards, for a log; for small models it takes half of the time."""
    guards = torch._dynamo.guards
    measure = getattr(guards, "profile_guard_manager", None)
    guards.profile_guard_manager = lambda *_: 0.0
    try:
        yield
    finally:
        guards.profile_guard_manager = measure


@contextlib.contextmanager
def _fresh_compiler():
    """Things are compiled here, which run as they are written in other checks, and nothing compiled is remembered."""
    _forget()
    with torch.compiler.set_stance("default"), _unmeasured():
        yield
    _forget()


@contextlib.contextmanager
def _called_by_name(backend):
    """A backend that torch.compile knows by a name."""
    known = torch._dynamo.backends.registry._COMPILER_FNS
    torch._dynamo.register_backend(backend, name="counting")
    try:
        yield "counting"
    finally:
        del known["counting"]


def _compiler_as_delivered():
    """Puts the settings of torch.compile back; the names of those that were others."""
    config = torch._dynamo.config
    names = [name for name in config.get_config_copy() if not config._is_default(name)]
    for name in names:
        setattr(config, name, config._config[name].default)
    return names


@contextlib.contextmanager
def _compiler_settings(changed):
    """Notes it where those of torch.compile are changed, and puts them back."""
    _compiler_as_delivered()  # what an earlier call has changed and left would not be changed once more
    try:
        yield
    finally:
        changed.extend(["the settings of torch.compile"] if _compiler_as_delivered() else [])


def compiled_outputs(student, model, inputs, named, around, switch, weights):
    """A compiled model's outputs, its graphs, its gradients, and a later output (other mode, other weights)."""
    backend = _Counting()
    with _fresh_compiler(), _called_by_name(backend) as name:
        given = _Around(model) if around else model
        mode = [part.training for part in given.modules()]
        compiled, settings = _watched(student.compiled)
        with _compiler_settings(settings):
            fast = compiled(given, named if named == "eager" else name if named else backend)
        kept = mode == [part.training for part in given.modules()]
        inputs = [x.requires_grad_() for x in inputs]
        outputs, graphs = [], []
        for x in inputs:
            outputs.append(fast(x))
            graphs.append(len(backend.graphs))
        if outputs[0].requires_grad:
            outputs[0].pow(2).sum().backward()
        learnt = {**dict(model.named_parameters()), "x": inputs[0]}
        gradients = {n: None if one.grad is None else _plain(one.grad) for n, one in learnt.items()}
        if switch:
            given.train(not given.training)
        with torch.no_grad():
            for parameter, value in zip(model.parameters() if weights else (), weights, strict=True):
                parameter.copy_(value)
        later = _plain(fast(inputs[0])) if switch or weights else None
    seen = {"first": [*map(_plain, outputs)], "later": later, "gradients": gradients}
    return seen | {"graphs": graphs[0], "mode kept": kept, "settings": settings}


def compiled_with_a_break(student, kind, x, named):
    """Call a compiled model that breaks the graph; what was raised, and how many graphs came out."""
    backend = _Counting()
    model = {"impatient": _Impatient, "talkative": _Talkative}[kind]()
    raised = None
    with _fresh_compiler(), _called_by_name(backend) as name:
        fast = student.compiled(model, name if named else backend)
        try:
            fast(x)
        except Exception as error:
            raised = type(error).__name__
    return {"raised": raised, "graphs": len(backend.graphs)}


def graphs_of_two(student, models, x):
    """Compile a model, call it, do the same with another one, and call the first again: its graphs before and after."""
    first, second = _Counting(), _Counting()
    with _fresh_compiler():
        fast = student.compiled(_Around(models[0]), first)
        fast(x)
        before = len(first.graphs)
        student.compiled(_Several(models[1]), second)(x, x[:, :1])
        fast(x)
        return {"before": before, "after": len(first.graphs), "other": len(second.graphs)}


def model_after_compiling(student, model, x):
    """Compile a model, call the model itself and then the compiled one; how many graphs each call made."""
    backend, model = _Counting(), _Around(model)
    with _fresh_compiler():
        fast = student.compiled(model, backend)
        before = len(backend.graphs)
        model(x)
        direct = len(backend.graphs) - before
        fast(x)
        return {"direct": direct, "compiled": len(backend.graphs) - before - direct, "same object": fast is model}


def compiled_with_arguments(student, model, x, factor, shift):
    """Call a compiled model with two arguments, then with a third one by its name; the outputs."""
    with _fresh_compiler():
        fast = student.compiled(_Several(model), _Counting())
        return [_plain(fast(x, factor)), _plain(fast(values=x, factor=factor, shift=shift))]
