"""The reference of `value` against PyTorch, on expression graphs that hypothesis makes up and makes small."""

import importlib
import math
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from hypothesis import find, given, settings
from hypothesis import strategies as st

from autograder.course import load
from autograder.engine.diagnose import variants
from autograder.engine.loading import package_of

ASSIGNMENT = load(Path(__file__).parents[2], "02_autograd")
QUICK = settings(max_examples=150, deadline=None, database=None, derandomize=True)


PROBES = importlib.import_module(f"{package_of(ASSIGNMENT)}.value.probes")
WAYS = importlib.import_module(f"{package_of(ASSIGNMENT)}.value.ways")


def value_class(source: str) -> type:
    """The class Value that an answer cell defines, with what the notebook's setup cell has imported for it."""
    names = {"math": math, "__name__": "answer"}
    exec(compile(source, "value", "exec"), names)
    return names["Value"]


def reference() -> type:
    cells = [cell.source for cell in ASSIGNMENT.read_source().cells if cell.id == "value"]
    assert len(cells) == 1
    return value_class(cells[0])


REFERENCE = reference()
WHEATS = {wheat.name: wheat for wheat in variants(ASSIGNMENT, "value", "wheats")}
CHAFFS = {chaff.name: chaff for chaff in variants(ASSIGNMENT, "value", "chaffs")}


# A program is what probes.built takes: steps ("leaf", number) or (operation, operands), an operand being the index of
# an earlier node or a plain number. Each step is drawn as an operation and two places counted from the end, so that
# whatever hypothesis takes away while it shrinks, the rest is a program.

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
numbers = st.integers(-8, 8).filter(bool).map(lambda n: n / 4)
places = st.integers(1, 12)
steps = st.one_of(
    st.tuples(st.sampled_from("+-*/"), places, places),
    st.tuples(st.sampled_from("+-*/"), places, numbers),
    st.tuples(st.sampled_from("+-*/"), numbers, places),
    st.tuples(st.just("**"), places, st.sampled_from([2, 3, -1, 0.5, -1.5])),
    st.tuples(st.sampled_from(["negative", "relu", "tanh", "exp"]), places),
)


def calculated(operation: str, parts: list) -> torch.Tensor:
    return TORCH[operation](*parts)


@st.composite
def programs(draw: st.DrawFn) -> list:
    """One to three leaves and some operations; a step that would leave the reals, or moderate numbers, is left out."""
    program = [("leaf", draw(numbers)) for _ in range(draw(st.integers(1, 3)))]
    data = [torch.tensor(number, dtype=torch.float64) for _, number in program]
    for operation, *operands in draw(st.lists(steps, min_size=1, max_size=12)):
        nodes = [isinstance(operand, int) and (operation != "**" or i == 0) for i, operand in enumerate(operands)]
        chosen = [max(len(data) - o, 0) if is_node else o for is_node, o in zip(nodes, operands, strict=True)]
        parts = [data[c] if is_node else float(c) for is_node, c in zip(nodes, chosen, strict=True)]
        if operation == "relu" and parts[0] == 0:
            continue  # where it has no derivative
        result = calculated(operation, parts)
        if not torch.isfinite(result) or abs(result) > 50 or (operation == "**" and abs(parts[0]) < 0.05):
            continue
        pairs = zip(nodes, chosen, strict=True)
        program.append((operation, *(("node" if is_node else "number", c) for is_node, c in pairs)))
        data.append(result)
    return program


def expected(program: list) -> tuple[list[float], list[float]]:
    """Data of every node, and the gradient of the last with respect to it, from PyTorch."""
    nodes: list[torch.Tensor] = []
    for operation, *operands in program:
        if operation == "leaf":
            nodes.append(torch.tensor(operands[0], dtype=torch.float64, requires_grad=True))
        else:
            nodes.append(calculated(operation, [nodes[o] if kind == "node" else float(o) for kind, o in operands]))
    grads = torch.autograd.grad(nodes[-1], nodes, allow_unused=True)
    return [node.item() for node in nodes], [0.0 if grad is None else grad.item() for grad in grads]


def agrees(value: type, program: list) -> bool:
    student = SimpleNamespace(Value=value)
    data, grads = expected(program)
    (mine,), (slopes,) = PROBES.calculated(student, [program]), PROBES.differentiated(student, [program])
    # Relative to the largest: terms that cancel leave rounding errors of their own size.
    size = 1e-9 * max(1.0, *map(abs, grads))
    close = all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in zip(mine, data, strict=True))
    return close and all(math.isclose(a, b, rel_tol=1e-9, abs_tol=size) for a, b in zip(slopes, grads, strict=True))


@given(programs())
@QUICK
def test_reference_agrees_with_torch(program):
    assert agrees(REFERENCE, program)


@pytest.mark.parametrize("name", WHEATS)
def test_wheats_agree_with_torch(name):
    value = value_class(WHEATS[name].source)

    @given(programs())
    @settings(QUICK, max_examples=40)
    def agree(program):
        assert agrees(value, program)

    agree()


def test_the_diamond_is_found_and_made_small():
    """Assignment in place of accumulation: one operation of a number with itself is enough to show it."""
    wrong = value_class(CHAFFS["overwritten"].source)
    smallest = find(programs(), lambda program: not agrees(wrong, program), settings=QUICK)
    assert len(smallest) == 2
    assert smallest[1][1:] == (("node", 0), ("node", 0))


@pytest.mark.parametrize(
    ("name", "length"), [("level_by_level", 4), ("nodes_told_apart_by_number", 3), ("gate_always_open", 2)]
)
def test_other_mistakes_are_found(name, length):
    wrong, patient = value_class(CHAFFS[name].source), settings(QUICK, max_examples=2000)
    smallest = find(programs(), lambda program: not agrees(wrong, program), settings=patient)
    assert len(smallest) <= length


@pytest.mark.parametrize("name", [*WHEATS, *CHAFFS])
def test_who_hands_on_too_early_is_told_from_all_others(name):
    value = value_class((WHEATS | CHAFFS)[name].source)
    student = SimpleNamespace(Value=value)
    student.probe = lambda function, **how: function(student, **how)
    try:
        early = WAYS.hands_on_early(student, torch.Generator().manual_seed(0))
    except Exception:  # who fails here, fails the check
        early = False
    assert early == name.startswith("level_by_level")
