"""The Telegram Bot API: updates in, messages out."""
