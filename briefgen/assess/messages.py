"""Every message that assess can make, with the parameters that it may carry: the contract with the wording in render.

A parameter may be None; `known` names the sides of whom only the register of wars says that they fight. Figures of one
toll come as low, best, high, open_above, approx and vague (flags 0 or 1); two tolls in one message carry them with the
suffixes _a and _b, and the words for those counted. `when` is "2022-09-13", "2022-09-13/2022-09-14", "2022-09" or
"2022".
"""

from __future__ import annotations

from collections.abc import Mapping

FIGURE = ("low", "best", "high", "open_above", "approx", "vague")
GROUP = ("effect", "victims", "affiliation", "civilian")
TOLL = (*GROUP, *FIGURE, "place", "when", "speaker")
BY_SIDE = (
    "a", "b", "effect", "place", "when",
    *(f"{name}_{side}" for side in "ab" for name in ("victims", *FIGURE)),
)  # fmt: skip
CHANGE = ("kind", "situation", "before", "after")
PACT = ("alliance", "article", "obligation")

MESSAGES: Mapping[str, tuple[str, ...]] = {
    "title.clash": ("a", "b", "place", "known"),
    "title.attack": ("attacker", "target", "place"),
    "title.violence": ("party", "place"),
    "title.tension": ("a", "b", "known"),
    "title.situation": ("party", "place"),
    "bottom_line.clash": ("a", "b", "place", "when", "known"),
    "bottom_line.clash_toll": ("a", "b", "known", *TOLL),
    "bottom_line.clash_by_side": (*BY_SIDE, "known"),
    "bottom_line.attack": ("attacker", "target", "place", "when"),
    "bottom_line.attack_toll": ("attacker", "target", *TOLL),
    "bottom_line.violence": ("party", "place"),
    "bottom_line.tension": ("a", "b", "known"),
    "bottom_line.toll": TOLL,
    "bottom_line.reactions": (),
    "bottom_line.none": (),
    "keypoint.toll": TOLL,
    "keypoint.toll_by_side": BY_SIDE,
    "keypoint.claims": ("claimant", "accused"),
    "keypoint.claims_mutual": ("a", "b"),
    "keypoint.reactions": ("type", "actors", "toward"),
    "keypoint.alliance": ("alliance", "aspect", "by"),
    "keypoint.truce": ("when", "place"),
    "gap.no_toll_from_side": ("party", "effect"),
    "gap.single_source": (*GROUP, *FIGURE),
    "gap.doubtful_source": (*GROUP, *FIGURE),
    "gap.tolls_differ": (*GROUP, *FIGURE),
    "gap.no_independent": (),
    "gap.claim_unanswered": ("claimant", "accused"),
    "gap.request_unanswered": ("alliance", "by"),
    "gap.undated": ("count",),
    "gap.undated_events": ("count",),
    "gap.no_reactions": (),
    "gap.no_place": (),
    "change.toll": (
        *GROUP,
        "place",
        "when",
        *CHANGE,
        *(f"{name}_{side}" for side in ("before", "after") for name in FIGURE),
    ),
    "change.reaction": ("actors", "type", "toward", *CHANGE),
    "change.party": ("party", "role", "role_before", *CHANGE),
    "change.alliance": ("alliance", "aspect", "by", *CHANGE),
    "change.claim": ("claimant", "accused", *CHANGE),
    "change.situation": CHANGE,
    "method.no_situation": ("dead", "affected", "harmed"),
    "implication.clause_in_play": (*PACT, "victim", "attacker"),
    "implication.clause_invoked": (*PACT, "by"),
    "implication.clause_does_not_apply": ("alliance", "party", "other", "reason", "date"),
    "implication.request_answered": ("alliance", "by", "aspect", "actor"),
    "implication.request_open": ("alliance", "by"),
    "implication.patron_tied_down": ("patron", "party", "alliance"),
    "implication.members_clash": (*PACT, "a", "b"),
    "implication.opposing_patrons": ("a", "b", "backers_a", "backers_b", "pact_a", "pact_b"),
    "implication.patron_in_rival_pact": ("backer", "side", "alliance", "other", "bound"),
    "implication.forces_at_risk": ("by", "place", "alliance"),
    "implication.strain": ("alliance", "by"),
    "implication.withdrawal": ("alliance", "by"),
    "implication.competing_mediation": ("mediators",),
}
