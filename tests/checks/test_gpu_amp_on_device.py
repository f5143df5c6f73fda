"""The checks of 06_gpu_amp that need a GPU, tried without one: their logic takes the name of any device.

Right answers pass them on the simulated accelerator and on the CPU; mistakes that a GPU would punish do not.
"""

import math
import statistics
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.checkpoint import checkpoint
from torch.utils.data import DataLoader, TensorDataset

from autograder.boundary.student import LocalStudent
from autograder.course import load
from autograder.engine.checks import Check, collect
from autograder.engine.diagnose import variants

ASSIGNMENT = load(Path(__file__).parents[2], "06_gpu_amp")
MODULE = ASSIGNMENT.source_dir / "simgpu.py"
SETUP = {
    "math": math, "statistics": statistics, "time": time, "np": np, "torch": torch, "nn": nn, "F": F,
    "checkpoint": checkpoint, "DataLoader": DataLoader, "TensorDataset": TensorDataset,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """The products are tiny, and a second thread would make a call that waits for nothing take milliseconds."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module", autouse=True)
def simgpu() -> ModuleType:
    """The module, as it lies beside the notebook; tests of its own may have imported it before."""
    if "simgpu" not in sys.modules:
        sys.path.insert(0, str(MODULE.parent))
        import simgpu

        sys.path.remove(str(MODULE.parent))
        assert Path(str(simgpu.__file__)) == MODULE
    return sys.modules["simgpu"]


@pytest.fixture(scope="module")
def checks() -> dict[str, Check]:
    found = {check.id: check for check in collect(ASSIGNMENT, "cuda") if check.device is not None}
    assert len(found) == 6
    return found


def answers(exercise: str, kind: str) -> dict[str, str]:
    return {variant.name: variant.source for variant in variants(ASSIGNMENT, exercise, kind)}


def failed(check: Check, source: str, monkeypatch: pytest.MonkeyPatch, device: str = "simgpu") -> str | None:
    """What the check says to an answer on a device that is here; None for a pass."""
    names = {**SETUP, "simgpu": sys.modules["simgpu"], "__name__": "answer"}
    exec(compile(source, "answer", "exec"), names)
    for name, value in (("ON_DEVICE", device), ("PRODUCT", 64)):
        monkeypatch.setitem(check.item.function.__globals__, name, value)
    try:
        check.call(LocalStudent(names), None, 0)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    return None


TRIED = {
    "pick_device": "test_on_cuda_an_accelerator_is_picked",
    "to_device": "test_on_cuda_every_tensor_is_moved",
    "train_loop": "test_on_cuda_the_loop_does_not_wait",
    "amp_train_step": "test_on_cuda_training_in_float16",
    "benchmark": "test_on_cuda_the_time_is_not_too_short",
}
# Right, but for a machine with CUDA, which this one need not be.
ASKS_FOR_CUDA = {"cuda_or_cpu", "cuda_with_index"}


@pytest.mark.parametrize("exercise", [*TRIED, "train_loop step"])
def test_right_answers_pass(checks: dict[str, Check], monkeypatch: pytest.MonkeyPatch, exercise: str) -> None:
    name = TRIED.get(exercise, "test_on_cuda_a_step_is_right")
    for wheat, source in answers(exercise.split()[0], "wheats").items():
        if exercise == "pick_device" and wheat in ASKS_FOR_CUDA:
            continue
        assert failed(checks[name], source, monkeypatch) is None, wheat


def test_training_in_float16_passes_where_float16_is_real(
    checks: dict[str, Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    for wheat, source in answers("amp_train_step", "wheats").items():
        assert failed(checks[TRIED["amp_train_step"]], source, monkeypatch, "cpu") is None, wheat


# Of the known mistakes, those that each check must catch.
CAUGHT = {
    ("pick_device", "test_on_cuda_an_accelerator_is_picked"): {"always_cpu", "string"},
    ("to_device", "test_on_cuda_every_tensor_is_moved"): {
        "asks_the_machine", "one_level", "result_of_to_dropped", "tuples_forgotten",
    },
    ("train_loop", "test_on_cuda_a_step_is_right"): {
        "batch_not_moved", "x_not_moved", "y_not_moved", "result_of_to_dropped", "loss_on_the_cpu", "no_zero_grad",
    },
    ("train_loop", "test_on_cuda_the_loop_does_not_wait"): {"asks_whether_nan", "item_every_step", "loss_on_the_cpu"},
    ("amp_train_step", "test_on_cuda_training_in_float16"): {
        "clip_after_step", "clip_before_unscale", "clip_each_parameter", "clip_values", "no_clipping", "no_update",
        "no_zero_grad", "unscale_forgotten",
    },
}  # fmt: skip


@pytest.mark.parametrize(("exercise", "name"), CAUGHT)
def test_mistakes_are_caught(
    checks: dict[str, Check], monkeypatch: pytest.MonkeyPatch, exercise: str, name: str
) -> None:
    chaffs = answers(exercise, "chaffs")
    for mistake in CAUGHT[exercise, name]:
        said = failed(checks[name], chaffs[mistake], monkeypatch)
        assert said is not None and said.startswith(("AssertionError", "Mismatch")), (mistake, said)


@pytest.mark.parametrize(
    ("answer", "passes"),
    [
        ("numpy_median", True),
        ("queue_is_empty_already", True),
        ("not_synchronised", False),
        ("not_before_the_stop", False),
    ],
)
def test_a_clock_that_does_not_wait_is_caught(
    checks: dict[str, Check], monkeypatch: pytest.MonkeyPatch, answer: str, passes: bool
) -> None:
    """The CPU takes the part of a device whose every product takes 5 ms after the call has returned."""
    queue: list[float] = []

    class Event:
        def __init__(self, enable_timing: bool) -> None:
            self.counts = len(queue)

        def record(self) -> None:
            queue.append(0.0025)

        def elapsed_time(self, end: object) -> float:
            return 5.0

    def synchronize() -> None:
        while queue:
            time.sleep(queue.pop())

    monkeypatch.setattr(torch.cpu, "Event", Event, raising=False)
    monkeypatch.setattr(torch.cpu, "synchronize", synchronize)
    source = (answers("benchmark", "wheats") | answers("benchmark", "chaffs"))[answer]
    said = failed(checks[TRIED["benchmark"]], source, monkeypatch, "cpu")
    assert (said is None) is passes, said
    assert passes or "the clock was read while the GPU was still at work" in said


LOOPS = {
    "closure": True, "cuda_spelled": True, "losses_in_a_list": True, "running_mean": True,
    "item_every_step": False, "asks_whether_nan": False, "loss_on_the_cpu": False,
}  # fmt: skip


@pytest.mark.parametrize("answer", LOOPS)
def test_cuda_s_own_warnings_are_counted(
    checks: dict[str, Check], monkeypatch: pytest.MonkeyPatch, simgpu: ModuleType, answer: str
) -> None:
    """The simulated device, called "cuda", warns as CUDA does in its sync debug mode: also in a copy to the device."""
    mode = ["default"]

    def warn() -> None:
        if mode[0] == "warn":
            warnings.warn("called a synchronizing CUDA operation", stacklevel=2)

    monkeypatch.setattr(simgpu, "_count_synchronisation", warn)
    monkeypatch.setattr(simgpu, "_count_copy", lambda tensor, where: warn() if where == "device" else None)
    source = (answers("train_loop", "wheats") | answers("train_loop", "chaffs"))[answer]
    with simgpu.as_cuda(), monkeypatch.context() as patch:
        patch.setattr(torch.cuda, "set_sync_debug_mode", lambda wanted: mode.__setitem__(0, wanted))
        said = failed(checks[TRIED["train_loop"]], source, monkeypatch, "cuda")
    assert (said is None) is LOOPS[answer], said
    assert mode == ["default"], "the mode is put back"
