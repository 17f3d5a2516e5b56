"""Neural networks over the chemicals of a recipe: fitted with torch, run with numpy alone."""
