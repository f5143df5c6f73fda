"""The page of figures is what the committed data say, and takes what each measurement wrote."""

import json
from pathlib import Path
from typing import Any

import arena
import pytest

from autograder import course
from autograder.errors import UserError
from autograder.validity.baseline import Baseline, baselines
from autograder.validity.figures import add_baselines, add_counts, add_file, as_text, in_order, read_figures
from autograder.validity.page import badge, page, texts

ROOT = Path(__file__).resolve().parents[2]

CHECK = '''
from autograder.expect import check


@check("NAME")
def test_NAME(student):
    """It runs."""
    student.NAME(1)
'''
MUTANTS = {"made": 12, "tried": 10, "killed": 7, "equivalent": 2, "survived": 1, "error": 0}


DIAGNOSED = {
    "assignment": "01_a",
    "precision": 8 / 9,
    "exercises": [{"right": 5, "wrong": 1, "none": 2}, {"right": 3, "wrong": 0, "none": 0}],
}


def nothing() -> dict[str, Any]:
    return {"schema": 1, "exercises": {}, "diagnosis": {}}


def written(path: Path, data: dict[str, Any]) -> Path:
    path.write_text(json.dumps(data))
    return path


def test_the_committed_page_holds_the_committed_figures() -> None:
    for path, text in texts(read_figures(ROOT)).items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, f"{path}: run `autograder validity`"


def test_figures_are_of_exercises_that_there_are() -> None:
    figures = read_figures(ROOT)
    assert in_order(figures, [course.load(ROOT, name) for name in course.names(ROOT)]) == figures


def test_mutants_thresholds_and_diagnosis_are_added(tmp_path: Path) -> None:
    figures = nothing()
    exercise = {"id": "first", **MUTANTS}
    add_file(figures, written(tmp_path / "m.json", {"assignments": [{"assignment": "01_a", "exercises": [exercise]}]}))
    rows = [
        {"exercise": "first", "check": "c", "what": "w", "threshold": 0.9, "kind": kind, "failure": p, "values": [1, 2]}
        for kind, p in (("reference", 1e-9), ("wheat", 1e-6), ("chaff", 1.0))
    ]
    add_file(figures, written(tmp_path / "c.json", {"assignment": "01_a", "rows": rows}))
    add_file(figures, written(tmp_path / "d.json", {"assignments": [DIAGNOSED]}))

    shown = page(figures)
    assert "| first | – | – | – | 7 of 8 (a sample, of 12) | 2 | 1e-06 |" in shown
    assert "| 01_a | 8 | 1 | 2 |" in shown
    assert "87.5 %" in badge(figures)


def test_what_fresh_answers_were_called_is_added(tmp_path: Path) -> None:
    figures, counts = nothing(), {"answers": 10, "full": 1, "right": 6, "wrong": 2, "none": 1}
    other = {"answers": 6, "full": 0, "right": 6, "wrong": 0, "none": 0}
    found = {"01_a, 1st round": counts | {"refused": [1, 9]}, "01_a, 2nd round": other, "02_b, 2nd round": other}
    add_file(figures, written(tmp_path / "f.json", {"fresh": found}))
    shown = page(figures)
    assert "| 1st round | 1 of 9 | 10 | 1 (10.0 %) | 6 | 2 | 1 | 75.0 % | 66.7 % |" in shown
    assert "| 2nd round | – | 12 | 0 (0.0 %) | 12 | 0 | 0 | 100.0 % | 100.0 % |" in shown
    assert "| 01_a | 1 of 9 | 16 | 1 (6.2 %) | 12 | 2 | 1 | 85.7 % | 80.0 % |" in shown
    assert "| **all** | 1 of 9 | 22 | 1 (4.5 %) | 18 | 2 | 1 | 90.0 % | 85.7 % |" in shown
    assert json.loads(as_text(figures))["fresh"] == figures["fresh"]
    with pytest.raises(UserError, match="the answers are not"):
        add_file(nothing(), written(tmp_path / "g.json", {"fresh": {"01_a": counts | {"answers": 11}}}))


def test_what_a_mistake_costs_comes_from_verify(tmp_path: Path) -> None:
    figures = nothing()
    chaffs = [{"score": score} for score in (0.0, 1.0, 1.9, None)]
    exercise = {"id": "linear", "points": 2.0, "stub": 0.0, "chaffs": chaffs}
    add_file(figures, written(tmp_path / "v.json", {"assignments": [{"assignment": "01_a", "exercises": [exercise]}]}))
    assert figures["exercises"]["01_a/linear"]["lost"] == [5, 50, 100]
    assert "| 01_a | 3 | 5 % | 50 % | 100 % | 1 of 3 (33.3 %) | 1 of 3 (33.3 %) |" in page(figures)


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no result of"):
        add_file(nothing(), written(tmp_path / "x.json", {"schema": 1}))


def test_the_visible_asserts_are_the_baseline(tmp_path: Path) -> None:
    checks = tmp_path / "checks"
    for name, factor in arena.FACTORS.items():
        folder = checks / arena.NAME / name
        (folder / "wheats").mkdir(parents=True)
        (folder / "chaffs").mkdir()
        (folder / "checks.py").write_text(CHECK.replace("NAME", name))
        answers = {"wheats/sum": f"x * {factor}", "chaffs/seen": "x", "chaffs/unseen": f"{factor} if x == 1 else 0"}
        for path, result in answers.items():
            (folder / f"{path}.py").write_text(f'"""Which?"""\n\n\ndef {name}(x):\n    return {result}\n')
    assignment = arena.make(tmp_path, checks)
    found = baselines(assignment, {"first"})

    assert found == {"first": Baseline(wheats=1, chaffs=2, wheats_refused=0, chaffs_caught=1)}
    figures = nothing()
    add_baselines(figures, assignment, found)
    add_counts(figures, [assignment])
    assert "| first | 1 | 2 | 1 of 2 |" in page(figures)

    (checks / arena.NAME / "first" / "chaffs" / "later.py").write_text(
        '"""Which?"""\n\n\ndef first(x):\n    return 0\n'
    )
    add_counts(figures, [assignment])
    assert "| first | 1 | 3 | 1 of 2 |" in page(figures), "one that came later is counted; the asserts have not met it"
