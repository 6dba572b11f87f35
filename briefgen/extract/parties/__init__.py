"""Parties and their roles: `evidence` gathers the signs, `roles` weighs them, `wars` fills what is known of a war."""
