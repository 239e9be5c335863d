"""Run articles through the pipeline: pieces, batches, worker processes."""
