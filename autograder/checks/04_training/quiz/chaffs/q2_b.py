"""Question 2: nothing divides by the number of batches."""

answers = {"q1": "b", "q2": "b", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
