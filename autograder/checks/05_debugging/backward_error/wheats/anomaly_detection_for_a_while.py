"""Anomaly detection watches the forward pass, and is off again after it."""


def attend(scores, values):
    with torch.autograd.detect_anomaly():
        weights = torch.exp(scores - scores.amax(dim=1, keepdim=True))
        return (weights / weights.sum(dim=1, keepdim=True)).matmul(values)
