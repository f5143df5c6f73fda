"""Question 2: Nothing has been asked for a gradient yet. And may a leaf that requires grad be written into at all?"""

answers = {"q1": "c", "q2": "d", "q3": "d", "q4": "b", "q5": "c"}
