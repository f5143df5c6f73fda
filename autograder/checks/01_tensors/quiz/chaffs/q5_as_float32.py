"""Question 5: you counted as many bytes as float32 takes. The name of the dtype says how many *bits* one element
has."""

answers = {"q1": "a", "q2": "c", "q3": "d", "q4": "b", "q5": "c"}
