"""The same answers through otter and through this grader: are the scores the same? `python -m parity`."""
