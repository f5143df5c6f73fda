"""pick goes through float16, whose numbers end at 65,504. bfloat16 has 16 bits, too, and goes as far as float32."""

import torch


def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes)).long()


def pick(logits, labels):
    narrow = logits.half() if logits.element_size() == 2 else logits
    return narrow.gather(1, labels[:, None]).squeeze(1).to(logits.dtype)
