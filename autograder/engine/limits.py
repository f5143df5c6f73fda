"""An assignment's limits in the sandbox: the usual ones, but for those that its notebook declares."""

from dataclasses import fields, replace

from autograder.boundary.jail import Limits
from autograder.course import Assignment
from autograder.errors import UserError


def limits_of(assignment: Assignment) -> Limits:
    """The sandbox's limits for this assignment; raises UserError for one that the sandbox does not have."""
    declared = assignment.declared_limits()
    known = [field.name for field in fields(Limits)]
    if unknown := sorted(declared.keys() - set(known)):
        raise UserError(
            f"{assignment.notebook_path}: the notebook's metadata `autograder.limits` names {', '.join(unknown)}, "
            f"which is no limit: the limits are {', '.join(known)}"
        )
    return replace(Limits(), **declared)  # type: ignore[arg-type]  # whole numbers are given as such
