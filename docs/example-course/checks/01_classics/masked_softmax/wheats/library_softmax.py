"""PyTorch's softmax of scores that are minus infinity in the padding; what that makes NaN is set to 0."""


def masked_softmax(scores, lengths):
    padding = torch.arange(scores.size(-1)) >= lengths.reshape(-1, 1, 1)
    return torch.softmax(scores.masked_fill(padding, -torch.inf), dim=-1).masked_fill(padding, 0.0)
