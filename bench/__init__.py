"""What the product costs: ratios and counts measured in one run (`make bench`)."""
