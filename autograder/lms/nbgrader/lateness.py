"""What a late submission loses: asked of the course's own plugin, as nbgrader asks it while it grades.

nbgrader counts a penalty from the score at that moment and never again: points that a person gives later would be
handed out in full to somebody late. So the penalty that would be counted now is compared with the one that was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

Lateness = Callable[[str, float, float], float | None]


def lateness(config: Config) -> Lateness:
    """The points off for a student with a score who is that many seconds late; None where that cannot be told."""
    step: Any = AssignLatePenalties(config=config)

    def off(student: str, score: float, seconds_late: float) -> float | None:
        if seconds_late <= 0:
            return 0.0
        try:
            step.init_plugin()
            points = step.plugin_inst.late_submission_penalty(student, score, seconds_late)
            return 0.0 if points is None else min(max(float(points), 0.0), score)
        except Exception:  # the plugin is the course's own: anything may come out of it, and grading will show it
            return None

    return off
