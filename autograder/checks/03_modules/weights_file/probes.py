"""Probes of weights_file: they run beside the student's code, observe, and know no answer."""

import contextlib
import copy
import os
import pickle
import tempfile

import safetensors.torch
import torch

from ..common_probes import _changed, _flags, _hooks_and_gradients, _modes, _recording_after, _settings, _state

# Weights in files


def file_written(student, model, name):
    """Save a model's weights under a name; what each of the two formats reads in the file, weights alone allowed."""
    save = student.save_weights
    with tempfile.TemporaryDirectory() as folder:
        path = _path(folder, name)
        for parameter in model.parameters():
            parameter.grad = torch.zeros_like(parameter)
        before, seed = (_state(model), _flags(model), _modes(model)), torch.initial_seed()
        rest = _hooks_and_gradients(model)
        settings = _settings()
        save(model, path)
        with tempfile.TemporaryDirectory() as elsewhere:
            changed = _changed(settings) or _recording_after(lambda: save(model, _path(elsewhere, name)))
        beside = _files(folder) - {path}
        after = _state(model), _flags(model), _modes(model)
        there = os.path.isfile(path)
        seen = {
            "there": there,
            "changed": changed,
            "beside": len(beside),
            "seeded": torch.initial_seed() != seed,
            "flags": [before[1], after[1]],
            "modes": [before[2], after[2]],
            "hooks and gradients": [rest, _hooks_and_gradients(model)],
        }
        seen["values"] = [before[0], after[0]]
        for kind, read in (("torch", _read_torch), ("safetensors", safetensors.torch.load_file)):
            seen[kind] = _tensors_in(read, path) if there else None
        return seen


def _path(folder, name):
    path = os.path.join(folder, *name.split("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def _files(folder):
    return {os.path.join(place, name) for place, _, names in os.walk(folder) for name in names}


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
        seen = _loaded(student, model, path)
        return {**seen, "beside": len(_files(folder) - {path})}


def each_loaded(student, model, states, name):
    """Load each of several state dicts into a copy of the model; the copies afterwards."""
    return [weights_loaded(student, copy.deepcopy(model), state, name) for state in states]


def _loaded(student, model, path):
    load = student.load_weights
    objects, flags, modes = dict(model.named_parameters()), _flags(model), _modes(model)
    for parameter in model.parameters():
        parameter.grad = torch.zeros_like(parameter)
    rest = _hooks_and_gradients(model)
    problem, seed, settings = None, torch.initial_seed(), _settings()
    try:
        load(model, path)
    except Exception as raised:
        problem = type(raised).__name__
    changed = _changed(settings)
    torch.set_grad_enabled(True)
    if problem is None and not changed:
        changed = _recording_after(lambda: load(model, path))
    after = dict(model.named_parameters())
    return {
        "problem": problem,
        "changed": changed,
        "seeded": torch.initial_seed() != seed,
        "state": {key: value.detach().clone() for key, value in model.state_dict().items()},
        "same objects": all(after.get(key) is parameter for key, parameter in objects.items()),
        "flags": [flags, _flags(model)],
        "modes": [modes, _modes(model)],
        "hooks and gradients": [rest, _hooks_and_gradients(model)],
    }


def there_and_back(student, model, other, name):
    """Save one model's weights and load them into another; the other afterwards.

    Before that, the other's own went the same way, in a file at the same path that is gone by then.
    """
    save = student.save_weights
    with tempfile.TemporaryDirectory() as folder:
        path = _path(folder, name)
        save(other, path)
        _loaded(student, copy.deepcopy(other), path)
        if os.path.exists(path):
            os.remove(path)
        save(model, path)
        return _loaded(student, other, path)


def there_and_back_here(student, model, other, name):
    """Save and load in the current folder, by the file's name alone; the other model afterwards."""
    save = student.save_weights
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        save(model, name)
        return _loaded(student, other, name)


def written_again(student, model, other, name):
    """Save one model's weights where another's are already, and load them into that; the other afterwards."""
    save = student.save_weights
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # to see what is left there, too
        path = _path(folder, name)
        save(other, path)
        save(model, path)
        return {**_loaded(student, other, path), "beside": len(_files(folder) - {path})}


class _Payload:
    """Unpickled where pickles may run code, it makes a folder."""

    def __init__(self, mark):
        self._mark = mark

    def __reduce__(self):
        return os.mkdir, (self._mark,)


def malicious_file_loaded(student, model, state, kind, name):
    """Load a file whose pickle makes a folder if it runs; the model afterwards, and whether the folder is there.

    A file of the kind "model" holds a whole model, whose pickle calls its class.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, mark = _path(folder, name), os.path.join(folder, "mark")
        content = {**state, "more": _Payload(mark)}
        if kind == "pickle":
            with open(path, "wb") as file:
                pickle.dump(content, file)
        elif kind == "model":
            torch.save(model, path)
        else:
            torch.save(content, path, _use_new_zipfile_serialization=kind == "zip")
        seen = _loaded(student, model, path)
        return {**seen, "ran": os.path.exists(mark)}
