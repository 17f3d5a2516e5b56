"""A recipe's flask as numbers that do not hang on how it was written."""

from ostwald.chemistry.flask.contents import FlaskContents, flask_contents
from ostwald.chemistry.flask.features import FlaskFeatures, flask_features

__all__ = ["FlaskContents", "FlaskFeatures", "flask_contents", "flask_features"]
