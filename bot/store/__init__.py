"""Where everything that happened is kept. One SQL for both databases; every text sealed."""
