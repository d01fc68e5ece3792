"""A village list: many reports in one file, LAPOR!'s paper form with one report a row. Pure functions of its rows."""
