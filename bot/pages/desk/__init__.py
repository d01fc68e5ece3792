"""The officers' desk in the browser: plain HTML from the server, and a little JavaScript that keeps it fresh."""
