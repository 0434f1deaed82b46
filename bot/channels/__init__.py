"""Where contacts write to us. Each channel speaks its own dialect in `wire` and nothing of it leaves the folder."""
