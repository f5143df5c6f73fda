"""Hidden checks of frozen_head."""

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_unchanged, check, decisive

from ..common import assert_surroundings, integer
from . import probes

FROZEN = [[], ["features.0.bias", "scale.weight"], ["features.0.weight", "features.0.bias"]]
LAYERS = ("features.0", "features.1", "scale")  # whose weights any model has that is made of the given one
ALL = [f"{name}.{part}" for name in (*LAYERS, "head") for part in ("weight", "bias")]


def prepared(student, rng, frozen=(), bias=True, num_classes=None, **how):
    """What prepare makes of a pretrained network, and the sizes and the rate that were asked for."""
    sizes, lr = [integer(3, 6, rng), integer(7, 9, rng), 10], 0.01 * integer(1, 9, rng)
    num_classes = num_classes or integer(2, 5, rng)
    arguments = {"sizes": sizes, "bias": bias, "num_classes": num_classes, "lr": lr, "seed": integer(0, 10**6, rng)}
    seen = student.probe(probes.prepared, **arguments, frozen=list(frozen), **how)
    assert seen["pair"], "the result must be a model and an optimizer"
    return seen, sizes, num_classes, lr


def assert_head_is_held(seen):
    absent = [name for name, count in seen["held"].items() if count == 0 and name.startswith("head")]
    if absent:
        raise Mismatch(
            "the new head is not among the parameters that the optimizer holds",
            mistake="The optimizer does not hold all parameters of the head that the model has in the end.",
        )


@check(
    "frozen_head",
    hint="An optimizer holds tensors, not names. Which tensors did the model have when yours was made?",
    alone=False,
)
def test_optimizer_holds_the_model(student, rng):
    """The optimizer holds every parameter of the model that is returned, once, and no other."""
    for frozen, neck in ((FROZEN[0], False), (FROZEN[1], False), (FROZEN[2], False), ([], True)):
        seen, *_ = prepared(student, rng, frozen, neck=neck)
        assert_head_is_held(seen)
        # Whether one that is frozen is on the optimizer's list changes nothing: it is not updated.
        wanted = {name: count for name, count in seen["held"].items() if seen["flags"][name]}
        try:
            with decisive():
                assert_equal(wanted, dict.fromkeys(wanted, 1), "how often the optimizer holds each parameter")
        except Mismatch:
            absent = sum(count == 0 for count in wanted.values())
            text = f"does not hold {absent} of the model's {len(wanted)} parameters" if absent else "holds one twice"
            few = "The optimizer does not hold every parameter of the model that can be trained."
            raise Mismatch(f"the optimizer {text}", shows=wanted, mistake=few if absent else None) from None
        assert max(seen["held"].values()) == 1, "the optimizer holds a parameter twice"
        if seen["others"]:
            raise Mismatch(
                f"the optimizer holds {seen['others']} parameters that are not the model's",
                mistake="The optimizer still holds parameters that the returned model no longer has.",
            )


@check("frozen_head", hint="A parameter moves only if the optimizer holds it. Which ones does yours hold?")
def test_step_moves_every_parameter(student, rng):
    """Two steps move every parameter that has a gradient by the rate times its gradients: plain SGD."""
    for frozen in (*FROZEN[:2], ALL):
        seen, _, _, lr = prepared(student, rng, frozen)
        # A small one moves the weights by less than any tolerance in two steps.
        if seen["extras"]:
            extras = f"The optimizer has a {' and a '.join(seen['extras'])}. Plain SGD is asked for: a rate alone."
            raise Mismatch("the optimizer is not plain SGD", shows=seen["extras"], mistake=extras)
        assert {f"{name}.weight" for name in LAYERS} <= seen["before"].keys(), "a layer of the model is gone"
        learned = seen["grads"].keys() & seen["before"].keys()
        if not any(name.startswith("head") for name in learned):
            text = "nothing of the head can be trained"
            raise Mismatch(text, mistake="The new head cannot be trained: it does not require grad.")
        for name, before in seen["before"].items():
            grad = seen["grads"].get(name, torch.zeros(()))
            if name in seen["grads"] and torch.equal(seen["after"][name], before):
                raise Mismatch(f"{name} of the model has a gradient, and two steps do not move it")
            expected = before.double() - 2 * lr * grad.double()
            assert_close(seen["after"][name].double(), expected, rtol=1e-5, atol=1e-6, what=f"{name} after two steps")


@check("frozen_head", weight=0.5)
def test_only_the_head_is_new(student, rng):
    """In the same model, the head is a new linear layer of the right size, with a bias."""
    for bias, given, neck in ((True, None, False), (False, 12, False), (True, 10, False), (True, 1, True)):
        seen, sizes, num_classes, _ = prepared(student, rng, bias=bias, num_classes=given, neck=neck)
        assert_head_is_held(seen)
        if not seen["same model"]:
            text = "the model that is returned is not the one that was given"
            raise Mismatch(text, mistake="Another model is returned, a copy or a new one, and not the one given.")
        if not seen["linear"]:
            other = "In the end, what stands at model.head is not an nn.Linear. Names, and code that knows the model, "
            raise Mismatch("model.head is not an nn.Linear", mistake=f"{other}count on the layer itself.")
        assert seen["new head"], "model.head is not a new layer"
        assert_equal(seen["sizes"], [(1 + neck) * sizes[1], num_classes], "the sizes of the head (inputs, outputs)")
        if not seen["bias"]:
            raise Mismatch("the new head has no bias", mistake="The new head is made without a bias.")
        assert_tensor(seen["logits"], shape=(2, num_classes), what="what the model gives for two rows")


@check(
    "frozen_head",
    weight=0.5,
    hint="Values, mode, what can be trained: which of these did your code touch?",
    alone=False,
)
def test_rest_is_left_alone(student, rng):
    """The rest of the model keeps its parameters, their values, its modes, and what of it can be trained."""
    for frozen in FROZEN:
        seen, *_ = prepared(student, rng, frozen)
        assert_head_is_held(seen)
        assert seen["rest kept"], "the layers before the head have other parameters than before"
        for name, value in seen["values"][0].items():
            assert_unchanged(seen["values"][1][name], value, f"{name} (not the head's)")
        for name, mode in seen["modes"][0].items():
            assert_equal(seen["modes"][1].get(name), mode, f"whether {name} is in training mode")
        for name, flag in seen["flags"].items():
            assert_equal(flag, name not in frozen, f"whether {name} requires grad")
        assert_surroundings(seen)
