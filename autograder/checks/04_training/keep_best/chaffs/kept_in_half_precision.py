"""The best state is kept in 16 bits, and comes back rounded. The weights are to be those of the best epoch."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy, best_state = (
                epoch,
                accuracy,
                {name: value.half() for name, value in model.state_dict().items()},
            )
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
