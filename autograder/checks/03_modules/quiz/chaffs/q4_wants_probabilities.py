"""Question 4: cross entropy applies log-softmax itself. What does the first softmax leave for it?"""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "d", "q5": "c"}
