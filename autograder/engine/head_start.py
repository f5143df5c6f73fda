"""An engine, quickly: the sandbox imports what it forks on one core while this process imports PyTorch on another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import autograder
from autograder.boundary.starting import Zygote, head_start
from autograder.course import Assignment
from autograder.course.imports import imports
from autograder.course.seed import secrets_folder

if TYPE_CHECKING:
    from autograder.engine.engine import Engine


def hidden_from_students(assignment: Assignment) -> tuple[Path, ...]:
    """The folders that no sandbox shows, wherever they lie."""
    package = Path(autograder.__file__).parent
    return (assignment.root, assignment.checks_dir.parent, package, secrets_folder())


def begun_for(assignment: Assignment) -> Zygote | None:
    """What an engine for this assignment takes as `begun`."""
    return head_start(hidden_from_students(assignment), imports(assignment.read_source()))


def start_engine(assignment: Assignment, **options: Any) -> Engine:
    """`Engine(assignment, **options)`, which raises the same, for whoever has not imported PyTorch yet."""
    begun = begun_for(assignment)
    try:
        from autograder.engine.engine import Engine

        return Engine(assignment, begun=begun, **options)
    except BaseException:
        if begun is not None:
            begun.close()
        raise
