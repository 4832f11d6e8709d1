"""The last stage: what is on the disk, what should be, and the one step between them. The only room that writes."""
