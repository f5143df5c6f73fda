"""Question 4: that is what too small a rate looks like."""

answers = {"q1": "b", "q2": "d", "q3": "a", "q4": "a", "q5": "b", "q6": "d"}
