"""Autograd's anomaly detection is switched on, and left on. It helps to look for a mistake, and costs all later code
time: whoever looks switches it off again, or uses `with`.
"""


def train_with_history(model, batches, optimizer):
    torch.autograd.set_detect_anomaly(True)
    history = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        history.append(float(loss))
    return history
