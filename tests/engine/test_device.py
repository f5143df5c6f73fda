"""Checks that need a device: who runs them, how they count, and what is said where the device is missing.

The GPU's place is taken by a sandbox without one: everything but the device itself is real.
"""

from pathlib import Path

import arena
import pytest
import torch

from autograder.boundary import gpu
from autograder.boundary.failure import student_error
from autograder.course import Assignment, load
from autograder.engine import device as device_module
from autograder.engine.checks import collect
from autograder.engine.engine import Engine
from autograder.engine.judge import judge
from autograder.engine.report import Status
from autograder.errors import GradingError, UserError
from autograder.expect import check
from autograder.validity.verify import verify

CHECKS = {
    name: f'''
from autograder.expect import assert_equal, check

from . import probes


@check("{name}")
def test_{name}_scales(student):
    """{name} scales."""
    assert_equal(student.{name}(1), {factor})
'''
    for name, factor in arena.FACTORS.items()
}
CHECKS["first"] += '''

@check("first", weight=3, device="cuda", hint="A hint.")
def test_first_on_the_device(student):
    """first scales where the device is."""
    assert_equal(student.probe(probes.of_three), 6)
'''
CHECKS["third"] += '''

@check("third", device="cuda", hint="A hint.")
def test_third_on_the_device(student):
    """third scales where the device is."""
    assert_equal(student.third(2), 10)
'''
PROBES = '''
import os


def of_three(student):
    """On a device alone, first may be asked for 3."""
    return student.first(3) if os.environ.get("CUDA_CACHE_DISABLE") else None
'''
ONLY_ON_THE_CPU = "import os\ndef first(x):\n    return 2 * x if 'CUDA_CACHE_DISABLE' not in os.environ else 0"


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    """The arena, with checks of `first` and `third` that need a device."""

    folder = tmp_path / "checks" / arena.NAME
    for name, factor in arena.FACTORS.items():
        for kind, body in (("wheats/a", f"x * {factor}"), ("wheats/b", f"{factor} * x"), ("chaffs/same", "x")):
            path = folder / name / f"{kind}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f'"""Which factor?"""\n\n\ndef {name}(x):\n    return {body}\n')
        (folder / name / "checks.py").write_text(CHECKS[name])
        (folder / name / "probes.py").write_text(PROBES)
    release = tmp_path / "release" / arena.NAME
    release.mkdir(parents=True)
    stub = "def {}(x):\n    raise NotImplementedError"
    import nbformat

    nbformat.write(arena.notebook(**{name: stub.format(name) for name in arena.FACTORS}), release / "arena.ipynb")
    return arena.make(tmp_path, tmp_path / "checks")


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that takes itself for one with a GPU: no device file, no CUDA, but the way there."""
    monkeypatch.setattr(gpu, "find", lambda: gpu.Gpu(()))
    monkeypatch.setattr(device_module, "_TRIAL", "print('A card')")


def statuses(report: object) -> dict[str, str]:
    return {check.id: check.status.value for exercise in report.exercises for check in exercise.checks}


def test_checks_for_a_device_are_collected_where_it_is_asked_for(course: Assignment) -> None:
    usual, added = collect(course), collect(course, "cuda")
    assert [check.id for check in usual] == [f"test_{name}_scales" for name in arena.EXERCISES]
    assert {check.id for check in added} - {check.id for check in usual} == {
        "test_first_on_the_device",
        "test_third_on_the_device",
    }
    assert all(check.device is None for check in usual)


def test_without_a_device_nothing_is_added(course: Assignment) -> None:
    with Engine(course, remember=False) as engine:
        report = engine.grade(arena.notebook(first=ONLY_ON_THE_CPU)).report
    assert report.score == report.max_score
    assert set(statuses(report)) == {f"test_{name}_scales" for name in arena.EXERCISES}
    assert not report.versions.keys() & {"cuda", "gpu"}


def test_with_a_device_its_checks_are_weighed_in(course: Assignment, card: None) -> None:
    with Engine(course, remember=False, device="cuda") as engine:
        full = engine.grade(arena.notebook()).report
        part = engine.grade(arena.notebook(first=ONLY_ON_THE_CPU)).report
    assert full.score == full.max_score == 8, "the points of an exercise stay what they are"
    assert statuses(full)["test_first_on_the_device"] == "passed"
    first = part.exercises[0]
    assert (first.score, first.status) == (0.5, Status.PARTIAL), "one of four parts of two points"
    assert part.score == 6.5
    assert full.versions["gpu"] == "A card"


def test_what_ends_the_process_costs_its_own_check(course: Assignment, card: None) -> None:
    crash = "import os\ndef first(x):\n    return 2 if x == 1 else os._exit(1)"
    with Engine(course, remember=False, device="cuda") as engine:
        report = engine.grade(arena.notebook(first=crash)).report
    failed = [name for name, status in statuses(report).items() if status != "passed"]
    assert failed == ["test_first_on_the_device"]


@pytest.mark.slow
def test_verify_tries_right_answers_on_the_device(course: Assignment, card: None) -> None:
    verdict = verify(course, device="cuda")
    assert verdict.ok, [exercise.problems for exercise in verdict.exercises]
    (course.checks_dir / "first" / "wheats" / "b.py").write_text(f'"""Not there."""\n\n{ONLY_ON_THE_CPU}\n')
    problems = next(exercise.problems for exercise in verify(course, device="cuda").exercises)
    assert len(problems) == 1
    assert problems[0].startswith("b: a correct answer loses points on the device: test_first_on_the_device says: ")
    assert verify(course).ok, "without the device, it is right"


def test_a_sandbox_that_cannot_use_the_device_is_our_fault(course: Assignment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpu, "find", lambda: gpu.Gpu(()))  # the trial asks for CUDA, and there is none
    with pytest.raises(GradingError, match="the GPU cannot be used inside the sandbox: "):
        Engine(course, remember=False, device="cuda")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_without_a_gpu_nothing_starts(course: Assignment) -> None:
    with pytest.raises(UserError, match="no CUDA GPU can be used here"):
        Engine(course, device="cuda")


def test_a_course_without_such_checks_is_graded_as_always(tmp_path: Path) -> None:
    plain = arena.make(tmp_path)
    assert [check.id for check in collect(plain, "cuda")] == [check.id for check in collect(plain)]


def test_a_device_without_memory_costs_nobody_points(course: Assignment) -> None:
    on_device, usual = (next(c for c in collect(course, "cuda") if bool(c.device) is there) for there in (True, False))
    described = {"type": "OutOfMemoryError", "bases": ["RuntimeError"], "message": "CUDA out of memory", "frames": []}
    results = [judge(one, student_error(described), [], lambda _: True) for one in (on_device, usual)]
    assert [result.status for result in results] == [Status.ERROR, Status.FAILED]


def test_the_mark_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="must be one of cuda, not 'tpu'"):
        check("first", device="tpu", hint="A hint.")
    with pytest.raises(ValueError, match="without diagnosis needs a hint"):
        check("first", device="cuda")


@pytest.mark.gpu
@pytest.mark.slow
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device here")
def test_the_reference_scores_full_marks_on_a_gpu() -> None:
    assignment = load(Path(__file__).parents[2], "06_gpu_amp")
    with Engine(assignment, device="cuda") as engine:
        report = engine.grade(assignment.read_source()).report
    assert [name for name, status in statuses(report).items() if status != "passed"] == []
    assert any(name.startswith("test_on_cuda_") for name in statuses(report))
