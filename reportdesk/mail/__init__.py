"""Letters without content, and the way they leave."""
