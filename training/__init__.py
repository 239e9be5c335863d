"""The training of the bundled pipeline and its weights; see README.md in this folder."""
