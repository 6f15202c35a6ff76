"""Forms: the engine (pure), the catalogue of report types, and the pages that show them."""
