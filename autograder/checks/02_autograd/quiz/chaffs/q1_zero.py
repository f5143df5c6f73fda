"""Question 1: backward adds and never clears. But does it get that far? Think of what the graph keeps, and how long."""

answers = {"q1": "d", "q2": "a", "q3": "d", "q4": "b", "q5": "c"}
