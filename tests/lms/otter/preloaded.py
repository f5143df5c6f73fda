"""`otter …` as a process of its own, forked from one that has imported otter: the import takes seconds each time.

Nothing but the standard library is imported here: the forked process imports this file.
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CONTEXT: Any = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["otter.cli"])


def otter(*arguments: str, cwd: Path, timeout: float) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, with this process's environment; returns its exit code and all that it printed."""
    printed = [cwd / f".{name}" for name in ("stdout", "stderr")]
    process = _CONTEXT.Process(target=_run, args=(arguments, cwd, dict(os.environ), printed))
    process.start()
    process.join(timeout)
    if process.is_alive():
        process.kill()
        process.join()
        raise subprocess.TimeoutExpired(["otter", *arguments], timeout)
    out, err = (path.read_text(errors="replace") for path in printed)
    for path in printed:
        path.unlink()
    return subprocess.CompletedProcess(["otter", *arguments], process.exitcode, out, err)


def _run(arguments: tuple[str, ...], cwd: Path, environment: Mapping[str, str], printed: list[Path]) -> None:
    """In the forked process: become what `python -m otter` would be there."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate(printed, start=1):
        with path.open("wb") as file:
            os.dup2(file.fileno(), number)
    sys.argv = ["otter", *arguments]
    from otter.cli import cli

    try:
        cli()
    finally:
        atexit._run_exitfuncs()  # which processes of multiprocessing leave out
