"""Searching the archive. Everything outside asks at this door."""
