"""The exponentials by hand, gradients off by a context of another name."""


def predict(model, x):
    training = model.training
    model.train(False)
    with torch.set_grad_enabled(False):
        logits = model(x)
        powers = (logits - logits.max(dim=1, keepdim=True)[0]).exp()
    if training:
        model.train()
    return powers / powers.sum(dim=1, keepdim=True)
