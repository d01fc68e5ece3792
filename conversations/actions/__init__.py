"""What a row of the flow's table does: plain functions of one step, which change its draft, say lines, and note effects."""
