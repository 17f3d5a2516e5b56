"""How sure a prediction is, and where the model's knowledge ends."""
