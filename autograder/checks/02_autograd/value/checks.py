"""Hidden checks of value."""

import math

import torch

from autograder.expect import Mismatch, assert_close, assert_equal, assert_type, check

from ..common import a_float, assert_none_changed, integer, number
from . import probes
from .graphs import (
    away,
    away_from_one,
    functions_of_one,
    node,
    plain,
    powers,
    random_programs,
    single_operations,
    torch_grads,
    torch_nodes,
    used_elsewhere,
    with_equal_numbers,
    with_numbers,
    with_zeros,
    zeros_and_ones_again,
)
from .ways import HANDED_ON_EARLY, TAKEN_FOR_ONE, assert_nothing_searched, hands_on_early, leaves_right


def assert_numbers_close(actual, expected, what, mistake=None):
    """Lists of numbers, all of them compared with the largest: sums of terms that cancel are less exact than these."""
    values = torch.tensor([number(value, what) for value in actual], dtype=torch.float64)
    right = torch.tensor(expected, dtype=torch.float64)
    # Formulas for tanh, powers and quotients differ in the last digits; a mistake is of the order of the terms.
    assert_close(values, right, rtol=1e-7, atol=1e-9 * max(1.0, float(right.abs().max())), what=what, mistake=mistake)


def assert_data(student, programs, what="the data of the nodes"):
    for program, data in zip(programs, student.probe(probes.calculated, programs=programs), strict=True):
        assert_numbers_close(data, [n.item() for n in torch_nodes(program)], what)


def assert_grads(student, programs, what="the grads of the leaves", mistake=None):
    """After backward on the last node. What the nodes between leaf and result get has a check of its own."""
    for program, grads in zip(programs, student.probe(probes.differentiated, programs=programs), strict=True):
        leaves = [index for index, step in enumerate(program) if step[0] == "leaf"]
        expected = torch_grads(program)
        assert_numbers_close([grads[i] for i in leaves], [expected[i] for i in leaves], what, mistake)


@check("value")
def test_data_of_every_operation(student, rng):
    """Operations on Values calculate: + − * / ** and unary −, relu, tanh and exp."""
    assert_data(student, [*single_operations(rng), *functions_of_one(rng), *powers(rng)])


@check("value")
def test_grads_of_sums_products_and_quotients(student, rng):
    """backward through + − * / of two Values."""
    assert_grads(student, single_operations(rng))


@check("value")
def test_grads_of_powers_and_functions(student, rng):
    """backward through powers, unary −, relu, tanh and exp."""
    assert_grads(student, [*functions_of_one(rng), *powers(rng)])


@check("value")
def test_numbers_on_either_side(student, rng):
    """v + 2, 2 + v, v − 2, 2 − v, v * 2, 2 * v, v / 2 and 2 / v, with ints and floats."""
    programs = with_numbers(rng)
    assert_data(student, programs, "the data of the nodes (with a plain number on one side)")
    assert_grads(student, programs, "the grads of the leaves (with a plain number on one side)")


@check("value", weight=2)
def test_the_diamond(student, rng):
    """A node that is used more than once, by one operation or by several, gets the sum of its gradients."""
    x, y = ("leaf", away(rng)), ("leaf", away(rng, 0.5, 1.2))
    diamond = [x, y, ("*", node(0), node(1)), ("+", node(0), node(2)), ("tanh", node(2)), ("*", node(3), node(4))]
    programs = [
        diamond,
        [x, ("*", node(0), node(0))],
        [x, ("+", node(0), node(0))],
        [x, y, ("-", node(0), node(0)), ("/", node(0), node(0)), ("+", node(2), node(3)), ("*", node(4), node(1))],
        [x, y, ("-", node(0), node(1)), ("/", node(2), node(1)), ("*", node(3), node(0)), ("+", node(4), node(2))],
        # The long way round: a node is not done before everything that uses it is.
        [x, ("exp", node(0)), ("*", node(1), plain(0.5)), ("*", node(2), plain(3.0)), ("+", node(3), node(1))],
        [x, ("exp", node(0)), ("*", node(1), plain(0.5)), ("*", node(2), plain(3.0)), ("+", node(1), node(3))],
        [x, ("*", node(0), plain(2.0)), ("tanh", node(1)), ("+", node(2), node(1)), ("*", node(3), node(1))],
    ]
    what = "the grads of the leaves of a graph in which nodes are used more than once"
    assert_grads(student, programs, what, mistake=HANDED_ON_EARLY if hands_on_early(student, rng) else None)


@check("value", weight=0.5)
def test_zeros_and_large_numbers(student, rng):
    """0 is a number like any other: as an operand, as a plain number, raised to a power; so are 1 and large ones."""
    programs = [*with_zeros(rng), *away_from_one(rng)]
    assert_data(student, programs, "the data of the nodes (with zeros, ones or large numbers)")
    assert_grads(student, programs, "the grads of the leaves (with zeros, ones or large numbers)")


@check("value")
def test_equal_numbers_are_different_nodes(student, rng):
    """Nodes that happen to hold equal numbers are different nodes all the same."""
    what = "the grads of the leaves of a graph in which several nodes hold the same number"
    taken_for_one = False
    for program, different in with_equal_numbers(rng):
        taken_for_one = taken_for_one or (leaves_right(student, different) and not leaves_right(student, program))
        assert_grads(student, [program], what, mistake=TAKEN_FOR_ONE if taken_for_one else None)
    assert_grads(student, zeros_and_ones_again(rng), what, mistake=TAKEN_FOR_ONE if taken_for_one else None)


@check("value", weight=3)
def test_random_graphs(student, rng):
    """In forty random graphs with shared nodes, the leaves get the gradients that PyTorch finds."""
    assert_grads(student, random_programs(40, rng), "the grads of the leaves of a random graph")


@check("value")
def test_every_node_gets_its_grad(student, rng):
    """Nodes between leaf and result get their gradient too, the result itself 1, and strangers keep 0."""
    for _ in range(3):
        leaves = [("leaf", away(rng)), ("leaf", away(rng)), ("leaf", away(rng))]
        stranger = ("*", node(2), node(2))
        program = [*leaves, stranger, ("*", node(0), node(1)), ("tanh", node(4)), ("-", node(5), node(0))]
        (grads,) = student.probe(probes.differentiated, programs=[program])
        expected = torch_grads(program)
        assert_numbers_close(grads[4:6], expected[4:6], "the grad of a node between leaf and result")
        assert_numbers_close(grads[6:], expected[6:], "the grad of the result itself")
        assert_numbers_close(grads[2:4], expected[2:4], "the grad of nodes that the result does not depend on")
    # A leaf is a result, too: of nothing.
    programs = [[("leaf", away(rng))], used_elsewhere(rng), *random_programs(5, rng)]
    for program, grads in zip(programs, student.probe(probes.differentiated, programs=programs), strict=True):
        assert_numbers_close(grads, torch_grads(program), "the grad of every node of a graph")


@check("value")
def test_two_results_add_up(student, rng):
    """Two results that share leaves: after backward on both, the gradients of the leaves have added up."""
    for _ in range(3):
        leaves = [("leaf", away(rng, 0.3, 1.2)), ("leaf", away(rng)), ("leaf", away(rng))]
        first = [("tanh", node(0)), ("*", node(0), node(1)), ("*", node(2), plain(2.0))]
        program = [*leaves, *first, ("+", node(3), node(4)), ("*", node(0), node(5))]
        # Nodes 6 and 7 are the results; of the others only the leaves are shared.
        (grads,) = student.probe(probes.differentiated, programs=[program], results=2)
        expected = torch_grads(program, results=2)
        assert_numbers_close(grads[:3], expected[:3], "the grads of the leaves after two backward calls")


@check("value", weight=2)
def test_a_chain_of_ten_thousand(student, rng):
    """A chain of 10,000 operations, all of which use x, is differentiated as well."""
    start, factor, length = a_float(0.5, 1.5, rng), a_float(0.9990, 0.9995, rng), 5000
    seen = student.probe(probes.chain, start=start, factor=factor, length=length)
    # y = x · (1 + factor + … + factor^length), and its derivative is the sum in brackets
    total = (1 - factor ** (length + 1)) / (1 - factor)
    assert_numbers_close([seen["data"]], [start * total], "the data at the end of a long chain")
    assert_numbers_close([seen["grad"]], [total], "the grad at the beginning of a long chain")


@check("value", weight=2, alone=False)
def test_many_paths(student, rng):
    """Sixty doublings y = y + y: few nodes and 2⁶⁰ paths, in a time that goes with the nodes."""
    seen = student.probe(probes.doubled, start=away(rng), times=60, most_lines=2_000_000)
    if seen["grad"] is None:
        raise Mismatch(
            "your backward takes far more steps than the graph has nodes",
            mistake="Your backward works on the same nodes again and again, once for each way that leads to them. Each "
            "is to hand on its gradient once, when it has collected all of it.",
        )
    assert_close(number(seen["grad"], "the grad"), 2.0**60, rtol=1e-9, what="the grad after 60 doublings")


@check("value", weight=0.5, alone=False)
def test_nothing_is_searched(student, rng):
    """The time of backward goes with the number of nodes: it does not search through the nodes for each of them."""
    assert_nothing_searched(student, rng)


@check("value", weight=0.5)
def test_data_and_grad_can_be_assigned(student, rng):
    """Callers may assign data and grad, as a training loop does."""
    start, inputs, rate = [away(rng), away(rng)], [away(rng) for _ in range(4)], 0.05
    seen = student.probe(probes.trained, start=start, inputs=inputs, rate=rate, steps=12)
    weight, bias = start
    for _ in range(12):
        outputs = [math.tanh(weight * value + bias) for value in inputs]
        slopes = [2 * (out - 0.5) * (1 - out * out) for out in outputs]
        weight -= rate * sum(slope * value for slope, value in zip(slopes, inputs, strict=True))
        bias -= rate * sum(slopes)
    assert_numbers_close(seen, [weight, bias], "what a training loop makes of the data of its weights")


@check("value", weight=0.5, alone=False)
def test_operands_keep_their_data(student, rng):
    """Operations return new Values and leave operands and global state alone; backward leaves the data."""
    programs = [*single_operations(rng), *functions_of_one(rng), *powers(rng), *with_numbers(rng), *with_zeros(rng)]
    for program in programs:
        *before, _ = program  # the step under the probe is the operation itself, and not the product behind it
        seen = student.probe(probes.around_an_operation, program=before)
        if not seen["new"]:
            raise Mismatch(
                "an operation returned one of its operands instead of a new Value",
                mistake="An operation ends with a node that was there before (as by `return self`), and makes no new "
                "Value.",
            )
        assert seen["is a Value"], "the result of an operation is no Value"
        if [tuple(pair) for pair in seen["after"]] != [tuple(pair) for pair in seen["before"]]:
            raise Mismatch(
                "an operation changed the data or the grad of an operand",
                mistake="An operation assigns to the `.data` or the `.grad` of an operand, which others still use.",
            )
        if seen["after backward"] != [pair[0] for pair in seen["before"]]:
            raise Mismatch(
                "backward changed the data of a node",
                mistake="Your backward assigns to the `.data` of nodes. It is `.grad` that it adds to.",
            )
        assert_none_changed(seen["globals"])
    for operation in "+-*/":
        left, right = away(rng), away(rng)
        seen = student.probe(probes.assigned_with_an_operation, operation=operation, left=left, right=right)
        if not seen["new"] or seen["data"] != left or seen["grad"] != 0:
            raise Mismatch(
                f"a {operation}= b changed the node a itself; it must give the name a to a new Value",
                mistake=f"Your class defines what `{operation}=` does, and changes the node on the left, which may "
                "have other names and other users. Without such a method Python makes a new node.",
            )


@check("value", weight=0.5, alone=False)
def test_data_and_grad_are_floats(student, rng):
    """data and grad are Python floats, also of Value(3), and grad is 0.0 until backward has run."""
    whole = [("leaf", integer(2, 5, rng)), ("leaf", integer(2, 5, rng)), ("*", node(0), node(1)), ("relu", node(2))]
    programs = [*single_operations(rng)[::3], *functions_of_one(rng), *with_numbers(rng)[::5], whole]
    for program in programs:
        seen = student.probe(probes.around_an_operation, program=program[:-1])
        for data, grad in [*seen["before"], (seen["data"], seen["grad"])]:
            assert_type(data, float, "data")
            assert_type(grad, float, "grad before backward")
            assert_equal(float(grad), 0.0, "grad before backward")
        for grad in seen["grads"]:
            assert_type(grad, float, "grad after backward")
