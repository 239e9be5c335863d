"""Trains the bundled encoder and its heads; see README.md beside this file."""
