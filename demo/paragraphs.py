"""What the made-up students write where a person grades: for each question a good, a fair and a poor paragraph."""

PARAGRAPHS = {
    "rounding_why": (
        "bfloat16 keeps 8 bits of the significand at every magnitude, so rounding is off by at most about 1/256 of the "
        "number itself: the relative error is flat, while the absolute error grows with the number. An update that is "
        "smaller than that share of a weight vanishes, so small learning rates stop doing anything.",
        "Floating point numbers are spaced in proportion to their size, so the relative error hardly changes. Training "
        "loses small updates.",
        "The error is flat because bfloat16 is not very precise.",
    ),
    "speed_why": (
        "My Value makes a Python object for every single addition and multiplication, and backward visits them one by "
        "one. torch makes one node for a whole matrix product and runs its loop in compiled code. Twice the width "
        "means four times the objects for me and hardly more work for torch, so the ratio grows with the width.",
        "Python is slow for each operation, torch does many numbers in one operation, so wide networks gain more.",
        "torch is faster because it is written in C.",
    ),
    "budget_why": (
        "Nearly all parameters sit in the first linear layer: 3136 inputs times 128 outputs are 401,408, and the "
        "convolutions have 18,816 together. Who counts convolutions alone gets near the 25K. A third pooling or a "
        "global average before the linear layer would shrink the model most.",
        "The linear layer after flatten has the most parameters because 64 x 7 x 7 inputs meet 128 outputs. Pool more.",
        "CNNs have few parameters because of weight sharing.",
    ),
    "convergence_why": (
        "With two ReLU units both must start with the right signs; if one is dead for all four points its gradient is "
        "zero and it never comes back. More units mean more chances that a working pair is among them, so the share "
        "that converges grows quickly from 2 to 8 and is nearly one at 16.",
        "Small networks get stuck in bad minima or with dead ReLUs, wider ones have spare units.",
        "More units are better because the network is more powerful.",
    ),
    "first_look_why": (
        "For a loss that does not move I look first at whether the parameters change at all between two steps, then at "
        "the gradient of each layer, then at whether one batch can be learnt by heart. Each halves what is left to "
        "search: optimizer, graph, data.",
        "I would print the gradients and the learning rate first, and then try one batch.",
        "I would try another learning rate.",
    ),
    "speedup_why": (
        "A small product is over before the device has even been told to start: launching costs the same for every "
        "size. A large one keeps all its units busy, and the ratio levels off where both machines are limited by their "
        "arithmetic.",
        "For small sizes the overhead dominates, for large ones the GPU wins because it is parallel.",
        "GPUs are faster.",
    ),
}
