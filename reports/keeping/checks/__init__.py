"""What must agree in an archive: rows with rows, with the originals, with the index."""
