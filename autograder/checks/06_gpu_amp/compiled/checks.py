"""Hidden checks of compiled."""

from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, check, mistakes

from ..common import MODE_LEFT, TRAINED, assert_settings_left, filled, normal
from . import probes


def small(rng):
    return filled(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)), rng)


def compiled_case(student, rng, sizes=(4,), named=False, around=True, training=True, switch=False, weights=()):
    """A model, inputs, and what is seen. A model with another one around it counts its calls; see `by_mode`."""
    model, inputs = small(rng).train(training), [normal(n, 3, rng=rng).requires_grad_() for n in sizes]
    handed_in = {"named": named, "around": around, "switch": switch, "weights": list(weights)}
    return model, inputs, student.probe(probes.compiled_outputs, model=model, inputs=inputs, **handed_in)


def by_mode(output, calls, training):
    """What a model with another around it gives after so many calls in train mode: in eval mode they are a factor."""
    return output.detach() if training else output.detach() * (2 + calls)


@check("compiled", weight=2)
def test_compiled_outputs_and_gradients(student, rng):
    """The compiled model gives the model's outputs and gradients, with a backend that has a name or is a function."""
    # PyTorch's own "eager" is a name like any other, and is not always listed.
    for named, sizes in ((False, (4, 6)), (True, (5,)), ("eager", (3,))):
        model, inputs, seen = compiled_case(student, rng, sizes, named=named)
        for actual, x in zip(seen["first"], inputs, strict=True):
            assert_close(actual, model(x).detach(), what="the output", **TRAINED)
        model(inputs[0]).square().sum().backward()
        for name, right in [*model.named_parameters(), ("x", inputs[0])]:
            if seen["gradients"][name] is None:
                text = f"no gradient flows back to {name}{'' if name == 'x' else ' of the model'}"
                raise Mismatch(text, mistake=mistakes.no_gradient(name))
            assert_close(seen["gradients"][name], right.grad, what=f"the gradient of {name}", **TRAINED)


@check("compiled", weight=0.5, alone=False)
def test_called_as_the_model_is(student, rng):
    """A compiled model takes the arguments that the model takes, by place or by name."""
    model, x, shift, factor = small(rng), *(normal(5, n, rng=rng) for n in (3, 2, 1))
    seen = student.probe(probes.compiled_with_arguments, model=model, x=x, factor=factor, shift=shift)
    right = [model(x) * factor, model(x) * factor + shift]
    for output, expected, words in zip(seen, right, ("two arguments", "arguments by name"), strict=True):
        assert_close(output, expected.detach(), what=f"the output for {words}", **TRAINED)


@check("compiled")
def test_compiled_uses_the_models_parameters(student, rng):
    """The compiled model uses the model's parameters, whatever values they get later."""
    other = small(rng)
    model, (x,), seen = compiled_case(student, rng, weights=[p.detach().clone() for p in other.parameters()])
    assert_close(seen["first"][0], model(x).detach(), what="the output", **TRAINED)
    assert_close(seen["later"], other(x).detach(), what="the output after the model's weights have changed", **TRAINED)


@check("compiled", weight=2)
def test_the_mode_is_the_models(student, rng):
    """In train and in eval mode, it answers as the model does, whose mode stays what it is."""
    for training, switch in ((True, True), (False, False)):
        model, (x,), seen = compiled_case(student, rng, training=training, switch=switch)
        words, right = "train" if training else "eval", by_mode(model(x), 0, training)
        assert_close(seen["first"][0], right, what=f"the output for a model in {words} mode", **TRAINED)
        if switch:
            what = "the output once the model has gone from train mode to eval mode"
            assert_close(seen["later"], by_mode(model(x), 1, not training), what=what, **TRAINED)
        if not seen["mode kept"]:
            text = f"the model was in {words} mode, and compiling has changed that"
            raise Mismatch(text, mistake=MODE_LEFT)
        assert_settings_left(seen)


@check("compiled", weight=2, alone=False)
def test_one_graph_for_the_backend(student, rng):
    """The backend that is handed in is called, once for the first input."""
    for around, named, training in ((False, False, False), (True, True, True)):
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
    seen = student.probe(probes.model_after_compiling, model=small(rng), x=normal(4, 3, rng=rng))
    if not seen["compiled"] and not seen["direct"]:
        raise Mismatch("this could not be judged: the backend never got a graph")
    if seen["direct"]:
        text = "calling the model itself makes a graph now"
        raise Mismatch(text, mistake="The model itself is compiled: whoever calls it gets the compiled code.")
