"""nbgrader's settings for a course that this package grades: what an nbgrader_config.py asks for in one line."""

import importlib
import sys
from pathlib import Path

from traitlets.config import Config


def apply(c: Config, root: Path | None = None) -> None:
    """Set in `c` what makes nbgrader build, grade and show a course with our steps in its own places.

    A course's nbgrader_config.py may change any of it in the lines that follow. The course is where nbgrader works,
    `c.CourseDirectory.root`: one that loads another's configuration is not graded by the other's notebooks and secret.
    So `root` is of no use; configurations that give it go on working.
    """
    c.CourseDirectory.solution_directory = "solutions"
    c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\nraise NotImplementedError"}
    c.Execute.record_timing = False  # generated notebooks are committed: the same source gives the same bytes

    # nbgrader's own steps after one of ours, with ReleaseBrokenCode in the place of ClearSolutions, for exercises that
    # hand out broken code, and ForStudents, which adds what authors need not write.
    c.GenerateAssignment.preprocessors = [
        "autograder.course.hidden.KeepChecksHidden",
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "nbgrader.preprocessors.InstantiateTests",
        "autograder.course.for_students.ForStudents",
        "nbgrader.preprocessors.LockCells",
        "autograder.course.broken_code.ReleaseBrokenCode",
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.CheckCellMetadata",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.SaveCells",
        "autograder.course.for_students.OverviewIsJudged",
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

    # A submission is looked through before nbgrader copies anything of it: no link is followed, no page is copied.
    hook = "autograder.lms.nbgrader.copying.before_converting"
    c.Autograde.pre_convert_hook = c.GenerateFeedback.pre_convert_hook = hook

    # The same where it is collected from nbgrader's own exchange. Who has not loaded that, which takes a second, does
    # not collect; and naming a class of ours here would take the place of another exchange's.
    if "nbgrader.exchange" in sys.modules:
        importlib.import_module("autograder.lms.nbgrader.collecting")

    # No student code runs in nbgrader: in place of Execute, the notebook is graded in the sandbox.
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

    # Downloads of learning systems, in downloaded/<assignment>/archive/, are read as `autograder collect` reads them.
    c.ZipCollectApp.extractor_plugin = "autograder.lms.nbgrader.zip_collect.DownloadExtractor"
    c.ZipCollectApp.collector_plugin = "autograder.lms.nbgrader.zip_collect.DownloadCollector"

    # Students get our page, from the command line, the Formgrader's button and the exchange alike.
    c.GenerateFeedback.exporter_class = "autograder.lms.nbgrader.feedback.FeedbackExporter"
    c.GenerateFeedback.preprocessors = ["autograder.lms.nbgrader.feedback.ReadBook"]

    # The Formgrader loads this configuration before it makes its pages. Nobody else need load the Formgrader.
    if "nbgrader.server_extensions.formgrader.formgrader" in sys.modules:
        importlib.import_module("autograder.lms.nbgrader.formgrader")

    # What students wrote, and are called, reaches an instructor's browser in the Formgrader: without scripts.
    c.HTMLExporter.preprocessors = ["autograder.lms.nbgrader.pages.NamesAsText"]
    c.HTMLExporter.filters = {
        "clean_html": "autograder.lms.nbgrader.pages.clean_html",
        "markdown2html": "autograder.lms.nbgrader.pages.markdown2html",
        "highlight_code": "autograder.lms.nbgrader.pages.highlight_code",
        "strip_files_prefix": "autograder.lms.nbgrader.pages.strip_files_prefix",
    }
