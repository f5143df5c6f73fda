"""Autograd's anomaly detection is switched on, and left on. It helps to look for a mistake, and costs all later code
time: whoever looks switches it off again, or uses `with`.
"""


def attend(scores, values):
    torch.autograd.set_detect_anomaly(True)
    weights = torch.exp(scores - scores.amax(dim=1, keepdim=True))
    return (weights / weights.sum(dim=1, keepdim=True)).matmul(values)
