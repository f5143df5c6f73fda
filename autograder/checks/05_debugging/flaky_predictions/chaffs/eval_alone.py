"""In eval mode the answers are right, and each of them still drags a graph behind it. Mode and graph are two
switches."""


def predict(model, x):
    was_training = model.training
    model.eval()
    probabilities = model(x).softmax(dim=1)
    model.train(was_training)
    return probabilities
