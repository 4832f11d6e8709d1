"""The last stage: comparing and writing the output folder. The only package that writes files."""
