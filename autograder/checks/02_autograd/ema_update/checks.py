"""Hidden checks of ema_update."""

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_unchanged, check

from ..common import a_float, assert_no_hooks_left, assert_none_changed, integer
from . import probes

EXACT = {"rtol": 0, "atol": 0}


def shadow_and_model(rng, dtype=torch.float32, flags=True, shared=False):
    """Two networks of one architecture, with float and integer buffers, and different numbers everywhere."""
    pair = []
    for _ in range(2):
        network = nn.Sequential(
            nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(12, 4), nn.BatchNorm1d(4)
        )
        # One part within another, a parameter without dimensions, and perhaps a weight that two layers share.
        network.add_module("deep", nn.Sequential(nn.Sequential(nn.Linear(4, 3, bias=False))))
        network.add_module("tied", nn.Linear(12, 4, bias=False))
        if shared:
            network.tied.weight = network[4].weight
        network.register_parameter("scale", nn.Parameter(torch.ones(())))
        network.register_buffer("steps", torch.tensor([integer(2, 90, rng), integer(100, 900, rng)]))
        network.register_buffer("kept", torch.zeros(3, dtype=torch.bool))
        network.register_buffer("scratch", torch.zeros(2, 3), persistent=False)  # in no state_dict
        network.to(dtype)
        with torch.no_grad():
            for tensor in [*network.parameters(), *network.buffers()]:
                if tensor.dtype == torch.bool:
                    tensor.copy_(torch.tensor([len(pair) == 0, len(pair) == 1, True]))
                elif tensor.is_floating_point():
                    tensor.copy_(1 + 3 * torch.rand(tensor.shape, generator=rng, dtype=torch.float64))
                else:
                    tensor.copy_(torch.randint(10, 1000, tensor.shape, generator=rng))
            network.tied.weight.mul_(-1000)  # of either sign, and far apart
        pair.append(network)
    pair[0].requires_grad_(flags)
    return pair


def averaged(student, shadow, model, *decays):
    return student.probe(probes.averaged, shadow=shadow, model=model, decays=list(decays))


def expected_average(shadow, model, *decays):
    """The shadow's parameters after all updates, calculated in float64."""
    expected = {name: p.detach().double() for name, p in shadow.named_parameters()}
    for decay in decays:
        for name, p in model.named_parameters():
            expected[name] = decay * expected[name] + (1 - decay) * p.detach().double()
    dtypes = {name: p.dtype for name, p in shadow.named_parameters()}
    return {name: value.to(dtypes[name]) for name, value in expected.items()}


def assert_moved(seen, shadow):
    """The parameters did change: otherwise it means nothing that nothing was left behind."""
    before = {name: p.detach() for name, p in shadow.named_parameters()}
    named = seen["shadow"].keys() == before.keys()
    moved = named and any(not torch.equal(seen["shadow"][name], old) for name, old in before.items())
    assert moved, "this could not be judged: the parameters of the shadow did not change"


def assert_average(seen, shadow, model, *decays, what="a parameter of the shadow"):
    for name, expected in expected_average(shadow, model, *decays).items():
        assert_close(seen["shadow"].get(name), expected, what=what)


@check("ema_update", weight=2)
def test_parameters_are_averaged(student, rng):
    """Every parameter of the shadow becomes decay · shadow + (1 − decay) · model, for any decay from 0 to 1."""
    for dtype in (torch.float32, torch.float64):
        for decay in (0.9, 0.9999, 0.05, a_float(0.55, 0.8, rng), 0.0, 1.0):
            shadow, model = shadow_and_model(rng, dtype)
            assert_average(averaged(student, shadow, model, decay), shadow, model, decay)


@check("ema_update")
def test_frozen_parameters_are_averaged_too(student, rng):
    """Parameters that do not require grad, in the model or in the shadow, are averaged like the others."""
    for part in (0, 4):
        shadow, model = shadow_and_model(rng)
        model[part].requires_grad_(False)
        assert_average(averaged(student, shadow, model, 0.75), shadow, model, 0.75)
    shadow, model = shadow_and_model(rng, flags=False)
    what = "a parameter of a shadow that does not require grad"
    assert_average(averaged(student, shadow, model, 0.75), shadow, model, 0.75, what=what)


@check("ema_update", weight=0.5)
def test_parameters_of_several_kinds(student, rng):
    """The parameters of one module may differ in dtype, and lie in memory in another order than their shape tells."""
    shadow, model = shadow_and_model(rng)
    for network in (shadow, model):
        network.scale = nn.Parameter(network.scale.detach().double())
    what = "a parameter of a shadow with parameters of two dtypes"
    assert_average(averaged(student, shadow, model, 0.75), shadow, model, 0.75, what=what)
    shadow, model = shadow_and_model(rng)
    for network in (shadow, model):
        network[4].weight = nn.Parameter(network[4].weight.detach().t().contiguous().t())
        network[0].weight = nn.Parameter(network[0].weight.detach().contiguous(memory_format=torch.channels_last))
    what = "a parameter of a shadow with parameters that are not contiguous"
    assert_average(averaged(student, shadow, model, 0.75), shadow, model, 0.75, what=what)


@check("ema_update", weight=0.5)
def test_shared_parameters_are_averaged_once(student, rng):
    """A parameter that two layers share is one parameter, and is averaged once."""
    shadow, model = shadow_and_model(rng, shared=True)
    seen = averaged(student, shadow, model, 0.75)
    assert_average(seen, shadow, model, 0.75, what="a parameter of a shadow in which two layers share one")


@check("ema_update")
def test_buffers_are_copied(student, rng):
    """Every buffer of the shadow, integers included, has the model's values and dtype."""
    for dtype in (torch.float32, torch.float64):
        shadow, model = shadow_and_model(rng, dtype)
        seen = averaged(student, shadow, model, a_float(0.3, 0.7, rng))
        for name, buffer in model.named_buffers():
            assert_close(seen["shadow buffers"].get(name), buffer, **EXACT, what="a buffer of the shadow")


@check("ema_update", weight=0.5, alone=False)
def test_buffers_are_copied_whatever_the_decay(student, rng):
    """The buffers are copied also where the decay is 0 or 1."""
    for decay in (0.0, 1.0):
        shadow, model = shadow_and_model(rng)
        seen = averaged(student, shadow, model, decay)
        what = "a buffer of the shadow, after an update with a decay of 0 or 1,"
        for name, buffer in model.named_buffers():
            assert_close(seen["shadow buffers"].get(name), buffer, **EXACT, what=what)


@check("ema_update", alone=False)
def test_buffers_are_its_own(student, rng):
    """Afterwards, a change in the model's buffers is none in the shadow's."""
    shadow, model = shadow_and_model(rng)
    seen = averaged(student, shadow, model, 0.5)
    copied = 0
    for name, buffer in model.named_buffers():
        now = seen["shadow buffers after a write into the model's"].get(name)
        assert_tensor(now, shape=buffer.shape, what="a buffer of the shadow")
        if not torch.equal(now, seen["shadow buffers"][name]):
            raise Mismatch(
                "a write into a buffer of the model changed the shadow's buffer: they share memory",
                mistake="A buffer of the shadow is the model's own tensor, or a view of it: an assignment gives a "
                "tensor another name, and copies nothing.",
            )
        copied += torch.equal(now.double(), buffer.double())
    if seen["made in inference mode"]:
        raise Mismatch(
            "a tensor of the shadow was made in inference mode, so no batch norm can change it afterwards",
            mistake="The shadow gets tensors that inference mode made, which nobody may change outside of it.",
        )
    # Buffers that were not copied cost another check.
    assert copied, "this could not be judged: no buffer of the shadow was copied"


@check("ema_update", alone=False)
def test_parameters_stay_parameters(student, rng):
    """The shadow's parameters are the same objects as before, and leaves that require grad as they did before."""
    for flags, part in ((True, None), (False, None), (True, 0)):
        shadow, model = shadow_and_model(rng, flags=flags)
        if part is not None:  # some frozen and some not, and others of the model
            shadow[part].requires_grad_(False)
            model[4].requires_grad_(False)
        before = [p.requires_grad for p in shadow.parameters()]
        seen = averaged(student, shadow, model, 0.5, 0.5)
        if not flags:
            # Whether frozen ones move is judged with the average.
            assert_tensor(seen["shadow"].get("scale"), shape=(), what="a parameter of the shadow")
        if not seen["same objects"]:
            raise Mismatch(
                "parameters of the shadow were replaced by new ones",
                mistake="Your function puts other parameters in the place of the shadow's. In place, the tensors stay, "
                "and their numbers change.",
            )
        if seen["flags"] != before:
            thawed = any(now and not then for now, then in zip(seen["flags"], before, strict=False))
            now = "that were frozen require grad now" if thawed else "do not require grad any more"
            raise Mismatch(
                f"parameters of the shadow {now}",
                mistake="Your function switches `requires_grad` in parameters of the shadow, and does not switch it "
                "back.",
            )
        if not seen["leaves"]:
            raise Mismatch(
                "parameters of the shadow are results of a calculation now, and no leaves",
                mistake="The update is recorded: what changes parameters belongs inside `torch.no_grad()`.",
            )
        if flags:
            assert_moved(seen, shadow)


@check("ema_update", alone=False)
def test_many_updates_leave_nothing_behind(student, rng):
    """However often it runs, the update leaves no graph and keeps no tensor alive."""
    for flags in (True, False):
        shadow, model = shadow_and_model(rng, flags=flags)
        decays = [0.9, 0.8, 0.95] * 10
        seen = averaged(student, shadow, model, *decays)
        clean = seen["leaves"] and seen["held by autograd"] == 0
        assert clean, "after many updates, autograd still holds tensors of earlier ones: the graph grows"
        if seen["more tensors"] >= len(decays) - 2:  # at least one for each update
            raise Mismatch(
                "with every update there are more tensors: something is kept of each",
                mistake="Something is kept of every update, in a list or an attribute that grows. Nothing of an update "
                "is needed once it is done.",
            )
        if flags:
            assert_moved(seen, shadow)
            assert_average(seen, shadow, model, *decays, what="a parameter of the shadow, after 30 updates,")


@check("ema_update", weight=0.5, alone=False)
def test_model_unchanged(student, rng):
    """The function returns None; the model, every .grad, train or eval mode, and the global state stay as they were."""
    shadow, model = shadow_and_model(rng)
    model[0].requires_grad_(False)
    shadow[0].eval()  # one part, and not the others
    model[1].eval()
    seen = averaged(student, shadow, model, 0.6)
    assert_moved(seen, shadow)
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        what = "a buffer of the model" if name in dict(model.named_buffers()) else "a parameter of the model"
        assert_unchanged(seen["model"].get(name), tensor.detach(), what)
    if seen["model flags"] != [p.requires_grad for p in model.parameters()]:
        raise Mismatch(
            "parameters of the model do not require grad as they did before",
            mistake="Your function switches `requires_grad` in parameters of the model, which is to stay as it is.",
        )
    if not seen["grads kept"]:
        raise Mismatch(
            "parameters of the model or of the shadow have another .grad than before",
            mistake="Your function clears or changes a `.grad`, or puts a parameter without it in place of one. No "
            "gradient takes part in an average of weights.",
        )
    if not seen["modes kept"]:
        raise Mismatch(
            "the model or the shadow is in another mode (train or eval) than before",
            mistake="Your function switches a module to `train()` or `eval()`, and not back.",
        )
    assert_no_hooks_left(seen)
    assert_equal(seen["returned"][0], None)
    assert_none_changed(seen["globals"])
