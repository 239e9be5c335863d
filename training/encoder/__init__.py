"""The training of the bundled encoder and its heads; see README.md in the folder above."""
