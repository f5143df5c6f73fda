"""Question 3: gradients live for one step of training; nothing is lost with them. What does a model in eval mode
need?"""

answers = {"q1": "c", "q2": "a", "q3": "c", "q4": "b", "q5": "c"}
