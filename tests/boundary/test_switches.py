"""What one answer leaves switched on, drawn or named does not reach the checks of another exercise."""

import contextlib

import example_probes
import pytest
import torch

from autograder.boundary.failure import StudentError
from autograder.boundary.jail import Limits
from autograder.boundary.remote import Link
from autograder.boundary.student import SandboxedStudent

LEAVES_ON = {
    "autocast on the CPU": "torch.autocast('cpu', dtype=torch.bfloat16).__enter__()",
    "autocast on CUDA": "torch.set_autocast_enabled('cuda', True)",
    "another dtype for autocast": "torch.set_autocast_dtype('cpu', torch.float16)",
    "autocast without its cache": "torch.set_autocast_cache_enabled(False)",
    "gradients off": "torch.set_grad_enabled(False)",
    "inference mode": "left = torch.inference_mode(); left.__enter__()",
    "a default dtype": "torch.set_default_dtype(torch.float64)",
    "a default device": "torch.set_default_device('meta')",
    "deterministic algorithms": "torch.use_deterministic_algorithms(True)",
    "anomaly detection": "torch.autograd.set_detect_anomaly(True)",
    "rough products": "torch.set_float32_matmul_precision('medium')",
    "a function mode": "Function().__enter__()",
    "a mode that forbids everything": "Forbids().__enter__()",
    "a dispatch mode": "Dispatch().__enter__()",
    "hooks of saved tensors": "torch.autograd.graph.saved_tensors_hooks(lambda t: 0 * t, lambda t: t).__enter__()",
}

MODES = """
import tempfile
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

class Function(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        return -result if func in (torch.Tensor.__matmul__, torch.Tensor.matmul) else result

class Dispatch(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        return -result if func is torch.ops.aten.mm.default else result

class Forbids(TorchDispatchMode):
    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        raise RuntimeError("the student's mode is on")

def leave_on():
    pass
"""


@pytest.fixture
def copies_of(sandbox):
    """A function that runs one cell and returns a function that copies the process, as for an exercise's checks."""
    processes = []

    def run(source):
        processes.append(sandbox.spawn(Limits(), 0))
        assert Link(processes[0], 20).ask("cell", source=source, cell="answer")["error"] is None

        def copy():
            processes.append(processes[0].fork())
            return processes[-1]

        return copy

    yield run
    for process in reversed(processes):
        process.kill()


def as_at_the_start(student):
    return student.probe(example_probes.switches, x=torch.ones(2, dtype=torch.float64))


@pytest.mark.parametrize("what", LEAVES_ON)
def test_a_switch_left_on_in_a_cell_is_off_in_the_checks(copies_of, what):
    right = as_at_the_start(SandboxedStudent(Link(copies_of(MODES)(), 20, seed=1)))
    left = copies_of(f"{MODES}\n{LEAVES_ON[what]}")
    assert as_at_the_start(SandboxedStudent(Link(left(), 20, seed=1))) == right


@pytest.mark.parametrize("what", LEAVES_ON)
def test_a_switch_left_on_by_one_check_is_off_in_the_next(copies_of, what):
    source = MODES.replace("    pass", f"    global left\n    {LEAVES_ON[what]}")
    process = copies_of(source)()
    right = as_at_the_start(SandboxedStudent(Link(process, 20, seed=1)))
    with contextlib.suppress(StudentError):  # this check is the culprit's own
        SandboxedStudent(Link(process, 20, seed=2)).leave_on()
    assert as_at_the_start(SandboxedStudent(Link(process, 20, seed=3))) == right


def test_temporary_names_are_the_same_each_time_and_hold_no_letters_of_an_ending(copies_of):
    copy = copies_of(f"{MODES}\ndef name():\n    return tempfile.mkdtemp()")
    first, again, other = (SandboxedStudent(Link(copy(), 20, seed=seed)) for seed in (1, 1, 2))
    names = [first.name() for _ in range(3)]
    assert len(set(names)) == 3
    first.probe(example_probes.remove, paths=names)
    assert [again.name() for _ in range(3)] == names
    assert other.name() not in names
    assert not any(set(name.rpartition("/")[2].removeprefix("tmp")) - set("0123456789abcdef") for name in names)


COMPILED = """
import torch
from torch import nn

@torch.compile
def cube(x):
    return x**3

assert torch.equal(cube(torch.ones(2)), torch.ones(2)), "the default backend works in cells, too"

graphs = []

def noting(graph, inputs):
    graphs.append(graph)
    return graph.forward

@torch.compile(backend=noting, fullgraph=True)
def noted(x):
    return x + 1

def module():
    return torch.compile(nn.Linear(3, 2).double(), mode="max-autotune")

def scripted():
    return torch.jit.script(nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)).double())
"""


def test_what_is_compiled_for_the_default_backend_runs_without_a_compiler(copies_of):
    student = SandboxedStudent(Link(copies_of(COMPILED)(), 20, seed=1))
    x = torch.tensor([-2.0, 0.5, 3.0], dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(student.cube, (x,))
    assert student.probe(example_probes.graphs_noted, x=x.detach()) == [0, 1], "a check decides whether to compile"
    model, batch = student.module(), torch.ones(4, 3, dtype=torch.float64)
    weight, bias = model.parameters()
    torch.testing.assert_close(model(batch), batch @ weight.T + bias)


def test_a_scripted_module_runs_with_the_weights_that_it_is_given(notebook_of):
    model, x = notebook_of(COMPILED).scripted(), torch.randn(5, 3, dtype=torch.float64)
    first, norm, last = torch.nn.Linear(3, 4).double(), torch.nn.BatchNorm1d(4).double(), torch.nn.Linear(4, 2).double()
    own = torch.nn.Sequential(first, norm, last)
    with torch.no_grad():
        for mine, theirs in zip(own.parameters(), model.parameters(), strict=True):
            theirs.copy_(mine)
    for _ in range(2):
        torch.testing.assert_close(model(x), own(x))
    for name, buffer in own.named_buffers():
        torch.testing.assert_close(dict(model.named_buffers())[name], buffer)
    (model(x).square().sum() + model.eval()(x).sum()).backward()
    (own(x).square().sum() + own.eval()(x).sum()).backward()
    for mine, theirs in zip(own.parameters(), model.parameters(), strict=True):
        torch.testing.assert_close(theirs.grad, mine.grad)
