"""What one does with the model: intake, fits, sweeps, evidence and benchmarks."""
