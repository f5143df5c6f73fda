"""Question 1: Before the first step, no learning rate has done anything yet. What alone decides the first loss?"""

answers = {"q1": "a", "q2": "b", "q3": "d", "q4": "a", "q5": "c"}
