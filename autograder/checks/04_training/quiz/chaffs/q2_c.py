"""Question 2: each batch has a graph of its own, and `backward` runs through each once. What does it do to the
`.grad` that is there already?"""

answers = {"q1": "b", "q2": "c", "q3": "a", "q4": "c", "q5": "b", "q6": "d"}
