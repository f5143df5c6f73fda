"""Question 3: backward knows nothing of optimizers: it follows the graph from the loss. Who could have been missing on
that way?"""

answers = {"q1": "c", "q2": "b", "q3": "c", "q4": "a", "q5": "c"}
