"""Question 4: Once the weights are NaN, every batch gives NaN, and skipping them skips everything. Find what made the
first one."""

answers = {"q1": "c", "q2": "b", "q3": "d", "q4": "d", "q5": "c"}
