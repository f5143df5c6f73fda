"""What the checks of compress observe inside the student's process."""

import sys

from torch.utils._python_dispatch import TorchDispatchMode


def steps_taken(student, keep, values):
    """How many lines of Python ran and how many tensor operations were dispatched, together."""
    steps = 0

    class Count(TorchDispatchMode):
        def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
            nonlocal steps
            steps += 1
            return operation(*args, **(kwargs or {}))

    def trace(frame, event, argument):
        nonlocal steps
        if frame.f_code.co_name == "__torch_dispatch__":
            return None
        steps += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with Count():
            student.compress(keep, values)
    finally:
        sys.settrace(before)
    return steps
