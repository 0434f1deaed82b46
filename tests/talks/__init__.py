"""Walks across the flows, as five people would really write, on each channel."""
