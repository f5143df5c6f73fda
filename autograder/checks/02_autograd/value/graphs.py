"""Computation graphs to try the engine on, and what PyTorch finds in them."""

import torch

from ..common import a_float, integer

# A program is a list of steps; each makes a node: ("leaf", number) or (operation, operands). An operand is the index
# of an earlier node or a plain number, as probes.built takes them.

TORCH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "**": lambda a, b: a**b,
    "negative": lambda a: -a,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "exp": torch.exp,
}


def node(index):
    return ("node", index)


def plain(value):
    return ("number", value)


def torch_nodes(program):
    """The same graph in PyTorch, in float64."""
    nodes = []
    for operation, *operands in program:
        if operation == "leaf":
            nodes.append(torch.tensor(operands[0], dtype=torch.float64, requires_grad=True))
        else:
            parts = [nodes[value] if kind == "node" else float(value) for kind, value in operands]
            nodes.append(TORCH[operation](*parts))
    return nodes


def torch_grads(program, results=1):
    """The gradients of the last node (of the sum of the last ones) with respect to every node."""
    nodes = torch_nodes(program)
    grads = torch.autograd.grad(sum(nodes[-results:]), nodes, allow_unused=True)
    return [0.0 if grad is None else grad.item() for grad in grads]


def away(rng, low=0.3, high=2.5):
    """A number of either sign with a distance from 0."""
    return a_float(low, high, rng) * (1 if integer(0, 1, rng) else -1)


def single_operations(rng):
    """Each operation of two Values alone, and a product behind it, so that the upstream gradient is not 1."""
    programs = []
    for operation in "+-*/":
        for _ in range(3):
            leaves = [("leaf", away(rng)), ("leaf", away(rng)), ("leaf", away(rng))]
            programs.append([*leaves, (operation, node(0), node(1)), ("*", node(3), node(2))])
    return programs


def functions_of_one(rng):
    """Each function of one Value on numbers of either sign, with another upstream gradient than 1."""
    programs = []
    for sign in (1, -1):
        for operation in ("negative", "relu", "tanh", "exp"):
            leaves = [("leaf", sign * a_float(0.3, 1.5, rng)), ("leaf", away(rng))]
            programs.append([*leaves, (operation, node(0)), ("*", node(2), node(1))])
    return programs


def powers(rng):
    """Whole, negative and broken exponents; negative bases with whole exponents."""
    exponents = [2, 3, -1, 0.5, 1.5, -2.5, 1, 2.0]
    bases = [a_float(0.4, 2, rng) for _ in exponents]
    cases = [*zip(bases, exponents, strict=True), *((-a_float(0.4, 2, rng), whole) for whole in (2, 3, -1))]
    return [
        [("leaf", base), ("leaf", away(rng)), ("**", node(0), plain(exponent)), ("*", node(2), node(1))]
        for base, exponent in cases
    ]


def with_numbers(rng):
    """Each operation with a plain number, float or int, on either side."""
    programs = []
    for operation in "+-*/":
        for value in (a_float(1.3, 3, rng), integer(2, 5, rng), -a_float(1.3, 3, rng)):
            for operands in ([node(0), plain(value)], [plain(value), node(0)]):
                leaves = [("leaf", away(rng)), ("leaf", away(rng))]
                programs.append([*leaves, (operation, *operands), ("*", node(2), node(1))])
    return programs


def with_zeros(rng):
    """Zeros and ones as leaves and as plain numbers, wherever there is a derivative."""
    behind = ("*", node(2), node(1))  # so that the upstream gradient is not 1
    zero, other = ("leaf", 0.0), ("leaf", away(rng))
    programs = [[zero, other, ("**", node(0), plain(exponent)), behind] for exponent in (2, 3, 1, 1.5)]
    programs += [[other, other, ("**", node(0), plain(0)), behind]]
    for operation in "+-*":
        programs += [
            [zero, other, (operation, node(0), node(1)), behind],
            [other, zero, (operation, node(0), node(1)), behind],
        ]
        for value in (0, 0.0, 1):
            for operands in ([node(0), plain(value)], [plain(value), node(0)]):
                programs.append([other, other, (operation, *operands), behind])
    programs += [[zero, other, ("/", node(0), node(1)), behind], [other, other, ("/", node(0), plain(1)), behind]]
    programs += [[other, other, ("/", plain(value), node(0)), behind] for value in (0, 1)]
    return programs + [[zero, other, (operation, node(0)), behind] for operation in ("negative", "tanh", "exp")]


def with_equal_numbers(rng):
    """Graphs in which nodes hold equal numbers, each with the same graph of numbers that differ.

    Where an engine is right about the second and not about the first, it is the equal numbers.
    """
    same = away(rng, 0.5, 1.5)
    equal, apart = [("leaf", same)] * 3, [("leaf", same), ("leaf", same + 2), ("leaf", same + 5)]
    steps = [("*", node(0), node(1)), ("-", node(3), node(2))]
    yield [*equal, *steps], [*apart, *steps]
    steps = [("/", node(3), plain(2.0)), ("*", node(4), node(1)), ("*", node(2), node(5))]
    # Node 4 is a result that equals the leaf 0, in the first of these.
    yield [*equal, ("*", node(0), plain(2.0)), *steps], [*apart, ("*", node(0), plain(2.5)), *steps]


def zeros_and_ones_again(rng):
    """Operations with 0 and 1 that give a number which is there already."""
    leaves = [("leaf", away(rng, 0.5, 1.5))] * 3
    return [
        [*leaves, ("+", node(0), plain(0.0)), ("*", node(3), node(1)), ("*", node(2), node(4))],
        [("leaf", 1.0), ("leaf", 1.0), ("*", node(0), node(1)), ("*", node(2), node(1)), ("*", node(3), node(0))],
    ]


def used_elsewhere(rng):
    """A node between leaf and result is used by others, too, on which the result does not depend."""
    leaves = [("leaf", away(rng, 0.3, 1.2)), ("leaf", away(rng))]
    aside = [("tanh", node(2)), ("*", node(2), node(3))]
    return [*leaves, ("*", node(0), plain(2.0)), *aside, ("exp", node(2)), ("*", node(5), node(1))]


def away_from_one(rng):
    """Functions of numbers far from 0 and close to it."""
    behind = ("*", node(2), node(1))
    programs = []
    for size in (a_float(60, 80, rng), a_float(6, 8, rng), 1e-3 * a_float(1, 9, rng)):
        for sign in (1, -1):
            for operation in ("relu", "tanh", "exp"):
                programs.append([("leaf", sign * size), ("leaf", away(rng)), (operation, node(0)), behind])
    return programs


def random_program(rng):
    """Five leaves and some twenty random operations on random earlier nodes, all of moderate size.

    Numbers stay between 0.05 and 10 in size, or are the 0 of a relu: nothing is asked at a kink or a pole. The last
    steps add up what has not been used yet, so that most nodes matter.
    """
    program = [("leaf", away(rng, 0.3, 1.5)) for _ in range(5)]
    data = [step[1] for step in program]
    used = set()

    def add(operation, *operands):
        parts = [data[value] if kind == "node" else value for kind, value in operands]
        result = float(TORCH[operation](*(torch.tensor(part, dtype=torch.float64) for part in parts)))
        if not 0.05 < abs(result) < 10:
            return
        program.append((operation, *operands))
        data.append(result)
        used.update(value for kind, value in operands if kind == "node")

    while len(program) < 25:
        a, b = integer(0, len(data) - 1, rng), integer(0, len(data) - 1, rng)
        kind = integer(0, 9, rng)
        constant = integer(2, 4, rng) if integer(0, 1, rng) else away(rng)
        if kind < 4:
            add("+-*/"[kind], node(a), node(b))
        elif kind == 4:
            add("+-*/"[integer(0, 3, rng)], node(a), plain(constant))
        elif kind == 5:
            add("+-*/"[integer(0, 3, rng)], plain(constant), node(a))
        elif kind == 6:
            whole = [2, 3, -1, 2.0]
            exponents = whole if data[a] < 0 else [*whole, 0.5, -1.5]
            add("**", node(a), plain(exponents[integer(0, len(exponents) - 1, rng)]))
        elif kind == 7 and data[a] < 0:
            program.append(("relu", node(a)))  # a gate that is shut: 0, so something has to be added to it
            data.append(0.0)
            used.add(a)
            add("+", node(len(data) - 1), node(b))
        elif abs(data[a]) < 2:
            add(("relu", "tanh", "exp")[kind - 7], node(a))
            add("negative", node(len(data) - 1))
    for index in range(len(program)):
        if index not in used and index != len(program) - 1:
            program.append(("+", node(len(program) - 1), node(index)))
    return program


def random_programs(count, rng):
    programs = []
    while len(programs) < count:
        program = random_program(rng)
        if max(abs(grad) for grad in torch_grads(program)) < 1e4:
            programs.append(program)
    return programs
