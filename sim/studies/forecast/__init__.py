"""Forecasts that are filed before a policy starts and scored when the weeks have passed."""

from sim.studies.forecast.file import Forecast, file_forecast, read_forecast
from sim.studies.forecast.score import Score, score_forecast

__all__ = ["Forecast", "Score", "file_forecast", "read_forecast", "score_forecast"]
