"""The web chat: no account, no trace, works without JavaScript."""
