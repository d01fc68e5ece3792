"""What a row of the flow's table does: functions of one step, which change its draft, say lines, and note effects."""
