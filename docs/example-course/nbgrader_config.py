"""nbgrader's configuration of this course: for nbgrader itself, and for `autograder`, which reads it too."""

from autograder.lms.nbgrader.settings import apply

c = get_config()  # noqa: F821  (traitlets defines it)
apply(c)

c.CourseDirectory.course_id = "example-course"
c.AutograderCourse.checks = "checks"  # hidden from students: never below source/ or release/
c.AutograderCourse.without_rules = ["one_quiz_and_one_manual_question"]  # of `autograder lint`
