"""Hidden checks of 06_gpu_amp, in notebook order.

Where a device matters, a probe runs the student's function on the CPU and on the simulated accelerator, under the name
"simgpu" and under the name "cuda": code that asks for CUDA and code that asks for any accelerator is judged alike. What
must come out is computed here, on the CPU.
"""

import copy
import math
import statistics

import probes
import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

# Sums of up to some hundred float32 products of order 1, in any order and over a few steps of training; a mistake
# (another batch, a forgotten zero_grad, a mean of means) changes the first digits.
TRAINED = {"rtol": 2e-4, "atol": 2e-5}
BFLOAT16, FLOAT32 = "torch.bfloat16", "torch.float32"


def integer(low, high, rng):
    """A random integer from low to high, both included."""
    return int(torch.randint(low, high + 1, (), generator=rng))


def normal(*shape, rng, dtype=torch.float32):
    return torch.randn(shape, generator=rng, dtype=dtype)


def filled(model, rng):
    """The model with random weights that this check chooses."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(normal(*parameter.shape, rng=rng) / max(1, parameter[0].numel()) ** 0.5)
    return model


def a_classifier(rng, inputs=4, classes=3):
    return filled(nn.Sequential(nn.Linear(inputs, 8), nn.Tanh(), nn.Linear(8, classes)), rng)


def class_batches(sizes, rng, inputs=4, classes=3):
    """Batches whose losses differ much, so that means of all kinds do."""
    return [
        (normal(n, inputs, rng=rng) * (1 + 2 * k), torch.randint(0, classes, (n,), generator=rng))
        for k, n in enumerate(sizes)
    ]


def a_line(rng, inputs=3):
    return filled(nn.Linear(inputs, 2), rng)


def number_batches(sizes, rng, inputs=3, dtype=torch.float32):
    """Batches whose losses differ much, so that means of all kinds do."""
    return [
        (normal(n, inputs, rng=rng, dtype=dtype), (1 + 2 * k) * normal(n, 2, rng=rng, dtype=dtype))
        for k, n in enumerate(sizes)
    ]


def exact(batch):
    return tuple(t.double() if t.is_floating_point() else t for t in batch)


def trained(model, batches, criterion, optimizer):
    """A loop in float64: the loss of each step, and the weights after each."""
    model = copy.deepcopy(model).double()
    kind, options = optimizer
    stepper = getattr(torch.optim, kind)(model.parameters(), **options)
    losses, states = [], []
    for x, y in map(exact, batches):
        model.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        stepper.step()
        losses.append(loss.item())
        states.append({name: p.detach().clone() for name, p in model.named_parameters()})
    return losses, states


def assert_state(actual, expected, what, like=torch.float32, **tolerance):
    for name, value in expected.items():
        assert_close(actual[name], value.to(like), what=f"{what}, {name}", **(tolerance or TRAINED))


def start(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def assert_loss_tensor(seen, what="the loss"):
    if "shape" not in seen:
        raise Mismatch(f"{what} is {in_words(seen['type'])}; it must be a tensor")
    if seen["shape"] != ():
        raise Mismatch(f"{what} has shape {seen['shape']}; it must have shape ()")


def in_words(kind):
    return {"NoneType": "None", "Tensor": "a tensor"}.get(kind, f"of type {kind}")


def assert_python_float(seen, what):
    if seen["type"] != "float":
        raise Mismatch(f"{what} is {in_words(seen['type'])}; it must be a Python float")


# 1 · pick_device


def assert_picked(student, machine, accepted, words):
    seen = student.probe(probes.devices_picked, machine=machine)
    if not seen["is device"]:
        raise Mismatch(f"the result is {in_words(seen['kind'])}; it must be a torch.device")
    if seen["type"] not in accepted:
        raise Mismatch(f"{words}, your function chooses {seen['type']!r}")


@check("pick_device", weight=2, hint="Does your function look at the machine when it is called?")
def test_cuda_where_there_is_cuda(student):
    """With CUDA there, the type is "cuda"."""
    assert_picked(student, "cuda", {"cuda"}, "where torch.cuda.is_available()")


@check("pick_device")
def test_another_accelerator(student):
    """With the simulated accelerator alone, the type is "simgpu"; "cpu" is right, too."""
    assert_picked(student, "simgpu", {"simgpu", "cpu"}, "with no CUDA device, but the simulated accelerator")


@check("pick_device", weight=2, hint="Not every computer has an accelerator.")
def test_cpu_where_there_is_nothing(student):
    """Without any accelerator, the type is "cpu"."""
    assert_picked(student, "nothing", {"cpu"}, "on a machine without any accelerator")


# 2 · to_device


def assert_moved(seen, device, only=None):
    """What came out is what went in, with every tensor on the device; the first difference is named.

    `only="tensors"` looks at where the tensors are and what they hold, and not into what kinds of containers they lie.
    """

    def walk(before, after, place):
        kind = before[0]
        if kind == "tensor":
            if after[0] != "tensor":
                raise Mismatch(f"{place} was a tensor and is {in_words(after[0])} now")
            if after[1] != device:
                raise Mismatch(f"{place} is on {after[1]!r}; it must be on {device!r}")
            assert_close(after[2], before[2], what=place, rtol=0, atol=0)
        elif kind == "other":
            if after[0] != "other" or after[2] != before[2]:
                name = after[1] if after[0] == "other" else after[0]
                raise Mismatch(f"{place}, of type {before[1]}, must come back as it is; what came is of type {name}")
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


def four_tensors(rng):
    n = integer(2, 4, rng)
    return [
        normal(n, 3, rng=rng),
        torch.randint(0, 9, (n,), generator=rng),
        normal(2, n, rng=rng, dtype=torch.float64),
        normal(n, rng=rng) > 0,
    ]


PLACES = [("simgpu", True), ("cuda", False)]


def assert_all_moved(student, kinds, rng, places=PLACES):
    for kind in kinds:
        seen = {}
        for device, as_string in places:
            arguments = {"name": device, "kind": kind, "tensors": four_tensors(rng), "as_string": as_string}
            seen[device] = student.probe(probes.moved, **arguments)
        for device, one in seen.items():
            assert_moved(one, device)


@check("to_device", weight=2, hint="A tensor's .to returns the copy; the tensor itself stays where it is.")
def test_tensors_in_lists_and_dicts(student, rng):
    """A tensor, and tensors in lists and dicts, move to the accelerator, whatever it is called."""
    assert_all_moved(student, ["single", "tensors", "dicts"], rng)


@check(
    "to_device", weight=2, hint="What is in a container may be a container. Which function knows what to do with it?"
)
def test_any_depth(student, rng):
    """Lists and dicts in each other, at any depth, empty ones too."""
    assert_all_moved(student, ["lists", "mixed"], rng)


@check("to_device", weight=2, hint="A container keeps its type: what was a tuple is unpacked and compared as one.")
def test_tuples_stay_tuples(student, rng):
    """Tuples come back as tuples, their tensors moved."""
    assert_all_moved(student, ["tuples", "tuples inside"], rng)


@check("to_device", weight=2, hint="A named tuple is a tuple with a class of its own: how is that class called?")
def test_named_tuples_stay_named(student, rng):
    """Named tuples come back as what they were, with their fields."""
    assert_all_moved(student, ["named", "named inside"], rng)


@check("to_device", weight=2, hint="Name the few types that you take apart; leave all others alone.")
def test_everything_else_is_left_alone(student, rng):
    """Strings, numbers, None, sets, modules and other objects come back as the very same objects."""
    assert_all_moved(student, ["others", "objects"], rng)


@check("to_device")
def test_to_the_cpu(student, rng):
    """The CPU is a device like any other, as a string and as a torch.device."""
    kinds = ["single", "tensors", "dicts"]
    for place in [("cpu", True), ("cpu", False)]:
        assert_all_moved(student, kinds, rng, [place])
    assert_all_moved(student, ["tensors"], rng)


@check("to_device", hint="Build new containers; do not fill the old ones.")
def test_input_is_left_alone(student, rng):
    """The containers and tensors that are handed in stay as they were."""
    for kind in ("tensors", "dicts"):
        for device, as_string in PLACES:
            arguments = {"name": device, "kind": kind, "tensors": four_tensors(rng), "as_string": as_string}
            seen = student.probe(probes.moved, **arguments)
            try:
                assert_moved(seen, device, only="tensors")
            except Mismatch as problem:
                raise Mismatch(f"this could not be judged: {problem}") from None
            try:
                assert_moved({"before": seen["before"], "result": seen["after"]}, "cpu")
            except Mismatch as problem:
                raise Mismatch(f"after the call, the input itself is another: {problem}") from None


# 3 · train_loop

SGD, MOMENTUM, ADAM = ("SGD", {"lr": 0.2}), ("SGD", {"lr": 0.1, "momentum": 0.9}), ("Adam", {"lr": 0.02})


def step_cases(rng):
    """A model, batches, a criterion and an optimizer."""
    return [
        (a_classifier(rng), class_batches([6, 4, 5], rng), nn.CrossEntropyLoss(), MOMENTUM),
        (a_line(rng), number_batches([5, 1, 3], rng), nn.MSELoss(), ADAM),
    ]


def steps(student, device, case, as_string=True, kind="tuple"):
    model, batches, criterion, optimizer = case
    seen = student.probe(
        probes.steps_taken, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer,
        as_string=as_string, kind=kind,
    )  # fmt: skip
    if "raised" in seen[-1]:
        stray = [f"{name} is on {place!r}" for name, place in seen[-1]["places"].items() if place != device]
        where = f". The model is on {device!r}, and {' and '.join(stray)}" if stray else ""
        raise Mismatch(f"your function raised {seen[-1]['raised'].rstrip('. ')}{where}")
    return seen


def assert_steps(student, device, rng):
    for case, as_string in zip(step_cases(rng), (True, False), strict=True):
        _, states = trained(*case)
        seen = steps(student, device, case, as_string)
        for number, (one, state) in enumerate(zip(seen, states, strict=True), 1):
            assert_state(one["state"], state, f"after {number} of {len(states)} steps")


@check("train_loop", weight=2, hint="One step: clear the gradients, forward, loss, backward, step.")
def test_step_on_the_cpu(student, rng):
    """train_step takes one step with this batch's gradient and no other, on the CPU."""
    assert_steps(student, "cpu", rng)


@check("train_loop", weight=2, hint="Which tensors of a step does the loader leave on the CPU?")
def test_step_on_the_accelerator(student, rng):
    """train_step works on the simulated accelerator: x and y are moved to the device that it is given."""
    assert_steps(student, "simgpu", rng)


@check("train_loop", hint="Which tensors of a step does the loader leave on the CPU?")
def test_step_on_cuda(student, rng):
    """train_step works where the accelerator is called "cuda"."""
    assert_steps(student, "cuda", rng)


@check("train_loop", weight=2, hint="Who keeps a loss with its graph keeps everything that made it.")
def test_step_returns_the_loss(student, rng):
    """train_step returns the batch's mean loss before the step: a detached 0-dim tensor on the device."""
    for device in ("cpu", "simgpu", "cuda"):
        for case in step_cases(rng):
            losses, _ = trained(*case)
            for one, right in zip(steps(student, device, case), losses, strict=True):
                loss = one["loss"]
                assert_loss_tensor(loss)
                assert_close(loss["value"], torch.tensor(right), what="the loss", **TRAINED)
                attached = loss["requires_grad"]
                assert not attached, "the loss still hangs on its graph: it requires grad"
                if loss["device"] != device:
                    raise Mismatch(f"the loss is on {loss['device']!r}; it must stay on the device, {device!r}")


def assert_trains(before, after):
    if any(torch.equal(after[name], value) for name, value in before.items()):
        raise Mismatch("this could not be judged: no step was taken")


@check("train_loop", hint="What does the host need to know in the middle of an epoch?")
def test_step_does_not_synchronise(student, rng):
    """train_step does not wait for the device."""
    for device in ("simgpu", "cuda"):
        for case in step_cases(rng):
            seen = steps(student, device, case)
            assert_trains(start(case[0]), seen[0]["state"])
            waits = max(one["counts"]["synchronisations"] for one in seen)
            assert not waits, "the step waits for the device: the host asks for a number (or for a truth value)"


@check("train_loop", weight=0.5)
def test_batch_is_left_alone(student, rng):
    """The batch, a list or a tuple of two tensors, stays as it is."""
    for kind in ("list", "tuple"):
        for device in ("cpu", "simgpu"):
            case = step_cases(rng)[0]
            seen = steps(student, device, case, kind=kind)
            assert_trains(start(case[0]), seen[0]["state"])
            same = all(one["batch unchanged"] for one in seen)
            assert same, "the batch that was handed in has changed"


def epoch(student, device, case, as_string=True, loader="once"):
    model, batches, criterion, optimizer = case
    return student.probe(
        probes.epoch_taken, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer,
        as_string=as_string, loader=loader,
    )  # fmt: skip


def epoch_cases(rng):
    return [
        (a_classifier(rng), class_batches([4, 4, 4, 1], rng), nn.CrossEntropyLoss(), SGD),
        (a_line(rng), number_batches([3, 3, 2], rng), nn.MSELoss(), ADAM),
    ]


@check("train_loop", weight=2)
def test_epoch_trains(student, rng):
    """train_epoch takes one step for each batch of any loader, gone through once, on the CPU and on the accelerator."""
    for device, loader in (("cpu", "once"), ("simgpu", "DataLoader"), ("cuda", "once")):
        for case, as_string in zip(epoch_cases(rng), (True, False), strict=True):
            seen = epoch(student, device, case, as_string, loader)
            assert_equal(seen["steps"], len(case[1]), "the number of steps in an epoch")
            assert_state(seen["state"], trained(*case)[1][-1], "after an epoch")


@check("train_loop", weight=3, hint="A batch of one sample is not worth as much as a batch of four.")
def test_epoch_returns_the_mean_over_samples(student, rng):
    """train_epoch returns the mean loss over all samples of the epoch, a float; the last batch is smaller."""
    for device in ("cpu", "simgpu", "cuda"):
        for case in epoch_cases(rng):
            losses, _ = trained(*case)
            sizes = [len(x) for x, _ in case[1]]
            right = sum(loss * n for loss, n in zip(losses, sizes, strict=True)) / sum(sizes)
            mean = epoch(student, device, case)["mean"]
            assert_python_float(mean, "the result of train_epoch")
            assert_close(mean["number"], right, what="the mean loss", **TRAINED)


@check("train_loop", weight=3, hint="Losses can be added up on the device. When is their sum needed as a number?")
def test_epoch_synchronises_once(student, rng):
    """train_epoch waits for the device once, however many batches there are."""
    for device in ("simgpu", "cuda"):
        for sizes in ([4, 4, 4, 4, 2], [3, 3], [5, 5, 1]):
            case = (a_classifier(rng), class_batches(sizes, rng), nn.CrossEntropyLoss(), SGD)
            seen = epoch(student, device, case)
            assert_trains(start(case[0]), seen["state"])
            assert_python_float(seen["mean"], "this could not be judged: the result of train_epoch")
            waits, batches = seen["counts"]["synchronisations"], len(sizes)
            if waits != 1:
                raise Mismatch(
                    f"in an epoch of {batches} batches, the host waits {waits} times for the device, not once"
                )


# 4 · forward_autocast


def forward_case(rng, kind="classes"):
    if kind == "classes":
        (x, y), *_ = class_batches([16], rng)
        return {"model": a_classifier(rng), "x": x, "y": y, "criterion": nn.CrossEntropyLoss()}
    (x, y), *_ = number_batches([12], rng)
    return {"model": a_line(rng), "x": x, "y": y, "criterion": nn.MSELoss()}


KINDS = ("classes", "numbers")
# A bfloat16 number has 8 significant bits: results of two layers are right to some percent.
ROUGH = {"rtol": 4e-2, "atol": 2e-2}


def assert_bfloat16(outputs, device):
    if not outputs:
        raise Mismatch("the model was not called")
    if outputs != [BFLOAT16]:
        called = f"was called {len(outputs)} times" if len(outputs) > 1 else f"calculates in {outputs[0][6:]}"
        raise Mismatch(f"on {device!r}, the model {called}; it must be called once, and calculate in bfloat16")


def exact_loss(case):
    x, y = exact((case["x"], case["y"]))
    with torch.no_grad():
        return case["criterion"](copy.deepcopy(case["model"]).double()(x), y).float()


def assert_forward(student, device, rng):
    for kind in KINDS:
        case = forward_case(rng, kind)
        seen = student.probe(probes.autocast_forward, name=device, **case)
        assert_loss_tensor(seen["loss"])
        assert_close(seen["loss"]["value"], exact_loss(case), check_dtype=False, what="the loss", **ROUGH)
        assert_bfloat16(seen["outputs"], device)


@check("forward_autocast", weight=2, hint="Autocast is switched on for one type of device, and in one low precision.")
def test_forward_in_bfloat16(student, rng):
    """On the CPU, the model is called once, calculates in bfloat16, and the loss is right."""
    assert_forward(student, "cpu", rng)


@check("forward_autocast", weight=2, hint="Without dtype=, which 16 bits does autocast choose on an accelerator?")
def test_forward_in_bfloat16_on_the_accelerator(student, rng):
    """On the simulated accelerator, too: the device_type is the one that is handed in."""
    assert_forward(student, "simgpu", rng)


@check("forward_autocast", hint="Without dtype=, which 16 bits does autocast choose on an accelerator?")
def test_forward_in_bfloat16_on_cuda(student, rng):
    """Where the accelerator is called "cuda", too."""
    assert_forward(student, "cuda", rng)


@check("forward_autocast", weight=2, hint="A sum of many small numbers is the last thing to do in 8 bits.")
def test_loss_in_float32(student, rng):
    """The criterion gets float32 logits and y as it is; the loss is a float32 0-dim tensor."""
    for device in ("cpu", "simgpu"):
        for kind in KINDS:
            case = forward_case(rng, kind)
            seen = student.probe(probes.autocast_forward, name=device, **case)
            if not seen["logits"]:
                raise Mismatch("the criterion was not called")
            if set(seen["logits"]) != {FLOAT32}:
                raise Mismatch(f"the criterion gets logits in {seen['logits'][0][6:]}; it must get them in float32")
            same = seen["y as it is"]
            assert same, "the criterion must get y as it is"
            assert_loss_tensor(seen["loss"])
            assert_close(seen["loss"]["value"], exact_loss(case), what="the loss", **ROUGH)


@check(
    "forward_autocast", weight=3, hint="Autocast makes copies in low precision. What does .half() or .bfloat16() do?"
)
def test_parameters_and_gradients_stay_float32(student, rng):
    """The loss has a graph; the caller's backward gives float32 gradients, and the parameters are float32 still."""
    for device in ("cpu", "cuda"):
        for kind in KINDS:
            case = forward_case(rng, kind)
            seen = student.probe(probes.autocast_forward, name=device, **case)
            kept = seen["parameters"] == [FLOAT32]
            assert kept, "the parameters are no longer float32"
            own = seen["own backward"]
            assert not own, "your function has called backward, which the caller will do"
            attached = seen["loss"].get("requires_grad")
            assert attached, "the loss has no graph: no gradient can flow back from it"
            model = copy.deepcopy(case["model"]).double()
            x, y = exact((case["x"], case["y"]))
            case["criterion"](model(x), y).backward()
            for name, parameter in model.named_parameters():
                if name not in seen["gradients"]:
                    raise Mismatch(f"no gradient flows back to {name}")
                right = parameter.grad.float()
                # Of sums that cancel, bfloat16 leaves less than of others: measured by the gradient's own size.
                bound = {"rtol": 0, "atol": 0.06 * float(right.abs().max())}
                assert_close(seen["gradients"][name], right, what=f"the gradient of {name}", **bound)


@check("forward_autocast", weight=2, hint="A with block ends what it began. Where does yours end, and what is in it?")
def test_autocast_is_off_afterwards(student, rng):
    """When the function returns, autocast is off, and the backward pass is left to the caller."""
    for device in ("cpu", "simgpu", "cuda"):
        case = forward_case(rng)
        seen = student.probe(probes.autocast_forward, name=device, **case)
        if not seen["outputs"] or not seen["logits"] or "shape" not in seen["loss"]:
            raise Mismatch("this could not be judged: there is no loss of the model's output")
        on, own = seen["autocast is on"], seen["own backward"]
        assert not on, "autocast is still on when your function returns"
        assert not own, "your function has called backward, which belongs outside of autocast and to the caller"


# 5 · amp_train_step

SCALE = 1024.0


def amp(student, device, case, max_norm, scale=SCALE, interval=100, may_raise=False):
    model, batches, criterion, optimizer = case
    return student.probe(
        probes.amp_steps, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer,
        max_norm=max_norm, scaler={"init_scale": scale, "growth_interval": interval}, may_raise=may_raise,
    )  # fmt: skip


def true_step(case, share):
    """The length of the gradient of the first batch, and the weights after one clipped step of plain SGD, in float64.

    `share` is max_norm as a share of that length.
    """
    model, ((x, y), *_), criterion, (_, options) = case
    model = copy.deepcopy(model).double()
    criterion(model(x.double()), exact((y,))[0]).backward()
    norm = math.sqrt(sum(float(p.grad.square().sum()) for p in model.parameters()))
    factor = min(1.0, share) * options["lr"]
    return norm, {name: p.detach() - factor * p.grad for name, p in model.named_parameters()}


def assert_update(seen, before, expected, what):
    """The weights have moved as they must, up to a tenth of the way, which is more than bfloat16 takes."""
    for name, right in expected.items():
        old = before[name].double()
        mine, wanted = seen["state"][name].double() - old, right.double() - old
        if not mine.isfinite().all():
            raise Mismatch(f"{what}, {name} is infinite or NaN")
        if not (mine - wanted).norm() <= 0.1 * wanted.norm() + 1e-6:
            raise Mismatch(f"{what}, the step of {name} is wrong{amp_clue(mine, wanted, seen['log'])}")


def amp_clue(mine, wanted, log):
    """What is known about a wrong step; never by how much it is wrong."""
    if not mine.any():
        return ": it has not moved at all"
    if "clip" in log and "unscale_" not in log[: log.index("clip")]:
        return ". The gradients were clipped while they were still scaled"
    along = float((mine * wanted).sum() / (mine.norm() * wanted.norm()))
    length = float(mine.norm() / wanted.norm())
    if along > 0.99:
        return ": it is far too " + ("long" if length > 1 else "short")
    return ""


def amp_case(rng, kind):
    """Of two kinds, with an optimizer whose step is the gradient times lr."""
    if kind == "classes":
        return (a_classifier(rng), class_batches([16], rng), nn.CrossEntropyLoss(), ("SGD", {"lr": 0.5}))
    return (a_line(rng), number_batches([12], rng), nn.MSELoss(), ("SGD", {"lr": 0.25}))


def assert_amp_steps(student, device, rng, shares):
    for kind in KINDS:
        for share in shares:
            case = amp_case(rng, kind)
            norm, expected = true_step(case, share)
            (seen,) = amp(student, device, case, max_norm=share * norm)
            what = "with a gradient longer than max_norm" if share < 1 else "with a gradient shorter than max_norm"
            assert_update(seen, start(case[0]), expected, what)


@check("amp_train_step", weight=3, hint="Between backward and unscale_, p.grad is not the gradient of the loss.")
def test_a_short_gradient_is_not_clipped(student, rng):
    """A gradient shorter than max_norm, however long when scaled, makes the step of the true gradient of this batch."""
    assert_amp_steps(student, "cpu", rng, [1.5, 30.0])


@check(
    "amp_train_step", weight=3, hint="What has the length max_norm in the end: the scaled gradient, or the true one?"
)
def test_a_long_gradient_is_clipped(student, rng):
    """A longer gradient of all parameters together is shortened to max_norm, and keeps its direction."""
    assert_amp_steps(student, "cpu", rng, [0.5, 0.1])


@check("amp_train_step", weight=2, hint="Which line asks whether a gradient is infinite before it steps?")
def test_infinite_gradients_change_no_weight(student, rng):
    """With an infinite or NaN gradient, no weight changes; without, they do."""
    for bad in (math.inf, -math.inf, math.nan):
        model, ((x, y),), criterion, optimizer = amp_case(rng, "numbers")
        before = start(model)
        (good,) = amp(student, "cpu", (model, [(x, y)], criterion, optimizer), max_norm=1.0)
        assert_trains(before, good["state"])
        y = y.clone()
        y[integer(0, len(y) - 1, rng), 1] = bad
        (seen,) = amp(student, "cpu", (model, [(x, y)], criterion, optimizer), max_norm=1.0)
        for name, value in before.items():
            same = torch.equal(seen["state"][name], value)
            assert same, "a gradient was infinite or NaN, and weights have changed"


@check("amp_train_step", weight=2, hint="The scaler learns from what happened when it is told that the step is over.")
def test_the_scale_is_updated(student, rng):
    """The scale is halved by a skipped step, stays after a good one, and grows after as many as the scaler wants."""
    for scale in (SCALE, 4096.0):
        model, batches, criterion, optimizer = a_line(rng), number_batches([6] * 5, rng), nn.MSELoss(), SGD
        batches[1][1][2, 0] = math.inf
        seen = amp(student, "cpu", (model, batches, criterion, optimizer), 1.0, scale=scale, interval=2)
        assert_trains(start(model), seen[0]["state"])
        # Good, skipped, good, good: two in a row, good.
        right = [scale, scale / 2, scale / 2, scale, scale]
        moments = ["a good step", "a skipped step", "another good step", "as many good steps as it wants", "one more"]
        for one, value, moment in zip(seen, right, moments, strict=True):
            if one["scale"] != value:
                raise Mismatch(f"after {moment}, the scale is wrong")


@check("amp_train_step", hint="What is the training to be plotted with: the loss, or 65536 times the loss?")
def test_amp_step_returns_the_loss(student, rng):
    """The result is the loss before the step, unscaled and detached, a 0-dim tensor."""
    for kind in KINDS:
        model, ((x, y),), criterion, _ = case = amp_case(rng, kind)
        right = exact_loss({"model": model, "x": x, "y": y, "criterion": criterion})
        (seen,) = amp(student, "cpu", case, max_norm=1.0)
        assert_loss_tensor(seen["loss"])
        assert_close(seen["loss"]["value"], right, what="the loss", **ROUGH)
        attached = seen["loss"]["requires_grad"]
        assert not attached, "the loss still hangs on its graph: it requires grad"


@check("amp_train_step", weight=2, hint="Autocast for the forward pass, in the dtype asked for; float32 for the loss.")
def test_amp_precision_on_the_cpu(student, rng):
    """On the CPU, the model calculates in bfloat16, and the criterion gets float32 logits."""
    for kind in KINDS:
        (seen,) = amp(student, "cpu", amp_case(rng, kind), max_norm=1.0)
        assert_bfloat16(seen["outputs"], "cpu")
        if set(seen["logits"]) != {FLOAT32}:
            raise Mismatch("the criterion must get float32 logits")


@check("amp_train_step", weight=2, hint="For which type of device is your autocast switched on, and in which dtype?")
def test_amp_on_the_accelerator(student, rng):
    """On the simulated accelerator the step is right, and in bfloat16."""
    for kind in KINDS:
        problems = {}
        for device in ("simgpu", "cuda"):
            case = amp_case(rng, kind)
            norm, expected = true_step(case, 0.5)
            (seen,) = amp(student, device, case, max_norm=0.5 * norm, may_raise=True)
            try:
                if "raised" in seen:
                    raise Mismatch(f"on {device!r}, your function raised {seen['raised']}")
                assert_update(seen, start(case[0]), expected, f"on {device!r}")
                assert_bfloat16(seen["outputs"], device)
            except Mismatch as problem:
                problems[device] = problem
        # x.device.type is right under both names. Code that knows the CPU and one of them is common, and costs nothing.
        if len(problems) == 2:
            raise problems["cuda"]


@check("amp_train_step", hint="scale → backward → step → update: each of them once.")
def test_order_of_the_step(student, rng):
    """The loss is scaled before backward; the optimizer steps once, through the scaler; then the scale is updated."""
    for kind in KINDS:
        case = amp_case(rng, kind)
        (seen,) = amp(student, "cpu", case, max_norm=1.0)
        assert_trains(start(case[0]), seen["state"])
        log = [entry for entry in seen["log"] if entry in ("scale", "backward", "step", "optimizer", "update")]
        if log != ["scale", "backward", "step", "optimizer", "update"]:
            done = ", ".join({"optimizer": "optimizer.step"}.get(entry, entry) for entry in log)
            raise Mismatch(f"what your function does, in this order: {done}")


# 6 · train_accumulated

DOUBLE = {"rtol": 1e-9, "atol": 1e-11}


def accumulation(rng, sizes, kind="classes", optimizer=SGD):
    if kind == "classes":
        model, batches, criterion = a_classifier(rng), class_batches(sizes, rng), nn.CrossEntropyLoss()
    else:
        model, batches, criterion = a_line(rng), number_batches(sizes, rng), nn.MSELoss()
    return model.double(), [exact(batch) for batch in batches], criterion, optimizer


def accumulate(student, device, case):
    model, batches, criterion, optimizer = case
    return student.probe(
        probes.accumulated, name=device, model=model, batches=batches, criterion=criterion, optimizer=optimizer
    )


def big_batch(case):
    """The loss of all samples at once, and the weights after one step on it."""
    model, batches, criterion, optimizer = case
    x, y = (torch.cat(parts) for parts in zip(*batches, strict=True))
    (loss,), (state,) = trained(model, [(x, y)], criterion, optimizer)
    return loss, state


def assert_accumulates(student, device, cases):
    for case in cases:
        seen = accumulate(student, device, case)
        assert_state(seen["state"], big_batch(case)[1], "after the step", torch.float64, **DOUBLE)


@check("train_accumulated", weight=2, hint="Gradients add up. A mean over k batches of the same size is no sum.")
def test_accumulated_equal_sizes(student, rng):
    """With micro-batches of one size, the step is that of the big batch."""
    cases = [accumulation(rng, sizes, kind) for sizes in ([4, 4, 4], [2, 2], [5]) for kind in KINDS]
    assert_accumulates(student, "cpu", cases)


@check("train_accumulated", weight=3, hint="Which part of all samples are those of one micro-batch?")
def test_accumulated_ragged(student, rng):
    """With micro-batches of different sizes, every sample counts the same."""
    sizes = ([4, 4, 1], [2, 5, 3], [1, 6])
    assert_accumulates(student, "cpu", [accumulation(rng, size, kind) for size in sizes for kind in KINDS])


@check("train_accumulated", hint="An optimizer with a memory notices how often it is asked.")
def test_accumulated_is_one_step(student, rng):
    """The optimizer takes one step, after all micro-batches."""
    for optimizer in (MOMENTUM, ADAM):
        case = accumulation(rng, [3, 3, 3], optimizer=optimizer)
        seen = accumulate(student, "cpu", case)
        assert_trains(start(case[0]), seen["state"])
        kinds = [kind for kind, _ in seen["log"]]
        assert_equal(kinds.count("step"), 1, "the number of steps")
        last = kinds[-1] == "step"
        assert last, "the step comes after the last micro-batch"


@check("train_accumulated", weight=2, hint="When is a graph let go? What is in memory if that comes at the end?")
def test_accumulated_one_at_a_time(student, rng):
    """The model sees one micro-batch at a time, and its backward pass comes before the next one's forward pass."""
    for sizes in ([4, 2, 3], [5, 1]):
        case = accumulation(rng, sizes)
        seen = accumulate(student, "cpu", case)
        assert_trains(start(case[0]), seen["state"])
        passes = [entry for entry in seen["log"] if entry[0] != "step"]
        if [n for kind, n in passes if kind == "forward"] != sizes:
            raise Mismatch("the model must be called once for each micro-batch, in their order")
        alternating = passes == [[kind, n] for n in sizes for kind in ("forward", "backward")]
        assert alternating, "the backward pass of a micro-batch must come before the forward pass of the next"


@check("train_accumulated", weight=2, hint="The result is a mean over all samples, like the gradient.")
def test_accumulated_mean_loss(student, rng):
    """The result is the mean loss over all samples before the step, a float."""
    for sizes in ([3, 3, 3], [4, 1], [2, 5, 3]):
        for kind in KINDS:
            case = accumulation(rng, sizes, kind)
            mean = accumulate(student, "cpu", case)["mean"]
            assert_python_float(mean, "the result")
            assert_close(mean["number"], big_batch(case)[0], what="the mean loss")


@check("train_accumulated")
def test_accumulated_on_the_accelerator(student, rng):
    """It works where model and batches are: on the simulated accelerator, under both of its names."""
    for device, kind in zip(("simgpu", "cuda"), KINDS, strict=True):
        case = accumulation(rng, [3, 3], kind)
        assert_accumulates(student, device, [case])
        mean = accumulate(student, device, case)["mean"]
        assert_python_float(mean, "the result")


# 7 · benchmark


def durations(number, rng):
    """Seconds, all different, one far longer than the others."""
    values = (torch.randperm(9 * number, generator=rng)[:number] + 1).double() / 64
    if number:
        values[integer(0, number - 1, rng)] += 40
    return values.tolist()


def timed(student, seconds, warmup=0, queue=False, pending=0.0):
    seen = student.probe(probes.benchmarked, seconds=seconds, warmup=warmup, queue=queue, pending=pending)
    assert_python_float(seen["result"], "the result")
    if "clock" not in seen["log"]:
        raise Mismatch("the clock time.perf_counter() was not read")
    return seen


def assert_seconds(seen, right, what):
    assert_close(seen["result"]["number"], right, what=what, rtol=1e-9, atol=1e-9)


@check("benchmark", weight=2, hint="One very slow call must not matter.")
def test_the_median(student, rng):
    """The result is the median of the times of single calls, for odd and even numbers of them."""
    for number in (3, 7, 4, 10, 1, 2):
        seconds = durations(number, rng)
        assert_seconds(timed(student, seconds), statistics.median(seconds), "the median")


@check("benchmark", hint="The first calls are slow, and that is not what is asked for.")
def test_the_warm_up_is_not_timed(student, rng):
    """fn is called warmup + repeats times, and the first warmup calls do not enter the result."""
    for warmup, repeats in ((3, 3), (1, 4), (5, 1), (0, 3)):
        slow, second = [100 + one for one in durations(warmup, rng)], even_seconds(rng)
        seen = timed(student, slow + repeats * [second], warmup)
        assert_equal(seen["calls"], warmup + repeats, f"with warmup={warmup}, repeats={repeats}, the number of calls")
        assert_seconds(seen, second, "the time of a call after the warm-up")


def even_seconds(rng):
    """A time that all calls take: which of them enter the result, and how, is asked by other checks."""
    return 3 + integer(1, 63, rng) / 64


@check("benchmark", weight=2, hint="The call has returned. Has the device done what it was told?")
def test_waits_before_the_clock_is_stopped(student, rng):
    """On a device that works on a queue, the time of a call is that of the work, not that of ordering it."""
    for repeats in (3, 4):
        second = even_seconds(rng)
        seen = timed(student, repeats * [second], queue=True)
        assert_seconds(seen, second, "where the device works on a queue, the time of a call")


@check("benchmark", weight=2, hint="What lies in the queue when the clock is started?")
def test_waits_before_the_clock_is_started(student, rng):
    """Work from before, of the warm-up or of somebody else, is not counted to the call that is timed."""
    for warmup, repeats, pending in ((2, 1, 0.0), (0, 1, 77.0), (3, 2, 50.0)):
        second = even_seconds(rng)
        seen = timed(student, (warmup + repeats) * [second], warmup, queue=True, pending=pending)
        assert_seconds(seen, second, "where work from before lies in the queue, the time of a call")


# 8 · memory


@check("memory", weight=2, hint="How many elements has a tensor without dimensions? And one with a size of 0?")
def test_tensor_bytes(student, rng):
    """tensor_bytes counts the elements of any shape, also () and the largest, times their size, as an int."""
    a, b = integer(2, 9, rng), integer(10, 20, rng)
    sizes = {torch.float64: 8, torch.float32: 4, torch.bfloat16: 2, torch.float16: 2, torch.int64: 8, torch.uint8: 1}
    sizes |= {torch.bool: 1, torch.complex64: 8}
    shapes = {(a, b): a * b, (b,): b, (): 1, (a, 0, b): 0, (a, 1, b, 2): 2 * a * b, (10**6, 10**6, a): a * 10**12}
    for shape, elements in shapes.items():
        for dtype, size in sizes.items():
            what = f"the bytes of a tensor with {len(shape)} dimensions of {dtype}"
            actual = student.tensor_bytes(shape, dtype)
            assert_type(actual, int, what)
            assert_equal(actual, elements * size, what)


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
    return nn.Sequential(nn.Linear(a, b), nn.Tanh(), nn.Linear(b, c, bias=False)), a * b + b + b * c


def size(dtype):
    return 4 if dtype == torch.float32 else 2


@check("memory", hint="Gradients have the dtype of their weights.")
def test_weights_and_gradients(student, rng):
    """Weights and gradients take their dtype's bytes for each parameter."""
    for dtype in DTYPES:
        model, n = counted(rng)
        memory, _ = bill(student, model, "sgd", dtype)
        for part in ("weights", "gradients"):
            assert_part(memory, part, n * size(dtype), f"in {dtype}")


@check("memory", weight=2, hint="What does each optimizer remember about each parameter, and in which dtype?")
def test_optimizer_state(student, rng):
    """The optimizer's state, always in float32: nothing for SGD, one number with momentum, two for Adam."""
    for optimizer, numbers in (("sgd", 0), ("momentum", 1), ("adam", 2)):
        for dtype in DTYPES:
            model, n = counted(rng)
            memory, _ = bill(student, model, optimizer, dtype)
            assert_part(memory, "optimizer", 4 * numbers * n, f"of {optimizer!r} for weights in {dtype}")


@check("memory", weight=1.5, hint="Who needs a float32 copy of the weights? Who has one already?")
def test_masters(student, rng):
    """Float32 masters are there where the weights have 16 bits, and only there."""
    for dtype in DTYPES:
        for optimizer in ("sgd", "adam"):
            model, n = counted(rng)
            memory, _ = bill(student, model, optimizer, dtype)
            assert_part(memory, "masters", 0 if dtype == torch.float32 else 4 * n, f"for weights in {dtype}")


@check("memory", hint="The total is the sum of the four parts.")
def test_the_total(student, rng):
    """The total is that of all four parts."""
    for dtype in DTYPES:
        for optimizer, numbers in (("sgd", 0), ("momentum", 1), ("adam", 2)):
            model, n = counted(rng)
            memory, _ = bill(student, model, optimizer, dtype)
            right = 2 * n * size(dtype) + 4 * numbers * n + (0 if dtype == torch.float32 else 4 * n)
            assert_part(memory, "total", right, f"of {optimizer!r} for weights in {dtype}")


def weights_of(student, model, dtype=torch.float32, device="cpu"):
    memory, seen = bill(student, model, "sgd", dtype, device)
    return memory["weights"], seen


@check("memory", hint="What does an optimizer get, and what is merely remembered by a layer?")
def test_what_counts_as_a_parameter(student, rng):
    """Buffers do not count; a parameter that two layers share counts once."""
    d, n = integer(3, 8, rng), integer(9, 15, rng)
    tied = nn.ModuleDict({"embed": nn.Embedding(n, d), "out": nn.Linear(d, n)})
    tied["out"].weight = tied["embed"].weight
    with_buffers = nn.Sequential(nn.Linear(d, n), nn.BatchNorm1d(n))
    cases = [("a shared weight", tied, n * d + n), ("buffers", with_buffers, d * n + n + 2 * n)]
    answers = [weights_of(student, model)[0] for _, model, _ in cases]
    for actual, (words, _, right) in zip(answers, cases, strict=True):
        assert_type(actual, int, '"weights"')
        assert_equal(actual, 4 * right, f'"weights" of a model with {words}')


@check("memory", hint="The question is: what if? It is not: what is there now?")
def test_whatever_the_model_is_now(student, rng):
    """The model's own dtype and device do not matter, and it keeps them; no memory is taken for the answer."""
    for now, device in ((torch.float64, "cpu"), (torch.bfloat16, "cpu"), (torch.float32, "meta")):
        for dtype in DTYPES:
            model, n = counted(rng)
            actual, seen = weights_of(student, model.to(now), dtype, device)
            assert_equal(actual, n * size(dtype), f'"weights" in {dtype} of a model that is on {device!r} in {now}')
            same = seen["before"] == seen["after"]
            assert same, "the model that was handed in has another dtype or device now"
    width, depth = 1000 * integer(200, 300, rng), integer(3, 6, rng)
    giant = {"width": width, "depth": depth, "optimizer_name": "adam", "dtype": torch.float16}
    memory = checked_bill(student.probe(probes.bill_of_a_giant, **giant))
    assert_equal(memory["total"], 16 * depth * (width * width + width), '"total" of a model that fits into no memory')


# 9 · device_loader


def loader(student, rng, device="cpu", as_string=True, machine="cpu", n=None, batch_size=None, epochs=0):
    n, batch_size = n or integer(30, 50, rng), batch_size or 8
    numbers = torch.randperm(1000, generator=rng)[:n]
    seen = student.probe(
        probes.loader_made, numbers=numbers, batch_size=batch_size, device=device, as_string=as_string,
        machine=machine, epochs=epochs,
    )  # fmt: skip
    if not seen["is a DataLoader"]:
        raise Mismatch(f"the result is {in_words(seen['type'])}; it must be a DataLoader")
    return numbers, seen


def pinned(student, rng, machine, devices):
    """Pairs of a device, as a string and as a torch.device, and whether its loader pins."""
    spelled = [(device, as_string) for device in devices for as_string in (True, False)]
    answers = [loader(student, rng, device, as_string, machine)[1]["pins"] for device, as_string in spelled]
    words = [repr(device) if as_string else f"torch.device({device!r})" for device, as_string in spelled]
    return list(zip(words, answers, strict=True))


@check("device_loader", hint="An epoch is every sample once.")
def test_batches_are_complete(student, rng):
    """Each epoch has all samples, once each, in batches of batch_size; only the last may be smaller."""
    for n, size_ in ((37, 8), (24, 6), (5, 16), (9, 1)):
        numbers, seen = loader(student, rng, n=n, batch_size=size_, epochs=2)
        for batches in seen["epochs"]:
            sizes = [len(x) for x in batches]
            assert_equal(sizes, [size_] * (n // size_) + ([n % size_] if n % size_ else []), "the sizes of the batches")
            same = torch.equal(torch.cat(batches).sort().values, numbers.sort().values)
            assert same, "the epoch does not consist of all samples, once each"


@check("device_loader", hint="Is the order of your batches the order of the dataset?")
def test_batches_are_shuffled(student, rng):
    """The order is another in each epoch. (Of 37 samples, two orders agree by chance once in 10⁴³ times.)"""
    for device in ("cpu", "simgpu"):
        numbers, seen = loader(student, rng, device=device, n=37, epochs=3)
        orders = [torch.cat(batches) for batches in seen["epochs"]]
        for order in orders:
            assert_equal(tuple(order.shape), (37,), "the number of samples in an epoch, as a shape")
            in_order = torch.equal(order, numbers)
            assert not in_order, "the samples come in the order of the dataset"
        again = torch.equal(orders[0], orders[1]) or torch.equal(orders[1], orders[2])
        assert not again, "two epochs have the same order"


@check("device_loader", weight=2, hint='"cuda", "cuda:0" and torch.device("cuda") are names of one thing.')
def test_pinned_for_cuda(student, rng):
    """For a CUDA device, however it is spelled, the batches are pinned."""
    for machine in ("cuda", "cpu"):
        for device, pins in pinned(student, rng, machine, ("cuda", "cuda:0", "cuda:1")):
            assert pins, f"the batches are not pinned for {device}"


@check("device_loader", weight=2, hint="The question is what the device is, not what this machine has.")
def test_not_pinned_for_others(student, rng):
    """For the CPU and other accelerators they are not, whether or not this machine has CUDA."""
    for machine in ("cpu", "cuda"):
        for device, pins in pinned(student, rng, machine, ("cpu", "simgpu", "meta", "cpu:0")):
            assert not pins, f"the batches are pinned for {device}, which is no CUDA device"


# 10 · checkpointed


def deep(rng, dropout=0.0, width=6, depth=3):
    parts = []
    for _ in range(depth):
        parts.append(
            nn.Sequential(nn.Linear(width, 12), nn.Tanh(), nn.Dropout(dropout), nn.Linear(12, width), nn.GELU())
        )
    return nn.ModuleList([filled(part, rng) for part in parts])


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
            raise Mismatch(f"no gradient flows back to {name}")
        assert_close(seen["gradients"][name], right, what=f"the gradient of {name}", **TRAINED)
    if of_x is not None:
        if seen["of x"] is None:
            raise Mismatch("no gradient flows back to x")
        assert_close(seen["of x"], of_x, what="the gradient of x", **TRAINED)


@check("checkpointed")
def test_checkpointed_output(student, rng):
    """The output is that of a plain pass, for lists and ModuleLists of any length."""
    for depth, as_list in ((1, False), (3, True), (4, False)):
        layers, x = deep(rng, depth=depth), normal(5, 6, rng=rng)
        seen = passes(student, rng, layers, x, as_list=as_list)["yours"]
        assert_output(seen, straight(layers, x)[0])


@check(
    "checkpointed", weight=2, hint="In backward, each layer runs once more: is it the same layer, on the same input?"
)
def test_checkpointed_gradients(student, rng):
    """After backward, all parameters have the gradients of a plain pass, and so has x."""
    for depth, as_list in ((3, True), (4, False)):
        layers, x = deep(rng, depth=depth), normal(5, 6, rng=rng).requires_grad_()
        seen = passes(student, rng, layers, x, as_list=as_list)["yours"]
        assert_gradients(seen, *straight(layers, x)[1:])


@check("checkpointed", weight=2, hint="Of the two implementations, which one needs an x that requires a gradient?")
def test_checkpointed_x_without_gradient(student, rng):
    """The parameters get their gradients where x itself requires none."""
    for depth in (1, 3):
        layers, x = deep(rng, depth=depth), normal(4, 6, rng=rng)
        seen = passes(student, rng, layers, x)["yours"]
        assert_gradients(seen, straight(layers, x)[1])


@check("checkpointed", hint="What dropout drops must be dropped again when the layer runs once more.")
def test_checkpointed_dropout(student, rng):
    """With dropout, output and gradients are those of a plain pass from the same random state."""
    for depth in (2, 3):
        layers, x = deep(rng, dropout=0.5, depth=depth), normal(6, 6, rng=rng).requires_grad_()
        seen = passes(student, rng, layers, x)
        plain, yours = seen["plain"], seen["yours"]
        assert_output(yours, plain["y"]["value"])
        assert_gradients(yours, plain["gradients"], plain["of x"])


@check("checkpointed", weight=3, hint="Count what autograd saves, layer by layer, with the function in the last cell.")
def test_checkpointed_saves_less(student, rng):
    """In the forward pass, autograd saves fewer tensors than in a plain pass: of each layer, no more than its input."""
    for depth, n in ((3, 5), (6, 16)):
        layers, x = deep(rng, depth=depth), normal(n, 6, rng=rng).requires_grad_()
        seen = passes(student, rng, layers, x)
        assert_output(seen["yours"], straight(layers, x)[0])
        yours = seen["yours"]
        if not yours["y"]["requires_grad"]:
            raise Mismatch("this could not be judged: the result has no graph, so nothing is saved at all")
        fewer = yours["count"] < seen["plain"]["count"]
        assert fewer, "autograd saves as many tensors as in a plain pass"
        little = yours["bytes"] <= depth * x.numel() * x.itemsize
        assert little, "of some layer, autograd saves more than the layer's input"


@check("checkpointed")
def test_checkpointed_on_the_accelerator(student, rng):
    """It works on the simulated accelerator, under both of its names."""
    for device in ("simgpu", "cuda"):
        layers, x = deep(rng, depth=2), normal(4, 6, rng=rng).requires_grad_()
        seen = passes(student, rng, layers, x, device)["yours"]
        assert_gradients(seen, *straight(layers, x)[1:])


# 11 · compiled


def small(rng):
    return filled(nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 2)), rng)


def compiled_case(student, rng, named=False, around=True):
    model, other = small(rng), small(rng)
    inputs = [normal(4, 3, rng=rng) for _ in range(2)]
    weights = [p.detach().clone() for p in other.parameters()]
    seen = student.probe(
        probes.compiled_outputs, model=model, inputs=inputs, weights=weights, named=named, around=around
    )
    return model, other, inputs, seen


@check("compiled", weight=2)
def test_compiled_outputs_and_gradients(student, rng):
    """The compiled model gives the model's outputs and gradients, with a backend that has a name or is a function."""
    for named in (False, True):
        model, _, inputs, seen = compiled_case(student, rng, named=named)
        for actual, x in zip(seen["first"], inputs, strict=True):
            assert_close(actual, model(x).detach(), what="the output", **TRAINED)
        model(inputs[0]).square().sum().backward()
        for name, parameter in model.named_parameters():
            if seen["gradients"][name] is None:
                raise Mismatch(f"no gradient flows back to {name} of the model")
            assert_close(seen["gradients"][name], parameter.grad, what=f"the gradient of {name}", **TRAINED)


@check("compiled", hint="Train the model: does the compiled one know?")
def test_compiled_uses_the_models_parameters(student, rng):
    """The compiled model uses the model's parameters, whatever values they get later."""
    model, other, inputs, seen = compiled_case(student, rng)
    assert_close(seen["first"][0], model(inputs[0]).detach(), what="the output", **TRAINED)
    for actual, x in zip(seen["second"], inputs, strict=True):
        assert_close(actual, other(x).detach(), what="the output after the model's weights have changed", **TRAINED)


@check("compiled", weight=2, hint="Who turns the graph into a program? Somebody handed you the answer.")
def test_one_graph_for_the_backend(student, rng):
    """The backend that is handed in is called, once for the first input."""
    for around in (False, True):
        *_, seen = compiled_case(student, rng, around=around)
        graphs = seen["graphs"]
        assert graphs, "the backend that was handed in never got a graph"
        assert_equal(graphs, 1, "the number of graphs that the backend gets for the first input")


@check("compiled", weight=2, hint="By default, a break goes unnoticed. Which argument of torch.compile forbids it?")
def test_a_graph_break_raises(student, rng):
    """A model that would break the graph raises when the compiled one is called."""
    *_, seen = compiled_case(student, rng)
    if not seen["graphs"]:
        raise Mismatch("this could not be judged: the backend never got a graph of a model without breaks")
    for kind in ("impatient", "talkative"):
        seen = student.probe(probes.compiled_with_a_break, kind=kind, x=normal(2, 3, rng=rng))
        raised = seen["raised"] is not None
        assert raised, "a model that breaks the graph ran without an exception"


@check("compiled")
def test_the_model_itself_is_not_changed(student, rng):
    """Calling the model itself runs it line by line, as before."""
    for _ in range(2):
        seen = student.probe(probes.model_after_compiling, model=small(rng), x=normal(4, 3, rng=rng))
        if not seen["compiled"] and not seen["direct"]:
            raise Mismatch("this could not be judged: the backend never got a graph")
        direct = seen["direct"]
        assert not direct, "calling the model itself makes a graph now"


# 12 · export_onnx


def export(student, model, example, batches):
    seen = student.probe(probes.exported, model=model, example=example, batches=batches)
    if not seen["there"]:
        raise Mismatch("there is no file at path")
    if seen["problem"] is not None:
        raise Mismatch(f"onnxruntime cannot read the file: {seen['problem']}")
    return seen


def in_eval_mode(model, x):
    with torch.no_grad():
        return copy.deepcopy(model).eval()(x)


def assert_logits(output, model, x):
    if isinstance(output, str):
        raise Mismatch(f"onnxruntime does not run a batch of {len(x)}: {output}")
    assert_close(output, in_eval_mode(model, x), what=f"the output for a batch of {len(x)}", rtol=1e-3, atol=1e-4)


@check("export_onnx", weight=2, hint="In which mode is the model when the exporter walks through it?")
def test_the_file_is_in_eval_mode(student, rng):
    """The file gives the outputs that the model has in eval mode, also where the model is in train mode."""
    d, n = integer(3, 6, rng), integer(3, 5, rng)
    norm = nn.BatchNorm1d(8)
    with torch.no_grad():
        norm.running_mean.copy_(normal(8, rng=rng))
        norm.running_var.copy_(normal(8, rng=rng).square() + 0.5)
    model = nn.Sequential(nn.Linear(d, 8), norm, nn.ReLU(), nn.Dropout(0.5), nn.Linear(8, 3)).train()
    x = normal(n, d, rng=rng)
    seen = export(student, model, normal(n, d, rng=rng), [x])
    assert_logits(seen["outputs"][0], model, x)


@check(
    "export_onnx", weight=2, hint="How many rows has the example, and who told the exporter that others may have more?"
)
def test_batches_of_any_size(student, rng):
    """The file runs batches of any size, of 1 too, and gives the model's outputs."""
    d, n = integer(3, 6, rng), integer(3, 5, rng)
    model = filled(nn.Sequential(nn.Linear(d, 8), nn.ReLU(), nn.Linear(8, 3)), rng).eval()
    batches = [normal(size_, d, rng=rng) for size_ in (n, 7, 1, 12)]
    seen = export(student, model, normal(n, d, rng=rng), batches)
    for output, x in zip(seen["outputs"], batches, strict=True):
        assert_logits(output, model, x)


@check("export_onnx", hint="Who is it that puts the mode back, and to what?")
def test_the_mode_is_restored(student, rng):
    """Afterwards the model is in the mode in which it was, train or eval, and has its weights."""
    for training in (True, False):
        model = filled(nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), rng).train(training)
        seen = export(student, model, normal(2, 3, rng=rng), [])
        before, after = seen["mode"]
        if before != after:
            words = {True: "train", False: "eval"}
            raise Mismatch(f"the model was in {words[before]} mode and is in {words[after]} mode now")
        same = seen["weights unchanged"]
        assert same, "the model's weights have changed"


# Quiz


def assert_answered(student, question, letter):
    answer = student.probe(probes.quiz_answer, question=question)
    if answer is None:
        raise Mismatch(f'there is no answer to "{question}" in a dictionary named answers')
    assert_type(answer, str, f"the answer to {question}")
    right = answer == letter
    assert right, "this is not the right answer"


@check("quiz")
def test_question_1(student):
    """Question 1: what .to moves."""
    assert_answered(student, "q1", "d")


@check("quiz")
def test_question_2(student):
    """Question 2: a huge product in no time."""
    assert_answered(student, "q2", "b")


@check("quiz")
def test_question_3(student):
    """Question 3: who needs a scaler."""
    assert_answered(student, "q3", "c")


@check("quiz")
def test_question_4(student):
    """Question 4: bytes for a parameter."""
    assert_answered(student, "q4", "a")


@check("quiz")
def test_question_5(student):
    """Question 5: accumulation and batches."""
    assert_answered(student, "q5", "b")


# On a GPU. `--device cuda` adds these: the same functions, and nothing is simulated.

ON_DEVICE = "cuda"
PRODUCT = 4096  # rows and columns: milliseconds of work for any GPU


@check("pick_device", device="cuda", hint="Does your function ask PyTorch what is there?")
def test_on_cuda_an_accelerator_is_picked(student):
    """On a machine with a GPU, the device is no CPU, and a tensor can be made there."""
    seen = student.probe(probes.picked_here)
    if seen["landed"] is None:
        raise Mismatch(f"the result is {in_words(seen['type'])}; it must be a torch.device")
    # With simgpu imported, that is the accelerator that torch.accelerator names, GPU or not.
    found = seen["landed"] in ("cuda", "simgpu")
    assert found, "there is a GPU, and your function has chosen the CPU"


@check(
    "to_device", weight=2, device="cuda", hint="A tensor's .to returns the copy; the tensor itself stays where it is."
)
def test_on_cuda_every_tensor_is_moved(student, rng):
    """On a GPU, every tensor of a batch lies on CUDA, whatever container it is in."""
    for kind, as_string in (("single", True), ("dicts", False), ("mixed", True), ("tuples", False), ("named", True)):
        arguments = {"name": ON_DEVICE, "kind": kind, "tensors": four_tensors(rng), "as_string": as_string}
        assert_moved(student.probe(probes.on_device, probe="moved", **arguments), ON_DEVICE)


@check("train_loop", weight=2, device="cuda", hint="Which tensors of a step does the loader leave on the CPU?")
def test_on_cuda_a_step_is_right(student, rng):
    """On a GPU, train_step mixes no devices, takes the right steps and returns a loss that stays there."""
    for case, as_string in zip(step_cases(rng), (True, False), strict=True):
        losses, states = trained(*case)
        model, batches, criterion, optimizer = case
        seen = student.probe(
            probes.on_device, probe="steps_taken", name=ON_DEVICE, model=model, batches=batches, criterion=criterion,
            optimizer=optimizer, as_string=as_string, kind="tuple",
        )  # fmt: skip
        if "raised" in seen[-1]:
            raise Mismatch(f"your function raised {seen[-1]['raised']}")
        for number, (one, state, loss) in enumerate(zip(seen, states, losses, strict=True), 1):
            assert_state(one["state"], state, f"after {number} of {len(states)} steps")
            assert_loss_tensor(one["loss"])
            assert_close(one["loss"]["value"], torch.tensor(loss), what="the loss", **TRAINED)
            assert_equal(one["loss"]["device"], ON_DEVICE, "the device of the loss")


@check("train_loop", weight=2, device="cuda", hint="What does the host need to know in the middle of an epoch?")
def test_on_cuda_the_loop_does_not_wait(student, rng):
    """On a GPU, a step never waits for the device, and an epoch of twice as many steps waits no more often."""
    # Counted by CUDA's sync debug mode, not timed. Only what comes with every step counts.
    for model, criterion, optimizer, batches in (
        (a_classifier(rng), nn.CrossEntropyLoss(), MOMENTUM, class_batches([4, 4, 4, 2], rng)),
        (a_line(rng), nn.MSELoss(), ADAM, number_batches([3, 3, 1], rng)),
    ):
        before = start(model)
        seen = student.probe(
            probes.waits_in_a_loop, name=ON_DEVICE, model=model, batches=batches, criterion=criterion,
            optimizer=optimizer,
        )  # fmt: skip
        assert_trains(before, seen["state"])
        assert_loss_tensor(seen["loss"], "this could not be judged: the loss")
        assert_python_float(seen["mean"], "this could not be judged: the result of train_epoch")
        assert not min(seen["step"]), "the step waits for the device: the host asks for a number (or for a truth value)"
        once, twice = seen["epoch"]
        assert twice <= once, "the more steps an epoch has, the more often the host waits for the device"


# As a share of the way that twenty steps lead, measured over 150 seeds on the CPU: float16 misses by at most 0.0004
# (its spacing is 0.001 of a number, and the errors of many products cancel), bfloat16, for code that is asked for
# float16 in vain, by 0.003; the smallest mistake, gradients that are not cleared, by 0.09. The way a GPU adds up
# products of 64 terms changes the last bits of float16 and nothing here.
FLOAT16_TRAINED = 0.03


def long_case(rng):
    """Twenty steps of a network of three layers, with gradients that are clipped at first."""
    shapes = [(16, 64), (64, 64), (64, 5)]
    layers = [part for n, m in shapes for part in (nn.Linear(n, m), nn.Tanh())][:-1]
    teacher = normal(16, 5, rng=rng)
    inputs = [normal(64, 16, rng=rng) for _ in range(20)]
    batches = [(x, (x @ teacher).argmax(dim=1)) for x in inputs]
    return filled(nn.Sequential(*layers), rng), batches, nn.CrossEntropyLoss(), ("SGD", {"lr": 0.2})


def long_training(case, max_norm):
    """The weights after training in float64, clipped by hand."""
    model, batches, criterion, (_, options) = case
    model = copy.deepcopy(model).double()
    for x, y in map(exact, batches):
        model.zero_grad()
        criterion(model(x), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= options["lr"] * parameter.grad
    return start(model)


def off_the_way(before, after, right):
    """How far the weights are from where training leads, as a share of the way there."""
    missed = sum(float((after[name].double() - value).square().sum()) for name, value in right.items())
    way = sum(float((value - before[name].double()).square().sum()) for name, value in right.items())
    return math.sqrt(missed / way)


@check("amp_train_step", weight=3, device="cuda", hint="Between backward and unscale_, p.grad is not the gradient.")
def test_on_cuda_training_in_float16(student, rng):
    """On a GPU, twenty steps lead where float32 leads, also where autocast calculates in float16, scaled."""
    case = long_case(rng)
    model, batches, criterion, optimizer = case
    before, right = start(model), long_training(case, max_norm=0.5)
    seen = student.probe(
        probes.amp_steps_in_float16, name=ON_DEVICE, model=model, batches=batches, criterion=criterion,
        optimizer=optimizer, max_norm=0.5, scaler={"init_scale": SCALE, "growth_interval": 100}, may_raise=True,
    )  # fmt: skip
    if "raised" in seen[-1]:
        raise Mismatch(f"your function raised {seen[-1]['raised']}")
    close = off_the_way(before, seen[-1]["state"], right) <= FLOAT16_TRAINED
    assert close, "after twenty steps, the weights are not where training in float32 leads"


@check("benchmark", weight=2, device="cuda", hint="Who waits for the queue before the clock is read again?")
def test_on_cuda_the_time_is_not_too_short(student):
    """On a GPU, the time of a matrix product is no shorter than the GPU itself says."""
    # However slow the machine is: each call's time includes what the GPU's own clock measures in it. One tenth is for
    # the grain of that clock; without waiting, a call takes some 20 microseconds and the product some milliseconds.
    seen = student.probe(probes.clocks_compared, name=ON_DEVICE, size=PRODUCT, warmup=2, repeats=5)
    assert_python_float(seen["result"], "the result")
    waited = seen["result"]["number"] >= 0.9 * statistics.median(seen["own"])
    assert waited, "the clock was read while the GPU was still at work"
