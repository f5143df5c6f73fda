"""Question 1: print len(list(model.parameters())) for both. What nn.Module does not see, an optimizer is not given."""

answers = {"q1": "d", "q2": "a", "q3": "d", "q4": "b", "q5": "c"}
