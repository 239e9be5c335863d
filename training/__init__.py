"""What makes the bundled pipeline out of public corpora; see README.md beside this file."""
