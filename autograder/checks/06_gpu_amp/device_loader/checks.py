"""Hidden checks of device_loader."""

import torch

from autograder.expect import Mismatch, assert_equal, check

from ..common import assert_settings_left, in_words, integer
from . import probes


def loader(student, rng, device="cpu", as_string=True, machine="cpu", n=None, batch_size=None, epochs=0):
    n, batch_size = n or integer(30, 50, rng), batch_size or 8
    numbers = torch.randperm(1000, generator=rng)[:n]
    seen = student.probe(
        probes.loader_made, numbers=numbers, batch_size=batch_size, device=device, as_string=as_string,
        machine=machine, epochs=epochs,
    )  # fmt: skip
    if not seen["is a DataLoader"]:
        raise Mismatch(f"the result is {in_words(seen['type'])}; it must be a DataLoader")
    if len(seen["epochs"]) != epochs:  # of none, nothing would be wrong
        raise Mismatch("this could not be judged: not as many epochs were seen as were asked for")
    return numbers, seen


def pinned(student, rng, machine, devices):
    """Pairs of a device, as a string and as a torch.device, and whether its loader pins."""
    spelled = [(device, as_string) for device in devices for as_string in (True, False)]
    answers = [loader(student, rng, device, as_string, machine)[1]["pins"] for device, as_string in spelled]
    words = [repr(device) if as_string else f"torch.device({device!r})" for device, as_string in spelled]
    return list(zip(words, answers, strict=True))


@check("device_loader")
def test_batches_are_complete(student, rng):
    """Each epoch has all samples, once each, in batches of batch_size; only the last may be smaller."""
    for n, size_, device in (
        (37, 8, "cpu"),
        (24, 6, "simgpu"),
        (5, 16, "cuda"),
        (9, 1, "cpu"),
        (29, 6, "cuda:0"),
    ):
        numbers, seen = loader(student, rng, device, machine=device[:4], n=n, batch_size=size_, epochs=2)
        for batches in seen["epochs"]:
            sizes = [len(x) for x in batches]
            assert_equal(sizes, [size_] * (n // size_) + ([n % size_] if n % size_ else []), "the sizes of the batches")
            same = torch.equal(torch.cat(batches).sort().values, numbers.sort().values)
            assert same, "the epoch does not consist of all samples, once each"


@check("device_loader", weight=0.5, alone=False)
def test_each_epoch_asks_the_dataset(student, rng):
    """The loader is over the dataset itself, which may give something new each time that it is asked for a sample."""
    for n in (11, 6):
        numbers = torch.randperm(1000, generator=rng)[:n]
        epochs = student.probe(probes.augmented_epochs, numbers=numbers, batch_size=4, epochs=2)
        first, second = ({int(x) for batch in batches for x in batch} for batches in epochs)
        for values in (first, second):
            if {value % 1000 for value in values} != set(numbers.tolist()):
                raise Mismatch("this could not be judged: the epoch does not consist of the dataset's samples")
        if first & second:
            text = "a dataset that turns its pictures at random gives new ones each time; this loader repeats them"
            raise Mismatch(text, mistake="The samples are read once and kept: later epochs do not ask the dataset.")


@check("device_loader", weight=0.5, alone=False)
def test_last_batch_of_one_sample(student, rng):
    """A last batch that holds one sample is served, too."""
    _, seen = loader(student, rng, n=25, batch_size=8, epochs=1)
    assert_equal([len(x) for x in seen["epochs"][0]], [8, 8, 8, 1], "the sizes of the batches")


@check("device_loader", hint="Who moves the batches, and when?", alone=False)
def test_batches_stay_on_the_host(student, rng):
    """The batches themselves stay on the host, whatever the device is."""
    for device in ("simgpu", "cuda", "cpu"):
        _, seen = loader(student, rng, device, machine=device, n=9, batch_size=4, epochs=1)
        for place in seen["places"] or ["nowhere"]:
            if place != "cpu":
                text = f"the loader moves its batches: they are on {place!r}"
                raise Mismatch(text, mistake="The loader moves its batches. That is left to the training step.")


@check("device_loader", alone=False)
def test_batches_are_shuffled(student, rng):
    """The order is another in each epoch. (Of 37 samples, two orders agree by chance once in 10⁴³ times.)"""
    for device, batch_size in (("cpu", 8), ("simgpu", 8), ("cuda", 8), ("cpu", 64)):  # the last: all in one batch
        numbers, seen = loader(student, rng, device, machine=device, n=37, batch_size=batch_size, epochs=3)
        orders = [torch.cat(batches) for batches in seen["epochs"]]
        for order in orders:
            assert_equal(tuple(order.shape), (37,), "the number of samples in an epoch, as a shape")
            if torch.equal(order, numbers):
                text = "the samples come in the order of the dataset"
                raise Mismatch(text, mistake="The samples are not shuffled: they come in the order of the dataset.")
        assert_settings_left(seen)
        if torch.equal(orders[0], orders[1]) or torch.equal(orders[1], orders[2]):
            text = "two epochs have the same order"
            raise Mismatch(text, mistake="The samples come in the same order in more than one epoch.")


@check("device_loader", weight=2, hint='"cuda", "cuda:0" and torch.device("cuda") are names of one thing.', alone=False)
def test_pinned_for_cuda(student, rng):
    """For a CUDA device, however it is spelled, the batches are pinned."""
    machines = ("cuda", "cpu")
    found = [(m, *pair) for m in machines for pair in pinned(student, rng, m, ("cuda", "cuda:0", "cuda:1"))]
    missed = [(machine, device) for machine, device, pins in found if not pins]
    if missed:
        text = f"the batches are not pinned for {missed[0][1]}"
        raise Mismatch(text, shows=missed, mistake="For some CUDA device, or on some machine, memory is not pinned.")


@check("device_loader", weight=2, hint="The question is what the device is, not what this machine has.", alone=False)
def test_not_pinned_for_others(student, rng):
    """For the CPU and other accelerators they are not, whether or not this machine has CUDA."""
    devices = ("cpu", "simgpu", "meta", "cpu:0", "xpu", "mps")
    found = [(m, *pair) for m in ("cpu", "cuda") for pair in pinned(student, rng, m, devices)]
    needless = [(machine, device) for machine, device, pins in found if pins]
    if needless:
        text = f"the batches are pinned for {needless[0][1]}, which is no CUDA device"
        raise Mismatch(text, shows=needless, mistake="Memory is pinned for a device that is no CUDA device.")
