"""Library -> one view per page: resolved values, no syntax of any output."""
