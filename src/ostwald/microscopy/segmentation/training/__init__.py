"""Training of the segmentation network; needs the extra ``train`` and is never used to segment."""
