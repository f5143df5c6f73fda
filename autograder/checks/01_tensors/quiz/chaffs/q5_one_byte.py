"""Question 5: you counted one byte for each element. The name of the dtype says how many *bits* one element has,
and a byte has eight."""

answers = {"q1": "a", "q2": "c", "q3": "d", "q4": "b", "q5": "a"}
