"""The ear: hears danger in what people write. Pure; the rules live in content/risk/."""
