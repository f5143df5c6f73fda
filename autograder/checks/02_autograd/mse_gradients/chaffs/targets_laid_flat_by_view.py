"""`view(-1)` needs numbers that lie one after the other in memory, and those of y need not. Prediction and targets have
one shape: nothing has to be laid flat."""


def mse_gradients(X, y, W, b):
    prediction = F.linear(X, W, b)
    error = (prediction.reshape(-1) - y.view(-1)).view(prediction.shape)
    upstream = 2 * error / error.numel()
    return upstream.T @ X, upstream.sum(0)
