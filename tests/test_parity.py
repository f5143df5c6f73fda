"""The command that compares otter's scores with ours."""

import json
from pathlib import Path

import pytest

import parity.__main__ as command
from autograder import course
from autograder.course.scaffold import new_course
from autograder.engine.diagnose import variants
from parity.__main__ import Compared
from parity.graders import Found
from parity.submissions import Packed, demo_class, packed, sampled

ASSIGNMENT = course.load(course.find_root(Path(__file__)), "01_tensors")


def test_every_variant_is_in_one_notebook() -> None:
    found = packed(ASSIGNMENT)

    graded = [exercise.id for exercise in ASSIGNMENT.exercises if not exercise.manual]
    wanted = [
        (name, variant.name)
        for name in graded
        for k in ("wheats", "chaffs")
        for variant in variants(ASSIGNMENT, name, k)
    ]
    assert sorted(pair for one in found for pair in one.variants.items()) == sorted(wanted)
    assert [one.name for one in found[:2]] == ["reference", "release"]
    assert len({one.name for one in found}) == len(found)


def test_sample_keeps_reference_and_release() -> None:
    found = packed(ASSIGNMENT)

    some = sampled(found, 3)

    assert some[:2] == found[:2] and len(some) == 5
    assert some == sampled(found, 3)
    assert sampled(found, None) == sampled(found, 1000) == found


def test_the_class_comes_without_what_the_two_cannot_treat_alike() -> None:
    found = {one.name: one for one in demo_class(ASSIGNMENT, "01_tensors")}

    sources = "\n".join(source for one in found.values() for source in one.answers.values())
    assert len(found) == 22
    assert "sys.exit" in sources and "warnings.warn" in sources
    assert "while True" not in sources and "7_500_000_000" not in sources


@pytest.mark.parametrize(
    ("otters", "ok"),
    [
        (Found(1.0 + 4e-10, (True, False)), True),
        (Found(1.0 + 2e-9, (True, False)), False),
        (Found(1.0, (False, True)), False),
        (Found(None, ()), False),
        (None, False),
    ],
)
def test_differences_are_found(otters: Found | None, ok: bool) -> None:
    result = Compared("01_tensors")

    result.add(
        Packed("chaffs-1", {}, {"describe": "wrong"}),
        {"describe": Found(1.0, (True, False))},
        {} if otters is None else {"describe": otters},
    )

    assert result.ok is ok
    assert ok or "01_tensors chaffs-1 describe (wrong)" in result.problems[0]


@pytest.mark.slow
def test_both_graders_give_the_same_points(tmp_path: Path) -> None:
    out = tmp_path / "parity.json"

    assert command.main(["01_tensors", "--sample", "2", "--json", str(out)]) == 0

    (found,) = json.loads(out.read_text())["assignments"]
    assert (found["submissions"], found["ok"]) == (4, True)


@pytest.mark.parametrize("arguments", [["--jobs", "0"], ["--sample", "-1"]])
def test_bad_usage(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(arguments)
    assert end.value.code == 2


def test_unknown_assignment_is_bad_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["07_dreams"]) == 2
    assert "07_dreams" in capsys.readouterr().err


def test_the_demos_class_is_left_out_where_it_does_not_fit(tmp_path: Path) -> None:
    new_course(tmp_path / "course")
    assert demo_class(course.load(tmp_path / "course", "01_first"), "01_first") == []
