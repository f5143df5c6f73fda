"""nbgrader's configuration: for the command line, NbGraderAPI and the Formgrader alike.

Found when nbgrader is started in this folder. A course that lives elsewhere loads it from its own nbgrader_config.py
with `load_subconfig("nbgrader_config.py", path=...)`: see demo/make_class.py.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:  # so that nbgrader can import the preprocessors below without an installation
    sys.path.insert(0, str(HERE))

c = get_config()  # noqa: F821  (traitlets defines it)

c.CourseDirectory.course_id = "pytorch"
c.CourseDirectory.solution_directory = "solutions"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError"}
c.Execute.record_timing = False  # generated notebooks are committed: the same source gives the same bytes

# nbgrader's own steps, with ReleaseBrokenCode in the place of ClearSolutions: for exercises that hand out broken code.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "autograder.course.broken_code.ReleaseBrokenCode",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# nbgrader's default executes the reference as well; its outputs would differ from machine to machine.
c.GenerateSolution.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.ClearMarkScheme",
    "autograder.course.broken_code.KeepSolutions",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# No student code runs in nbgrader: in place of Execute, the notebook is graded in the sandbox.
c.RestoreCells.course = c.GradeInSandbox.course = str(HERE)
c.Autograde.exporter_class = "autograder.lms.nbgrader.reading.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "autograder.lms.nbgrader.preprocessors.RestoreCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.lms.nbgrader.preprocessors.GradeInSandbox",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
    "autograder.lms.nbgrader.preprocessors.KeepRecord",
]

# What students wrote reaches an instructor's browser: without scripts, in the feedback pages and in the Formgrader.
c.HTMLExporter.filters = {
    "markdown2html": "autograder.lms.nbgrader.pages.markdown2html",
    "highlight_code": "autograder.lms.nbgrader.pages.highlight_code",
}
