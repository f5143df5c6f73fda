"""Question 5: A result that requires grad would have to remember how it was made. Inside the block nothing is
remembered."""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "b"}
