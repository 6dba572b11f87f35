"""How weights are changed: the model computes in bfloat16 throughout, AdamW works on a float32 copy of its weights."""

from __future__ import annotations

import torch
from torch import nn


class Updates:
    """The float32 copies of a model's weights, by name, which are what is saved, and their optimiser.

    The weights under `encoder.` learn at a rate of their own, and vectors do not decay.
    """

    def __init__(self, model: nn.Module, *, encoder_rate: float, head_rate: float) -> None:
        """Turn *model* into bfloat16, in training mode; sums of gradients are of that type too, up to the step."""
        self.masters = {name: weight.detach().float().clone() for name, weight in model.named_parameters()}
        self.model = model.bfloat16().train()
        groups = []
        for inside, rate in ((True, encoder_rate), (False, head_rate)):
            weights = [weight for name, weight in self.masters.items() if name.startswith("encoder.") is inside]
            for decays in (True, False):
                members = [weight for weight in weights if (weight.dim() > 1) is decays]
                groups.append({"params": members, "lr": rate, "peak": rate, "weight_decay": 0.01 if decays else 0.0})
        self._optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)

    def set_rate(self, share: float) -> None:
        """Learn at *share* of the peak rates from here on."""
        for group in self._optimiser.param_groups:
            group["lr"] = group["peak"] * share

    def take(self) -> None:
        """Move the weights by the gradients that stand on the model, and clear those."""
        copies, masters = list(self.model.parameters()), list(self.masters.values())
        for copy, master in zip(copies, masters, strict=True):
            master.grad = None if copy.grad is None else copy.grad.float()
            copy.grad = None
        nn.utils.clip_grad_norm_(masters, 1.0, foreach=True)
        self._optimiser.step()
        with torch.no_grad():
            torch._foreach_copy_(copies, masters)
