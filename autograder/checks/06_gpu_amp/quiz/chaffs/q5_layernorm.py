"""Question 5: LayerNorm looks at one sample at a time, in a batch of any size. Which layer looks at several?"""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "a", "q5": "a"}
