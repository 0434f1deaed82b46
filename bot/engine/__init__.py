"""What to answer: pure functions from a conversation and an inbound to a Turn."""
