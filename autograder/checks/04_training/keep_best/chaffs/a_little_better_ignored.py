"""An epoch that is only a little better than the best one is not kept. Better is better."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy + 1e-3:
            best_epoch, best_accuracy, best_state = epoch, accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
