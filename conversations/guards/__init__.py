"""The questions that the flow's table asks before a row holds. Plain functions of one step; none changes anything."""
