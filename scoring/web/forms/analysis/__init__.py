"""What coordinators learn about a run beyond its figures; nothing of it is published."""
