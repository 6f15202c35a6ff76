"""What people upload: quarantine, hash, type check, virus scan, untouched original, safe copy."""
