"""Question 3: `no_grad` is about recording a graph. Which call tells dropout that training is over?"""

answers = {"q1": "b", "q2": "d", "q3": "c", "q4": "c", "q5": "b", "q6": "d"}
