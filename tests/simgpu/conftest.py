"""Tests of the simulated accelerator that is shipped with 06_gpu_amp.

What it refuses and allows is tested on three devices by the same tests: on ``simgpu``, on ``simgpu`` spelled "cuda",
and, where there is one, on a GPU.
"""

import contextlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch

MODULE = Path(__file__).parents[2] / "source" / "simgpu.py"


@pytest.fixture(scope="session", autouse=True)
def simgpu() -> ModuleType:
    """The module. Importing it adds a device to this process, which the other tests do not notice."""
    if "simgpu" not in sys.modules:
        spec = importlib.util.spec_from_file_location("simgpu", MODULE)
        module = importlib.util.module_from_spec(spec)
        sys.modules["simgpu"] = module
        spec.loader.exec_module(module)
    return sys.modules["simgpu"]


@pytest.fixture(
    params=[
        "simgpu",
        pytest.param("as_cuda", id="simgpu-spelled-cuda"),
        pytest.param(
            "cuda",
            marks=[pytest.mark.gpu, pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")],
        ),
    ]
)
def device(request: pytest.FixtureRequest, simgpu: ModuleType) -> Iterator[torch.device]:
    """A device beside the CPU: simulated, under either of its names, or a real GPU."""
    with simgpu.as_cuda() if request.param == "as_cuda" else contextlib.nullcontext():
        yield torch.device("simgpu" if request.param == "simgpu" else "cuda")


@pytest.fixture(autouse=True)
def reproducible() -> Iterator[None]:
    """The tensors are tiny: a second thread would only get in the way of the other tests' processes."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    yield
    torch.set_num_threads(threads)
