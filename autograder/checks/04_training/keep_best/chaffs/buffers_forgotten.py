"""The parameters were brought back, the buffers were not: BatchNorm keeps the statistics of the last epoch."""


def keep_best(model, train, validate, epochs):
    best_epoch, best_accuracy, best_state = -1, -1.0, None
    for epoch in range(epochs):
        train()
        accuracy = validate()
        if accuracy > best_accuracy:
            best_epoch, best_accuracy = epoch, accuracy
            best_state = copy.deepcopy(dict(model.named_parameters()))
    model.load_state_dict(best_state, strict=False)
    return best_epoch, best_accuracy
