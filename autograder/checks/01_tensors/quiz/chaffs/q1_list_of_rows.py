"""Question 1: a list of row numbers can name any rows in any order, which a shape with strides cannot describe, so
indexing with a list copies. Look for the operation that only reads the same numbers in another order."""

answers = {"q1": "d", "q2": "c", "q3": "d", "q4": "b", "q5": "b"}
