"""Question 1: backward never looks whether a gradient is there already. What does it need, and is that still there?"""

answers = {"q1": "b", "q2": "a", "q3": "d", "q4": "b", "q5": "c"}
