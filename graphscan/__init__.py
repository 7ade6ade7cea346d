"""graphscan: third-country intermediaries between U.S. exporters and listed parties."""
