"""The words of the house: values that every other room speaks in. Pure; nothing here does I/O."""
