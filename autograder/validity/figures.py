"""The figures about the checks that the page shows: one JSON file, to which each measurement adds its part.

    {"schema": 1,
     "exercises": {"01_tensors/linear": {"wheats": 9, "chaffs": 24, "baseline": {…}, "mutants": {…}}},
     "diagnosis": {"01_tensors": {"right": 10, "wrong": 0, "none": 3}},
     "fresh": {"01_tensors, 2nd round": {"answers": 65, "full": 1, "right": 48, "wrong": 0, "none": 16,
                                         "refused": [0, 13], "repaired": [55, 0, 9]}}}

`fresh` are wrong answers by somebody who had not seen the checks, each name compared by a person with the author's own
words: as they were graded at first, and `repaired` after the checks had learned from them; `refused` says how many of
how many right answers lost a point. Its file holds that part.
`lost`, in an exercise's row, is what each chaff loses, in percent of the points: from `autograder verify --json`.
`diagnosis` comes from `autograder verify --diagnosis --json`, `mutants` from `verify --mutants --json`, `thresholds`
from `calibrate --json`: `add` takes their files. Parts that were never measured are missing, and the page says so.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.course import Assignment
from autograder.engine.diagnose import variants
from autograder.errors import UserError
from autograder.validity.baseline import Baseline

Figures = dict[str, Any]
NAME = "validity.json"
_COUNTS = ("made", "tried", "killed", "equivalent", "survived", "error")


def place(root: Path) -> Path:
    return root / "docs" / "data" / NAME


def read_figures(root: Path) -> Figures:
    """What is known, nothing where there is no file yet; raises UserError for a file that holds something else."""
    path = place(root)
    if not path.exists():
        return {"schema": 1, "exercises": {}, "diagnosis": {}, "fresh": {}}
    found = _json(path)
    if found.get("schema") != 1 or not isinstance(found.get("exercises"), dict):
        raise UserError(f"{path}: no figures of `autograder validity`: take it away, and measure again")
    return found


def as_text(figures: Figures) -> str:
    """The file's text: one line an exercise, so that a diff shows what has changed."""
    rows = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in figures["exercises"].items())
    more = ",\n".join(f'  "{part}": {json.dumps(figures.get(part, {}))}' for part in ("diagnosis", "fresh"))
    return f'{{\n  "schema": 1,\n  "exercises": {{\n{rows}\n  }},\n{more}\n}}\n'


def add_baselines(figures: Figures, assignment: Assignment, found: dict[str, Baseline]) -> None:
    for exercise, baseline in found.items():
        _row(figures, assignment.name, exercise)["baseline"] = asdict(baseline)


def add_counts(figures: Figures, assignments: list[Assignment]) -> None:
    """How many wheats and chaffs there are now, which may be more than the visible asserts were tried on."""
    for assignment in assignments:
        for exercise in assignment.checked_exercises():
            row = _row(figures, assignment.name, exercise.id)
            row |= {kind: len(variants(assignment, exercise.id, kind)) for kind in ("wheats", "chaffs")}


def in_order(figures: Figures, assignments: list[Assignment]) -> Figures:
    """Only exercises that there are, in the order of the notebooks."""
    names = [f"{one.name}/{exercise.id}" for one in assignments for exercise in one.checked_exercises()]
    known = figures["exercises"]
    return figures | {"exercises": {name: known[name] for name in names if name in known}}


def add_file(figures: Figures, path: Path) -> None:
    """Add what a command's `--json` wrote: what chaffs lose, mutants, thresholds, diagnosis, or what fresh answers were
    called; raises UserError for anything else."""
    found = _json(path)
    if "fresh" in found:
        figures["fresh"] = figures.get("fresh", {}) | _fresh(found["fresh"], path)
    elif "rows" in found:
        _add_thresholds(figures, found)
    elif any("precision" in assignment for assignment in found.get("assignments", [])):
        for assignment in found["assignments"]:
            counts = {name: sum(row[name] for row in assignment["exercises"]) for name in ("right", "wrong", "none")}
            figures["diagnosis"][assignment["assignment"]] = counts
    elif any("made" in exercise for assignment in found.get("assignments", []) for exercise in assignment["exercises"]):
        for assignment in found["assignments"]:
            for exercise in assignment["exercises"]:
                row = _row(figures, assignment["assignment"], exercise["id"])
                row["mutants"] = {name: exercise[name] for name in _COUNTS}
    elif any("stub" in exercise for assignment in found.get("assignments", []) for exercise in assignment["exercises"]):
        for assignment in found["assignments"]:
            for exercise in assignment["exercises"]:
                row = _row(figures, assignment["assignment"], exercise["id"])
                row["lost"] = sorted(
                    round(100 * (1 - chaff["score"] / exercise["points"]))
                    for chaff in exercise["chaffs"]
                    if chaff["score"] is not None
                )
    else:
        raise UserError(f"{path}: no result of `verify`, `verify --mutants`, `verify --diagnosis` or `calibrate`")


def _fresh(found: Any, path: Path) -> dict[str, Any]:
    wanted = {"answers", "full", "right", "wrong", "none"}
    for name, row in found.items() if isinstance(found, dict) else [("fresh", None)]:
        if not isinstance(row, dict) or not wanted <= row.keys() <= wanted | {"refused", "repaired"}:
            raise UserError(f"{path}: {name} must hold {', '.join(sorted(wanted))}, and may hold refused, repaired")
        if row["answers"] != row["full"] + row["right"] + row["wrong"] + row["none"]:
            raise UserError(f"{path}: {name}: the answers are not those of full marks and those that were caught")
    return dict(found)


def _add_thresholds(figures: Figures, found: dict[str, Any]) -> None:
    """For each threshold, the right answer that is the likeliest to fail it."""
    worst: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in found["rows"]:
        if row["kind"] != "chaff":
            key = (row["exercise"], row["check"], row["what"])
            worst[key] = max(worst.get(key, row), row, key=lambda one: float(one["failure"]))
    for exercise in {exercise for exercise, _, _ in worst}:
        _row(figures, found["assignment"], exercise)["thresholds"] = [
            {"what": what, "threshold": row["threshold"], "seeds": len(row["values"]), "failure": row["failure"]}
            for (name, _, what), row in worst.items()
            if name == exercise
        ]


def _row(figures: Figures, assignment: str, exercise: str) -> dict[str, Any]:
    row: dict[str, Any] = figures["exercises"].setdefault(f"{assignment}/{exercise}", {})
    return row


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot read it as JSON ({error})") from None
    if not isinstance(found, dict):
        raise UserError(f"{path}: a JSON object is asked for")
    return found
