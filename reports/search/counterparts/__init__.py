"""Terms in the other language: how the archive's own pairs render what is searched for."""
