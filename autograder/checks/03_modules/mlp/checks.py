"""Hidden checks of mlp."""

import torch

from autograder.expect import Mismatch, assert_tensor, check, decisive

from ..common import (
    LARGE,
    across,
    assert_attempted,
    assert_output,
    assert_parameters,
    chain,
    dense,
    drawn_at_random,
    filled,
    filled_alike,
    integer,
    linear_shapes,
    network,
    normal,
)
from ..dropout import ROWS, assert_dropped_after_each, transparent
from ..gradients import assert_gradients, assert_reached, has_right_values
from ..networks import assert_all_else_left, assert_modes_from_outside, assert_nothing_behind, assert_sizes_left

DEPTHS = [(4, 7, 3), (6, 1), (3, 8, 5, 9, 2), (1, 6, 4, 3)]

# Widths that come again, also that of the last layer: a layer is known by its place.
AGAIN = [(4, 3, 3), (5, 2, 6, 2), (3, 6, 2, 6, 3)]

DROPS_BY_DEFAULT = (
    "Without a word about dropout, two passes over the same input differ in training mode: something is dropped. Look "
    "at the default of dropout."
)


@check("mlp", weight=2, hint="nn.Module sees a layer that is an attribute or lies in an nn.ModuleList, not in a list.")
def test_mlp_layers_are_registered(student, rng):
    """parameters() gives a weight and a bias for each pair of neighbouring sizes, at any depth."""
    for sizes in [*DEPTHS, (integer(10, 15, rng), *[6] * integer(3, 6, rng), 2)]:
        assert_parameters(network(student, "MLP", list(sizes)), linear_shapes(*sizes), f"MLP({list(sizes)})")
    with_dropout = network(student, "MLP", list(DEPTHS[0]), dropout=0.5)
    assert_parameters(with_dropout, linear_shapes(*DEPTHS[0]), "an MLP with dropout")


@check("mlp", weight=2, hint="What follows a hidden layer, and what follows the last one?")
def test_mlp_output(student, rng):
    """ReLU after every hidden layer, nothing after the last, at any depth."""
    for sizes in DEPTHS:
        module = network(student, "MLP", list(sizes)).eval()
        pairs = filled(chain(module, *sizes), rng)
        for leading in [(6,), (1,)]:
            assert_output(module, dense, 2 * normal(*leading, sizes[0], rng=rng), pairs)
        large = LARGE * normal(8, sizes[0], rng=rng)
        assert_output(module, dense, large, pairs, "the result for large inputs")
    for sizes in AGAIN:
        module = network(student, "MLP", list(sizes)).eval()
        pairs = filled_alike(module, sizes, rng)
        x = 2 * normal(9, sizes[0], rng=rng)
        assert_output(module, dense, x, pairs, "the result of a network with layers of equal width")
    module = network(student, "MLP", list(DEPTHS[0])).eval()
    pairs = filled(chain(module, *DEPTHS[0]), rng)
    assert_nothing_behind(module, normal(5, DEPTHS[0][0], rng=rng), pairs[-1][1])


@check("mlp")
def test_mlp_leading_dimensions(student, rng):
    """Any number of leading dimensions, also none, goes in and comes out."""
    for sizes in DEPTHS[:3]:
        module = network(student, "MLP", list(sizes)).eval()
        pairs = filled(chain(module, *sizes), rng)
        for leading in [(), (2, 4), (3, 1, 2)]:
            assert_output(module, dense, normal(*leading, sizes[0], rng=rng), pairs)
        transposed = across(normal(2, 4, sizes[0], rng=rng))
        assert_output(module, dense, transposed, pairs, "the result for an input that is a transposed one")


@check("mlp")
def test_mlp_without_dropout(student, rng):
    """With dropout=0.0, said or not, training mode computes what evaluation mode does."""
    for sizes, options in [(DEPTHS[0], {}), (DEPTHS[2], {"dropout": 0.0}), (DEPTHS[1], {"dropout": 0.5})]:
        # A network without hidden layers has nothing to drop.
        module = network(student, "MLP", list(sizes), **options).train()
        pairs = filled(chain(module, *sizes), rng)
        x = normal(8, sizes[0], rng=rng)
        by_default = not options and drawn_at_random(module, x)
        mistake = DROPS_BY_DEFAULT if by_default else None
        assert_output(module, dense, x, pairs, "the result in training mode", mistake)
        assert_output(module.eval(), dense, x, pairs, "the result in evaluation mode")


@check(
    "mlp",
    weight=2,
    hint="Count the places where values are dropped: after which layers, and with which probability?",
    alone=False,
)
def test_mlp_dropout_in_training(student, rng):
    """In training mode, dropout acts on the values of every hidden layer, and on nothing else."""
    for sizes, p in [((3, 86, 84, 82, 80), 0.2), ((3, 84, 82, 80), 0.4), ((3, 82, 80), 0.7)]:
        module = network(student, "MLP", list(sizes), dropout=p)
        try:
            with decisive():
                assert_parameters(module, linear_shapes(*sizes), "the MLP")
        except Mismatch as problem:
            raise Mismatch(f"this could not be judged: {problem}") from None
        x, width = transparent(module, sizes)
        leading = (ROWS,) if len(sizes) > 3 else (ROWS // 5, 5)  # a layer for signals would drop whole channels
        for recorded in (True, False):  # the mode decides, not whether a graph is recorded
            with torch.set_grad_enabled(recorded):
                y = module(x.reshape(*leading, -1)).detach()
            assert_tensor(y, shape=(*leading, sizes[-1]), dtype=torch.float32)
            assert_dropped_after_each(y.reshape(ROWS, -1), width, p, len(sizes) - 1)


def dropped_in_evaluation(module, x, times, first):
    """What to say where two passes over the same input differ after eval(), or None; `first`: one before was right."""
    with torch.no_grad():
        one, other = module(x), module(x)
    if not isinstance(one, torch.Tensor) or one.shape != other.shape or torch.equal(one, other):
        return None
    if first:
        return (
            "After eval(), the first pass is without dropout, and a later one is not. A mode holds until it is changed."
        )
    if times > 1:
        return "After a second eval(), values are dropped; after the first one, none were."
    return "After eval(), values are dropped behind some hidden layer: not every dropout of yours follows the mode."


@check("mlp", weight=2, hint="eval() and train() change module.training. Who looks at it in your forward?")
def test_mlp_modes(student, rng):
    """eval() switches dropout off, and train() switches it on again."""
    for sizes in [(4, 40, 3), (3, 30, 20, 2)]:
        module = network(student, "MLP", list(sizes), dropout=0.5)
        pairs = filled(chain(module, *sizes), rng)
        x = normal(20, sizes[0], rng=rng)
        for times in (1, 2):
            module.eval()
            first = has_right_values(module, dense, x, pairs)
            mistake = dropped_in_evaluation(module, x, times, first)
            assert_output(module, dense, x, pairs, "the result after eval()", mistake)
            module.train()
            with torch.no_grad():
                one, other = module(x), module(x)
            assert_attempted(one, (20, sizes[-1]))
            # 30 and more hidden units, each dropped with probability 1/2: alike by chance in less than 1e-9 of cases.
            if torch.equal(one, other):
                text = "after train(), two passes give the same: dropout does not act"
                raise Mismatch(text, mistake="After eval() and train(), nothing is dropped in training mode.")
        assert_modes_from_outside(student, "MLP", [list(sizes), 0.5], x, drops=True)


@check("mlp")
def test_mlp_gradients(student, rng):
    """Gradients flow back to the input and to the parameters of all layers, in both modes."""
    for sizes in DEPTHS[:3]:
        module = network(student, "MLP", list(sizes), dropout=0.0)  # the default has a check of its own
        pairs = filled(chain(module, *sizes), rng)
        for training in (True, False):
            assert_gradients(module.train(training), dense, normal(5, sizes[0], rng=rng), pairs, rng)
    for sizes in [(4, 40, 3), (3, 30, 20, 2)]:
        module = network(student, "MLP", list(sizes), dropout=0.5).train()
        assert_reached(module, normal(20, sizes[0], rng=rng), filled(chain(module, *sizes), rng))


@check("mlp", weight=0.5, alone=False)
def test_mlp_sizes_unchanged(student):
    """The list of sizes stays as it was, and is its caller's to change later."""
    for sizes in DEPTHS:
        assert_sizes_left(student, "MLP", sizes)


@check(
    "mlp", weight=0.25, hint="Who calls torch.manual_seed decides on the random numbers of all other code.", alone=False
)
def test_mlp_leaves_all_else(student, rng):
    """Making and calling a network seeds nothing, and leaves its input and PyTorch's settings as they were."""
    for leading in [(5,), ()]:
        x = normal(*leading, 4, rng=rng)
        assert_all_else_left(student, "MLP", [[4, 7, 6, 3], 0.5], x, (*leading, 3), rng)
