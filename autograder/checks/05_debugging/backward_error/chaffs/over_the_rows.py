"""The softmax runs over the rows of scores. Row n holds the scores of one result, and its weights add up to 1."""


def attend(scores, values):
    return scores.softmax(dim=0) @ values
