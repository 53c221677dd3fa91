"""The page for a pre-rollout review: one self-contained HTML file in English or Chinese."""

from sim.pages.page import review

__all__ = ["review"]
