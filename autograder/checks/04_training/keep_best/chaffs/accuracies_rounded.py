"""The accuracies are rounded. Two that differ become equal, and what is returned is not what validate said."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = None, -math.inf, None
    for epoch in range(epochs):
        train()
        accuracy = round(validate(), 2)
        if accuracy > best_accuracy:
            best_epoch, best_accuracy, best_state = epoch, accuracy, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return best_epoch, best_accuracy
