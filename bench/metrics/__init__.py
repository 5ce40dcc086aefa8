"""Published measures of extraction, each written from its description."""
