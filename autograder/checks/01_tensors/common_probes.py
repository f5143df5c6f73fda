"""What the probes of several exercises of 01_tensors share: it runs beside the student's code and knows no answer."""

import copy
import sys

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode


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


def called_again(student, name, first, second, third):
    """Call a function; call it with other arguments; write a third set of numbers into those, one after the other.

    After each such write comes another call, noted beside one with a copy of the arguments as they then are. `first
    later` is what the first result shows when all is done, `moved` whether a tensor of the first call lies elsewhere.
    """
    call = getattr(student, name)
    first, second = copy.deepcopy(first), copy.deepcopy(second)
    places = _places(first)
    result = call(*first)
    moved = places != _places(first)
    seen = {"first": _snapshot(result), "second": _snapshot(call(*second)), "rewritten": []}
    for argument, numbers in zip(second, third, strict=True):
        if isinstance(argument, (torch.Tensor, np.ndarray)):
            argument[...] = numbers
            again, fresh = _snapshot(call(*second)), _snapshot(call(*copy.deepcopy(second)))
            seen["rewritten"].append([again, fresh])
    return seen | {"first later": _snapshot(result), "moved": moved}


def _places(arguments):
    """Where in memory the tensors lie, and in which order."""
    return [(arg.data_ptr(), arg.shape, arg.stride()) for arg in arguments if isinstance(arg, torch.Tensor)]


def _snapshot(result):
    """What a result shows now, whatever is written into it afterwards."""
    if isinstance(result, dict):
        return {key: _snapshot(value) for key, value in result.items()}
    if isinstance(result, (tuple, list)) and not isinstance(result, torch.Size):
        return [_snapshot(value) for value in result]
    if isinstance(result, torch.Tensor):
        return result.detach().clone()
    return result.copy() if isinstance(result, np.ndarray) else result


def _copies(args):
    return [arg.clone() if isinstance(arg, torch.Tensor) else arg for arg in args]
