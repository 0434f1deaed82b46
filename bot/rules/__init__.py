"""What is allowed and in what order: pure decisions."""
