"""Hidden checks of weights_file."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_type, assert_unchanged, check

from ..common import EXACT, assert_hooks_and_gradients_kept, assert_kept, assert_settings_left, integer, normal
from . import probes

FORMATS = {"torch": "weights.pt", "safetensors": "weights.safetensors"}


def a_model(rng, width=6, scratch=False):
    """A model with parameters and buffers, none of them as a new model has them; some frozen, some in eval mode.

    With `scratch`, it has a buffer besides that is not persistent, and in no state dict.
    """
    model = nn.Sequential(
        nn.Conv2d(1, width, 3), nn.BatchNorm2d(width), nn.Sequential(nn.Flatten(), nn.Linear(width, 3).double())
    )
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:
            if tensor.is_floating_point():
                tensor.copy_(normal(*tensor.shape, rng=rng, dtype=tensor.dtype).abs() + 0.1)
            else:
                tensor.fill_(2**40 + integer(3, 99, rng))  # which no float32 holds
    if scratch:
        model[2].register_buffer("scratch", normal(3, rng=rng), persistent=False)
    model[0].weight.requires_grad_(False)
    model[1].eval()
    return model


def state_of(model):
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def assert_same_state(actual, expected, what):
    assert_type(actual, dict, what)
    for names, verb in ((expected.keys() - actual.keys(), "lacks"), (actual.keys() - expected.keys(), "has besides:")):
        if names:
            raise Mismatch(f"{what} {verb} {', '.join(sorted(names))}")
    for name, value in expected.items():
        assert_close(actual[name], value, **EXACT, what=f"{name} in {what}")


def assert_loaded(seen, state, what="the model after load_weights"):
    if seen["problem"] is not None:
        raise Mismatch(f"load_weights raised {seen['problem']} for a file that fits")
    assert_same_state(seen["state"], state, what)


def assert_left(state, before, when):
    mistake = "Your function raises only when it has written into the model: part of that is overwritten."
    for key, value in before.items():
        assert_close(state[key], value, **EXACT, what=f"{key} of the model {when}", mistake=mistake)


def assert_loads(student, model, state, name):
    """load_weights works on a file that fits, so that what it refuses says something."""
    seen = student.probe(probes.weights_loaded, model=model, state=state, name=name)
    names = dict(model.named_parameters())
    if seen["problem"] is not None or any(not torch.equal(seen["state"][key], state[key]) for key in names):
        raise Mismatch("this could not be judged: load_weights does not load a file that fits")


@check(
    "weights_file", weight=2, hint="A state dict is what goes into the file: names and tensors, nothing that is code."
)
def test_file_holds_the_state_dict(student, rng):
    """save_weights writes the state dict and nothing else, for any path that does not end in .safetensors."""
    for name in ("weights.pt", "some.folder/deeper/model.bin", "a.safetensors.folder/weights_safetensors"):
        model = a_model(rng, scratch="/" not in name)
        seen = student.probe(probes.file_written, model=model, name=name)
        there = seen["there"]
        assert there, "there is no file at the path"
        if not isinstance(seen["torch"], dict):
            raise Mismatch(f"torch.load(path, weights_only=True) {seen['torch']}")
        assert_same_state(seen["torch"], state_of(model), "the file")


@check("weights_file", weight=2, hint="The safetensors package has save_file and load_file for PyTorch.")
def test_safetensors_file(student, rng):
    """For a path that ends in .safetensors, save_weights writes that format, buffers included."""
    for name in ("weights.safetensors", "folder.pt/model.safetensors"):
        model = a_model(rng, scratch="/" in name)
        seen = student.probe(probes.file_written, model=model, name=name)
        there = seen["there"]
        assert there, "there is no file at the path"
        if not isinstance(seen["safetensors"], dict):
            text = "the file is not in the safetensors format"
            raise Mismatch(text, mistake="For a path that ends in .safetensors, another format is written.")
        assert_same_state(seen["safetensors"], state_of(model), "the file")


@check("weights_file", weight=2, alone=False)
def test_load_fills_the_model(student, rng):
    """load_weights fills a model from a file of either format, buffers too, whoever wrote the file."""
    for name in ("weights.pt", "weights.safetensors", "a.safetensors.folder/model.bin", "folder.pt/w.safetensors"):
        model, state = a_model(rng, scratch="/" in name), state_of(a_model(rng))
        assert_loaded(student.probe(probes.weights_loaded, model=model, state=state, name=name), state)


@check("weights_file")
def test_there_and_back(student, rng):
    """What save_weights wrote, load_weights reads."""
    for name in (*FORMATS.values(), "folder/weights.pth"):
        model, other = a_model(rng), a_model(rng)
        seen = student.probe(probes.there_and_back, model=model, other=other, name=name)
        assert_loaded(seen, state_of(model))
    for name in FORMATS.values():
        model, other = a_model(rng), a_model(rng)
        seen = student.probe(probes.there_and_back_here, model=model, other=other, name=name)
        assert_loaded(seen, state_of(model), "the model after saving to a path without a folder, and load_weights")
        seen = student.probe(probes.written_again, model=model, other=other, name=name)
        assert_loaded(seen, state_of(model), "the model after saving to a file that was there, and load_weights")
        if seen["beside"]:
            text = "saving to a file that was there leaves another file beside it"
            raise Mismatch(text, mistake="Where a file is at the path already, another one is left beside it.")
        model, other = a_model(rng).bfloat16(), a_model(rng).bfloat16()
        seen = student.probe(probes.there_and_back, model=model, other=other, name=name)
        assert_loaded(seen, state_of(model), "the model of bfloat16 after load_weights")


@check("weights_file", weight=2, alone=False)
def test_flags_and_modes_stay(student, rng):
    """Saving leaves the model alone; loading leaves requires_grad, modes and parameter objects; no other file stays."""
    for name in FORMATS.values():
        model, state = a_model(rng), state_of(a_model(rng))
        saved = student.probe(probes.file_written, model=model, name=name)
        there = saved["there"]
        assert there, "this could not be judged: there is no file at the path"
        for key, before in saved["values"][0].items():
            assert_unchanged(saved["values"][1][key], before, f"{key} of the saved model")
        loaded = student.probe(probes.weights_loaded, model=model, state=state, name=name)
        if loaded["problem"] is not None or all(torch.equal(loaded["state"][k], state_of(model)[k]) for k in state):
            raise Mismatch("this could not be judged: load_weights changes nothing in the model")
        if not loaded["same objects"]:
            text = "the parameters are other objects after loading: an optimizer would hold the old ones"
            raise Mismatch(text, mistake="Loading puts new parameters in the place of the old ones.")
        for seen, verb in ((saved, "saving"), (loaded, "loading")):
            assert_kept(seen["flags"], f"after {verb}, requires_grad")
            assert_kept(seen["modes"], f"after {verb}, the mode")
            assert_hooks_and_gradients_kept(seen["hooks and gradients"])
            if seen["seeded"]:
                text = f"{verb} sets the seed of PyTorch's random numbers, which all other code shares"
                raise Mismatch(text, mistake="Your code seeds PyTorch's global generator.")
            assert_settings_left(seen["changed"])
            if seen["beside"]:
                text = f"{verb} leaves another file beside the one at the path"
                raise Mismatch(text, mistake="A file is left beside the one that was asked for.")


def misfits(rng):
    """State dicts that do not fit a_model, in words: other shapes, a name missing, one too many, another name."""
    state = state_of(a_model(rng))
    last, mean = list(state)[-1], "1.running_mean"
    missing = {name: value for name, value in state.items() if name != last}
    swapped = {**state, last: state["2.1.weight"], "2.1.weight": state[last]}
    return {
        "another shape": state_of(a_model(rng, width=5)),
        "one tensor of another shape": {**state, last: state[last][:1]},  # which would broadcast
        "one tensor's numbers in another shape": {**state, last: state[last][None]},
        "two tensors in each other's place": swapped,
        "a missing name": missing,
        "a buffer of another shape": {**state, mean: state[mean][:1]},
        "a missing buffer": {name: value for name, value in state.items() if name != mean},
        "a name too many": {**state, "extra": torch.zeros(2)},
        "another name": {**missing, "renamed": state[last].clone()},
        "the names of a part of another model": {f"module.{name}": value.clone() for name, value in state.items()},
        "other names throughout": {f"tensor.{i:02}": state[name].clone() for i, name in enumerate(sorted(state))},
    }


@check("weights_file", weight=2, hint="A file that does not fit must not pass in silence.", alone=False)
def test_a_file_that_does_not_fit_is_an_error(student, rng):
    """load_weights raises where names or shapes do not match."""
    for name in FORMATS.values():
        model = a_model(rng)
        assert_loads(student, a_model(rng), state_of(model), name)
        states = misfits(rng)
        tried = student.probe(probes.each_loaded, model=model, states=list(states.values()), name=name)
        loaded = [what for what, seen in zip(states, tried, strict=True) if seen["problem"] is None]
        if loaded:
            raise Mismatch(
                f"a file with {loaded[0]} was loaded without an exception",
                shows=loaded,
                mistake="A file that does not fit is not refused: names or shapes are not compared, or what does "
                "not fit is passed over in silence.",
            )


@check(
    "weights_file",
    weight=2,
    hint="load_state_dict copies what fits before it raises. How can one know beforehand that a file fits?",
    alone=False,
)
def test_a_file_that_does_not_fit_changes_nothing(student, rng):
    """Where load_weights raises, the model is as it was, down to the last number, and so are PyTorch's settings."""
    for name in FORMATS.values():
        model = a_model(rng)
        assert_loads(student, a_model(rng), state_of(model), name)
        before = state_of(model)
        states = misfits(rng)
        tried = student.probe(probes.each_loaded, model=model, states=list(states.values()), name=name)
        for what, seen in zip(states, tried, strict=True):
            if seen["problem"] is None:
                raise Mismatch(f"this could not be judged: a file with {what} was loaded without an exception")
            assert_left(seen["state"], before, f"after an exception for {what}")
            assert_kept(seen["flags"], "after an exception, requires_grad")
            assert_kept(seen["modes"], "after an exception, the mode")
            assert_settings_left(seen["changed"])
            if seen["beside"]:
                text = "after an exception another file lies beside the one at the path"
                raise Mismatch(text, mistake="Where load_weights raises, it leaves another file behind.")


@check(
    "weights_file",
    weight=4,
    hint="Unpickling runs what the file asks for, unless only weights are allowed.",
    alone=False,
)
def test_malicious_files_are_refused(student, rng):
    """A file with code in it is refused with an exception; the code does not run and the model stays as it was."""
    cases = [("pickle", "w.safetensors"), ("zip", "weights.pt"), ("legacy", "model.bin"), ("pickle", "weights.pth")]
    cases.append(("model", "model.pt"))
    for kind, name in cases:
        model = a_model(rng)
        before = state_of(model)
        assert_loads(student, a_model(rng), before, name)
        seen = student.probe(
            probes.malicious_file_loaded, model=model, state=state_of(a_model(rng)), kind=kind, name=name
        )
        if seen["ran"]:
            text = "loading the file ran the code in it"
            raise Mismatch(text, mistake="The file is unpickled in a way that lets the code in it run.")
        refused = seen["problem"] is not None
        assert refused, "a file with code in it was loaded without an exception"
        assert_left(seen["state"], before, "after the exception")
