"""Hidden checks of pick_device."""

import torch

from autograder.expect import Mismatch, check, mistakes

from ..common import assert_settings_left, in_words
from . import probes

MACHINES = ["cuda", "simgpu", "nothing"]


def assert_picked(student, rng, machine, accepted, words):
    """The right type on each such machine, among others: in an order that nobody knows, or three words would do."""
    order = [*torch.randperm(3, generator=rng).tolist(), *torch.randint(3, (3,), generator=rng).tolist()]
    machines = [MACHINES[number] for number in order]
    found = student.probe(probes.devices_picked_in_turn, machines=machines)
    for seen in [seen for seen, where in zip(found, machines, strict=True) if where == machine]:
        assert_one_picked(seen, accepted, words)


def assert_one_picked(seen, accepted, words):
    if not seen["is device"]:
        mistake = mistakes.nothing("the result") if seen["kind"] == "NoneType" else None
        text = f"the result is {in_words(seen['kind'])}; it must be a torch.device"
        raise Mismatch(text, about_form=True, mistake=mistake)
    if seen["type"] not in accepted:
        text = f"{words}, your function chooses {seen['type']!r}. What does it ask, and when?"
        raise Mismatch(text, shows=seen["type"])
    if not seen["usable"]:
        text = f"{words}, no tensor can be made on the device that your function chooses. Is one with this index there?"
        raise Mismatch(text, mistake="The type is right, and the index is that of a device that is not there.")


@check("pick_device", weight=2)
def test_cuda_where_there_is_cuda(student, rng):
    """With CUDA there, the type is "cuda"."""
    assert_picked(student, rng, "cuda", {"cuda"}, "where torch.cuda.is_available()")


@check("pick_device")
def test_another_accelerator(student, rng):
    """With the simulated accelerator alone, the type is "simgpu"; "cpu" is right, too."""
    assert_picked(student, rng, "simgpu", {"simgpu", "cpu"}, "with no CUDA device, but the simulated accelerator")


@check("pick_device", weight=2)
def test_cpu_where_there_is_nothing(student, rng):
    """Without any accelerator, the type is "cpu", whatever PyTorch was built for."""
    assert_picked(student, rng, "nothing", {"cpu"}, "on a machine without any accelerator")


@check("pick_device", weight=0.5, alone=False)
def test_settings_are_left(student):
    """Whatever is chosen, PyTorch's settings stay as they were."""
    for machine in ("cuda", "simgpu", "nothing"):
        seen = student.probe(probes.devices_picked, machine=machine)
        if not seen["is device"]:
            raise Mismatch("this could not be judged: the result is no torch.device")
        assert_settings_left(seen)


@check("pick_device", device="cuda", hint="Does your function ask PyTorch what is there?")
def test_on_cuda_an_accelerator_is_picked(student):
    """On a machine with a GPU, the device is no CPU, and a tensor can be made there."""
    seen = student.probe(probes.picked_here)
    if seen["landed"] is None:
        raise Mismatch(f"the result is {in_words(seen['type'])}; it must be a torch.device")
    # With simgpu imported, that is the accelerator that torch.accelerator names, GPU or not.
    found = seen["landed"] in ("cuda", "simgpu")
    assert found, "there is a GPU, and your function has chosen the CPU"
