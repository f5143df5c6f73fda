"""Hidden checks of device_error."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, check, decisive, mistakes

from ..common import assert_surroundings, integer, normal, with_weights
from . import probes

# Sums of up to eight terms of order 1 in float32, in another order: 1e-6 each.
ALIKE = {"rtol": 1e-5, "atol": 1e-5}


def averages(x, length, weight, bias):
    """In a slow loop: positions added, the mean of what has passed, the linear layer."""
    positions = torch.arange(length, dtype=torch.float64) / (length - 1)
    moved = x.double() + positions[: x.shape[1], None]
    past = torch.stack([moved[:, : step + 1].mean(1) for step in range(x.shape[1])], 1)
    return past @ weight.double().t() + bias.double()


class Case:
    """A PastAverage's sizes and weights, inputs of several lengths, and what is right for them."""

    def __init__(self, rng, length, steps, dim, rows=2):
        layer = with_weights(nn.Linear(dim, dim), rng)
        self.weight, self.bias, self.length = layer.weight.detach(), layer.bias.detach(), length
        self.sizes = [length, dim]
        self.xs = [normal(rows, number, dim, rng=rng, dtype=torch.float32) for number in steps]
        self.upstream = normal(*self.xs[-1].shape, rng=rng, dtype=torch.float32)

    def seen(self, student, **how):
        weights = {"weight": self.weight, "bias": self.bias}
        arguments = {"sizes": self.sizes, "xs": self.xs, "upstream": self.upstream, **weights}
        seen = student.probe(probes.averages_on_accelerator, **arguments, **how)
        if not seen["given"]:
            shapes = ", ".join(str(tuple(shape)) for shape in seen["parameters"]) or "none"
            raise Mismatch(f"this could not be judged: the module's parameters have the shapes {shapes}, and of them a "
                           "weight (dim, dim) and a bias (dim,) must be one each")  # fmt: skip
        return seen

    def fitting_weight(self, results):
        """The weight of a layer written by hand may be kept transposed: as the results say."""
        other = self.weight.t()
        wanted = [averages(x, self.length, other, self.bias) for x in self.xs]
        shapes = all(isinstance(y, torch.Tensor) and y.shape == w.shape for y, w in zip(results, wanted, strict=True))
        if shapes and all(
            torch.allclose(y.double(), w, 1e-5, 1e-5 * max(1.0, float(w.abs().max())))
            for y, w in zip(results, wanted, strict=True)
        ):
            return other
        return self.weight

    def expected(self, weight):
        return [averages(x, self.length, weight, self.bias) for x in self.xs]


def assert_averages(case, results, what):
    weight = case.fitting_weight(results)
    for result, right in zip(results, case.expected(weight), strict=True):
        # Where large numbers add up to a small one, it is as exact as the large ones.
        atol = ALIKE["atol"] * max(1.0, float(right.abs().max()))
        assert_close(result.double(), right, rtol=ALIKE["rtol"], atol=atol, what=what)
    return weight


def assert_on_accelerator(case, seen):
    for device in seen["devices"]:
        if device != "simgpu":
            raise Mismatch(
                f"for an x on the accelerator, the result is on {device!r}",
                mistake="The result is on another device than x.",
            )
    return assert_averages(case, seen["results"], "the result on the accelerator")


@check(
    "device_error",
    weight=2,
    hint="Model.to(device) moves parameters and buffers. Which tensors of this module are neither, or are made later?",
)
def test_same_values_on_the_accelerator(student, rng):
    """On the accelerator, a PastAverage gives the values of the CPU, on the device of x, for every T up to length."""
    for length, steps, dim, rows in [(8, [5, 8, 3], 4, 2), (5, [1, 5, 4], 3, 3), (2, [2], 2, 1)]:
        case = Case(rng, length, steps, dim, rows)
        seen = case.seen(student)
        weight = assert_on_accelerator(case, seen)
        leaves = [part.double().requires_grad_() for part in (weight, case.bias)]
        right = torch.autograd.grad(averages(case.xs[-1], length, *leaves), leaves, case.upstream.double())
        right = [right[0] if weight is case.weight else right[0].t(), right[1]]
        for name, grad in zip(("weight", "bias"), right, strict=True):
            found = seen[f"gradient of the {name}"]
            if found is None:
                raise Mismatch(f"no gradient reaches the {name} of the linear layer on the accelerator")
            assert_close(found.double(), grad, **ALIKE, what=f"the gradient of the {name}")
    case = Case(rng, 6, [5], 3)
    case.xs = [1000 * x for x in case.xs]
    assert_on_accelerator(case, case.seen(student))


def assert_with_help(student, case, help_with, **how):
    """Right on the accelerator, or right as soon as one half of the work is done for the module.

    What goes wrong with that help is no mistake of a module that needs none, nor an error that its own code produces.
    """
    try:
        with decisive():
            assert_on_accelerator(case, case.seen(student, **how))
    except Exception as alone:
        try:
            with decisive():
                assert_on_accelerator(case, case.seen(student, help_with=help_with, **how))
        except Exception:
            raise alone from None


@check("device_error", hint="A tensor that forward makes is on the CPU, unless it says where else. Who knows where?")
def test_tensors_made_in_forward(student, rng):
    """What forward makes is on the device of x."""
    assert_with_help(student, Case(rng, 5, [5], 3), "attributes")  # of whole length: how many positions is judged once


@check("device_error", hint="A tensor that is a plain attribute is no part of the module: what can be one?")
def test_tensors_kept_in_the_module(student, rng):
    """What the module keeps comes to the accelerator, too."""
    assert_with_help(student, Case(rng, 6, [6], 3), "new tensors")


@check("device_error", hint="The machine has an accelerator. Does that mean that this x is on it?")
def test_there_and_back(student, rng):
    """The model works on the CPU, then on the accelerator, then on the CPU again: it follows x."""
    case = Case(rng, 6, [6], 3)
    seen = case.seen(student, back=True)
    assert_averages(case, seen["before"], "the result on the CPU, before")
    assert_on_accelerator(case, seen)
    assert_averages(case, seen["after"], "the result on the CPU, after")
    assert_equal(seen["last devices"], ["cpu"], "the devices of the last results")


@check("device_error", hint="A larger model moves its parts without calling their `to`. What of a part does it find?")
def test_moved_with_a_larger_model(student, rng):
    """A PastAverage that is a part of a larger model moves with it."""
    assert_with_help(student, Case(rng, 6, [6], 3), "new tensors", inside=True)


@check("device_error", weight=0.5, hint="Is there a device's name in your code, or a list of devices that you know?")
def test_any_other_device(student, rng):
    """On a device of another kind (here PyTorch's "meta", which holds no values) it works as well."""
    case = Case(rng, 6, [6], 3)
    assert_on_accelerator(case, case.seen(student))
    seen = student.probe(probes.on_a_device_without_values, sizes=case.sizes, x=case.xs[0])
    assert_equal(seen["device"], "meta", "the device of the result")
    assert_equal(seen["shape"], list(case.xs[0].shape), "the shape of the result")
    if student.probe(probes.devices_named):
        raise Mismatch(
            "your code names a device; it was asked not to",
            mistake="A device's name stands in the code, where none is needed: `.device` of a tensor says where it is.",
        )


@check(
    "device_error",
    weight=0.5,
    hint="Of all that the module has and touches: what is to be learned, and what is to stay as it is?",
    alone=False,
)
def test_linear_layer_alone_is_learned(student, rng):
    """The parameters are those of the linear layer alone; a call changes nothing, and gradients come back to x."""
    dim = integer(3, 6, rng)
    case = Case(rng, 7 if dim == 6 else 6, [4], dim)
    seen = student.probe(probes.called_once, sizes=case.sizes, x=case.xs[0])
    assert_equal(sorted(seen["parameters"]), sorted([[dim, dim], [dim]]), "the list of the parameters' shapes")
    assert_surroundings(seen)
    assert_tensor(seen["result"], shape=case.xs[0].shape)
    if not seen["passes gradients on"]:
        raise Mismatch(
            "no gradient comes back to x, so nothing that lies before this layer could learn",
            mistake=mistakes.no_gradient("x"),
        )
