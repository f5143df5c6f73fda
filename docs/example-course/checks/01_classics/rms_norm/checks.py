"""Hidden checks of rms_norm."""

import torch

from autograder.expect import assert_close, assert_equal, assert_unchanged, check


def by_hand(x, weight, eps=1e-5):
    """The formula in float64, and its result in the dtype of x."""
    x64 = x.double()
    return (x64 / (x64.pow(2).mean(dim=-1, keepdim=True) + eps).sqrt() * weight.double()).to(x.dtype)


def with_weight(student, weight, **options):
    norm = student.RMSNorm(len(weight), **options)
    norm.load_state_dict({"weight": weight})
    return norm


@check("rms_norm")
def test_its_one_parameter(student):
    """It has one parameter, called weight: float32, of shape (size,), all ones at first."""
    parameters = dict(student.RMSNorm(7).named_parameters())
    assert_equal(sorted(parameters), ["weight"], what="the list of the module's parameters")
    assert_close(parameters["weight"].detach(), torch.ones(7))


@check("rms_norm", weight=2)
def test_values(student, rng):
    """Each vector is divided by its own root mean square and multiplied by the weight, whatever the axes before it."""
    for shape in [(6,), (4, 6), (2, 3, 6)]:
        x = 3 * torch.randn(shape, generator=rng) + 1
        weight = torch.randn(6, generator=rng)
        assert_close(with_weight(student, weight)(x), by_hand(x, weight))


@check("rms_norm")
def test_eps(student, rng):
    """eps is added to the mean of the squares, which matters for small vectors, and is the caller's."""
    weight = torch.ones(5)
    for scale, eps in [(1e-3, 1e-5), (0.1, 1e-2), (1e-3, 0.0)]:
        x = scale * torch.randn(3, 5, generator=rng)
        assert_close(with_weight(student, weight, eps=eps)(x), by_hand(x, weight, eps))
    assert_close(with_weight(student, weight)(torch.zeros(2, 5)), torch.zeros(2, 5))


@check("rms_norm", weight=2)
def test_dtypes(student, rng):
    """The result has the dtype of x, and half precision neither overflows nor loses digits on the way."""
    weight = 1 + torch.rand(8, generator=rng)
    for dtype, scale in [(torch.float64, 1.0), (torch.bfloat16, 1.0), (torch.float16, 1.0), (torch.float16, 2000.0)]:
        x = (scale * torch.randn(4, 8, generator=rng)).to(dtype)
        # One rounding misses by half a unit in the last place, three (result, weight, product) by up to 1.5.
        tolerance = {} if dtype == torch.float64 else {"rtol": 2 * torch.finfo(dtype).eps, "atol": 1e-6}
        assert_close(with_weight(student, weight)(x), by_hand(x, weight), **tolerance)


@check("rms_norm")
def test_gradients(student, rng):
    """Gradients reach both x and the weight."""
    weight, upstream = torch.randn(4, generator=rng), torch.randn(3, 4, dtype=torch.float64, generator=rng)
    x = torch.randn(3, 4, dtype=torch.float64, generator=rng).requires_grad_()
    x_by_hand, weight_by_hand = x.detach().clone().requires_grad_(), weight.clone().requires_grad_()
    (by_hand(x_by_hand, weight_by_hand) * upstream).sum().backward()

    norm = with_weight(student, weight)
    (norm(x) * upstream).sum().backward()

    assert_close(x.grad, x_by_hand.grad)
    assert_close(norm.weight.grad, weight_by_hand.grad)


@check("rms_norm", effects=True)
def test_input_stays(student, rng):
    """Your input keeps its values."""
    x = torch.randn(3, 4, generator=rng)
    before = x.clone()
    assert_close(student.RMSNorm(4)(x), by_hand(before, torch.ones(4)))
    assert_unchanged(x, before)
