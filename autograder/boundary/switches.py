"""PyTorch's switches that every check relies on, and how they are put back.

A call that leaves one of them on, autocast say, changes what every later line of the process computes. That is a fault
of the answer that left it on, and of no other: so they are put back before each check, whoever left them on, an earlier
check or a cell of the notebook.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch.utils import _python_dispatch

_AUTOCAST = {device: torch.get_autocast_dtype(device) for device in torch._C._autocast_supported_devices()}
_DETECT_ANOMALY, _CHECK_NAN = torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()
_TORCH_FUNCTION = torch._C._get_torch_function_state()  # type: ignore[attr-defined]
_guards: list[Any] = []  # inference mode ends with its guard's life, so the guard that ends it lives on


def restore() -> None:
    """Put the switches where PyTorch has them at the start.

    The modes come first: a mode that is on sees what the other lines here do, and may be the student's own code.
    """
    torch._C._set_torch_function_state(_TORCH_FUNCTION)  # type: ignore[attr-defined]
    _empty(torch._C._len_torch_function_stack, torch._C._pop_torch_function_stack)
    _empty(torch._C._len_torch_dispatch_stack, _python_dispatch._pop_mode)
    while torch._C._autograd._top_saved_tensors_default_hooks(True) is not None:
        torch._C._autograd._pop_saved_tensors_default_hooks()
    if torch.is_inference_mode_enabled():
        _guards.append(torch._C._InferenceMode(False))
    torch.set_grad_enabled(True)
    # The stack that its mode was on is empty already, and leaving the mode would take off another.
    torch._GLOBAL_DEVICE_CONTEXT.device_context = None
    torch.set_default_dtype(torch.float32)
    for device, dtype in _AUTOCAST.items():
        torch.set_autocast_enabled(device, False)
        torch.set_autocast_dtype(device, dtype)
    torch.set_autocast_cache_enabled(True)
    torch.clear_autocast_cache()
    torch.use_deterministic_algorithms(False)
    torch.set_float32_matmul_precision("highest")
    torch.set_anomaly_enabled(_DETECT_ANOMALY, _CHECK_NAN)
    # What is compiled runs as it is written: the values are the same, and checks may watch with hooks and modes of
    # their own, which Dynamo would try to compile. A check about compiling sets the stance to "default".
    torch.compiler.set_stance("force_eager")


def _empty(length: Callable[[], int], pop: Callable[[], object]) -> None:
    for _ in range(length()):
        pop()


def run_graphs_as_they_are() -> None:
    """Let torch.compile do without its default backend, which writes C++ and calls a compiler that the jail has not.

    In the notebook's cells the graph is captured as ever (a break is a break, an error an error), and then run
    operation by operation, which gives the same values. Whatever the machine has, a grade must not depend on it.
    """
    torch._TorchCompileInductorWrapper.__call__ = (  # type: ignore[method-assign]
        lambda self, model_, inputs_, **_: model_.forward
    )
