"""What `--device cuda` lets into the sandbox, and that without it nothing is let in. No GPU is needed here."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
import torch

from autograder.boundary import gpu, tiers
from autograder.boundary.gpu import Gpu
from autograder.boundary.jail import Limits
from autograder.boundary.sandbox import Sandbox
from autograder.boundary.system_view import shown_of_system
from autograder.errors import UserError

CARD = Gpu(("/dev/nvidia0", "/dev/nvidiactl"), ("/opt/driver/lib",), (("CUDA_VISIBLE_DEVICES", "1"),))


def dev(folder: Path) -> Path:
    """A folder like /dev on a machine with two cards."""
    for name in ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm", "null", "sda"):
        (folder / name).touch()
    (folder / "nvidia-caps").mkdir()
    return folder


NO_ZEROS = ["--ro-bind", "/dev/null", "/dev/zero"]


def arguments(card: Gpu | None, places: dict[str, Path] | None = None) -> list[str]:
    return tiers._bwrap(places or {"/sp": Path("/somewhere")}, (), card)


def groups(command: list[str]) -> set[tuple[str, ...]]:
    """Each option with its values."""
    starts = [index for index, word in enumerate(command) if word.startswith("--")] + [len(command)]
    return {tuple(command[start:end]) for start, end in pairwise(starts)}


def test_without_a_device_the_arguments_name_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    command = arguments(None)
    assert command == tiers._bwrap({"/sp": Path("/somewhere")}, ())
    assert not [word for word in command if "nvidia" in word.lower() or "cuda" in word.lower() or "/sys" in word]
    assert "--dev-bind" not in command
    size = ["--size", "67108864", "--tmpfs"]
    view = ["--proc", "/proc", "--dev", "/dev", *NO_ZEROS, *size, "/tmp", *size, "/dev/shm", "--remount-ro", "/dev"]
    assert command[command.index("--proc") : command.index("/dev/shm") + 3] == view, "nothing comes in between"


def test_with_a_device_the_arguments_are_the_same_and_its_own_besides() -> None:
    plain, card = arguments(None), arguments(CARD)
    left, place = iter(card), plain.index(NO_ZEROS[-1]) - 2  # with a card, memory may be shared
    del plain[place : place + 3]
    assert all(word in left for word in plain), "the usual arguments come in the usual order"
    assert groups(card) - groups(plain) == {
        ("--dev-bind", "/dev/nvidia0", "/dev/nvidia0"),
        ("--dev-bind", "/dev/nvidiactl", "/dev/nvidiactl"),
        ("--ro-bind", "/opt/driver/lib", "/opt/driver/lib"),
        ("--ro-bind-try", "/sys/devices", "/sys/devices"),
        ("--ro-bind-try", "/sys/bus/pci", "/sys/bus/pci"),
        ("--setenv", "CUDA_VISIBLE_DEVICES", "1"),
        ("--setenv", "CUDA_CACHE_DISABLE", "1"),
        ("--setenv", "PYTORCH_NVML_BASED_CUDA_CHECK", "1"),
        ("--setenv", "SIMGPU", "off"),
        ("--setenv", "LD_LIBRARY_PATH", "/opt/driver/lib"),
    }


def test_the_devices_come_between_dev_and_its_sealing() -> None:
    command = arguments(CARD)
    assert command.index("--dev") < command.index("--dev-bind") < command.index("--remount-ro")


def test_the_drivers_folder_is_added_to_the_library_path() -> None:
    command = arguments(CARD, {"/sp": Path("/somewhere"), "/py": Path("/python")})
    paths = [value for name, value in pairwise(command) if name == "LD_LIBRARY_PATH"]
    assert paths == ["/py/lib", "/py/lib:/opt/driver/lib"], "the last one counts"


def test_the_driver_s_files_are_found_and_no_others(tmp_path: Path) -> None:
    names = [Path(path).name for path in gpu.device_files(dev(tmp_path))]
    assert names == ["nvidia-caps", "nvidia-uvm", "nvidia0", "nvidia1", "nvidiactl"]


def test_what_is_found_here_and_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    found = gpu.find(dev(tmp_path))
    assert len(found.devices) == 5
    assert found.environment == (("CUDA_VISIBLE_DEVICES", "1"),)


@pytest.mark.parametrize(
    ("build", "reason"),
    [(None, "is built without CUDA: install a build with it"), ("13.0", "PyTorch finds no GPU: `nvidia-smi` shows")],
)
def test_a_machine_without_gpu_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, build: str | None, reason: str
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.version, "cuda", build)
    for ask in (gpu.find, gpu.require):
        with pytest.raises(UserError, match=reason) as refused:
            ask()
        assert "leave the option out" in str(refused.value)


def test_a_gpu_without_device_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    with pytest.raises(UserError, match="there are no device files"):
        gpu.find(tmp_path)


def test_a_gpu_is_let_through_by_the_full_tier_alone() -> None:
    with pytest.raises(UserError, match="by the sandbox bubblewrap alone"):
        Sandbox(tier="landlock", gpu=CARD)


def test_limits_of_a_process_with_a_gpu() -> None:
    usual = Limits(check_seconds=120)
    wide = gpu.limits(usual)
    assert wide.address_space << 20 == 1 << 47, "all addresses of a process"
    assert wide.data >= usual.data and wide.tree_memory >= usual.tree_memory
    assert wide.check_seconds == 120 and wide.cell_seconds >= 60
    assert (wide.processes, wide.file_size, wide.scratch) == (usual.processes, usual.file_size, usual.scratch)


@pytest.mark.parametrize(
    ("library", "folders"),
    [
        ("/usr/local/nvidia/lib64/libcuda.so.580", ("/usr/local/nvidia/lib64",)),
        (f"{shown_of_system()[0]}/libcuda.so.1", ()),
    ],
)
def test_the_drivers_folder_is_let_in_unless_every_sandbox_shows_it(
    monkeypatch: pytest.MonkeyPatch, library: str, folders: tuple[str, ...]
) -> None:
    monkeypatch.setattr(gpu.ctypes, "CDLL", lambda name: None)
    maps = f"7f00-7f01 r-xp 00000000 00:2a 17  {library}\n"
    monkeypatch.setattr("builtins.open", lambda path: io.StringIO(maps))
    assert gpu._driver_folders() == folders
