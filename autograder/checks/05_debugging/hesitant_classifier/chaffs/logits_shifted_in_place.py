"""The logits are changed in place. They are the output of the model, whose backward pass may need them as they
were."""


def classifier_loss(model, x, y):
    logits = model(x)
    logits -= logits.max(dim=1, keepdim=True).values.detach()
    return (logits.exp().sum(dim=1).log() - logits.gather(1, y.unsqueeze(1)).squeeze(1)).mean()
