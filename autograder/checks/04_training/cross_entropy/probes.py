"""Probes of cross_entropy: they run beside the student's code, observe, and know no answer."""

import torch


def functions_called(student, name, args):
    """Call a function of the student's; return its result and the names of the PyTorch functions it called."""
    recorder = _FunctionRecorder()
    with recorder:
        result = getattr(student, name)(*args)
    return {"result": result, "functions": sorted(set(recorder.names))}


def asked_again(student, logits, targets):
    """The loss of some logits, that of others in the same tensor, and what has become of the first one then."""
    tensor = logits[0].clone()
    loss = student.cross_entropy(tensor, targets)
    first = float(loss)
    tensor.copy_(logits[1])
    second = float(student.cross_entropy(tensor, targets))
    return {"first": first, "second": second, "first later": float(loss)}


class _FunctionRecorder(torch.overrides.TorchFunctionMode):
    def __init__(self):
        super().__init__()
        self.names = []

    def __torch_function__(self, func, types, args=(), kwargs=None):
        # torch.special has other names for the same functions
        self.names.append(getattr(func, "__name__", str(func)).removeprefix("special_"))
        return func(*args, **(kwargs or {}))
