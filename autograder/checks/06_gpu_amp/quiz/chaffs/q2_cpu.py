"""Question 2: an operation runs where its tensors are. What does the host do when it has ordered something?"""

answers = {"q1": "d", "q2": "c", "q3": "c", "q4": "a", "q5": "b"}
