"""WhatsApp by way of Twilio: signed webhooks in, messages out."""
