"""Networks: virtual private clouds, subnets, zones and links: one file a rule."""
