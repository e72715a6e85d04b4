"""The pages that show what the archive holds: home, jurisdictions, years, speakers, and the facts of a report."""
