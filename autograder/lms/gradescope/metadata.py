"""What Gradescope says about a submission; every field may be missing, and none of them changes the score."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Metadata:
    """The submission's id, how late it is in seconds (0 where it is not, or nobody knows), and how many came before."""

    id: str | None = None
    late_seconds: float = 0.0
    previous: int = 0

    def notes(self) -> list[str]:
        """What a student should know; Gradescope itself takes points off, where it does."""
        if self.late_seconds <= 0:
            return []
        hours = self.late_seconds / 3600
        late = f"{hours / 24:.1f} days" if hours >= 48 else f"{hours:.1f} hours"
        return [f"Handed in {late} after the due date."]

    def to_dict(self) -> dict[str, Any]:
        return {"submission": self.id, "late_seconds": self.late_seconds, "previous_submissions": self.previous}


def read_metadata(path: Path) -> Metadata:
    """Read submission_metadata.json; what cannot be read counts as not said."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Metadata()
    if not isinstance(raw, dict):
        return Metadata()
    assignment = raw.get("assignment")
    due = _time(assignment.get("due_date")) if isinstance(assignment, dict) else None
    created = _time(raw.get("created_at"))
    late = 0.0
    if created is not None and due is not None and (created.tzinfo is None) == (due.tzinfo is None):
        late = max(0.0, (created - due).total_seconds())
    previous = raw.get("previous_submissions")
    name = raw.get("id")
    return Metadata(
        str(name) if isinstance(name, int | str) else None, late, len(previous) if isinstance(previous, list) else 0
    )


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
