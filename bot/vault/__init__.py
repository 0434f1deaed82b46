"""Keys and what they close: values in, values out."""
