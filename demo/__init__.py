"""A made-up class, graded: `python -m demo`."""
