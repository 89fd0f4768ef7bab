"""Measurements on one machine, without a network."""
