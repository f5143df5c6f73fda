"""Starting a course, and an exercise of one: files that work, or that say what to fill in."""

from autograder.course.scaffold.new_chaff import new_chaff
from autograder.course.scaffold.new_course import new_course
from autograder.course.scaffold.new_exercise import new_exercise

__all__ = ["new_chaff", "new_course", "new_exercise"]
