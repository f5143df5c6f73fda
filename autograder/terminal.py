"""What commands share: their options, and how they speak: tables, files, errors."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console

from autograder.classroom.terminal import terminal
from autograder.course import Assignment
from autograder.engine.report import printable
from autograder.errors import UserError

if TYPE_CHECKING:
    from autograder.classroom.executor import Executor

FELL_SHORT = 1
BAD_INPUT = 2
INTERRUPTED = 130
PLAIN_WIDTH = 120  # columns of a table in a log file or a pipe
CORES = os.cpu_count() or 1

Name = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="as 01_tensors")]
Json = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="also write the result as JSON")]
Students = Annotated[
    list[str] | None, typer.Option("--student", metavar="NAME", help="this one alone; may be given several times")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", metavar="N", min=1, help="grading processes")]


ClusterAt = Annotated[
    str | None, typer.Option("--cluster", metavar="ADDRESS", help="grade on the workers of this Dask scheduler")
]
SchedulerFile = Annotated[
    Path | None, typer.Option("--scheduler-file", metavar="FILE", help="the same, by the file that the scheduler wrote")
]
Trusted = Annotated[
    bool, typer.Option("--trusted-network", help="send submissions and checks unencrypted: nobody can listen")
]


def executor(
    jobs: int, address: str | None, scheduler_file: Path | None, trusted: bool, device: str | None
) -> Executor:
    """Where submissions are graded: on this machine or on a cluster."""
    from autograder.classroom.cluster import Cluster
    from autograder.classroom.pool import Pool

    if address is None and scheduler_file is None:
        return Pool(jobs)
    if address is not None and scheduler_file is not None:
        raise UserError("--cluster and --scheduler-file both name a scheduler: give one of them")
    if device is not None:
        raise UserError("--device needs the GPU of this machine: grade here, without --cluster")
    return Cluster(address, scheduler_file, trusted=trusted)


class Device(StrEnum):
    """What `run`, `grade` and `verify` can check on beside the CPU."""

    CUDA = "cuda"


class PlotsOf(StrEnum):
    """Whose figures are drawn."""

    OWN = "own"
    ALL = "all"


Plots = Annotated[
    PlotsOf, typer.Option(help="draw the figures of cells that a student wrote or changed, or of all cells")
]
OnDevice = Annotated[
    Device | None, typer.Option("--device", help="also run the checks that need a GPU; without one, exit 2")
]


def present(device: Device | None, assignment: Assignment) -> str | None:
    """The device, which must be here; a UserError says what is missing."""
    if device is None:
        return None
    from autograder.boundary import gpu
    from autograder.engine.checks import collect

    gpu.require()
    if not any(check.device for check in collect(assignment, device.value)):
        print(f"{assignment.name}: no check needs a GPU: graded as always", file=sys.stderr)
    return device.value


def console() -> Console:
    """Standard output: as wide as a terminal is, and of one width everywhere else."""
    out = terminal()
    return out if out.is_terminal else terminal(width=PLAIN_WIDTH)


def write_json(path: Path, data: dict[str, Any]) -> None:
    """Write a result for other programs; raises UserError as `write`."""
    write(path, json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def write(path: Path, text: str) -> None:
    """Write a file that the user named; raises UserError where that fails."""
    try:
        path.write_text(text, encoding="utf-8", errors="replace")  # a folder's name can be no text at all
    except OSError as error:
        raise UserError(f"{path}: cannot write it ({error.strerror}): choose another place") from None


def fail(message: str, code: int) -> NoReturn:
    """Say on standard error what went wrong, and exit."""
    print(f"error: {printable(message)}", file=sys.stderr)
    raise SystemExit(code)
