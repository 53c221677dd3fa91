"""The words everything is made of: metrics, channels, roles."""
