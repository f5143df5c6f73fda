"""Question 1: it is the other way round. Which of the two is changed, and which of the two is copied?"""

answers = {"q1": "c", "q2": "b", "q3": "c", "q4": "a", "q5": "b"}
