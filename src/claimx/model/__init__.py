"""The bundled encoder, and the spaCy components that decode its outputs."""
