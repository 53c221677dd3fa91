"""Working habits: training, meetings, hours and culture."""
