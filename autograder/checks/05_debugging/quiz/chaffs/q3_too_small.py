"""Question 3: What is too small for float32 becomes a tensor of zeros. None is no number at all: did backward ever come
by this weight?"""

answers = {"q1": "c", "q2": "b", "q3": "b", "q4": "a", "q5": "c"}
