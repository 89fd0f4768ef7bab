"""HTTP for the three audiences; the only place that knows Flask."""
