"""Question 1: The first loss is not just any number. What is the cross-entropy of a model that gives each of ten
classes the same probability?"""

answers = {"q1": "d", "q2": "b", "q3": "d", "q4": "a", "q5": "c"}
