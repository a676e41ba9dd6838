"""Sentences and normal forms of text; pure functions."""
