"""The bundled pipeline's own layers."""
