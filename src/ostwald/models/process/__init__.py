"""One Gaussian process over flasks: the model that ships."""
