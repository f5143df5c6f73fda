"""Hidden checks of compiled."""

from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, check, mistakes

from ..common import MODE_LEFT, TRAINED, assert_settings_left, filled, normal
from . import probes


def small(rng):
    return filled(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)), rng)


def normalising(rng):
    """A model whose answers in train mode are others than in eval mode."""
    return nn.Sequential(nn.BatchNorm1d(3), small(rng))


def compiled_case(student, rng, named=False, around=True, training=True, make=small):
    model, other = make(rng).train(training), make(rng)
    inputs = [normal(n, 3, rng=rng) for n in (4, 6)]
    weights = [p.detach().clone() for p in other.parameters()]
    seen = student.probe(
        probes.compiled_outputs, model=model, inputs=inputs, weights=weights, named=named, around=around
    )
    return model, other, inputs, seen


def assert_outputs(outputs, model, inputs, when):
    for actual, x in zip(outputs, inputs, strict=True):
        assert_close(actual, model(x).detach(), what=f"the output{when}", **TRAINED)


@check("compiled", weight=2)
def test_compiled_outputs_and_gradients(student, rng):
    """The compiled model gives the model's outputs and gradients, with a backend that has a name or is a function."""
    for named in (False, True, "eager"):  # PyTorch's own "eager" is a name like any other, and is not always listed
        model, _, inputs, seen = compiled_case(student, rng, named=named)
        assert_outputs(seen["first"], model, inputs, "")
        model(inputs[0]).square().sum().backward()
        for name, parameter in model.named_parameters():
            if seen["gradients"][name] is None:
                text = f"no gradient flows back to {name} of the model"
                raise Mismatch(text, mistake=mistakes.no_gradient(name))
            assert_close(seen["gradients"][name], parameter.grad, what=f"the gradient of {name}", **TRAINED)


@check("compiled", weight=0.5, alone=False)
def test_called_as_the_model_is(student, rng):
    """A compiled model takes the arguments that the model takes, by place or by name."""
    for n in (3, 5):
        model, x, shift = small(rng), normal(n, 3, rng=rng), normal(n, 2, rng=rng)
        factor = normal(n, 1, rng=rng)
        seen = student.probe(probes.compiled_with_arguments, model=model, x=x, factor=factor, shift=shift)
        right = [model(x) * factor, model(x) * factor + shift]
        for output, expected, words in zip(seen, right, ("two arguments", "arguments by name"), strict=True):
            assert_close(output, expected.detach(), what=f"the output for {words}", **TRAINED)


@check("compiled")
def test_compiled_uses_the_models_parameters(student, rng):
    """The compiled model uses the model's parameters, whatever values they get later."""
    model, other, inputs, seen = compiled_case(student, rng)
    assert_close(seen["first"][0], model(inputs[0]).detach(), what="the output", **TRAINED)
    assert_outputs(seen["second"], other, inputs, " after the model's weights have changed")


@check("compiled", weight=2)
def test_the_mode_is_the_models(student, rng):
    """In train and in eval mode, it answers as the model does, whose mode stays what it is."""
    for training in (True, False):
        model, _, inputs, seen = compiled_case(student, rng, training=training, make=normalising)
        words = {True: "train", False: "eval"}
        assert_outputs(seen["first"], model, inputs, f" for a model in {words[training]} mode")
        if not seen["mode kept"]:
            text = f"the model was in {words[training]} mode, and compiling has changed that"
            raise Mismatch(text, mistake=MODE_LEFT)
        assert_settings_left(seen)


@check("compiled", weight=2, alone=False)
def test_one_graph_for_the_backend(student, rng):
    """The backend that is handed in is called, once for the first input."""
    for around, named, training in ((False, False, True), (True, False, False), (True, True, True)):
        *_, seen = compiled_case(student, rng, around=around, named=named, training=training)
        graphs, how = seen["graphs"], "as a name" if named else "as a function"
        if not graphs:
            raise Mismatch(
                f"the backend that was handed in, {how}, never got a graph",
                mistake="Nothing is compiled, or another backend gets the graphs than the one that is handed in.",
            )
        assert_equal(graphs, 1, "the number of graphs that the backend gets for the first input")
    seen = student.probe(probes.graphs_of_two, models=[small(rng), small(rng)], x=normal(4, 3, rng=rng))
    if seen["after"] != seen["before"]:
        text = "for an input that a compiled model has seen, its backend is called again once another one is compiled"
        raise Mismatch(text, mistake="To compile a model, your function forgets those that were compiled before it.")


@check("compiled", weight=2, alone=False)
def test_a_graph_break_raises(student, rng):
    """A model that would break the graph raises when the compiled one is called."""
    *_, seen = compiled_case(student, rng)
    if not seen["graphs"]:
        raise Mismatch("this could not be judged: the backend never got a graph of a model without breaks")
    for kind, named in (("impatient", False), ("talkative", False), ("impatient", True)):
        seen = student.probe(probes.compiled_with_a_break, kind=kind, x=normal(2, 3, rng=rng), named=named)
        if seen["raised"] is None:
            raise Mismatch(
                "a model that breaks the graph ran without an exception",
                mistake="Graph breaks are allowed, or the exception that tells of one is caught.",
            )


@check("compiled", alone=False)
def test_the_model_itself_is_not_changed(student, rng):
    """Calling the model itself runs it line by line, as before."""
    for _ in range(2):
        seen = student.probe(probes.model_after_compiling, model=small(rng), x=normal(4, 3, rng=rng))
        if not seen["compiled"] and not seen["direct"]:
            raise Mismatch("this could not be judged: the backend never got a graph")
        if seen["direct"]:
            text = "calling the model itself makes a graph now"
            raise Mismatch(text, mistake="The model itself is compiled: whoever calls it gets the compiled code.")
