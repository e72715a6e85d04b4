"""Pure functions on strings: no rows, no files of the archive, no Django."""
