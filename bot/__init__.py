"""The Puspaga bot: first-step family help on Telegram, WhatsApp and the web."""
