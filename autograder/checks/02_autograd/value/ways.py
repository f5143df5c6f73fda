"""How a wrong backward goes through the graph, found out by graphs that differ in one thing."""

import math

from autograder.expect import Mismatch

from ..common import number
from . import probes
from .graphs import away, node, plain, torch_grads

TAKEN_FOR_ONE = (
    "Nodes that hold equal numbers are taken for one node. They are told apart by what they are, as `id` does."
)

HANDED_ON_EARLY = (
    "A node hands on what it has before everything that uses it has handed on: where a short and a long way lead to "
    "the same node, what comes by the long way goes no further. Which order makes sure that all users come first?"
)


def leaves_right(student, program):
    (grads,) = student.probe(probes.differentiated, programs=[program])
    leaves = zip(grads[:3], torch_grads(program)[:3], strict=True)
    return all(abs(number(grad, "the grad of a leaf") - expected) < 1e-6 for grad, expected in leaves)


def hands_on_early(student, rng):
    """Whether what comes by a long way arrives, but is lost where a short way leads to the same node."""
    x = away(rng, 0.5, 1.2)
    long = [("leaf", x), ("exp", node(0)), ("*", node(1), plain(0.5)), ("*", node(2), plain(3.0))]
    programs = [long, [*long, ("+", node(3), node(1))], [*long, ("+", node(1), node(3))]]
    arrived = zip(student.probe(probes.differentiated, programs=programs), (1.5, 1.0, 1.0), strict=True)
    return all(abs(number(grads[0], "the grad of a leaf") - share * math.exp(x)) < 1e-6 for grads, share in arrived)


def assert_nothing_searched(student, rng):
    """backward does not look for a node among all others, by a comparison with each or by a loop over them."""
    length = 300
    seen = student.probe(probes.compared, start=away(rng), length=length)
    judged = seen["grad"] != 0
    assert judged, "this could not be judged: backward leaves the grad of the leaf at 0"
    # A list of all nodes makes 150 comparisons for each of them. A set makes one where two hashes agree: hardly ever.
    if seen["comparisons"] > 20 * length:
        raise Mismatch(
            "your backward compares every node with very many others, so its time goes with the square of their number",
            mistake="Nodes are looked for in a list, which is searched from its beginning: with ten times the nodes it "
            "takes a hundred times as long. A set finds a node at once.",
        )
    # Seven times the nodes: seven times the lines, or ten where a heap puts them in order, or fifty.
    few, many = student.probe(probes.lines_of_chains, start=away(rng), lengths=[60, 420], most_lines=10**6)
    if few is None or many is None or many > 18 * few:
        raise Mismatch(
            "with seven times the nodes, your backward runs far more than seven times as many lines",
            mistake="For every node your backward goes through many others again, so its time goes with the square of "
            "their number. An order in which all users of a node come before it takes one walk, and backward another.",
        )
