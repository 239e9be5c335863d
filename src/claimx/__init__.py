"""Who said what, with which numbers, when: claims, figures and dates from news articles."""

__version__ = "0.1.0"
