"""Importing the module: twice, before a fork, in a clean process without threads of its own."""

import importlib.util
import os
import subprocess
import sys
import textwrap
import threading

import pytest
import torch
from torch import nn


def test_a_second_import_is_the_same_device(simgpu):
    spec = importlib.util.spec_from_file_location("another_name", simgpu.__file__)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)

    with again.counting() as counts, simgpu.counting() as same:
        torch.ones(2).to("simgpu").sum().item()
    assert counts == same == simgpu.Counts(1, 1, 8, 4, 1)
    with again.as_cuda(), simgpu.as_cuda():
        assert torch.ones(1).cuda().is_cuda
    assert torch.simgpu.counting is simgpu.counting is again.counting


def test_the_public_names(simgpu):
    assert all(getattr(torch.simgpu, name) is getattr(simgpu, name) for name in simgpu.__all__)
    assert all(getattr(simgpu, name).__doc__ for name in ("counting", "as_cuda", "enable_cuda", "disable_cuda"))
    assert torch.simgpu.is_available() and torch.simgpu.device_count() == 1


def test_the_cpu_goes_on_as_before(simgpu):
    assert torch.ones(2).device.type == "cpu" and torch.get_default_device() == torch.device("cpu")
    assert torch.Generator().device.type == "cpu" and isinstance(torch.default_generator, torch.Generator)
    assert not isinstance(3, torch.Generator)
    assert torch.rand(3, generator=torch.Generator().manual_seed(1)).shape == (3,)
    assert torch.UntypedStorage(4).nbytes() == 4 and torch.UntypedStorage([1, 2]).tolist() == [1, 2]
    layer = nn.Linear(2, 1)
    weight = layer.weight
    assert layer.double().weight is weight and weight.dtype is torch.float64


def test_backward_in_another_thread(simgpu):
    def work() -> None:
        x = torch.ones(3, device="simgpu", requires_grad=True)
        (x * 2).sum().backward()
        results.append(x.grad.tolist())

    results = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert results == [[2, 2, 2]]


@pytest.mark.parametrize(
    ("before", "off", "then"),
    [
        ("", "", "assert not torch.cuda.is_available() and torch.ones(1, device='simgpu').is_simgpu"),
        ("", "", "with simgpu.as_cuda(): assert torch.cuda.is_available() and torch.ones(1).cuda().is_cuda"),
        ("", "off", "assert torch.cuda.is_available() and simgpu.counting\nwith simgpu.as_cuda(): pass"),
        ("", "off", "try: torch.device('simgpu')\nexcept RuntimeError: pass\nelse: 1 / 0"),
        ("torch.cuda.is_initialized = lambda: True", "off", "pass"),
    ],
)
def test_where_there_is_a_gpu_it_is_put_aside(simgpu, before, off, then):
    """Autograd cannot serve two accelerators in a process. The GPU is one in name only: its driver is never asked."""
    ended = in_a_process_with_a_gpu(simgpu, before, off, then)
    assert ended.returncode == 0, ended.stderr


def test_a_gpu_in_use_is_not_taken_away(simgpu):
    ended = in_a_process_with_a_gpu(simgpu, "torch.cuda.is_initialized = lambda: True", "", "pass")
    assert "simgpu must be imported before the GPU is first used" in ended.stderr


def test_names_of_types_do_not_depend_on_what_was_asked_before(simgpu):
    """PyTorch makes up the names of all devices' types once: when `type` is given the name of one."""
    program = f"""
import sys, torch
torch.ones(1).type("torch.DoubleTensor")
sys.path.insert(0, {os.path.dirname(simgpu.__file__)!r})
import simgpu
with simgpu.as_cuda():
    assert torch.ones(1).cuda().type() == "torch.cuda.FloatTensor"
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def in_a_process_with_a_gpu(simgpu, before, off, then):
    start = "import sys, torch\ntorch.cuda.is_available, torch.cuda.device_count = lambda: True, lambda: 1"
    program = f"{start}\n{before}\nsys.path.insert(0, {os.path.dirname(simgpu.__file__)!r})\nimport simgpu\n{then}"
    environment = {**os.environ, "SIMGPU": off}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_imported_and_used_it_can_fork(simgpu):
    """As the sandbox does between the cells of a notebook. In a process of its own, which can be ended if it hangs."""
    script = """
        import importlib.util, os, sys, warnings
        import torch

        warnings.simplefilter("ignore")
        torch.set_num_threads(1)
        spec = importlib.util.spec_from_file_location("simgpu", sys.argv[1])
        simgpu = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(simgpu)
        threads = len(os.listdir("/proc/self/task")) if os.path.exists("/proc/self/task") else None

        def work():
            layer = torch.nn.Linear(3, 2).to("simgpu")
            optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
            with simgpu.counting() as counts:
                layer(torch.ones(4, 3).to("simgpu")).sum().backward()
                optimizer.step()
                layer.weight.grad.sum().item()
            return counts.synchronisations == counts.to_device == 1

        def forked(depth):
            pid = os.fork()
            if pid:
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
            os._exit(not (work() and (depth == 0 or forked(depth - 1))))

        assert forked(1) and work() and forked(1) and work()
        with simgpu.as_cuda():
            assert work() and forked(0)
        assert threads is None or len(os.listdir("/proc/self/task")) <= threads
        print("fine")
    """
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), simgpu.__file__], capture_output=True, text=True, timeout=60
    )
    assert (result.returncode, result.stdout) == (0, "fine\n"), result.stderr
