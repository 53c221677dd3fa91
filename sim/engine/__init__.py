"""The engine: state, phases of a week, batch loop, keyed luck."""
