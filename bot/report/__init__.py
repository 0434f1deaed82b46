"""How a month was, in counts: what is too small to be shown, and the files it is read as. Pure."""
