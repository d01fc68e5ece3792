"""The slip that a volunteer gives to whom they filed for: large print, a code to type, and a picture to photograph."""
