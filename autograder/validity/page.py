"""docs/validity.md and the badge, from the figures alone: what is committed can be held against what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.validity.figures import Figures, as_text, place

PAGE, BADGE = Path("docs", "validity.md"), Path("docs", "validity.svg")

_HEAD = """# Can I trust these grades?

<!-- Written by `autograder validity` from docs/data/validity.json: change neither by hand. -->

![mutants killed](validity.svg)

A grade is as good as the checks behind it, so the checks are tested, too. This page says how, and what came out.

- A **wheat** is a right answer, written differently from the reference: it must score full marks.
- A **chaff** is a wrong answer with one plausible mistake: it must lose points, and the feedback must name the mistake.
- A **mutant** is the reference with one small change, made by a program: a comparison turned, a call left out, a list
  for a `ModuleList`. It must lose points. What survives is *equivalent*, with a reason in a reviewed list, which lies
  beside the checks.
- A **threshold** is an accuracy that a trained network must reach. *False failure* is the probability with which a
  right answer misses it, for the unluckiest of the right answers; it must stay below 10⁻⁴.
- The **visible asserts** are the test cell that students have. Run alone they are the baseline: what a course would
  notice that has no hidden checks.

`autograder verify` tries wheats and chaffs, `verify --mutants` the mutants, `verify --flaky N` the wheats on N other
sets of inputs, `calibrate` the thresholds. A mutant that was killed once is on a list, and CI fails when it survives.
"""


def texts(figures: Figures) -> dict[Path, str]:
    """Every file that is made of the figures, by its path from the course's root."""
    return {place(Path()): as_text(figures), PAGE: page(figures), BADGE: badge(figures)}


def page(figures: Figures) -> str:
    assignments: dict[str, dict[str, Any]] = {}
    for name, row in figures["exercises"].items():
        assignment, _, exercise = name.partition("/")
        assignments.setdefault(assignment, {})[exercise] = row
    parts = [_HEAD, _summary(assignments, figures)]
    parts += [_exercises(assignment, rows) for assignment, rows in assignments.items()]
    return "\n".join(parts)


def _summary(assignments: dict[str, dict[str, Any]], figures: Figures) -> str:
    head = ["", "exercises", "wheats", "chaffs", "caught by visible asserts alone", "mutants killed", "equivalent"]
    rows = [[name, *_sums(rows.values())] for name, rows in assignments.items()]
    everything = [row for rows in assignments.values() for row in rows.values()]
    rows.append(["**all**", *_sums(everything)])
    return (
        "\n".join(
            [
                "## In all\n",
                *_table(head, rows),
                *_diagnosis(figures["diagnosis"]),
                *_fresh(figures.get("fresh", {})),
                *_losses(assignments),
            ]
        )
        + "\n"
    )


def _sums(rows: Iterable[dict[str, Any]]) -> list[str]:
    rows = list(rows)
    tested, mutants = [row for row in rows if "baseline" in row], [row["mutants"] for row in rows if "mutants" in row]
    caught = sum(row["baseline"]["chaffs_caught"] for row in tested)
    asked = sum(row["baseline"]["chaffs"] for row in tested)
    tried, killed = sum(m["tried"] for m in mutants), sum(m["killed"] for m in mutants)
    equivalent = sum(m["equivalent"] for m in mutants)
    return [
        str(len(rows)),
        str(sum(row.get("wheats", 0) for row in rows)),
        str(sum(row.get("chaffs", 0) for row in rows)),
        _share(caught, asked),
        _share(killed, tried - equivalent),
        f"{equivalent} of {tried}" if tried else "–",
    ]


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "–"


def _diagnosis(diagnosis: dict[str, Any]) -> list[str]:
    """How often the feedback named the mistake of an answer that it had not seen: right, wrong, or nothing."""
    if not diagnosis:
        return []
    head = ["known mistakes, written differently: named", "right", "wrong", "none"]
    rows = [[name, *(str(counts[key]) for key in ("right", "wrong", "none"))] for name, counts in diagnosis.items()]
    return ["", *_table(head, rows)]


_FRESH = """
Answers that somebody wrote from the statements alone: right ones, and wrong ones with a word on the mistake of each. A
*refused* one lost a point. The feedback names a known mistake, or what a check has established itself; *precision*: of
these names the share that fits the writer's word, *recall*: of the caught mistakes the share that was named so. After
each round the checks learned from what had kept full marks, and nearly all of that is a chaff now. In the 3rd, the 9th
and the 11th round three of five mistakes were to be such as a good hidden check might still miss, in the 13th three of
four, in the 10th two of five and in the 12th two of four; from the 5th on at least half were to pass the notebook's own
visible tests, in the 13th all.
"""


def _fresh(fresh: dict[str, Any]) -> list[str]:
    """All answers of a round together, and all of an assignment."""
    if not fresh:
        return []
    rounds: dict[str, list[dict[str, Any]]] = {}
    assignments: dict[str, list[dict[str, Any]]] = {}
    for name, row in fresh.items():
        assignment, _, when = name.partition(", ")
        rounds.setdefault(when or "–", []).append(row)
        assignments.setdefault(assignment, []).append(row)
    head = ["right: refused", "wrong", "full marks", "named rightly", "wrongly", "not at all", "precision", "recall"]
    by_round = [[when, _refused(rows), *_fresh_cells(rows)] for when, rows in rounds.items()]
    by_assignment = [[name, _refused(rows), *_fresh_cells(rows)] for name, rows in sorted(assignments.items())]
    by_assignment.append(["**all**", _refused(fresh.values()), *_fresh_cells(fresh.values())])
    return [
        _FRESH,
        *_table(["fresh answers", *head], by_round),
        "",
        *_table(["of all rounds", *head], by_assignment),
    ]


def _refused(rows: Iterable[dict[str, Any]]) -> str:
    """Of the right answers, as far as they were counted, those that lost a point."""
    refused = [row["refused"] for row in rows if "refused" in row]
    return f"{sum(lost for lost, _ in refused)} of {sum(tried for _, tried in refused)}" if refused else "–"


def _fresh_cells(rows: Iterable[dict[str, Any]]) -> list[str]:
    rows = list(rows)
    answers, full, right, wrong, none = (
        sum(row[key] for row in rows) for key in ("answers", "full", "right", "wrong", "none")
    )
    precision, recall = (f"{100 * right / n:.1f} %" if n else "–" for n in (right + wrong, right + wrong + none))
    marks = f"{full} ({100 * full / answers:.1f} %)" if answers else "–"
    return [str(answers), marks, str(right), str(wrong), str(none), precision, recall]


_LOSSES = """
What one mistake costs: the share of the exercise's points that each chaff loses. One that loses nearly everything
should leave nothing right.
"""


def _losses(assignments: dict[str, dict[str, Any]]) -> list[str]:
    """The distribution of what chaffs lose."""
    rows = []
    for name, exercises in assignments.items():
        lost = sorted(share for row in exercises.values() for share in row.get("lost", []))
        if lost:
            tenth, half, most = (f"{lost[round(q * (len(lost) - 1))]} %" for q in (0.1, 0.5, 0.9))
            little, much = sum(share < 10 for share in lost), sum(share > 80 for share in lost)
            rows.append([name, str(len(lost)), tenth, half, most, _share(little, len(lost)), _share(much, len(lost))])
    head = ["chaffs", "all", "10 % lose at most", "half", "90 %", "lose under 10 %", "lose over 80 %"]
    return [_LOSSES, *_table(head, rows)] if rows else []


def _exercises(assignment: str, rows: dict[str, Any]) -> str:
    head = [
        "exercise",
        "wheats",
        "chaffs",
        "caught by visible asserts",
        "mutants killed",
        "equivalent",
        "false failure",
    ]
    return "\n".join([f"## {assignment}\n", *_table(head, [_cells(name, row) for name, row in rows.items()])]) + "\n"


def _cells(name: str, row: dict[str, Any]) -> list[str]:
    mutants, baseline = row.get("mutants"), row.get("baseline")
    cells = [name, str(row.get("wheats", "–")), str(row.get("chaffs", "–"))]
    cells.append(f"{baseline['chaffs_caught']} of {baseline['chaffs']}" if baseline else "–")
    if mutants is None:
        cells += ["–", "–"]
    else:
        rest = "" if mutants["tried"] == mutants["made"] else f" (a sample, of {mutants['made']})"
        cells += [
            f"{mutants['killed']} of {mutants['tried'] - mutants['equivalent']}{rest}",
            str(mutants["equivalent"]),
        ]
    worst = max((threshold["failure"] for threshold in row.get("thresholds", [])), default=None)
    return [*cells, "" if worst is None else f"{worst:.0e}"]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def badge(figures: Figures) -> str:
    """A small picture: the share of mutants that are killed, of those that are no right answers."""
    mutants = [row["mutants"] for row in figures["exercises"].values() if "mutants" in row]
    wrong = sum(m["tried"] - m["equivalent"] for m in mutants)
    share = 100 * sum(m["killed"] for m in mutants) / wrong if wrong else 0.0
    value, color = (f"{share:.1f} %", "#2e7d32" if share >= 98 else "#b26a00") if wrong else ("not measured", "#757575")
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="190" height="20" role="img">
  <title>mutants killed: {value}</title>
  <rect width="105" height="20" fill="#424242"/>
  <rect x="105" width="85" height="20" fill="{color}"/>
  <g fill="#fff" font-family="Verdana, sans-serif" font-size="11" text-anchor="middle">
    <text x="52" y="14">mutants killed</text>
    <text x="147" y="14">{value}</text>
  </g>
</svg>
"""
