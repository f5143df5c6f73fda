"""How much memory grading may take: a submission has a limit, so several at a time have so many times that."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from autograder.boundary.jail import Limits
from autograder.boundary.tiers import BUBBLEWRAP
from autograder.classroom import machine
from autograder.course import Assignment
from autograder.errors import UserError

_MIB = 1 << 20
_CGROUP = Path("/sys/fs/cgroup")


def of_a_submission(assignment: Assignment) -> int:
    """The most that one submission of this assignment may use, in bytes."""
    return int(assignment.declared_limits().get("tree_memory", Limits().tree_memory)) * _MIB


def of_this_machine() -> int:
    """What there is here for this process and all that it starts, in bytes: a container may have less than its host."""
    found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            found.append(int((_CGROUP / name).read_text()))
    return min(found)


def require_room(assignment: Assignment, jobs: int) -> None:
    """Raise UserError where so many submissions at a time could use more memory than there is."""
    each, have = of_a_submission(assignment), of_this_machine()
    if jobs > 1 and jobs * each > have:
        raise UserError(
            f"--jobs {jobs}: each submission of {assignment.name} may use {_gib(each)} GiB, {jobs} at a time "
            f"{_gib(jobs * each)}, and this machine has {_gib(have)}: use at most --jobs {max(1, have // each)}, or "
            f"lower `autograder.limits.tree_memory` in the metadata of {assignment.notebook_path.name}"
        )


def places_beyond(assignment: Assignment, jobs: int) -> int:
    """How many submissions that sleep can be graded beside `jobs` others.

    As many as there is memory for, and no more than two for each job: should they wake up, a third of the processor is
    left to each, and patience is for a quarter. In the lesser sandbox they take turns anyway.
    """
    if machine.sandbox() != BUBBLEWRAP:
        return 0
    return max(0, min(2 * jobs, of_this_machine() // of_a_submission(assignment) - jobs))


def _gib(size: int) -> str:
    return f"{size / 2**30:.3g}"
