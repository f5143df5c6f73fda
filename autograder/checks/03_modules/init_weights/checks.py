"""Hidden checks of init_weights."""

import math

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_tensor, check

from ..common import (
    EXACT,
    assert_hooks_and_gradients_kept,
    assert_kept,
    assert_not_seeded,
    assert_settings_left,
    integer,
    normal,
    seeds,
)
from . import probes


def initialised(student, model):
    seen = student.probe(probes.initialised, model=model)
    for name, value in [*model.named_parameters(), *model.named_buffers()]:
        # What is judged by its mean and deviation must have its size: of a single zero both are within their bounds.
        after = seen["after"].get(name)
        assert_tensor(after, shape=tuple(value.shape), dtype=value.dtype, what=f"{name} afterwards")
    if not any(not torch.equal(seen["before"][name], after) for name, after in seen["after"].items()):
        raise Mismatch("nothing in the model has changed")
    return seen


def other_deviations(weight, fan_in):
    """The usual other deviations for a weight of this shape, by what is to be said of them."""
    fan_out, inputs, outputs = weight[:, 0].numel(), weight.shape[1], weight.shape[0]
    kind = "Conv2d" if weight.ndim == 4 else "Linear"
    of, counted = f"The deviation of the weights of {kind} layers", fan_in + fan_out
    words = {
        f"{of} is √(2 / fan_out): it follows from the outputs. What one output adds up are inputs.": 2 / fan_out,
        f"{of} is √(1 / fan_in): the factor 2 is missing.": 1 / fan_in,
        f"{of} is √(1 / fan_out): fan_out stands in place of fan_in, and the factor 2 is missing.": 1 / fan_out,
        f"{of} is 2 / fan_in, which is the variance. The deviation is its root.": (2 / fan_in) ** 2,
        f"{of} is Xavier's, √(2 / (fan_in + fan_out)). Kaiming's looks at the inputs alone.": 2 / counted,
        f"{of} follows from the mean of fan_in and fan_out. Only the inputs count.": 4 / counted,
        f"{of} is √(2 / n), where n counts all weights. Those of one output count.": 2 / weight.numel(),
        f"{of} is 5/3 · √(1 / fan_in), which makes up for tanh. For ReLU it is √(2 / fan_in).": 25 / 9 / fan_in,
    }
    if weight.ndim == 4:
        words[f"{of} is √(2 / in_channels): the kernel's height and width are forgotten."] = 2 / inputs
        words[f"{of} is √(2 / out_channels). fan_in counts input channels and the kernel's elements."] = 2 / outputs
    return words


def assert_kaiming(weight, fan_in, what):
    """Normal with mean 0 and std sqrt(2/fan_in). Each bound is six standard deviations and more of what it bounds, so a
    right answer fails with probability below 1e-8; fan-out or a missing factor 2 are wrong by 40 % and more."""
    n, std = weight.numel(), math.sqrt(2 / fan_in)
    w = weight.double()
    ratio = float(w.std(correction=0)) / std
    if not abs(ratio - 1) <= 6 / math.sqrt(2 * n):  # NaN is above and below nothing
        text = f"the standard deviation of {what} is not that of Kaiming's normal initialisation"
        spread = float(w.std(correction=0))
        near = [
            words
            for words, variance in other_deviations(weight, fan_in).items()
            if abs(spread / math.sqrt(variance) - 1) <= 6 / math.sqrt(2 * n)
        ]
        said = near[0] if len(near) == 1 and n >= 1000 else None
        raise Mismatch(text, shows=round(ratio, 1), mistake=said)
    centred = abs(float(w.mean())) <= 6 * std / math.sqrt(n)
    assert centred, f"the mean of {what} is not 0"
    if n >= 10_000:
        # Beyond two standard deviations lie 4.55 % of a normal distribution and nothing of a uniform one; beyond three
        # 0.27 %, and of 10,000 values there is none in less than 2e-12 of cases.
        share = float((w.abs() > 2 * std).double().mean())
        if not abs(share - 0.0455) <= 6 * math.sqrt(0.0455 * 0.9545 / n):
            amount = "none" if share == 0 else "few" if share < 0.0455 else "many"
            raise Mismatch(f"the values of {what} are not normally distributed", shows=amount)
        tails = bool((w > 3 * std).any() or (w < -3 * std).any())
        assert tails, f"of the values of {what}, none is as large as some of a normal distribution are"


@check(
    "init_weights", weight=2, hint="Which distribution is it, and what is fan_in? It counts the inputs of one output."
)
def test_linear_weights_are_kaiming_normal(student, rng):
    """The weights of Linear layers get mean 0 and the deviation sqrt(2/fan_in), normally distributed."""
    wide, narrow = integer(250, 300, rng), integer(60, 90, rng)
    model = nn.Sequential(nn.Linear(narrow, wide), nn.ReLU(), nn.Linear(wide, narrow, bias=False))
    seen = initialised(student, model)["after"]
    assert_kaiming(seen["0.weight"], narrow, f"the weight of a Linear layer from {narrow} to {wide}")
    assert_kaiming(seen["2.weight"], wide, f"the weight of a Linear layer from {wide} to {narrow}")
    for few in (1, 2):  # with deviations of 1 and more, beside limits that others never come near
        many = integer(12_000, 13_000, rng) // few
        alone = initialised(student, nn.Linear(few, many))["after"]
        assert_kaiming(alone["weight"], few, f"the weight of a Linear layer from {few} to {many}")
    single = initialised(student, nn.Linear(1, 1))["after"]["weight"]  # which has no deviation of its own
    if not abs(float(single)) <= 6 * math.sqrt(2):
        raise Mismatch("the single weight of a Linear layer from 1 to 1 is no number of that size")


@check("init_weights", weight=2, hint="How many numbers does one output of a convolution add up?")
def test_convolution_weights_are_kaiming_normal(student, rng):
    """The weights of Conv2d layers too, where fan_in counts the input channels and the kernel's elements."""
    few, many = integer(6, 9, rng), integer(50, 60, rng)
    model = nn.Sequential(nn.Conv2d(few, many, (3, 5)), nn.Conv2d(many, few, 3), nn.Conv2d(few, many, 7, bias=False))
    seen = initialised(student, model)["after"]
    for name, fan_in in (("0", 15 * few), ("1", 9 * many), ("2", 49 * few)):
        weight = seen[f"{name}.weight"]
        assert_kaiming(weight, fan_in, f"the weight of shape {tuple(weight.shape)} of a Conv2d layer")


@check("init_weights", alone=False)
def test_biases_are_zero(student, rng):
    """The biases of Linear and Conv2d layers become 0."""
    a, b = integer(5, 9, rng), integer(10, 15, rng)
    models = [nn.Sequential(nn.Conv2d(a, b, 3), nn.Flatten(), nn.Linear(b, a)), nn.Linear(a, b)]
    for model in models:
        seen = initialised(student, model)["after"]
        for name, value in seen.items():
            if name.endswith("bias"):
                assert_close(value, torch.zeros(value.shape), **EXACT, what=f"the bias {name}")


@check("init_weights", hint="children() stops at the first level. What does modules() give?", alone=False)
def test_layers_at_any_depth(student, rng):
    """Layers are found at any depth, the model itself included, and each gets numbers of its own."""
    d = integer(50, 60, rng)
    inner = nn.ModuleDict({"a": nn.Linear(d, d), "b": nn.ModuleList([nn.Linear(d, d), nn.Tanh()])})
    nested = initialised(student, nn.Sequential(nn.Sequential(nn.Sequential(inner), nn.Linear(d, d)), nn.Linear(d, d)))
    weights = [value for name, value in nested["after"].items() if name.endswith("weight")]
    for weight in weights:
        assert_kaiming(weight, d, "the weight of a Linear layer deep in the model")
    if any(torch.equal(one, other) for i, one in enumerate(weights) for other in weights[:i]):
        text = "layers of one shape got the same numbers"
        raise Mismatch(
            text, mistake="Several layers get the very same numbers, so they are not drawn for each of them."
        )
    width = 2 * (d // 2)
    attention = initialised(student, nn.Sequential(nn.MultiheadAttention(width, 2), nn.Linear(width, d)))["after"]
    # PyTorch's own class for it is derived from nn.Linear.
    assert_kaiming(attention["0.out_proj.weight"], width, "the weight of the Linear layer in a MultiheadAttention")
    alone = initialised(student, nn.Conv2d(d, d, 1))["after"]  # a Linear layer alone is in another check
    assert_kaiming(alone["weight"], d, "the weight of a model that is a Conv2d layer")
    derived = student.probe(probes.initialised_of_subclasses, width=d)
    for name in ("0.weight", "1.weight"):
        assert_kaiming(derived[name], d, "the weight of a layer whose class is derived from Linear or Conv2d")
    for name in ("0.bias", "1.bias"):
        assert_close(derived[name], torch.zeros(d), **EXACT, what="the bias of a layer of a derived class")


@check(
    "init_weights",
    hint="Ask what kind of layer a parameter belongs to, not how many dimensions or which name it has.",
    alone=False,
)
def test_other_layers_untouched(student, rng):
    """The parameters and buffers of all other layers stay as they were."""
    d = integer(4, 9, rng)
    norms = [nn.BatchNorm1d(d), nn.LayerNorm(d), nn.BatchNorm2d(d), nn.GroupNorm(1, d)]
    others = [nn.Embedding(30, d), nn.PReLU(d), nn.Conv1d(d, d, 3), nn.ConvTranspose2d(d, 2, 3), nn.Bilinear(d, 2, d)]
    model = nn.Sequential(nn.Linear(d, d), nn.Sequential(*norms, *others[:2]), *others[2:])
    with torch.no_grad():
        for norm in norms:
            for tensor in [*norm.parameters(), *norm.buffers()]:
                tensor.copy_(normal(*tensor.shape, rng=rng).abs() + 2)
    # The GRU by itself, last: its attribute called bias is a bool, which stops who takes it for a tensor.
    for given in (model, nn.Sequential(nn.Linear(d, d), nn.LSTM(d, d), nn.GRU(d, d))):
        seen = initialised(student, given)
        for name, before in seen["before"].items():
            if not name.startswith("0."):
                kind = type(given.get_submodule(name.rpartition(".")[0])).__name__
                what = f"{name.rpartition('.')[2]} of a {kind}, which is to stay as it was,"
                mistake = "Layers that are neither nn.Linear nor nn.Conv2d are changed, too."
                assert_close(seen["after"][name], before, **EXACT, what=what, mistake=mistake)


@check("init_weights", alone=False)
def test_model_is_changed_in_place(student, rng):
    """The parameters stay the same objects, frozen ones stay frozen, modes stay, and the result is None."""
    model = nn.Sequential(nn.Linear(5, 6), nn.Sequential(nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3)), nn.Linear(4, 3))
    frozen = model[0].weight, model[0].bias, model[1][0].bias
    for parameter in frozen:
        parameter.requires_grad_(False)
    model[1].eval()
    seen = initialised(student, model)
    changed = [name for name, before in seen["before"].items() if not torch.equal(seen["after"][name], before)]
    assert "2.weight" in changed, "this could not be judged: the weight of a Linear layer has not changed"
    for name in ("0.weight", "0.bias", "1.0.bias"):
        if name not in changed and ("weight" in name or "2.bias" in changed):
            text = "a frozen parameter was left as it was; it is to be initialised, and to stay frozen"
            raise Mismatch(text, mistake="Frozen parameters are passed over. They are to be initialised, too.")
    if not seen["same objects"]:
        text = "the parameters are other objects now: an optimizer would hold the old ones"
        raise Mismatch(text, mistake="Your function puts new parameters in the place of the old ones.")
    assert_kept(seen["flags"], "requires_grad")
    assert_kept(seen["modes"], "the mode")
    assert_hooks_and_gradients_kept(seen["hooks and gradients"])
    initialised(student, nn.Sequential(nn.Linear(4, 3), nn.Conv2d(2, 3, 3)).double())  # which stays one of float64
    nothing = seen["returned"] == "NoneType"
    assert nothing, "init_weights must return None: it changes the model"


@check("init_weights", hint="Whose random numbers do your weights come from, and whose do they change?", alone=False)
def test_drawn_from_the_global_generator(student, rng):
    """The weights come from PyTorch's global generator, and nothing seeds it."""
    model = nn.Sequential(nn.Linear(6, 7), nn.Conv2d(2, 3, 3))
    one, other = seeds(rng)
    seen = student.probe(probes.draws_after_initialising, model=model, seeds=[one, other, one])
    first, second, again = seen["states"]
    for name in ("0.weight", "1.weight"):
        drawn = not torch.equal(first[name], model.state_dict()[name])
        assert drawn, "this could not be judged: the weight of a layer has not changed"
        if torch.equal(first[name], second[name]):
            text = "the weights are the same whatever the seed was before"
            raise Mismatch(
                text, mistake="The weights do not depend on the seed that was set before: a fixed one is used."
            )
        if not torch.equal(first[name], again[name]):
            text = "the weights are not drawn from PyTorch's global generator"
            raise Mismatch(text, mistake="The weights are drawn from another generator than PyTorch's global one.")
    once, twice = student.probe(probes.initialised_twice, model=model)
    if any(torch.equal(once[name], twice[name]) for name in ("0.weight", "1.weight")):
        text = "a second call leaves the weights of the first"
        mistake = (
            "After a second call a layer has the weights of the first: it is not drawn anew, or to the same numbers."
        )
        raise Mismatch(text, mistake=mistake)
    assert_not_seeded(seen["draws"][:2])
    assert_settings_left(seen["changed"])
