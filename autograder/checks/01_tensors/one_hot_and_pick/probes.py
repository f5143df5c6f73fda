"""Probes of one_hot_and_pick: they run beside the student's code, observe, and know no answer."""

from torch.overrides import TorchFunctionMode


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
