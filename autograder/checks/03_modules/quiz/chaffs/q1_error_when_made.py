"""Question 1: Python is content with a list of anything. What does nn.Module do with an attribute that is neither a
module nor a parameter?"""

answers = {"q1": "a", "q2": "a", "q3": "d", "q4": "b", "q5": "c"}
