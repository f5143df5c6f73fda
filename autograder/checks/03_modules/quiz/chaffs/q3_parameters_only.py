"""Question 3: a model that is loaded must compute what the saved one did, in eval mode too. What does batch
normalisation need for that beside its weights?"""

answers = {"q1": "c", "q2": "a", "q3": "a", "q4": "b", "q5": "c"}
