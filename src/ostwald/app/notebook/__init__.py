"""What a lab keeps: recipes, micrographs, spectra, outcomes and predictions."""
