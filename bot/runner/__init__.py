"""What drives the pure rooms: the way in, the way out, and the clockwork."""
