"""Hidden checks of layer_outputs."""

import torch
from torch import nn
from torch.nn import functional as F

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

from ..common import NETWORK, assert_kept, assert_settings_left, assert_state_left, normal
from . import probes


def assert_globals_unchanged(student):
    """What all code shares is as it was before the student's functions were called in this check."""
    changed = student.globals_changed()
    if changed:
        names = " and ".join(changed)
        mistake = f"Your function changes {names}, for all code that runs later."
        raise Mismatch(f"your function changed {names}, which all other code shares", mistake=mistake)


def two_levels(rng, training=True):
    """A model with parts that have parts, with weights of its own."""
    model = nn.Sequential(
        nn.Conv2d(1, 4, 3, padding=1),
        nn.Sequential(nn.BatchNorm2d(4), nn.Tanh(), nn.Sequential(nn.AvgPool2d(2), nn.Flatten())),
        nn.Linear(36, 5),
    )
    with torch.no_grad():
        for tensor in [*model.parameters(), *model[1][0].buffers()]:
            if tensor.is_floating_point():
                tensor.copy_(normal(*tensor.shape, rng=rng).abs() / 2 + 0.2)
    return model.train(training)


def step_by_step(model, x):
    """The outputs of the leaves of nested Sequentials, by name; of a leaf that is used twice the last one."""
    names = {id(module): name for name, module in model.named_modules()}
    outputs = {}

    def walk(part, value):
        for child in part:
            if isinstance(child, nn.Sequential):
                value = walk(child, value)
            else:
                value = outputs[names[id(child)]] = child(value)
        return value

    with torch.no_grad():
        walk(model, x)
    return outputs


def assert_outputs(actual, expected):
    assert_type(actual, dict, "the result")
    missing, extra = sorted(expected.keys() - actual.keys()), sorted(map(str, actual.keys() - expected.keys()))
    if missing or extra:
        lacking = f"lacks {', '.join(map(repr, missing))}" if missing else ""
        spare = f"has {', '.join(map(repr, extra))}, which must not be there" if extra else ""
        raise Mismatch(f"the result {' and '.join(filter(None, (lacking, spare)))}")
    for name, value in expected.items():
        assert_close(actual[name], value, what=f"the output of {name!r}", **NETWORK)


@check(
    "layer_outputs", weight=2, hint="A hook knows its module, not its name. When is the name in your hook looked up?"
)
def test_every_leaf_by_name(student, rng):
    """The result maps the name of every leaf module, at any depth, to its output; containers are not in it."""
    for training in (True, False):
        model, x = two_levels(rng, training), normal(3, 1, 6, 6, rng=rng)
        model.append(nn.Dropout(1.0).train(training))  # which drops all: what it gives depends on its mode alone
        assert_outputs(student.layer_outputs(model, x), step_by_step(model, x))


@check("layer_outputs", hint="Which module computes what is decided by forward, not by the order of the layers.")
def test_forward_of_its_own(student, rng):
    """It works on models with a forward of their own: another order of the layers, and one that is never called."""
    for n in (5, 1):
        x = normal(n, 3, rng=rng)
        seen = student.probe(probes.outputs_of_branched, x=x)
        state = {name: value.double() for name, value in seen["state"].items()}

        def linear(name, value, state=state):
            return F.linear(value, state[f"{name}.weight"], state[f"{name}.bias"])

        first = linear("first", x.double())
        inner = linear("blocks.0.0.turn", first.tanh())
        bent = inner.sigmoid().tanh()
        outer = linear("blocks.1", bent)
        act = (outer + first.tanh()).tanh()
        expected = {
            "first": first, "act": act, "blocks.0.0.turn": inner, "blocks.0.0.bend": inner.sigmoid(),
            "blocks.0.1": bent, "blocks.1": outer, "last": linear("last", act),
        }  # fmt: skip
        assert_outputs(seen["outputs"], {name: value.float() for name, value in expected.items()})


@check("layer_outputs")
def test_leaf_called_twice_and_leaf_alone(student, rng):
    """A leaf that is called several times is there with its last output; a model that is a leaf has the name ""."""
    tanh = nn.Tanh()
    model, x = nn.Sequential(nn.Linear(4, 3), tanh, nn.Linear(3, 5), tanh), normal(2, 4, rng=rng)
    assert_outputs(student.layer_outputs(model, x), step_by_step(model, x))
    tokens = torch.randint(9, (2, 5), generator=rng)
    words = nn.Sequential(nn.Embedding(9, 4), nn.Sequential(nn.Flatten(), nn.Linear(20, 3))).double()
    assert_outputs(student.layer_outputs(words, tokens), step_by_step(words, tokens))
    alone = nn.Linear(4, 3)
    with torch.no_grad():
        expected = {"": alone(x)}
    assert_outputs(student.layer_outputs(alone, x), expected)


@check("layer_outputs", alone=False)
def test_outputs_are_detached(student, rng):
    """The outputs are detached: they keep no graph alive."""
    for shape in [(3, 1, 6, 6), (1, 1, 6, 6)]:
        model, x = two_levels(rng, training=False), normal(*shape, rng=rng)
        outputs = student.layer_outputs(model, x)
        assert_type(outputs, dict, "the result")
        judged = len(outputs) > 2 and all(isinstance(value, torch.Tensor) for value in outputs.values())
        assert judged, "this could not be judged: the result is not a dictionary of tensors"
        if any(value.requires_grad for value in outputs.values()):
            raise Mismatch("some outputs still require grad", mistake="The outputs are stored with their graph.")
        assert_globals_unchanged(student)


def hooked(student, model, x):
    seen = student.probe(probes.hooked, model=model, x=x)
    if seen["problem"] is not None:
        raise Mismatch(f"this could not be judged: layer_outputs raised {seen['problem']}")
    if not seen["names"]:
        raise Mismatch("this could not be judged: the result is not a dictionary with outputs by name")
    return seen


@check("layer_outputs", weight=2, hint="register_forward_hook returns a handle. What is it for?", alone=False)
def test_no_hook_is_left(student, rng):
    """Forward hooks collect the outputs; afterwards none of yours is left, and those that were there before are."""
    for training in (True, False):
        seen = hooked(student, two_levels(rng, training), normal(3, 1, 6, 6, rng=rng))
        before, after = seen["hooks"]
        watched = all(seen["during"])
        assert watched, "while the model ran, not every leaf had a forward hook: the outputs came about in another way"
        if after > before:
            text = "some of your hooks are left on the model"
            raise Mismatch(text, mistake="Your hooks stay on the model when your function returns.")
        if not seen["stayed"] or after != before:
            raise Mismatch("hooks that were there before are gone", mistake="Hooks that were there before are removed.")


@check("layer_outputs", hint="What runs in Python whether or not an exception was raised?", alone=False)
def test_no_hook_is_left_after_an_exception(student, rng):
    """Where the forward pass raises, that exception comes out, and no hook is left either."""
    model = two_levels(rng)
    hooked(student, model, normal(3, 1, 6, 6, rng=rng))
    shapes = {(3, 1, 8, 8): "RuntimeError", (3, 2, 6, 6): "RuntimeError"}  # for the last layer, for all layers
    tries = [(kind, student.probe(probes.hooked, model=model, x=normal(*s, rng=rng))) for s, kind in shapes.items()]
    x = normal(3, 1, 6, 6, rng=rng)
    for kind in ("ValueError", "StopHere", "KeyboardInterrupt"):
        tries.append((kind, student.probe(probes.hooked_before_an_exception, model=model, x=x, kind=kind)))
    for kind, seen in tries:
        if seen["problem"] is None:
            text = "the exception of the forward pass did not come out of layer_outputs"
            raise Mismatch(text, mistake="The exception of the forward pass is caught and not raised again.")
        assert_equal(seen["problem"], kind, "the type of the exception that comes out")
        before, after = seen["hooks"]
        if after > before:
            text = "after an exception some of your hooks are left on the model"
            raise Mismatch(text, mistake="Where the forward pass raises, your hooks stay on the model.")
        if not seen["stayed"] or after != before:
            raise Mismatch("hooks that were there before are gone", mistake="Hooks that were there before are removed.")
        assert_settings_left(seen["changed"])
        assert_kept(seen["modes"], "after an exception, the mode")


@check("layer_outputs", alone=False)
def test_one_pass_in_the_mode_that_was(student, rng):
    """The model is called once and its layers keep their modes."""
    for training in (True, False):
        model = two_levels(rng, training)
        model[1][1].train(not training)
        model[2].requires_grad_(False)
        seen = hooked(student, model, normal(3, 1, 6, 6, rng=rng))
        assert_kept(seen["modes"], "the mode")
        assert_kept(seen["flags"], "requires_grad")
        for word in ("gone", "other"):
            if word in seen["gradients"]:
                mistake = "Your function changes the gradients of the model."
                raise Mismatch("gradients that were there before are not as they were", shows=word, mistake=mistake)
        for what in ("weights", "input"):
            if not seen[f"{what} left"]:
                mistake = f"Your function changes the {what} that it is handed."
                raise Mismatch(f"the {what} that it was handed are not as before", mistake=mistake)
        if not all(count == 1 for count in seen["calls"]):
            most = max(seen["calls"])
            more = "Layers of the model run more than once." if most > 1 else None
            raise Mismatch("the layers of the model itself did not run exactly once", shows=most, mistake=more)
        assert seen["called"] == 1, "the hooks of the model itself did not run exactly once, as they do in model(x)"
    assert_state_left(student, "layer_outputs", [(two_levels(rng), normal(3, 1, 6, 6, rng=rng))], rng)
