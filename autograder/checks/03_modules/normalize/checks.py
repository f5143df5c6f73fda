"""Hidden checks of normalize."""

from collections import Counter

import torch

from autograder.expect import Mismatch, assert_close, assert_unchanged, check, mistakes

from ..common import LARGE, LIST_CHANGED, assert_attempted, network, normal
from ..gradients import no_graph
from ..networks import assert_all_else_left
from . import probes

# Where x / std − mean / std is computed, numbers of up to 40 cancel: that leaves 40 units in the last place.
SHIFTED = {"rtol": 1e-4, "atol": 1e-5}

SHIFTED_SLIGHTLY = {"rtol": 1e-12, "atol": 1e-12}  # the same in float64; float32 anywhere on the way leaves 1e-8

SHIFTED_ROUGHLY = {"rtol": 0.03, "atol": 0.4}  # in bfloat16, where the check is about dtypes


def statistics(channels, rng):
    """Means and deviations that float32 holds exactly, and no dtype of 16 bits does."""
    mean = (2 * torch.randint(-5120, 5120, (channels,), generator=rng) + 1) / 4096
    std = (2 * torch.randint(512, 5120, (channels,), generator=rng) + 1) / 4096 + torch.arange(channels) / 4
    return mean.tolist(), std.tolist()


def normalized(x, mean, std):
    """Channel by channel in float64."""
    channels = [(x[:, c].double() - m) / s for c, (m, s) in enumerate(zip(mean, std, strict=True))]
    return torch.stack(channels, dim=1).to(x.dtype)


def images(shape, rng):
    return 3 * normal(*shape, rng=rng)


@check("normalize", weight=2, hint="Statistics of shape (C,) line up with the last dimension. Where are the channels?")
def test_every_channel_has_its_own_statistics(student, rng):
    """Each channel is shifted and divided by its own numbers, in any number of channels and of any size."""
    for shape in [(2, 3, 4, 5), (4, 3, 3, 3), (1, 1, 6, 2), (70, 2, 2, 5), (2, 5, 3, 5)]:
        mean, std = statistics(shape[1], rng)
        x = images(shape, rng)
        with torch.no_grad():
            assert_close(network(student, "Normalize", mean, std)(x), normalized(x, mean, std), **SHIFTED)
            result = network(student, "Normalize", tuple(mean), tuple(std)).eval()(x)
            assert_close(result, normalized(x, mean, std), what="the result for tuples, in evaluation mode,", **SHIFTED)
    mean, std = statistics(3, rng)
    x = images((2, 3, 6, 8), rng)[..., 1:5, 2:7]  # cut out of larger images, as which they lie in memory
    with torch.no_grad():
        result = network(student, "Normalize", mean, std)(x)
        assert_close(result, normalized(x, mean, std), what="the result for images that are not contiguous", **SHIFTED)
    x = LARGE * images((2, 3, 4, 5), rng)
    with torch.no_grad():
        result = network(student, "Normalize", mean, std)(x)
        assert_close(result, normalized(x, mean, std), what="the result for large numbers", **SHIFTED)
    for scale in (2.0**-40, 2.0**-12, 2.0**12):  # images of other units, with statistics to match
        mean, std = ([scale * number for number in numbers] for numbers in statistics(3, rng))
        x = scale * images((2, 3, 4, 5), rng)
        with torch.no_grad():
            result = network(student, "Normalize", mean, std)(x)
            assert_close(result, normalized(x, mean, std), what="the result for deviations of another size", **SHIFTED)


@check("normalize", hint="register_buffer stores a tensor that belongs to the state and is not trained.")
def test_statistics_are_buffers(student, rng):
    """There are no parameters, and the state dict holds mean and std, in PyTorch's default dtype at first."""
    for channels in (3, 4):
        mean, std = statistics(channels, rng)
        module = network(student, "Normalize", mean, std)
        found = len(list(module.parameters()))
        if found:
            text = f"the module has {found} parameters; mean and std are given, not learned"
            raise Mismatch(text, mistake="The module has parameters, frozen or not.")
        stored = Counter(number for value in module.state_dict().values() for number in value.flatten().tolist())
        for values, what in ((mean, "mean"), (std, "std")):
            there = not Counter(values) - stored
            assert there, f"the numbers of {what}, as they were given, are not in the state dict"
        dtypes = {value.dtype for value in module.state_dict().values() if value.is_floating_point()}
        default = dtypes == {torch.get_default_dtype()}
        assert default, "the buffers of a new module are not in PyTorch's default dtype"
        for other in (torch.float64, torch.float32):
            fine = [number + 1e-9 * (1 + i) for i, number in enumerate(mean)]  # which float32 cannot hold
            held = student.probe(probes.made_under, default=other, mean=fine, std=std)
            default = {value.dtype for value in held} == {other}
            assert default, "where PyTorch's default dtype is another, the buffers of a new module are not in it"
            stored = {number for value in held for number in value.flatten().tolist()}
            if not set(torch.tensor(fine, dtype=other).tolist()) <= stored:
                text = (
                    f"where PyTorch's default dtype is {other}, the buffers do not hold the numbers as they were given"
                )
                raise Mismatch(text)


def assert_not_nearly(result, expected, std):
    """What a float64 result that is nearly right lacks: two mistakes leave errors that are too small to be compared."""
    nearly = isinstance(result, torch.Tensor) and result.shape == expected.shape and result.dtype == expected.dtype
    if not nearly or not torch.allclose(result, expected, rtol=1e-4, atol=1e-4):
        return
    if torch.equal(result.float().double(), result):
        raise Mismatch(
            "the result after .to(torch.float64) is as precise as float32 is",
            mistake="Something on the way is float32 though images and buffers are float64.",
        )
    # The number by which to increase each deviation so that the expected result becomes this one.
    added = torch.tensor(std, dtype=torch.float64) * (expected / result - 1).transpose(0, 1).flatten(1).median(1).values
    if added.min() > 1e-10 and torch.allclose(added, added[0], rtol=1e-2, atol=0):
        raise Mismatch(
            "the result after .to(torch.float64) is that of deviations which are all larger by the same",
            mistake="Something is added to the deviations before the division.",
        )


@check("normalize", weight=2, hint="What load_state_dict brings along is what forward must use.")
def test_loading_a_state_dict_brings_the_statistics(student, rng):
    """A module that loads another's state dict normalises as that one."""
    for channels in (3, 1):
        (mean, std), (other_mean, other_std) = statistics(channels, rng), statistics(channels, rng)
        x = images((2, channels, 4, 3), rng)
        seen = student.probe(probes.loaded, source=[mean, std], target=[other_mean, other_std], x=x)
        names = seen["names"]
        assert names, "the state dict is empty"
        expected = normalized(x, other_mean, other_std)  # what a first call works out must not outlive its numbers
        assert_close(seen["before"], expected, what="the result before loading", **SHIFTED)
        assert_close(seen["after"], normalized(x, mean, std), what="the result after load_state_dict", **SHIFTED)
        # What follows the buffers as they were made does not follow those that .to() puts in their place.
        given = [[mean, std], [other_mean, other_std]]
        x = x.double()
        result = student.probe(probes.moved_and_loaded, source=given[0], target=given[1], dtype=x.dtype, x=x)
        expected = normalized(x, mean, std)
        assert_close(result, expected, what=f"the result after .to({x.dtype}) and load_state_dict", **SHIFTED)


@check("normalize", hint=".to() and .double() take along what is registered with the module.")
def test_statistics_move_with_the_module(student, rng):
    """After .to(dtype), images of that dtype give a result of that dtype, as precise as it allows."""
    mean, std = statistics(3, rng)
    x = images((2, 3, 4, 5), rng)
    fine = x.double() + 1e-9 * normal(*x.shape, rng=rng, dtype=torch.float64)  # float32 cannot hold these
    for given, tolerance in [(fine, SHIFTED_SLIGHTLY), (x.to(torch.bfloat16), SHIFTED_ROUGHLY)]:
        dtype = given.dtype
        result = student.probe(probes.moved, mean=mean, std=std, dtype=dtype, x=given)
        expected = normalized(given, mean, std)
        if dtype == torch.float64:
            assert_not_nearly(result, expected, std)
        assert_close(result, expected, what=f"the result after .to({dtype})", **tolerance)
    module = network(student, "Normalize", mean, std).double()
    held = [value.dtype for value in module.state_dict().values() if value.is_floating_point()]
    kept = bool(held) and all(dtype == torch.float64 for dtype in held)
    assert kept, "after .double() the state dict holds no float64 numbers"


@check("normalize", hint="A buffer takes no gradient. Does that hold for the images, too?")
def test_gradients_reach_the_images(student, rng):
    """Gradients flow back to the images, channel by channel, in both modes."""
    for shape, training in [((2, 3, 4, 5), True), ((1, 2, 3, 3), True), ((2, 2, 3, 4), False)]:
        mean, std = statistics(shape[1], rng)
        x = images(shape, rng).requires_grad_()
        y = network(student, "Normalize", mean, std).train(training)(x)
        assert_attempted(y, shape)
        if not y.requires_grad:
            raise no_graph("x")
        upstream = normal(*shape, rng=rng)
        (grad,) = torch.autograd.grad(y, x, upstream, allow_unused=True)
        if grad is None:
            raise Mismatch("no gradient flows back to x", mistake=mistakes.no_gradient("x"))
        assert_close(grad, normalized(upstream, [0.0] * shape[1], std), what="the gradient of x", **SHIFTED)


@check("normalize", effects=True, alone=False)
def test_images_unchanged(student, rng):
    """x keeps its values, and so do the seed and the settings that all code shares."""
    mean, std = statistics(3, rng)
    for shape, dtype in [((2, 3, 4, 3), torch.float32), ((1, 3, 3, 3), torch.float32), ((2, 3, 3, 4), torch.float64)]:
        x = images(shape, rng).to(dtype)  # a conversion that has nothing to convert gives the images themselves
        before = x.clone()
        module = network(student, "Normalize", mean, std).to(dtype)
        with torch.no_grad():
            y = module(x)
        assert_unchanged(x, before, "your input x")
        assert_attempted(y, shape)
    if student.probe(probes.lists_changed, mean=statistics(3, rng)[0], std=statistics(3, rng)[1]):
        raise Mismatch("a list that was handed in has changed", mistake=LIST_CHANGED)
    assert_all_else_left(student, "Normalize", list(statistics(2, rng)), images((2, 2, 3, 3), rng), (2, 2, 3, 3), rng)
