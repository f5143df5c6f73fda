"""What this machine grades with: the sandbox and the processor, found out without starting either sandbox or torch.

Both are part of what a class is graded with: the lesser sandbox refuses a few things more, and another processor gives
other last bits.
"""

from __future__ import annotations

import functools
import os
import platform
import subprocess
import tempfile
from pathlib import Path

from autograder.boundary import landlock, tiers
from autograder.errors import UserError

_VARIABLE = "AUTOGRADER_SANDBOX"
_PROBE_S = 60
# What torch asks of a processor before it uses the wider instructions (ATen's CPUCapability).
_LEVELS = {"AVX512": {"avx512f", "avx512bw", "avx512dq", "avx512vl", "fma"}, "AVX2": {"avx2", "fma"}, "SVE": {"sve"}}


def sandbox() -> str:
    """The tier that a sandbox started here would have; empty where there is none."""
    return os.environ.get(_VARIABLE) or _first_that_works()


@functools.cache
def processor() -> str:
    """The machine's kind and the instructions that torch uses on it, such as "x86_64 AVX512"."""
    level = next((level for level, needed in _LEVELS.items() if needed <= _flags()), "DEFAULT")
    return f"{platform.machine()} {level}"


def _flags() -> set[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text(errors="replace").splitlines()
    except OSError:
        return set()
    return {
        flag
        for line in lines
        if line.lower().startswith(("flags", "features"))
        for flag in line.partition(":")[2].split()
    }


@functools.cache
def _first_that_works() -> str:
    """As `Sandbox` chooses: bubblewrap, where its command can start anything at all, or else Landlock."""
    root = os.geteuid() == 0
    try:
        with tempfile.TemporaryDirectory(prefix="autograder-", dir="/tmp" if root else None) as folder:
            Path(folder).chmod(0o711 if root else 0o700)
            command = tiers.bubblewrap((), Path(folder)).command
            inside = command[: command.index("-m", command.index("--chdir")) - 1]
            tried = subprocess.run([*inside, "/usr/bin/true"], capture_output=True, timeout=_PROBE_S)
            if tried.returncode == 0:
                return tiers.BUBBLEWRAP
    except (UserError, OSError, subprocess.SubprocessError):
        pass
    return tiers.LANDLOCK if landlock.abi() else ""
