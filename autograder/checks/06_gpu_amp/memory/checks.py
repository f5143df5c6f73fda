"""Hidden checks of memory."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_equal, assert_type, check

from ..common import asking, assert_settings_left, integer
from . import probes


@check("memory", weight=2, hint="How many elements has it, and how many bytes has each?")
def test_tensor_bytes(student, rng):
    """tensor_bytes counts the elements of any shape, also () and the largest, times their size, as an int."""
    a, b = integer(2, 9, rng), integer(10, 20, rng)
    sizes = {torch.float64: 8, torch.float32: 4, torch.bfloat16: 2, torch.float16: 2, torch.int64: 8, torch.uint8: 1}
    sizes |= {torch.bool: 1, torch.complex64: 8, torch.complex128: 16, torch.int8: 1, torch.int16: 2, torch.int32: 4}
    sizes |= {torch.float8_e4m3fn: 1, torch.uint16: 2}
    # The last has more elements than a float can count one by one.
    shapes = {(a, b): a * b, (b,): b, (): 1, (a, 0, b): 0, (a, 1, b, 2): 2 * a * b, (3**12, 3**12, 3**12): 3**36}
    for shape, elements in shapes.items():
        for dtype, size in sizes.items():
            what = f"the bytes of a tensor with {len(shape)} dimensions of {dtype}"
            actual = student.tensor_bytes(shape, dtype)
            assert_type(actual, int, what)
            assert_equal(actual, elements * size, what)
    # A single one may be made to be asked for its size.
    if student.probe(probes.numbers_in_a_tensor, shape=(a, 1, b, 2), dtype=torch.float32) > 1:
        raise Mismatch(
            "tensor_bytes makes a tensor, and no tensors are to be made",
            mistake="Your tensor_bytes makes a tensor, if only a small one, to calculate with. Python's whole numbers "
            "multiply as well, have no limit, and need no tensor.",
        )
    assert_settings_left({"settings": student.globals_changed()})


DTYPES = (torch.float32, torch.float16, torch.bfloat16)

PARTS = ("weights", "gradients", "optimizer", "masters", "total")


def bill(student, model, optimizer, dtype, device="cpu"):
    """What training_memory says, a dict with the right keys."""
    seen = student.probe(probes.bill, model=model, optimizer_name=optimizer, dtype=dtype, device=device)
    return checked_bill(seen["memory"]), seen


def checked_bill(memory):
    assert_type(memory, dict, "the result")
    if set(memory) != set(PARTS):
        raise Mismatch(f"the keys must be {', '.join(map(repr, PARTS))}")
    return memory


def assert_part(memory, part, right, words):
    what = f'"{part}" {words}'
    assert_type(memory[part], int, what)
    assert_equal(memory[part], right, what)


def counted(rng):
    """A model and the number of its parameters."""
    a, b, c = (integer(2, 9, rng) for _ in range(3))
    model = nn.Sequential(nn.Linear(a, b), nn.PReLU(), nn.Linear(b, c, bias=False))
    model.register_parameter("temperature", nn.Parameter(torch.ones(())))
    return model, a * b + b + 1 + b * c + 1


WIDE = 40  # of a weight so large that no tensor of that size is made by the way


def size(dtype):
    return 4 if dtype == torch.float32 else 2


@check("memory")
def test_weights_and_gradients(student, rng):
    """Weights and gradients take their dtype's bytes for each parameter."""
    for dtype in DTYPES:
        model, n = counted(rng)
        memory, _ = bill(student, model, "sgd", dtype)
        for part in ("weights", "gradients"):
            assert_part(memory, part, n * size(dtype), f"in {dtype}")


@check("memory", weight=2)
def test_optimizer_state(student, rng):
    """The optimizer's state, always in float32: nothing for SGD, one number with momentum, two for Adam."""
    for optimizer, numbers in (("sgd", 0), ("momentum", 1), ("adam", 2)):
        for dtype in DTYPES:
            model, n = counted(rng)
            memory, _ = bill(student, model, optimizer, dtype)
            assert_part(memory, "optimizer", 4 * numbers * n, f"of {optimizer!r} for weights in {dtype}")


@check("memory", weight=1.5)
def test_masters(student, rng):
    """Float32 masters are there where the weights have 16 bits, and only there."""
    for dtype in DTYPES:
        for optimizer in ("sgd", "adam"):
            model, n = counted(rng)
            memory, _ = bill(student, model, optimizer, dtype)
            assert_part(memory, "masters", 0 if dtype == torch.float32 else 4 * n, f"for weights in {dtype}")


@check("memory")
def test_the_total(student, rng):
    """The total is that of all four parts, and 0 where there are no parameters."""
    for dtype in DTYPES:
        for optimizer, numbers in (("sgd", 0), ("momentum", 1), ("adam", 2)):
            model, n = counted(rng)
            memory, _ = bill(student, model, optimizer, dtype)
            right = 2 * n * size(dtype) + 4 * numbers * n + (0 if dtype == torch.float32 else 4 * n)
            assert_part(memory, "total", right, f"of {optimizer!r} for weights in {dtype}")
    memory, _ = bill(student, nn.Sequential(nn.Flatten(), nn.Tanh()), "adam", torch.bfloat16)
    assert_part(memory, "total", 0, "of a model without parameters")


def weights_of(student, model):
    return bill(student, model, "sgd", torch.float32)[0]["weights"]


@check("memory")
def test_what_counts_as_a_parameter(student, rng):
    """Buffers do not count; a parameter that two layers share counts once."""
    d, n = integer(3, 8, rng), integer(9, 15, rng)
    tied = nn.ModuleDict({"embed": nn.Embedding(n, d), "out": nn.Linear(d, n)})
    tied["out"].weight = tied["embed"].weight
    with_buffers = nn.Sequential(nn.Linear(d, n), nn.BatchNorm1d(n))
    cases = [("a shared weight", tied, n * d + n), ("buffers", with_buffers, d * n + n + 2 * n)]
    answers = [weights_of(student, model) for _, model, _ in cases]
    for actual, (words, _, right) in zip(answers, cases, strict=True):
        assert_type(actual, int, '"weights"')
        assert_equal(actual, 4 * right, f'"weights" of a model with {words}')


@check("memory")
def test_whatever_the_model_is_now(student, rng):
    """The model's own dtype and device do not matter, and it keeps them; no memory is taken for the answer."""
    for now, device in ((torch.float64, "cpu"), (torch.bfloat16, "cpu"), (torch.float32, "meta")):
        for dtype in DTYPES:
            model, n = counted(rng)
            # What the other parts come to is judged by other checks; here, that they are those of the float32 model.
            usual, _ = bill(student, model, "adam", dtype)
            memory, seen = bill(student, model.to(now), "adam", dtype, device)
            where = f"in {dtype} of a model that is on {device!r} in {now}"
            for part in ("weights", "gradients"):
                assert_equal(memory[part], n * size(dtype), f'"{part}" {where}')
            for part in ("optimizer", "masters", "total"):
                with asking("Does it matter in which dtype the parameters are now?"):
                    assert_equal(memory[part], usual[part], f'"{part}" {where}')
            if seen["before"] != seen["after"]:
                text = "the model that was handed in has another dtype or device now"
                raise Mismatch(text, mistake="Your function converts or moves the model itself, which is its caller's.")
            assert_settings_left(seen)
    wide = nn.Sequential(nn.Linear(WIDE, WIDE), nn.Tanh(), nn.Linear(WIDE, integer(2, 9, rng)))
    for dtype in DTYPES:
        _, seen = bill(student, wide.to(torch.float64), "adam", dtype)
        if seen["largest made"] >= WIDE * WIDE:
            text = "tensors as large as the weights were made for the answer"
            raise Mismatch(text, mistake="To say what a model would take, your function makes tensors that take it.")
    width, depth = 1000 * integer(200, 300, rng), integer(3, 6, rng)
    giant = {"width": width, "depth": depth, "optimizer_name": "adam", "dtype": torch.float16}
    memory = checked_bill(student.probe(probes.bill_of_a_giant, **giant))
    assert_equal(memory["total"], 16 * depth * (width * width + width), '"total" of a model that fits into no memory')
