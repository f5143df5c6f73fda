"""The same submissions through stock nbgrader, otter and this grader, in one run on one machine."""
