"""Built from two sequences, in capitals."""

answers = dict(zip(("q1", "q2", "q3", "q4", "q5", "q6"), "BDACBD"))
