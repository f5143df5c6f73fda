"""`restore`: whatever students and editors do to a notebook, what is graded has every graded cell once, as released."""

import copy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from miniature import source_notebook
from nbformat import NotebookNode

from autograder.classroom.restore import is_empty, restore


@pytest.fixture
def release() -> NotebookNode:
    return source_notebook()


def ids(notebook: NotebookNode) -> list[str]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]


def by_id(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def test_an_intact_notebook_keeps_its_cells(release):
    submitted = copy.deepcopy(release)
    by_id(submitted, "double").source = "def double(x): return 2 * x"
    restored = restore(submitted, release)
    assert restored.notes == ()
    assert [cell.source for cell in restored.notebook.cells] == [cell.source for cell in submitted.cells]
    nbformat.validate(restored.notebook)


def test_restoring_twice_changes_nothing_more(release):
    submitted = copy.deepcopy(release)
    submitted.cells = submitted.cells[2:] + submitted.cells[:4]
    once = restore(submitted, release).notebook
    assert restore(once, release).notebook == once


def test_a_locked_cell_gets_its_source_back(release):
    submitted = copy.deepcopy(release)
    by_id(submitted, "double_check").source = "pass"
    by_id(submitted, "double_check").metadata.nbgrader.points = 100
    cell = by_id(restore(submitted, release).notebook, "double_check")
    assert cell.source == "assert double(1) == 2"
    assert cell.metadata.nbgrader.points == 3


def test_a_forged_score_in_the_outputs_is_dropped(release):
    submitted = copy.deepcopy(release)
    forged = nbformat.v4.new_output("execute_result", data={"text/plain": "3.0"}, execution_count=1)
    by_id(submitted, "double_check").outputs = [forged]
    assert by_id(restore(submitted, release).notebook, "double_check").outputs == []


def test_an_answer_retyped_as_markdown_is_code_again(release):
    submitted = copy.deepcopy(release)
    place = ids(submitted).index("double")
    submitted.cells[place] = nbformat.v4.new_markdown_cell("def double(x): ...", id="double")
    assert by_id(restore(submitted, release).notebook, "double").cell_type == "code"


def test_a_missing_answer_is_not_put_back_over_another_definition(release):
    submitted = copy.deepcopy(release)
    submitted.cells = [cell for cell in submitted.cells if cell.id != "double"]
    restored = restore(submitted, release)
    assert "double" not in ids(restored.notebook)
    assert "double_check" in ids(restored.notebook)
    assert any("double is missing" in note for note in restored.notes)


def test_missing_checks_come_back_behind_their_answers(release):
    submitted = copy.deepcopy(release)
    submitted.cells = [cell for cell in submitted.cells if not cell.id.endswith("_check")]
    names = ids(restore(submitted, release).notebook)
    assert names.index("double_check") == names.index("double") + 1
    assert names.index("triple_check") == names.index("triple") + 1


def test_the_last_of_several_copies_counts(release):
    submitted = copy.deepcopy(release)
    second = copy.deepcopy(by_id(submitted, "double"))
    second.source, second.id = "def double(x): return 'second'", "double-2"
    submitted.cells.append(second)
    restored = restore(submitted, release)
    assert by_id(restored.notebook, "double").source == second.source
    assert ids(restored.notebook).count("double") == 1


def test_without_metadata_answers_are_recognised_by_what_they_define(release):
    submitted = copy.deepcopy(release)
    for n, cell in enumerate(submitted.cells):
        cell.metadata, cell.id = nbformat.from_dict({}), f"c{n}"
    by_place = submitted.cells[2]
    by_place.source = "# mine\ndef double(x):\n    return x + x"
    restored = restore(submitted, release)
    assert by_id(restored.notebook, "double").source == by_place.source
    assert sorted(filter(None, ids(restored.notebook))) == sorted(filter(None, ids(release)))


def test_grade_ids_of_the_students_own_are_dropped(release):
    submitted = copy.deepcopy(release)
    cell = nbformat.v4.new_code_cell("1", id="mine")
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "bonus", "points": 1000, "schema_version": 99}
    submitted.cells.append(cell)
    submitted.metadata["kernelspec"] = {"name": "evil", "display_name": "x"}
    restored = restore(submitted, release).notebook
    assert "bonus" not in ids(restored)
    assert restored.metadata.kernelspec.name == "python3"


def test_pictures_stay_and_other_attachments_go(release):
    submitted = copy.deepcopy(release)
    bundle = {"plot.png": {"image/png": "iVBORw0="}, "x.html": {"text/html": "<script>"}}
    by_id(submitted, "double_why")["attachments"] = nbformat.from_dict(bundle)
    assert by_id(restore(submitted, release).notebook, "double_why").attachments == {
        "plot.png": {"image/png": "iVBORw0="}
    }


def test_is_empty():
    assert is_empty(nbformat.v4.new_notebook())
    assert is_empty(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("  \n")]))
    assert not is_empty(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")]))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_selection_of_cells_gives_every_graded_cell_once(data):
    release = source_notebook()
    picks = data.draw(st.lists(st.integers(0, len(release.cells) - 1), max_size=14))
    strip = data.draw(st.booleans())
    submitted = nbformat.v4.new_notebook()
    submitted.cells = [copy.deepcopy(release.cells[n]) for n in picks]
    for cell in submitted.cells if strip else ():
        cell.metadata.pop("nbgrader", None)
    restored = restore(submitted, release).notebook
    names = ids(restored)
    for name in ("setup", "double_check", "triple_check", "double_why"):
        assert names.count(name) == 1
    nbformat.validate(restored)
    assert len({cell.id for cell in restored.cells}) == len(restored.cells)


def test_a_check_that_stands_before_its_answer_is_moved_behind_it(release):
    submitted = copy.deepcopy(release)
    submitted.cells.append(submitted.cells.pop(ids(submitted).index("double")))
    restored = restore(submitted, release)
    names = ids(restored.notebook)
    assert names.index("double_check") == names.index("double") + 1
    assert sorted(names) == sorted(ids(release))
    assert restored.notes == ("cell double_check stood before its answer and was moved behind it",)


@pytest.mark.parametrize("order", ["answer first", "check first", "check changed", "check gone"])
def test_an_answer_merged_into_its_check_cell_is_taken_out(release, order):
    submitted = copy.deepcopy(release)
    check, answer = by_id(submitted, "double_check"), "def double(x):\n    return 2 * x"
    submitted.cells.remove(by_id(submitted, "double"))
    check.source = {
        "answer first": f"{answer}\n\n{check.source}",
        "check first": f"{check.source}\n\n{answer}",
        "check changed": f"{answer}\n\nprint(double(3))",
        "check gone": answer,
    }[order]
    restored = restore(submitted, release)
    names = ids(restored.notebook)
    assert names.index("double_check") == names.index("double") + 1
    assert by_id(restored.notebook, "double_check").source == by_id(release, "double_check").source
    assert by_id(restored.notebook, "double").source.removesuffix("\n\nprint(double(3))") == answer
    assert restored.notes == ("cell double had been merged into the cell of its test and was taken out of it",)
