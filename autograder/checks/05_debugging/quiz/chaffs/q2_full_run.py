"""Question 2: Comparing the two accuracies asks whether it generalises. First ask whether it learns at all, with as few
data as possible."""

answers = {"q1": "c", "q2": "d", "q3": "d", "q4": "a", "q5": "c"}
