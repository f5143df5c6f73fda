"""Probes of 01_tensors: they run beside the student's functions, observe what values cannot show, know no answer."""

import random
import sys

import numpy as np
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode


def describe_on_meta(student, shape, dtype):
    """Describe a tensor that is not on the CPU: the meta device has shapes and dtypes and no data."""
    return student.describe(torch.empty(shape, dtype=dtype, device="meta"))


def family_devices(student, shape, value):
    """The names of the devices of the three tensors made like one on the meta device."""
    family = student.constant_family(torch.empty(shape, device="meta"), value)
    return [str(getattr(member, "device", None)) for member in family]


def global_state_around_draw(student, shape, seed):
    """Draw digits; return them and the global random states and default dtype before and after."""
    torch.rand(3)  # so that no state is the one that seeding has just left
    before = _global_state()
    digits, _ = student.random_digits(shape, seed)
    return {"digits": digits, "before": before, "after": _global_state()}


def _global_state():
    kind, keys, position, *_ = np.random.get_state()
    return {
        "PyTorch's global random state": torch.get_rng_state(),
        "NumPy's global random state": [kind, keys, position],
        "Python's global random state": random.getstate(),
        "PyTorch's default dtype": torch.get_default_dtype(),
    }


WINDOWS = {
    "x": lambda x: x,
    "flat": lambda x: x.view(-1),
    "transposed": lambda x: x.t(),
    "as int32": lambda x: x.view(torch.int32),
    "detached": lambda x: x.detach(),
    "corner": lambda x: x[:2, ::3],
    "upper half": lambda x: x[:3],
    "lower half": lambda x: x[3:],
    "middle": lambda x: x[1:5],
    "even rows": lambda x: x[::2],
    "odd rows": lambda x: x[1::2],
    "last row as bytes": lambda x: x[-1].view(torch.uint8),
    "clone": lambda x: x.clone(),
    "flat clone": lambda x: x.clone().view(-1),
    "clone as int32": lambda x: x.clone().view(torch.int32),
    "clone of the lower half": lambda x: x[3:].clone(),
}
"""Ways to look at a float32 matrix with 6 rows. They are made here, where they are views as PyTorch makes them."""


def asked_about_pairs(student, x, pairs):
    """Ask shares_memory about pairs of windows on x, in both orders; return the answers."""
    answers = []
    for one, other in pairs:
        a = WINDOWS[one](x)
        b = a if other == one else WINDOWS[other](x)
        answers += [student.shares_memory(a, b), student.shares_memory(b, a)]
    return answers


def functions_called(student, name, args):
    """Call a function of the student's; return its result and the names of the PyTorch functions it called."""
    recorder = _FunctionRecorder()
    with recorder:
        result = getattr(student, name)(*args)
    return {"result": result, "functions": recorder.names}


class _FunctionRecorder(TorchFunctionMode):
    def __init__(self):
        super().__init__()
        self.names = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.names.append(getattr(func, "__name__", str(func)))
        return func(*args, **(kwargs or {}))


def work_done(student, name, args):
    """Call a function of the student's; return its result, and how much work it was.

    `operations` counts tensor operations that reached PyTorch's dispatcher, `steps` the bytecode instructions that
    Python ran. Loops in tensor code show in the one, loops over lists and numbers in the other.
    """
    call = getattr(student, name)
    call(*_copies(args))  # once unobserved: a first call may import modules, which takes many steps
    counter = _OperationCounter()
    with counter:
        result = call(*_copies(args))
    steps = _count_steps(call, _copies(args))
    return {"result": result, "operations": counter.count, "steps": steps}


class _OperationCounter(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        self.count += 1
        return func(*args, **(kwargs or {}))


def _count_steps(call, args):
    steps = 0

    def trace(frame, event, arg):
        nonlocal steps
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        steps += event == "opcode"
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        call(*args)
    finally:
        sys.settrace(previous)
    return steps


def _copies(args):
    return [arg.clone() if isinstance(arg, torch.Tensor) else arg for arg in args]


def write_on_both_sides(student, name, array, layout):
    """Make a tensor from an array, then write into the array and into the tensor, and note what each then shows."""
    own = array.copy()
    array = {"whole": own, "transposed": own.T, "every other row": own[::2]}[layout]
    tensor = getattr(student, name)(array)
    if not isinstance(tensor, torch.Tensor):
        return {"tensor": tensor}
    seen = {"tensor": tensor.clone()}
    array += 1
    seen["tensor after a write into the array"] = tensor.clone()
    tensor += 1
    seen["array after both writes"] = array.copy()
    return seen


def arrays_of_tensors_in_a_graph(student, x):
    """Convert a leaf that requires grad and a result computed from it, and ask both whether they still do."""
    leaf = x.clone().requires_grad_()
    result = leaf * 2
    return {
        "leaf": student.to_numpy(leaf),
        "result": student.to_numpy(result),
        "leaf requires grad": leaf.requires_grad,
        "result requires grad": result.requires_grad,
    }


def quiz_answer(student, question):
    """The letter answered to one question, in lower case; None where there is no such answer."""
    answers = getattr(student, "answers", None)
    answer = answers.get(question) if isinstance(answers, dict) else None
    return answer.strip().lower() if isinstance(answer, str) else answer
