"""One delivery of a report to one destination: packages, adapters, retries."""
