"""From a submission to a report: running the checks, scoring, and what students and instructors read."""
