"""Question 5: a mean over 64 is the mean of four means over 16, and gradients follow. Which layer notices how many
samples it sees at once?"""

answers = {"q1": "d", "q2": "b", "q3": "c", "q4": "a", "q5": "c"}
