"""Measuring: how fast the house is on this machine, always beside what the machine could do without it."""
