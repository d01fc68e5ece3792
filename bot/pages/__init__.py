"""Pages for people: plain HTML with a little JavaScript of our own."""
