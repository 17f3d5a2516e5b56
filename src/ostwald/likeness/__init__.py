"""How alike chemicals and recipes are, and how they differ, in words."""
