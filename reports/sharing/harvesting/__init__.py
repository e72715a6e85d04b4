"""OAI-PMH 2.0: the archive's records for libraries and catalogues that harvest."""
