"""You hold all rows to one bar. How large a logit must be to be among the k largest is another number in each row."""


def topk_accuracy(logits, labels, k):
    bar = logits.topk(k, dim=1).values[:, -1].min()
    own = logits.gather(1, labels[:, None])
    return (own >= bar).double().mean().item()
