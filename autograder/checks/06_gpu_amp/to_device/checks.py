"""Hidden checks of to_device."""

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, check, decisive

from ..common import ON_DEVICE, assert_settings_left, in_words, integer, normal
from . import probes


def assert_moved(seen, device, only=None, dtypes=False):
    """What came out is what went in, with every tensor on the device; the first difference is named.

    `only="tensors"` looks at where the tensors are and what they hold, and not into what kinds of containers they lie.
    Dtypes are judged in one check: elsewhere a tensor of another dtype that holds the same numbers will do.
    """

    def walk(before, after, place):
        kind = before[0]
        if kind == "tensor":
            if after[0] != "tensor":
                raise Mismatch(f"{place} was a tensor and is {in_words(after[0])} now")
            if after[1] != device:
                raise Mismatch(f"{place} is on {after[1]!r}; it must be on {device!r}")
            assert_close(after[2], before[2], what=place, rtol=0, atol=0, check_dtype=dtypes)
        elif kind == "other":
            if after[0] != "other" or after[2] != before[2]:
                name = after[1] if after[0] == "other" else after[0]
                came = f"of type {name}" if name != before[1] else "another of its type"
                raise Mismatch(f"{place}, of type {before[1]}, must come back as it is; what came is {came}")
        else:
            if only is None and after[0] != kind:
                raise Mismatch(f"{place} was of type {kind} and is {in_words(kind_name(after))} now")
            if after[0] in ("tensor", "other") or len(after[2]) != len(before[2]):
                raise Mismatch(f"{place}, of type {kind}, has come back with other contents")
            assert_equal(after[1], before[1], f"the keys of {place}")
            for key, one, other in zip(before[1], before[2], after[2], strict=True):
                walk(one, other, f"{place}[{key}]")

    walk(seen["before"], seen["result"], "batch")


def kind_name(described):
    return described[1] if described[0] == "other" else described[0]


def four_tensors(rng, fine=False):
    """Tensors of four dtypes. Unless they are fine, float32 holds all their numbers."""
    n = integer(2, 4, rng)
    double = normal(2, n, rng=rng, dtype=torch.float64)
    return [
        normal(n, 3, rng=rng),
        torch.randint(0, 9, (n,), generator=rng),
        double if fine else double.float().double(),
        normal(n, rng=rng) > 0,
    ]


def drawn_tree(kinds, depth, rng):
    """The plan of a batch that nobody can know beforehand: containers of these kinds, tensors, at some depth."""
    kind = kinds[integer(0, len(kinds) - 1, rng)] if depth else "tensor"
    if kind == "tensor":
        return ["tensor", integer(0, 3, rng)]
    if kind == "other":
        return ["other", f"name {integer(0, 10**12, rng)}"]  # no two alike: it is known by which object it is
    count = 2 if kind == "Pictures" else integer(2, 4, rng)
    inside = [each for each in kinds if each != "other"] if depth > 1 else kinds
    return [kind, [drawn_tree(inside, depth - 1, rng) for _ in range(count - 1)] + [["tensor", integer(0, 3, rng)]]]


def drawn(kinds, depth, rng):
    """Such a plan with a container outermost."""
    containers = [kind for kind in kinds if kind not in ("tensor", "other")]
    return [containers[0], [drawn_tree(containers, depth, rng), drawn_tree(kinds, 1, rng)]]


def described(tree, tensors):
    """What a batch of this plan looks like before it is moved, as `probes.moved` describes it."""
    others = []

    def walk(tree):
        kind, parts = tree
        if kind == "tensor":
            return ["tensor", "cpu", tensors[parts]]
        if kind == "other":
            others.append(parts)
            return ["other", "str", len(others) - 1]
        return [kind, [str(n) for n in range(len(parts))], [walk(part) for part in parts]]

    return walk(tree)


def assert_as_sent(before, tree, tensors):
    """What was moved is the batch that was asked for; whether it was moved is judged by `assert_moved`."""
    try:
        with decisive():
            assert_moved({"before": described(tree, tensors), "result": before}, "cpu")
    except Mismatch as problem:
        raise Mismatch(f"this could not be judged: {problem}") from None


PLACES = [("simgpu", True), ("cuda", False)]


def assert_all_moved(student, kinds, rng, places=PLACES, dtypes=False):
    for kind in kinds:
        seen = {}
        for device, as_string in places:
            tensors = four_tensors(rng, fine=dtypes)
            arguments = {"name": device, "kind": kind, "tensors": tensors, "as_string": as_string}
            seen[device] = student.probe(probes.moved, **arguments)
            if not isinstance(kind, str):
                assert_as_sent(seen[device]["before"], kind, arguments["tensors"])
        for device, one in seen.items():
            assert_moved(one, device, dtypes=dtypes)


@check("to_device", weight=2)
def test_tensors_in_lists_and_dicts(student, rng):
    """Tensors and parameters, alone, in lists and in dicts, move to the accelerator, and keep dtypes and values."""
    kinds = ["single", "tensors", "dicts", "parameters", drawn(["list", "dict", "tensor"], 1, rng)]
    assert_all_moved(student, kinds, rng, dtypes=True)


@check("to_device", weight=2)
def test_any_depth(student, rng):
    """Lists and dicts in each other, at any depth, empty ones too."""
    assert_all_moved(student, ["lists", "mixed", "deep", drawn(["list", "dict", "tensor"], 4, rng)], rng)


@check("to_device", weight=2, alone=False)
def test_tuples_stay_tuples(student, rng):
    """Tuples come back as tuples, their tensors moved."""
    assert_all_moved(student, ["tuples", "tuples inside", drawn(["tuple", "tensor"], 3, rng)], rng)


@check("to_device", weight=2, alone=False)
def test_named_tuples_stay_named(student, rng):
    """Named tuples come back as what they were, with their fields."""
    assert_all_moved(student, ["named", "named inside", drawn(["Pictures", "tensor"], 3, rng)], rng)


@check("to_device", weight=2, alone=False)
def test_everything_else_is_left_alone(student, rng):
    """Strings, numbers, None, sets, arrays, modules and other objects come back as the very same objects."""
    kinds = ["others", "numbers", "objects", "containers", drawn(["list", "other"], 2, rng)]
    assert_all_moved(student, kinds, rng)


@check("to_device")
def test_to_the_cpu(student, rng):
    """The CPU is a device like any other, as a string and as a torch.device, wherever each tensor lies before."""
    kinds = ["single", "tensors", "dicts"]
    for place in [("cpu", True), ("cpu", False)]:
        assert_all_moved(student, kinds, rng, [place])
    assert_all_moved(student, ["tensors", drawn(["list", "dict", "tensor"], 2, rng)], rng)
    # Back from the accelerator, and batches of which some tensors have been moved before.
    for places, name in (
        (["simgpu"], "cpu"),
        (["cuda"], "cpu"),
        (["simgpu", "cpu"], "simgpu"),
        (["cpu", "simgpu"], "cpu"),
    ):
        for kind in kinds if len(places) == 1 else kinds[1:]:
            arguments = {"name": name, "kind": kind, "tensors": four_tensors(rng), "as_string": kind != "tensors"}
            assert_moved(student.probe(probes.moved, places=places, **arguments), name)


@check("to_device", alone=False)
def test_input_is_left_alone(student, rng):
    """The containers and tensors that are handed in, and PyTorch's settings, stay as they were."""
    for kind in ("tensors", "dicts", drawn(["list", "dict", "tensor"], 2, rng)):
        for device, as_string in PLACES:
            arguments = {"name": device, "kind": kind, "tensors": four_tensors(rng), "as_string": as_string}
            seen = student.probe(probes.moved, **arguments)
            if not isinstance(kind, str):
                assert_as_sent(seen["before"], kind, arguments["tensors"])
            try:
                with decisive():
                    assert_moved(seen, device, only="tensors")
            except Mismatch as problem:
                raise Mismatch(f"this could not be judged: {problem}") from None
            try:
                with decisive():
                    assert_moved({"before": seen["before"], "result": seen["after"]}, "cpu")
            except Mismatch as problem:
                raise Mismatch(f"after the call, the input itself is another: {problem}") from None
            assert_settings_left(seen)


@check(
    "to_device", weight=2, device="cuda", hint="A tensor's .to returns the copy; the tensor itself stays where it is."
)
def test_on_cuda_every_tensor_is_moved(student, rng):
    """On a GPU, every tensor of a batch lies on CUDA, whatever container it is in."""
    for kind, as_string in (("single", True), ("dicts", False), ("mixed", True), ("tuples", False), ("named", True)):
        arguments = {"name": ON_DEVICE, "kind": kind, "tensors": four_tensors(rng), "as_string": as_string}
        assert_moved(student.probe(probes.moved_on_device, **arguments), ON_DEVICE)
