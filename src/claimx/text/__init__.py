"""What all extractors know about English text and its layout."""
