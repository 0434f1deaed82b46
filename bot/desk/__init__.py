"""The counselors' desk: who may see what, and the pages they see it on."""
