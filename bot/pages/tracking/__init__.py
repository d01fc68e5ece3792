"""The page that whoever has a receipt may open: where the report stands, without a chat and without anybody's name."""
