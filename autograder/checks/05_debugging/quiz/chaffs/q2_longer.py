"""Question 2: Ten times as long is the slowest of the experiments, and a failure would still not say where to look."""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "a", "q5": "c"}
