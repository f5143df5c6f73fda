"""Question 2: That is what happens to a result. This tensor you made yourself; what would its gradient be a gradient
of, afterwards?"""

answers = {"q1": "c", "q2": "c", "q3": "d", "q4": "b", "q5": "c"}
