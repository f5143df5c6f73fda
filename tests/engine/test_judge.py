"""What a check raised becomes what a student reads: whose fault it was, and whether the hint is to the point."""

from typing import Any

import pytest
import torch

from autograder.boundary.failure import student_error
from autograder.engine.checks import Check
from autograder.engine.judge import judge
from autograder.engine.report import Status
from autograder.expect import Mismatch, assert_close, unhinted

CHECK = Check("test_it", "it", "It is right.", 1.0, "A hint.", False, True, None)
OUT_OF_MEMORY = "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried …"


def judged(problem: BaseException) -> Any:
    return judge(CHECK, problem, [], lambda _: True)


@pytest.mark.parametrize("ours", [MemoryError(), RuntimeError(OUT_OF_MEMORY)])
def test_memory_that_the_grader_lacks_is_no_mistake_of_the_student(ours: BaseException) -> None:
    assert judged(ours).status is Status.ERROR


@pytest.mark.parametrize(("kind", "text"), [("MemoryError", ""), ("RuntimeError", OUT_OF_MEMORY)])
def test_memory_that_the_students_code_asks_for_is_its_own(kind: str, text: str) -> None:
    described = {"type": kind, "bases": ["Exception"], "message": text, "frames": []}
    assert judged(student_error(described)).status is Status.FAILED


def failure(found: torch.Tensor, about_the_hint: bool) -> Mismatch:
    with pytest.raises(Mismatch) as raised:
        if about_the_hint:
            assert_close(found, torch.zeros(2))
        else:
            with unhinted():
                assert_close(found, torch.zeros(2))
    return raised.value


def test_a_message_can_decline_the_hint() -> None:
    assert judged(failure(torch.ones(2), about_the_hint=True)).hint == "A hint."
    assert judged(failure(torch.ones(2), about_the_hint=False)).hint is None


@pytest.mark.parametrize(("kind", "told"), [("value", True), ("seen", False), ("gradients", False)])
def test_only_what_the_students_code_returned_is_said_to_be_so(kind: str, told: bool) -> None:
    result = judge(CHECK, AttributeError("x"), [("value", None), (kind, {"ours": 1})], lambda _: True)
    assert result.message is not None and ("dict of length 1" in result.message) is told
    assert "None" not in result.message
