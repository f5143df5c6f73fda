"""All rows are divided by the largest number of the batch, and multiplied by it in the end. What is it in a batch of
nothing but zeros?"""


def lengths(x):
    largest = x.detach().abs().max()
    squares = (x / largest).pow(2).sum(dim=1)
    safe = torch.where(squares > 0, squares, 1.0)
    return largest * torch.where(squares > 0, safe.sqrt(), 0.0)
