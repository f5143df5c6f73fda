"""Hidden checks of frozen_head."""

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_tensor, assert_unchanged, check

from ..common import integer
from . import probes


def prepared(student, rng):
    """What prepare makes of a pretrained network, and the sizes and the rate that were asked for."""
    sizes, num_classes, lr = [integer(3, 6, rng), integer(7, 9, rng), 10], integer(2, 5, rng), 0.01 * integer(1, 9, rng)
    arguments = {"sizes": sizes, "num_classes": num_classes, "lr": lr, "seed": integer(0, 10**6, rng)}
    seen = student.probe(probes.prepared, **arguments)
    assert seen["pair"], "the result must be a model and an optimizer"
    return seen, sizes, num_classes, lr


def assert_head_is_held(seen):
    absent = [name for name, count in seen["held"].items() if count == 0 and name.startswith("head")]
    if absent:
        raise Mismatch("the new head is not among the parameters that the optimizer holds")


@check(
    "frozen_head",
    hint="An optimizer holds tensors, not names. Which tensors did the model have when yours was made?",
)
def test_optimizer_holds_the_model(student, rng):
    """The optimizer holds every parameter of the model that is returned, once, and no other."""
    seen, *_ = prepared(student, rng)
    assert_head_is_held(seen)
    absent = sum(count == 0 for count in seen["held"].values())
    assert absent == 0, f"the optimizer does not hold {absent} of the model's {len(seen['held'])} parameters"
    assert max(seen["held"].values()) == 1, "the optimizer holds a parameter twice"
    assert seen["others"] == 0, f"the optimizer holds {seen['others']} parameters that are not the model's"


@check("frozen_head", hint="A parameter moves only if the optimizer holds it. Which ones does yours hold?")
def test_step_moves_every_parameter(student, rng):
    """Two steps move every parameter by the rate times its gradients: plain SGD."""
    seen, _, _, lr = prepared(student, rng)
    for name, before in seen["before"].items():
        expected = before.double() - 2 * lr * seen["grads"][name].double()
        if torch.equal(seen["after"][name], before):
            raise Mismatch(f"{name} of the model has a gradient, and two steps do not move it")
        assert_close(seen["after"][name].double(), expected, rtol=1e-5, atol=1e-6, what=f"{name} after two steps")


@check("frozen_head", weight=0.5)
def test_only_the_head_is_new(student, rng):
    """In the same model, the head is a new linear layer of the right size, in training with the untouched rest."""
    seen, sizes, num_classes, _ = prepared(student, rng)
    assert_head_is_held(seen)
    assert seen["same model"], "the model that is returned is not the one that was given"
    assert seen["linear"] and seen["new head"], "model.head is not a new nn.Linear"
    assert_equal(seen["sizes"], [sizes[1], num_classes], "the sizes of the head (inputs, outputs)")
    assert seen["bias"], "the new head has no bias"
    assert_tensor(seen["logits"], shape=(2, num_classes), what="what the model gives for two rows")
    assert seen["features kept"], "the layers before the head have other parameters than before"
    assert seen["features in eval mode"], "the layers before the head are in another mode than before"
    assert seen["features trainable"], "parameters before the head do not require grad any more"
    for name, value in seen["features before"].items():
        assert_unchanged(seen["features after"][name], value, f"{name} of the layers before the head")
