"""Pages on which readers report errors, and see what became of them."""
