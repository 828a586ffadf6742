"""Documents made from an edition: tables, workbooks and statements."""
