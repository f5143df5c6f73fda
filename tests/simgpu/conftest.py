"""Tests of the simulated accelerator that is shipped with 06_gpu_amp.

What it refuses and allows is tested on three devices by the same tests: on ``simgpu``, on ``simgpu`` spelled "cuda",
and, where there is one and `pytest -m gpu` asks for it, on a GPU. Not in one process: simgpu puts a GPU aside.
"""

import contextlib
import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch

MODULE = Path(__file__).parents[2] / "source" / "simgpu.py"


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "gpu":
        os.environ["SIMGPU"] = "off"


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
            marks=[pytest.mark.gpu],
        ),
    ]
)
def device(request: pytest.FixtureRequest, simgpu: ModuleType) -> Iterator[torch.device]:
    """A device beside the CPU: simulated, under either of its names, or a real GPU."""
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("no CUDA device here, or not without `-m gpu`")
    with simgpu.as_cuda() if request.param == "as_cuda" else contextlib.nullcontext():
        yield torch.device("simgpu" if request.param == "simgpu" else "cuda")


@pytest.fixture(autouse=True)
def reproducible() -> Iterator[None]:
    """The tensors are tiny: a second thread would only get in the way of the other tests' processes."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.backends.cudnn.allow_tf32 = False  # a GPU would compute with 10 bits
    torch.manual_seed(0)
    yield
    torch.set_num_threads(threads)
