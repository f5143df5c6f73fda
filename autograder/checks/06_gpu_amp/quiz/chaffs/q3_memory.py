"""Question 3: both take 16 bits. Compare their smallest numbers in the table."""

answers = {"q1": "d", "q2": "b", "q3": "b", "q4": "a", "q5": "b"}
