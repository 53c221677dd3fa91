"""Working habits: training, meetings, hours and culture; a file for each kind of programme."""
