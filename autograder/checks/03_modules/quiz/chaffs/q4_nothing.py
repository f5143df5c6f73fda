"""Question 4: softmax of (0, 1) is about (0.27, 0.73). Is the largest probability that softmax gives for probabilities
ever near 1?"""

answers = {"q1": "c", "q2": "a", "q3": "d", "q4": "c", "q5": "c"}
