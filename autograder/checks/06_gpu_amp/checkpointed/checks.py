"""Hidden checks of checkpointed."""

import copy

from torch import nn

from autograder.expect import Mismatch, assert_close, check, mistakes

from ..common import MODE_LEFT, TRAINED, asking, assert_settings_left, filled, in_words, integer, normal
from . import probes


def deep(rng, dropout=0.0, width=6, depth=3):
    parts = []
    for _ in range(depth):
        parts.append(
            nn.Sequential(nn.Linear(width, 12), nn.Tanh(), nn.Dropout(dropout), nn.Linear(12, width), nn.GELU())
        )
    return nn.ModuleList([filled(part, rng) for part in parts])


def with_one_that_learns_nothing(layers):
    """The same layers, and after the first one that has no parameters."""
    layers.insert(1, nn.Sequential(nn.Tanh(), nn.GELU(), nn.Softplus()))
    return layers


def passes(student, rng, layers, x, device="cpu", as_list=False):
    seed = integer(0, 10**6, rng)
    return student.probe(probes.checkpointed, name=device, layers=layers, x=x, as_list=as_list, seed=seed)


def straight(layers, x):
    """The plain pass in float64: output, gradients of the parameters by name, and of x."""
    layers, x = copy.deepcopy(layers).double(), x.detach().double().requires_grad_()
    y = x
    for layer in layers:
        y = layer(y)
    y.pow(2).sum().backward()
    return y.detach().float(), {name: p.grad.float() for name, p in layers.named_parameters()}, x.grad.float()


def assert_output(seen, right):
    if "value" not in seen["y"]:
        raise Mismatch(f"the result is {in_words(seen['y']['type'])}; it must be a tensor")
    assert_close(seen["y"]["value"], right, **TRAINED)


def assert_gradients(seen, gradients, of_x=None):
    for name, right in gradients.items():
        if seen["gradients"][name] is None:
            raise Mismatch(f"no gradient flows back to {name}", mistake=mistakes.no_gradient(name))
        assert_close(seen["gradients"][name], right, what=f"the gradient of {name}", **TRAINED)
    if of_x is not None:
        if seen["of x"] is None:
            raise Mismatch("no gradient flows back to x", mistake=mistakes.no_gradient("x"))
        assert_close(seen["of x"], of_x, what="the gradient of x", **TRAINED)


@check("checkpointed")
def test_checkpointed_output(student, rng):
    """The output is that of a plain pass, for lists and ModuleLists of any length, also of one layer several times."""
    for depth, as_list in ((1, False), (3, True), (4, False)):
        layers, x = deep(rng, depth=depth), normal(5, 6, rng=rng)
        seen = passes(student, rng, layers, x, as_list=as_list)["yours"]
        assert_output(seen, straight(layers, x)[0])
    layers, x = deep(rng, depth=2), normal(5, 6, rng=rng)
    layers = nn.ModuleList([*layers, layers[0]])  # layers may share all their weights: one runs twice
    for as_list in (True, False):
        with asking("One layer stands in the list twice. How often does it run?"):
            assert_output(passes(student, rng, layers, x, as_list=as_list)["yours"], straight(layers, x)[0])


@check("checkpointed", weight=2)
def test_checkpointed_gradients(student, rng):
    """After backward, all parameters have the gradients of a plain pass, and so has x."""
    for depth, as_list in ((3, True), (4, False)):
        layers, x = deep(rng, depth=depth), normal(5, 6, rng=rng).requires_grad_()
        seen = passes(student, rng, layers, x, as_list=as_list)["yours"]
        assert_gradients(seen, *straight(layers, x)[1:])


@check("checkpointed", weight=2)
def test_checkpointed_x_without_gradient(student, rng):
    """The parameters get their gradients where x requires none; x, the layers and their mode are left as they are."""
    for depth, as_list, training in ((1, False, True), (3, True, False)):
        layers, x = deep(rng, depth=depth).train(training), normal(4, 6, rng=rng)
        seen = passes(student, rng, layers, x, as_list=as_list)["yours"]
        assert_gradients(seen, straight(layers, x)[1])
        if not seen["layers as they were"]:
            text = "the list of layers that was handed in does not hold the same layers any more, or in another order"
            raise Mismatch(text, mistake="Your function changes the list of layers, which is its caller's.")
        if not seen["modes as they were"]:
            text = f"the layers came in {'train' if training else 'eval'} mode, and not all are in it afterwards"
            raise Mismatch(text, mistake=MODE_LEFT)
        same = seen["x as it was"]
        assert same, "x has changed: its values, or whether it requires a gradient"
        assert_settings_left(seen)


@check("checkpointed", alone=False)
def test_checkpointed_dropout(student, rng):
    """With dropout of any kind, in any mode, output and gradients are those of a plain pass, from one random state."""
    for depth, kind in ((2, nn.Dropout), (3, nn.AlphaDropout), (2, nn.RReLU)):
        layers, x = deep(rng, dropout=0.5, depth=depth), normal(6, 6, rng=rng).requires_grad_()
        for layer in layers if kind is not nn.Dropout else ():
            layer[2] = kind()  # it draws random numbers, too, and is of another class
        seen = passes(student, rng, layers, x)
        plain, yours = seen["plain"], seen["yours"]
        assert_output(yours, plain["y"]["value"])
        with asking("Does dropout drop the same numbers when the layer runs once more?"):
            assert_gradients(yours, plain["gradients"], plain["of x"])
    layers, x = deep(rng, dropout=0.5, depth=2).eval(), normal(6, 6, rng=rng).requires_grad_()
    with asking("The layers are in eval mode. What does dropout do there?"):
        assert_output(passes(student, rng, layers, x)["yours"], straight(layers, x)[0])


@check("checkpointed", weight=3)
def test_checkpointed_saves_less(student, rng):
    """In the forward pass, autograd saves fewer tensors than in a plain pass: of each layer, no more than its input."""
    for depth, n, learned, training in ((6, 16, True, True), (3, 5, True, False), (2, 7, False, True)):
        layers, x = deep(rng, depth=depth).train(training), normal(n, 6, rng=rng).requires_grad_(learned)
        layers = with_one_that_learns_nothing(layers)
        seen = passes(student, rng, layers, x)
        assert_output(seen["yours"], straight(layers, x)[0])
        yours = seen["yours"]
        if not yours["y"]["requires_grad"]:
            raise Mismatch("this could not be judged: the result has no graph, so nothing is saved at all")
        fewer = yours["count"] < seen["plain"]["count"]
        assert fewer, "autograd saves as many tensors as in a plain pass, or more"
        little = yours["bytes"] <= len(layers) * x.numel() * x.itemsize
        assert little, "of some layer, autograd saves more than the layer's input. Which layers are checkpointed?"


@check("checkpointed")
def test_each_layer_is_checkpointed(student, rng):
    """In backward, the layers run once more one at a time, the last one first."""
    for depth, learned, training in ((4, True, True), (2, True, False), (3, False, True)):
        layers, x = deep(rng, depth=depth).train(training), normal(5, 6, rng=rng).requires_grad_(learned)
        layers = with_one_that_learns_nothing(layers)
        seen = passes(student, rng, layers, x)["yours"]
        assert_output(seen, straight(layers, x)[0])
        again = seen["runs again"]
        if not again:
            attached = seen["y"]["requires_grad"]
            mistake = "No layer is checkpointed: autograd keeps all that backward needs." if attached else None
            raise Mismatch("in backward, no layer has run once more", mistake=mistake)
        if again != list(reversed(range(len(layers)))):
            named = ", ".join(str(number) for number in again)
            raise Mismatch(
                f"of {len(layers)} layers, these run once more in backward, counted from 0, in this order: {named}",
                shows=again,
            )


@check("checkpointed")
def test_checkpointed_on_the_accelerator(student, rng):
    """It works on the simulated accelerator, under both of its names."""
    for device in ("simgpu", "cuda"):
        layers, x = deep(rng, depth=2), normal(4, 6, rng=rng).requires_grad_()
        seen = passes(student, rng, layers, x, device)["yours"]
        assert_gradients(seen, *straight(layers, x)[1:])
