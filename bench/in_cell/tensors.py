"""Asserts for 01_tensors, one function an exercise; the parameters are the names that the student's notebook defines.

They ask for the same behaviours as the hidden checks of `autograder verify`, once each. They are the work that stock
nbgrader and otter are given to time, not a second set of checks to maintain: no student is graded by them.
"""

import numpy as np
import torch


def check_describe(describe):
    for t in (
        torch.zeros(3, 4),
        torch.zeros(2, 5, dtype=torch.uint8),
        torch.tensor(1.5, dtype=torch.float64),
        torch.empty(0, 3),
        torch.zeros(4, 6, dtype=torch.bfloat16).t()[::2],
        torch.ones(7, dtype=torch.bool),
        torch.empty(2, 3, device="meta"),
    ):
        expected = {
            "shape": tuple(t.shape),
            "dtype": t.dtype,
            "device": str(t.device),
            "ndim": t.dim(),
            "numel": t.numel(),
            "nbytes": t.numel() * t.element_size(),
        }
        described = describe(t)
        assert described == expected
        assert all(isinstance(described[name], (int, np.integer)) for name in ("ndim", "numel", "nbytes"))


def check_random_digits(random_digits):
    torch.manual_seed(1)
    before, before_numpy = torch.get_rng_state(), np.random.get_state()[1].copy()
    digits, floats = random_digits((60, 50), 7)
    assert torch.equal(torch.get_rng_state(), before) and (np.random.get_state()[1] == before_numpy).all()
    assert not (digits == digits[0]).all()
    assert digits.dtype == torch.int64 and floats.dtype == torch.float32
    assert digits.shape == (60, 50) and torch.equal(digits.to(torch.float32), floats)
    assert set(digits.flatten().tolist()) == set(range(10))
    assert torch.equal(random_digits((60, 50), 7)[0], digits)
    assert not torch.equal(random_digits((60, 50), 8)[0], digits)
    counts = torch.bincount(random_digits((10_000,), 3)[0], minlength=10)
    assert ((counts - 1000).abs() < 200).all()


def check_constant_family(constant_family):
    for dtype, value in ((torch.int64, 3), (torch.float64, 2.5), (torch.bfloat16, -1.0), (torch.float32, 7)):
        x = torch.arange(6).reshape(2, 3).to(dtype)
        before = x.clone()
        for made, fill in zip(constant_family(x, value), (0, 1, value), strict=True):
            assert made.shape == x.shape and made.dtype == dtype and made.device == x.device
            assert (made == fill).all()
        assert torch.equal(x, before)
    assert all(made.device.type == "meta" for made in constant_family(torch.empty(2, device="meta"), 1))
    extreme = torch.tensor([float("inf"), float("nan"), 1e38])
    for made, fill in zip(constant_family(extreme, 2.0), (0, 1, 2), strict=True):
        assert (made == fill).all()
    assert (constant_family(torch.zeros(2, dtype=torch.int64), 2**53 + 1)[2] == 2**53 + 1).all()


def check_image_layouts(flatten_batch, to_channels_last):
    for dtype in (torch.float32, torch.uint8):
        images = torch.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5).to(dtype)
        view = images.permute(0, 1, 3, 2)
        for batch in (images, view):
            flat, last = flatten_batch(batch), to_channels_last(batch)
            assert flat.dtype == last.dtype == dtype and last.is_contiguous()
            assert torch.equal(flat, torch.stack([image.flatten() for image in batch]))
            assert last.shape == (2, *batch.shape[2:], 3)
            assert all(torch.equal(last[..., channel], batch[:, channel]) for channel in range(3))


def check_shares_memory(shares_memory):
    a = torch.arange(12.0)
    for view in (a, a[3:], a.view(3, 4).t(), a[::2], a.view(torch.int32)):
        assert shares_memory(a, view) is True
        assert torch.equal(a, torch.arange(12.0))
    assert shares_memory(a[:4], a[8:]) is True
    for other in (a.clone(), a + 0, torch.arange(12.0)):
        assert shares_memory(a, other) is False


def check_standardize(standardize):
    generator = torch.Generator().manual_seed(11)
    for shape, dtype in (((7, 3), torch.float32), ((5, 5), torch.float64), ((1, 4), torch.float32)):
        x = torch.randn(shape, generator=generator, dtype=dtype) * 3 + 5
        x[:, 0] = 0.1
        before = x.clone()
        y = standardize(x)
        spread = x.double().std(0, correction=0)
        centred = x.double() - x.double().mean(0)
        expected = torch.where(spread > 1e-6, centred / spread.clamp(min=1e-6), torch.zeros_like(centred))
        assert y.shape == x.shape and y.dtype == dtype and torch.equal(x, before)
        torch.testing.assert_close(y[:, 1:].double(), expected[:, 1:], rtol=1e-3, atol=1e-3)
        assert (y[:, 0].abs() < 0.2).all()  # the mean may be rounded in its last digit, and is divided by about 1e-6
    tiny = torch.tensor([[1e-5], [3e-5]], dtype=torch.float64)
    torch.testing.assert_close(standardize(tiny, eps=1e-14), torch.tensor([[-1.0], [1.0]]).double(), rtol=1e-3, atol=0)
    offset = torch.randn(50, 2, generator=generator) + 1e4
    assert torch.isfinite(standardize(offset)).all()
    torch.testing.assert_close(standardize(offset).std(0, correction=0), torch.ones(2), rtol=1e-2, atol=1e-2)

    from torch.utils._python_dispatch import TorchDispatchMode

    class Counter(TorchDispatchMode):
        count = 0

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            self.count += 1
            return func(*args, **(kwargs or {}))

    counts = []
    for rows in (30, 64):
        with Counter() as counter:
            standardize(torch.ones(rows, 3))
        counts.append(counter.count)
    assert counts[0] == counts[1]


def check_pairwise_distances(pairwise_squared_distances):
    generator = torch.Generator().manual_seed(12)
    for n, m, d in ((3, 4, 2), (5, 5, 3), (1, 6, 1)):
        a = torch.randn(n, d, generator=generator, dtype=torch.float64)
        b = torch.randn(m, d, generator=generator, dtype=torch.float64)
        expected, before = (a[:, None] - b[None]).pow(2).sum(-1), (a.clone(), b.clone())
        torch.testing.assert_close(pairwise_squared_distances(a, b), expected, rtol=1e-6, atol=1e-9)
        assert torch.equal(a, before[0]) and torch.equal(b, before[1])
    near = torch.randn(40, 3, generator=generator) + 1000
    assert (pairwise_squared_distances(near, near) >= 0).all()

    from torch.utils._python_dispatch import TorchDispatchMode

    class Counter(TorchDispatchMode):
        count = 0

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            self.count += 1
            return func(*args, **(kwargs or {}))

    counts = []
    for rows in (30, 64):  # torch.cdist itself changes its method at 25 rows
        with Counter() as counter:
            pairwise_squared_distances(torch.ones(rows, 3), torch.zeros(rows, 3))
        counts.append(counter.count)
    assert counts[0] == counts[1]


def check_one_hot_and_pick(one_hot, pick):
    labels = torch.tensor([2, 0, 3, 2, 1])
    encoded = one_hot(labels, 5)
    assert encoded.dtype == torch.int64 and encoded.shape == (5, 5)
    assert torch.equal(encoded.argmax(1), labels) and (encoded.sum(1) == 1).all()
    logits = torch.randn(5, 4, generator=torch.Generator().manual_seed(13))
    expected = torch.stack([logits[row, label] for row, label in enumerate(labels.tolist())])
    assert pick(logits, labels).shape == (5,) and torch.equal(pick(logits, labels), expected)
    assert one_hot(labels[:1], 5).shape == (1, 5) and pick(logits[:1], labels[:1]).shape == (1,)


def check_topk_accuracy(topk_accuracy):
    logits = torch.randn(37, 6, generator=torch.Generator().manual_seed(14))
    labels = torch.arange(37) % 6
    for k in (1, 2, 5, 6):
        ranks = (logits > logits[torch.arange(37), labels][:, None]).sum(1)
        share = topk_accuracy(logits, labels, k)
        assert type(share) is float and abs(share - (ranks < k).double().mean().item()) < 1e-6


def check_normalize_images(normalize_images):
    batch = torch.arange(2 * 3 * 5 * 5).reshape(2, 3, 5, 5).to(torch.uint8)
    assert normalize_images(batch[:, :1], (0.5,), (0.5,)).shape == (2, 1, 5, 5)
    before = batch.clone()
    mean, std = (0.1, 0.5, 0.9), [0.2, 0.25, 0.5]
    y = normalize_images(batch, mean, std)
    assert y.dtype == torch.float32 and torch.equal(batch, before)
    for channel in range(3):
        expected = (batch[:, channel].double() / 255 - mean[channel]) / std[channel]
        torch.testing.assert_close(y[:, channel].double(), expected, rtol=1e-4, atol=1e-4)


def check_numpy_bridge(from_numpy_shared, from_numpy_copy, to_numpy):
    for dtype in (np.float32, np.int64):
        a = np.arange(6, dtype=dtype)
        shared, copied = from_numpy_shared(a), from_numpy_copy(a)
        a[0] = 42
        assert shared[0] == 42 and copied[0] == 0
        every_second = from_numpy_shared(a[::2])
        a[2] = 7
        assert every_second[1] == 7
        assert shared.numpy().dtype == copied.numpy().dtype == dtype
    values = torch.arange(6.0).reshape(2, 3)
    for t in (values, values.t(), values.clone().requires_grad_()):
        assert isinstance(to_numpy(t), np.ndarray) and np.array_equal(to_numpy(t), t.detach().numpy())
        assert to_numpy(t.double()).dtype == np.float64
    leaf = torch.ones(2, requires_grad=True)
    to_numpy(leaf)
    assert leaf.requires_grad
    half = to_numpy(values.to(torch.bfloat16))
    assert half.dtype == np.float32 and np.array_equal(half, values.numpy())


def check_linear(linear):
    generator = torch.Generator().manual_seed(15)
    for leading in ((), (4,), (2, 3)):
        for features in ((3, 5), (4, 4)):
            x = torch.randn(*leading, features[0], generator=generator, dtype=torch.float64)
            weight = torch.randn(features[1], features[0], generator=generator, dtype=torch.float64)
            bias = torch.randn(features[1], generator=generator, dtype=torch.float64)
            torch.testing.assert_close(linear(x, weight), torch.einsum("...i,oi->...o", x, weight))
            torch.testing.assert_close(linear(x, weight, bias), torch.einsum("...i,oi->...o", x, weight) + bias)
    inputs = [t.requires_grad_() for t in (x, weight, bias)]
    assert torch.autograd.gradcheck(linear, inputs)


def check_bf16_error(bf16_error):
    generator = torch.Generator().manual_seed(16)
    tiny = torch.tensor([0.0, 1.003e-12])
    for x in (torch.randn(4, 9, generator=generator), tiny, torch.tensor([0.0, 1.0, 1e-12, 300.7]), torch.zeros(3)):
        exact = x.double()
        error = (exact - x.to(torch.bfloat16).double()).abs()
        relative = torch.where(exact == 0, torch.zeros_like(error), error / exact.abs().clamp(min=1e-300))
        before = x.clone()
        largest, largest_relative = bf16_error(x)
        assert torch.equal(x, before)
        assert type(largest) is float and type(largest_relative) is float
        assert abs(largest - error.max().item()) <= 1e-5 * (1 + error.max().item())
        assert abs(largest_relative - relative.max().item()) <= 1e-5


def check_quiz(answers):
    key = {"q1": "a", "q2": "c", "q3": "d", "q4": "b", "q5": "b"}
    assert {question: str(letter).lower() for question, letter in answers.items()} == key
