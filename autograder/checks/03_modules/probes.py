"""Probes of 03_modules: they run beside the student's code, observe what values cannot show, know no answer."""

import copy
import os
import pickle
import tempfile

import safetensors.torch
import torch
from torch import nn
from torch.nn.modules import module as torch_modules


def results(student, name, calls):
    """What a function of the student's returns for each list of arguments."""
    function = getattr(student, name)
    return [function(*args) for args in calls]


def is_module_class(student, name):
    """Whether a name stands for a class of modules."""
    made = getattr(student, name)
    return isinstance(made, type) and issubclass(made, nn.Module)


def _drawn_after(seed, act):
    """Seed the global generator, act, and draw; what came of it, and the numbers drawn."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return act(), torch.rand(4)


def draws_after_making(student, name, sizes, x, seeds):
    """Make and call a network after each seed; the last output, and what the generator gives after each."""
    make = getattr(student, name)
    seen = [_drawn_after(seed, lambda: make(*sizes)(x)) for seed in seeds]
    return {"output": seen[-1][0].detach(), "draws": [draw for _, draw in seen]}


def draws_after_initialising(student, model, seeds):
    """Initialise a copy of the model after each seed; the weights of each copy, and what the generator gives next."""

    def act():
        mine = copy.deepcopy(model)
        student.init_weights(mine)
        return _state(mine)

    seen = [_drawn_after(seed, act) for seed in seeds]
    return {"states": [state for state, _ in seen], "draws": [draw for _, draw in seen]}


def counted(student, model):
    """Count a model's parameters both ways; what was counted, and the model's flags and values before and after."""
    before, flags, modes = _state(model), _flags(model), _modes(model)
    counts = [student.count_parameters(model), student.count_parameters(model, trainable_only=True)]
    return {
        "counts": counts,
        "values": [before, _state(model)],
        "flags": [flags, _flags(model)],
        "modes": [modes, _modes(model)],
    }


def sizes_after(student, sizes):
    """Make an MLP from a list; the list afterwards, and how many parameters the MLP has."""
    given = list(sizes)
    mlp = student.MLP(given)
    return {"sizes": given, "parameters": sum(p.numel() for p in mlp.parameters())}


def initialised(student, model):
    """Call init_weights on a model; what it returned, and the model before and after."""
    modes, flags, before = _modes(model), _flags(model), _state(model)
    objects = dict(model.named_parameters())
    returned = student.init_weights(model)
    after = dict(model.named_parameters())
    return {
        "returned": type(returned).__name__,
        "before": before,
        "after": _state(model),
        "same objects": all(after.get(name) is parameter for name, parameter in objects.items()),
        "flags": [flags, _flags(model)],
        "modes": [modes, _modes(model)],
    }


def _state(model):
    named = [*model.named_parameters(), *model.named_buffers()]
    return {name: value.detach().clone() for name, value in named}


def _flags(model):
    return {name: parameter.requires_grad for name, parameter in model.named_parameters()}


def _modes(model):
    return {name: module.training for name, module in model.named_modules()}


# Weights in files


def file_written(student, model, name):
    """Save a model's weights under a name; what each of the two formats reads in the file, weights alone allowed."""
    save = student.save_weights
    with tempfile.TemporaryDirectory() as folder:
        path = _path(folder, name)
        before = _state(model), _flags(model), _modes(model)
        save(model, path)
        after = _state(model), _flags(model), _modes(model)
        there = os.path.isfile(path)
        seen = {"there": there, "flags": [before[1], after[1]], "modes": [before[2], after[2]]}
        seen["values"] = [before[0], after[0]]
        for kind, read in (("torch", _read_torch), ("safetensors", safetensors.torch.load_file)):
            seen[kind] = _tensors_in(read, path) if there else None
        return seen


def _path(folder, name):
    path = os.path.join(folder, *name.split("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def _read_torch(path):
    return torch.load(path, weights_only=True)


def _tensors_in(read, path):
    """The tensors by name, or a text that says why there are none."""
    try:
        content = read(path)
    except Exception:  # whatever another format's bytes provoke
        return "cannot read the file"
    if not isinstance(content, dict):
        return f"finds no dictionary in the file, but a {type(content).__name__}"
    for key, value in content.items():
        if not isinstance(key, str) or not isinstance(value, torch.Tensor):
            return f"finds a dictionary whose values are not all tensors, but one a {type(value).__name__}"
    return {key: value.detach().clone() for key, value in content.items()}


def weights_loaded(student, model, state, name):
    """Write a state dict into a file in the format of its name, load that into the model; the model afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = _path(folder, name)
        if name.endswith(".safetensors"):
            safetensors.torch.save_file(state, path)
        else:
            torch.save(state, path)
        return _loaded(student, model, path)


def each_loaded(student, model, states, name):
    """Load each of several state dicts into a copy of the model; the copies afterwards."""
    return [weights_loaded(student, copy.deepcopy(model), state, name) for state in states]


def _loaded(student, model, path):
    load = student.load_weights
    objects, flags, modes = dict(model.named_parameters()), _flags(model), _modes(model)
    problem = None
    try:
        load(model, path)
    except Exception as raised:
        problem = type(raised).__name__
    after = dict(model.named_parameters())
    return {
        "problem": problem,
        "state": {key: value.detach().clone() for key, value in model.state_dict().items()},
        "same objects": all(after.get(key) is parameter for key, parameter in objects.items()),
        "flags": [flags, _flags(model)],
        "modes": [modes, _modes(model)],
    }


def there_and_back(student, model, other, name):
    """Save one model's weights and load them into another; the other afterwards."""
    save = student.save_weights
    with tempfile.TemporaryDirectory() as folder:
        path = _path(folder, name)
        save(model, path)
        return _loaded(student, other, path)


class _Payload:
    """Unpickled where pickles may run code, it makes a folder."""

    def __init__(self, mark):
        self._mark = mark

    def __reduce__(self):
        return os.mkdir, (self._mark,)


def malicious_file_loaded(student, model, state, kind, name):
    """Load a file whose pickle makes a folder if it runs; the model afterwards, and whether the folder is there."""
    with tempfile.TemporaryDirectory() as folder:
        path, mark = _path(folder, name), os.path.join(folder, "mark")
        content = {**state, "more": _Payload(mark)}
        if kind == "pickle":
            with open(path, "wb") as file:
                pickle.dump(content, file)
        else:
            torch.save(content, path, _use_new_zipfile_serialization=kind == "zip")
        seen = _loaded(student, model, path)
        return {**seen, "ran": os.path.exists(mark)}


# Hooks


class Branched(nn.Module):
    """A layer that is used twice, a branch around another, a part that has parts, and a layer that is never used."""

    def __init__(self):
        super().__init__()
        self.last = nn.Linear(4, 2)  # made first, used last
        self.first = nn.Linear(3, 4)
        self.act = nn.Tanh()
        self.spare = nn.Linear(4, 4)
        self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.Sigmoid()), nn.Linear(4, 4)])

    def forward(self, x):
        h = self.act(self.first(x))
        h = self.blocks[1](self.blocks[0](h)) + h
        return self.last(self.act(h))


def outputs_of_branched(student, x):
    """layer_outputs of a model with a forward of its own, and that model's weights."""
    model = Branched()
    return {"outputs": student.layer_outputs(model, x), "state": model.state_dict()}


def _hooks(model):
    """The number of hooks of a model and of all modules together."""
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    own = sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)
    shared = ("_global_forward_hooks", "_global_forward_pre_hooks", "_global_backward_hooks")
    return own + sum(len(getattr(torch_modules, kind, ())) for kind in shared)


def hooked(student, model, x):
    """Ask for the outputs of a model that has hooks already; how often they ran, and which hooks are left.

    `calls` counts those of the model's own leaves, not of a copy's, and `during` says how many forward hooks each leaf
    had in its last call, in all. Where the model raises, `problem` is the type of what came out of layer_outputs.
    """
    ask = student.layer_outputs
    leaves = [module for module in model.modules() if not list(module.children())]
    calls, during = [0] * len(leaves), [0] * len(leaves)

    def counter(index):
        def hook(module, _):
            calls[index] += module is leaves[index]
            during[index] = len(module._forward_hooks) + len(torch_modules._global_forward_hooks)

        return hook

    kept = [leaf.register_forward_pre_hook(counter(index)) for index, leaf in enumerate(leaves)]
    kept.append(model.register_forward_hook(lambda *_: None))
    before, modes = _hooks(model), _modes(model)
    own = [dict(module._forward_hooks) | dict(module._forward_pre_hooks) for module in model.modules()]
    outputs = problem = None
    try:
        outputs = ask(model, x)
    except Exception as raised:
        problem = type(raised).__name__
    now = [dict(module._forward_hooks) | dict(module._forward_pre_hooks) for module in model.modules()]
    stayed = all(key in left for had, left in zip(own, now, strict=True) for key in had)
    return {
        "names": sorted(outputs) if isinstance(outputs, dict) and all(isinstance(n, str) for n in outputs) else None,
        "problem": problem,
        "hooks": [before, _hooks(model)],
        "stayed": stayed,
        "calls": calls,
        "during": during,
        "modes": [modes, _modes(model)],
    }


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer
