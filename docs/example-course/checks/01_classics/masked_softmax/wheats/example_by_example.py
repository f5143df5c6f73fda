"""A loop over the examples: the softmax of what counts, and zeros behind it."""


def masked_softmax(scores, lengths):
    rows = []
    for score, length in zip(scores, lengths.tolist()):
        counted = torch.softmax(score[:, :length], dim=-1)
        rows.append(torch.nn.functional.pad(counted, (0, scores.shape[-1] - length)))
    return torch.stack(rows)
