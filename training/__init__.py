"""How the embedded language model of briefgen is made: prepare, train, export, evaluate, check."""
