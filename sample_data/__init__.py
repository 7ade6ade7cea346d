"""The invented world of the sample: a generator, the planted routes, and the tables they make."""
