"""Question 5: Using w is fine. What the block switches off is the taking of notes."""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "b", "q5": "d"}
