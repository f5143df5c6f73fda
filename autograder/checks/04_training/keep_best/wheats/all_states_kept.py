"""Every epoch's state is cloned; the best is chosen in the end."""


def keep_best(model, train, validate, epochs):
    accuracies, states = [], []
    for _ in range(epochs):
        train()
        accuracies.append(validate())
        states.append({name: value.clone() for name, value in model.state_dict().items()})
    best = max(range(epochs), key=accuracies.__getitem__)
    model.load_state_dict(states[best])
    return best, accuracies[best]
