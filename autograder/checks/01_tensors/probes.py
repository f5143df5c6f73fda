"""Probes of 01_tensors: they run beside the student's functions, observe what values cannot show, know no answer."""

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
    if not isinstance(family, (tuple, list)):
        return []
    return [str(getattr(member, "device", None)) for member in family]


def numbers_written_into(student, x, value):
    """Write another number into each of the three tensors, ask for three again, and return what both families show.

    `first` is None where the result is not a family of tensors with the shape of x.
    """
    first = student.constant_family(x, value)
    if not isinstance(first, (tuple, list)):
        return {"first": None, "second": None}
    if any(not isinstance(member, torch.Tensor) or member.shape != x.shape for member in first):
        return {"first": None, "second": None}
    with torch.inference_mode():  # where tensors may be written to whatever mode they were made in
        for index, member in enumerate(first):
            member[0, 0] = 5 + index
        first = [member.clone() for member in first]
    return {"first": first, "second": student.constant_family(x, value)}


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

    `operations` counts tensor operations that reached PyTorch's dispatcher, `steps` the bytecode instructions that the
    notebook's own code ran. Loops in tensor code show in the one, loops over lists and numbers in the other. What
    printing and plotting do inside the libraries, which may well be a loop, counts in neither.
    """
    call = getattr(student, name)
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
        self.count += not _is_shown(sys._getframe())
        return func(*args, **(kwargs or {}))


def _is_shown(frame):
    """Whether a frame works on printing a tensor or on a plot."""
    while frame is not None:
        path = frame.f_code.co_filename.replace("\\", "/")
        if path.endswith("/torch/_tensor_str.py") or "/site-packages/matplotlib/" in path:
            return True
        frame = frame.f_back
    return False


def _is_notebook(code):
    name = code.co_filename
    return name.startswith("<") and name.endswith(">") and not name.startswith(("<string>", "<stdin>", "<frozen "))


def _count_steps(call, args):
    steps = 0

    def trace(frame, event, arg):
        nonlocal steps
        if not _is_notebook(frame.f_code):
            return None
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
    array = own.T if layout == "transposed" else own[::2] if layout == "every other row" else own
    tensor = getattr(student, name)(array)
    if not isinstance(tensor, torch.Tensor):
        return {"tensor": tensor}
    # Tensors made in inference mode may be written to in inference mode only.
    with torch.inference_mode():
        seen = {"tensor": tensor.clone()}
        _bump(array)
        seen["tensor after a write into the array"] = tensor.clone()
        if tensor.dtype == torch.bool:
            tensor.logical_not_()
        else:
            tensor += 1
    seen["array after both writes"] = array.copy()
    return seen


def _bump(array):
    """Add 1 to every number, turn every bool round."""
    if array.dtype == np.bool_:
        np.logical_not(array, out=array)
    else:
        np.add(array, 1, out=array)


def arrays_of_tensors_in_a_graph(student, x):
    """Convert a leaf that requires grad and a result computed from it, and ask both whether they still do."""
    with torch.enable_grad():
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
