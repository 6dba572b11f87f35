"""Alliance facts: `extractor` runs the rules, a module for each kind of tie, over the `scene` that they share."""
