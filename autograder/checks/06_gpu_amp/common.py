"""What the checks of several exercises of 06_gpu_amp share.

Where a device matters, a probe runs the student's function on the CPU and on the simulated accelerator, under the name
"simgpu" and under the name "cuda": code that asks for CUDA and code that asks for any accelerator is judged alike. What
must come out is computed here, on the CPU.
"""

import copy
from contextlib import contextmanager

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, decisive, mistakes

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


def token_case(sizes, rng):
    """A model of tokens in two rows that gives one number each, batches, and a criterion.

    It takes no x that was flattened or made floats. Where all outputs meet all targets, of shape (N, 1), the loss is
    far from the right one.
    """
    layers = [nn.Embedding(9, 4), nn.Flatten(2), nn.Linear(12, 2), nn.Tanh(), nn.Flatten(), nn.Linear(4, 1)]
    model, batches = filled(nn.Sequential(*layers), rng), []
    with torch.no_grad():
        model[-1].weight *= 16
        for n in sizes:
            x = torch.randint(0, 9, (n, 2, 3), generator=rng)
            output = model(x)
            batches.append((x, 3 * output - 2 * output.mean() + 2))
    return model, batches, nn.MSELoss()


def sharing_line(rng):
    """A model of three layers, two of which have one weight: it comes up once among the parameters, not in each."""
    model = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 3), nn.Linear(3, 2))
    model[2].weight = model[0].weight
    return filled(model, rng)


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
        assert_close(actual[name], value.to(like), what=f"{name} {what}", **(tolerance or TRAINED))


def start(model):
    return {name: p.detach().clone() for name, p in model.named_parameters()}


def of_kind(kinds, kind, what):
    """What a value of this type has gone through, where that is known, in a check that is about the value."""
    return kinds[kind](what) if kind in kinds and ":" not in what else None


def assert_loss_tensor(seen, what="the loss"):
    if "shape" not in seen:
        kinds = {"NoneType": mistakes.nothing, "float": mistakes.number_for_tensor}
        text = f"{what} is {in_words(seen['type'])}; it must be a tensor"
        raise Mismatch(text, about_form=True, mistake=of_kind(kinds, seen["type"], what))
    if seen["shape"] != ():
        text = f"{what} has shape {seen['shape']}; it must have shape ()"
        raise Mismatch(text, about_form=True, mistake=mistakes.other_shape(what, seen["shape"], ()))


def assert_criterions_loss(seen):
    """A loss that is about right is one that the criterion gave, to its last digits: bfloat16 is no excuse for these.

    The factor of a scaler is a power of two, and may come and go.
    """
    value = seen["loss"].get("value")
    given = [one.to(value) for one in seen["criterion gave"] if value is not None]
    near = [one for one in given if torch.allclose(value, one, **ROUGH)]
    if near and not any(torch.allclose(value, one, rtol=1e-5, atol=1e-6) for one in near):
        text = "the loss that your function returns is not to the last digits what the criterion gave"
        raise Mismatch(text, mistake="The loss loses digits on its way: it is rounded, or passes through 16 bits.")


@contextmanager
def asking(question, mistake=None):
    """What to ask where a value inside is wrong; not where something else kept the check from looking at it."""
    __tracebackhide__ = True
    try:
        with decisive():
            yield
    except Mismatch as problem:
        if problem.about_form:
            raise
        text = str(problem)
        text = f"{text}{'' if text.endswith(('.', '?')) else '.'} {question}"
        raise Mismatch(text, mistake=mistake or problem.mistake) from None


def rounded(number, right):
    """What a number near the right one that ends three digits behind the point has gone through; None for others.

    A number of 16 bits may end there, too, as all multiples of 1/8 do.
    """
    short = any(torch.tensor(number).to(dtype).item() == number for dtype in (torch.bfloat16, torch.float16))
    near = number == round(number, 3) and abs(number - right) < 0.01 * abs(right)
    return "The result is rounded to a few digits. Nobody asks for that here." if near and not short else None


def in_words(kind):
    return {"NoneType": "None", "Tensor": "a tensor"}.get(kind, f"of type {kind}")


def assert_python_float(seen, what):
    if seen["type"] != "float":
        kinds = {"NoneType": mistakes.nothing, "Tensor": mistakes.tensor_for_number}
        text = f"{what} is {in_words(seen['type'])}; it must be a Python float"
        raise Mismatch(text, about_form=True, mistake=of_kind(kinds, seen["type"], what))


SGD, MOMENTUM, ADAM = ("SGD", {"lr": 0.2}), ("SGD", {"lr": 0.1, "momentum": 0.9}), ("Adam", {"lr": 0.02})


def assert_trains(before, after):
    if any(torch.equal(after[name], value) for name, value in before.items()):
        raise Mismatch("this could not be judged: no step was taken")


def assert_settings_left(seen):
    """Rule 3 of the notebook, for what all code shares and for what belongs to models that are handed in."""
    if seen["settings"]:
        changed = " and ".join(seen["settings"])
        mistake = f"Your function changes {changed} and leaves it so, for all code that runs later."
        raise Mismatch(f"your function changed {changed}, and leaves it so for whoever comes next", mistake=mistake)


MODE_LEFT = "Your function switches the model, or a part of it, to another mode and leaves it so."


def assert_mode_stays(seen, came="train"):
    if seen["mode"] != came:
        text = f"the model came in {came} mode; when your function returns, it is not, or not all of it"
        raise Mismatch(text, mistake=MODE_LEFT)


def assert_inputs_left(seen):
    for name, same in seen["inputs kept"].items():
        if not same:
            text = f"the numbers in {name} are others when your function returns; {name} is its caller's"
            raise Mismatch(text, mistake=f"Your function writes into {name}, which is its caller's.")


OTHER_TARGETS = "The criterion gets another tensor than y: y is converted or copied."

KINDS = ("classes", "numbers")

# A bfloat16 number has 8 significant bits: results of two layers are right to some percent.
ROUGH = {"rtol": 4e-2, "atol": 2e-2}


def assert_bfloat16(outputs, device):
    if not outputs:
        raise Mismatch("the model was not called")
    if outputs != [BFLOAT16]:
        called = f"was called {len(outputs)} times" if len(outputs) > 1 else f"calculates in {outputs[0][6:]}"
        which = " Without dtype=, which 16 bits does autocast choose?" if outputs == ["torch.float16"] else ""
        text = f"on {device!r}, the model {called}; it must be called once, and calculate in bfloat16.{which}"
        raise Mismatch(text, mistake="Your function calls the model more than once." if len(outputs) > 1 else None)


def logits_not_float32(dtypes):
    """What a criterion got that was called with logits of these dtypes, one of them another than float32."""
    dtype = next(one for one in dtypes if one != FLOAT32)[6:]
    mistake = f"The logits go to the criterion in {dtype}: they are not cast to float32 before it gets them."
    return Mismatch(f"the criterion gets logits in {dtype}; it must get them in float32", mistake=mistake)


def exact_loss(case):
    x, y = exact((case["x"], case["y"]))
    with torch.no_grad():
        return case["criterion"](copy.deepcopy(case["model"]).double()(x), y).float()


# On a GPU. `--device cuda` adds these: the same functions, and nothing is simulated.

ON_DEVICE = "cuda"
