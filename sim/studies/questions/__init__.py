"""Hard questions with expected answers from the literature, and what the model finds."""

from sim.studies.questions.answer import Answer, Finding, answers
from sim.studies.questions.document import Question, questions

__all__ = ["Answer", "Finding", "Question", "answers", "questions"]
