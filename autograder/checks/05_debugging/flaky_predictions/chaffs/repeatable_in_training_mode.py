"""Chance is made to repeat itself, and what the layers remember is put back: the same answer comes every time, and it
is the one of training mode. Which mode is for use?"""


def predict(model, x):
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        probabilities = model(x).softmax(dim=1)
    model.load_state_dict(kept)
    return probabilities
