"""The input is told that it requires no grad, and it stays so for the caller, who may want its gradient. What switches
gradients off for a block of code, and leaves all tensors as they are?
"""


def predict(model, x):
    was_training = model.training
    model.eval()
    x.requires_grad_(False)
    with torch.no_grad():
        probabilities = model(x).softmax(dim=1)
    model.train(was_training)
    return probabilities
