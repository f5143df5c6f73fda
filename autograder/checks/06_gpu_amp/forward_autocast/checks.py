"""Hidden checks of forward_autocast."""

import copy
import math

import torch
from torch import nn

from autograder.expect import Mismatch, assert_close, check, mistakes

from ..common import (
    FLOAT32,
    KINDS,
    MODE_LEFT,
    OTHER_TARGETS,
    ROUGH,
    a_classifier,
    a_line,
    assert_bfloat16,
    assert_criterions_loss,
    assert_inputs_left,
    assert_loss_tensor,
    assert_settings_left,
    class_batches,
    exact,
    exact_loss,
    logits_not_float32,
    number_batches,
    token_case,
)
from . import probes

OWN_BACKWARD = "Your function calls backward itself."


def forward_case(rng, kind="classes"):
    if kind == "classes":
        (x, y), *_ = class_batches([16], rng)
        return {"model": a_classifier(rng), "x": x, "y": y, "criterion": nn.CrossEntropyLoss()}
    if kind == "tokens":
        model, ((x, y),), criterion = token_case([12], rng)
        return {"model": model, "x": x, "y": y, "criterion": criterion}
    (x, y), *_ = number_batches([12], rng)
    if kind == "counts":  # whole numbers: what somebody makes of y changes nothing here, and costs where y is judged
        y = (4 * y).round()
    return {"model": a_line(rng), "x": x, "y": y, "criterion": nn.MSELoss()}


def other_targets(case, kind, rng):
    """The same model, with a criterion that takes small targets as they are."""
    if kind == "classes":
        return case | {"y": case["y"].to(torch.uint8)}
    counts = torch.randint(0, 9, case["y"].shape, generator=rng)
    return case | {"y": counts.bfloat16(), "criterion": nn.PoissonNLLLoss()}


def assert_forward(student, device, rng):
    for training in (True, False):  # nobody says in which mode the model comes
        case = forward_case(rng, "counts")
        case["model"].train(training)
        seen = student.probe(probes.autocast_forward, name=device, **case)
        assert_loss_tensor(seen["loss"])
        assert_close(seen["loss"]["value"], exact_loss(case), check_dtype=False, what="the loss", **ROUGH)
        assert_bfloat16(seen["outputs"], device)
        if not seen["under autocast"]:
            text = f"on {device!r}, autocast is off when the model is called"
            raise Mismatch(text, mistake=f"Autocast is not on for the device {device!r} when the model is called.")
        if len(seen["inputs"]) != 1:  # those of the caller's backward pass, too
            text = f"on {device!r}, the model is called again in the backward pass; it must be called once"
            raise Mismatch(text, mistake="The model is called once more in the backward pass.")


@check("forward_autocast", weight=2)
def test_forward_in_bfloat16(student, rng):
    """On the CPU, the model is called once, also where the loss is infinite, in bfloat16, and the loss is right."""
    assert_forward(student, "cpu", rng)
    # Logits that are float32 already, as those of a model are that ends in a sum or a norm.
    seen = student.probe(probes.autocast_forward, name="cpu", widened=True, **forward_case(rng, "counts"))
    assert_loss_tensor(seen["loss"])
    assert_bfloat16(seen["outputs"], "cpu")
    seen = student.probe(probes.autocast_forward, name="cpu", **forward_case(rng, "tokens"))  # x need not be floats
    assert_loss_tensor(seen["loss"])
    assert_bfloat16(seen["outputs"], "cpu")
    case = forward_case(rng, "counts")
    case["y"][0, 1] = math.inf
    seen = student.probe(probes.autocast_forward, name="cpu", **case)
    assert_loss_tensor(seen["loss"])
    assert_bfloat16(seen["outputs"], "cpu")


@check("forward_autocast", weight=1.5)
def test_forward_in_bfloat16_on_the_accelerator(student, rng):
    """On the simulated accelerator, too: the device_type is the one that is handed in."""
    assert_forward(student, "simgpu", rng)


@check("forward_autocast")
def test_forward_in_bfloat16_on_cuda(student, rng):
    """Where the accelerator is called "cuda", too."""
    assert_forward(student, "cuda", rng)


@check("forward_autocast", weight=4.5)  # what the exercise is about: products in 16 bits, and sums in 32
def test_loss_in_float32(student, rng):
    """The criterion gets float32 logits and y as it is; the loss is a float32 0-dim tensor."""
    for device in ("cpu", "simgpu"):
        for kind in (*KINDS, "tokens"):  # x need not be float32 itself
            case = forward_case(rng, kind)
            if kind == "numbers":
                case["y"] = 30 * case["y"]  # a loss far above 100
            if device == "cpu" and kind in KINDS:  # targets of other dtypes, with which these criteria can do
                case = other_targets(case, kind, rng)
            seen = student.probe(probes.autocast_forward, name=device, **case)
            if not seen["logits"]:
                raise Mismatch("the criterion was not called")
            if set(seen["logits"]) != {FLOAT32}:
                raise logits_not_float32(seen["logits"])
            if not seen["y as it is"]:
                raise Mismatch("the criterion must get y as it is", mistake=OTHER_TARGETS)
            assert_loss_tensor(seen["loss"])
            assert_close(seen["loss"]["value"], exact_loss(case), what="the loss", **ROUGH)
            assert_criterions_loss(seen)


@check("forward_autocast", weight=2)
def test_parameters_and_gradients_stay_float32(student, rng):
    """The loss has a graph; the caller's backward gives float32 gradients, and the parameters are float32 still."""
    for device in ("cpu", "cuda"):
        for followed in (False, True):
            case = forward_case(rng, "counts")
            seen = student.probe(probes.autocast_forward, name=device, followed=followed, **case)
            if seen["parameters"] != [FLOAT32]:
                text = "the parameters are no longer float32: autocast makes copies, .half() and .bfloat16() do not"
                mistake = "Your function converts the model's own parameters. Autocast itself converts copies alone."
                raise Mismatch(text, mistake=mistake)
            if seen["parameters in the pass"] not in ([], [FLOAT32]):
                text = (
                    "while the model is called, its parameters are not float32: it is to run with its own, as they are"
                )
                mistake = "The model runs with converted copies in place of its parameters, float32 operations too."
                raise Mismatch(text, mistake=mistake)
            if seen["own backward"]:
                text = "your function has called backward, which the caller will do"
                raise Mismatch(text, mistake=OWN_BACKWARD)
            if not seen["loss"].get("requires_grad"):
                mistake = mistakes.no_gradient("the parameters") if "shape" in seen["loss"] else None
                raise Mismatch("the loss has no graph: no gradient can flow back from it", mistake=mistake)
            model = copy.deepcopy(case["model"]).double()
            x, y = exact((case["x"], case["y"]))
            case["criterion"](model(x), y).backward()
            for name, parameter in model.named_parameters():
                if name not in seen["gradients"]:
                    raise Mismatch(f"no gradient flows back to {name}", mistake=mistakes.no_gradient(name))
                right = parameter.grad.float()
                # Of sums that cancel, bfloat16 leaves less than of others: measured by the gradient's own size.
                bound = {"rtol": 0, "atol": 0.06 * float(right.abs().max())}
                assert_close(seen["gradients"][name], right, what=f"the gradient of {name}", **bound)
            if followed and not seen.get("x reached"):
                raise Mismatch(
                    "x required grad, and no gradient flows back to it",
                    mistake="The model gets a copy of x that is cut off from it. x may have a history, and a gradient.",
                )


@check("forward_autocast", weight=2, alone=False)
def test_autocast_is_off_afterwards(student, rng):
    """When the function returns, autocast is off, and all but the loss is as it was; the model was called with x."""
    for device, training in (("cpu", True), ("simgpu", False), ("cuda", True)):
        case = forward_case(rng, "counts")
        case["model"].train(training)
        seen = student.probe(probes.autocast_forward, name=device, before=device == "simgpu", **case)
        if not seen["outputs"] or not seen["logits"] or "shape" not in seen["loss"]:
            raise Mismatch("this could not be judged: there is no loss of the model's output")
        if seen["autocast is on"]:
            text = "autocast is still on when your function returns: a with block ends what it began"
            raise Mismatch(text, mistake="Your function switches autocast on and leaves it on.")
        if seen["own backward"]:
            text = "your function has called backward, which belongs outside of autocast and to the caller"
            raise Mismatch(text, mistake=OWN_BACKWARD)
        if not seen.get("gradients kept", True):
            text = "the gradients that lay in the model are gone: the caller may be adding up those of several losses"
            raise Mismatch(text, mistake="Your function clears the gradients that lie in the model.")
        if set(seen["inputs"]) != {FLOAT32}:
            text = f"the model gets x in {seen['inputs'][0][6:]}: it is to get x as it is"
            raise Mismatch(text, mistake="x is converted before the model gets it. Autocast does that itself.")
        before, after = seen["mode"]
        if before != after:
            text = f"the model was in {before} mode and is not when your function returns"
            raise Mismatch(text, mistake=MODE_LEFT)
        assert_settings_left(seen)
        assert_inputs_left(seen)
    if student.probe(probes.on_after_an_error, **forward_case(rng, "counts")):
        raise Mismatch(
            "the model or the criterion raised, and autocast is still on",
            mistake="Where the model or the criterion raises, autocast stays on for all that comes after. A with block "
            "ends what it began however it is left.",
        )
