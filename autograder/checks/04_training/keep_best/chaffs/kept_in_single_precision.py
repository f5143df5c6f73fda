"""The best weights are kept as float32, and those of a float64 model come back rounded. Keep them in the dtype that
they have."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best = -1, -1.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best = {name: value.detach().float().clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best)
    return best_epoch, best_accuracy
