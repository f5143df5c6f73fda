"""What of a GPU is let into the sandbox, and only where `--device cuda` asks for it.

CUDA does not survive a fork, and the first backward pass of any process already wakes its driver. So the processes that
grade as ever never see the GPU: a second sandbox, with these devices in its view, runs the notebook once more.
"""

import ctypes
import os
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.boundary.jail import Limits
from autograder.boundary.system_view import shown_of_system
from autograder.errors import UserError

_DEV = Path("/dev")
_SHOWN = (*shown_of_system(), "/lib", "/lib64")  # to every sandbox
_SYS = ("/sys/devices", "/sys/bus/pci")  # where the driver looks up which card sits where
_PASSED_ON = ("CUDA_VISIBLE_DEVICES", "CUDA_DEVICE_ORDER")

_EVERYTHING = 1 << 27  # MiB: 2⁴⁷ bytes, all addresses that a process has
_GIB = 1 << 10  # MiB
_PATIENT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Gpu:
    """The device files, the driver's folders that are not shown anyway, and environment variables to pass on."""

    devices: tuple[str, ...]
    libraries: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()

    def variables(self, library_path: str | None) -> list[str]:
        """bubblewrap's arguments for the environment; `library_path` is the LD_LIBRARY_PATH without a GPU."""
        # Counting the cards by NVML leaves the driver asleep: the zygote is forked, and its children could not wake it.
        variables = dict(self.environment) | {"CUDA_CACHE_DISABLE": "1", "PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
        variables |= {"SIMGPU": "off"}  # the course's simulated device: PyTorch cannot use it and a GPU in one process
        if self.libraries:
            variables["LD_LIBRARY_PATH"] = ":".join([*([library_path] if library_path else []), *self.libraries])
        return [word for name, value in variables.items() for word in ("--setenv", name, value)]

    def binds(self) -> list[str]:
        """bubblewrap's arguments for the view; they come after its own `/dev`."""
        arguments = [word for device in self.devices for word in ("--dev-bind", device, device)]
        arguments += [word for folder in self.libraries for word in ("--ro-bind", folder, folder)]
        return arguments + [word for folder in _SYS for word in ("--ro-bind-try", folder, folder)]


def find(dev: Path = _DEV) -> Gpu:
    """Look at this machine. Raises UserError where there is no CUDA device that PyTorch can use."""
    require()
    devices = device_files(dev)
    if not devices:
        raise UserError(_refusal(f"PyTorch sees a GPU, but there are no device files {dev}/nvidia* to let through"))
    environment = tuple((name, os.environ[name]) for name in _PASSED_ON if name in os.environ)
    return Gpu(devices, _driver_folders(), environment)


def require() -> None:
    """Raise UserError where there is no CUDA device that PyTorch can use."""
    if reason := _lacking():
        raise UserError(_refusal(reason))


def device_files(dev: Path) -> tuple[str, ...]:
    """The device files of NVIDIA's driver (under Windows' Linux: of its stand-in) in a folder like /dev."""
    return tuple(str(path) for path in sorted([*dev.glob("nvidia*"), *dev.glob("dxg")]))


def limits(usual: Limits) -> Limits:
    """The limits of a process that holds a GPU.

    CUDA reserves addresses for all memory of the machine and its cards, and uses few of them: no limit on addresses can
    hold. Its libraries keep some gigabytes of data. The first operation takes seconds, and that is nobody's fault.
    """
    return replace(
        usual,
        address_space=_EVERYTHING,
        data=max(usual.data, 8 * _GIB),
        tree_memory=max(usual.tree_memory, 8 * _GIB),
        cell_seconds=max(usual.cell_seconds, _PATIENT_SECONDS),
        check_seconds=max(usual.check_seconds, _PATIENT_SECONDS),
    )


def _lacking() -> str | None:
    """Why CUDA cannot be used here; None where it can."""
    import torch

    if torch.cuda.is_available():
        return None
    if torch.version.cuda is None:
        return f"the installed PyTorch ({torch.__version__}) is built without CUDA: install a build with it"
    return "PyTorch finds no GPU: `nvidia-smi` shows whether the driver does, CUDA_VISIBLE_DEVICES may hide it"


def _refusal(reason: str) -> str:
    return f"no CUDA GPU can be used here: {reason}. Without a GPU, leave the option out: everything is graded as well"


def _driver_folders() -> tuple[str, ...]:
    """Where the driver's library lies, unless every sandbox shows that folder."""
    try:
        ctypes.CDLL("libcuda.so.1")
        with open("/proc/self/maps") as maps:
            found = {Path(line.split(None, 5)[5].strip()).parent for line in maps if "/libcuda.so" in line}
    except OSError:
        return ()
    return tuple(sorted(str(folder) for folder in found if not any(map(folder.is_relative_to, _SHOWN))))
