"""What a flow is: YAML read with its marks, checked, and compiled to a shared machine. Pure."""
