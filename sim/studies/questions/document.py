"""A question as a document: a scenario, the policies it compares, what is expected and the case in which it turns."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, JsonValue, model_validator

from sim.documents.fields import Flag, Frozen, Name, Number, fault
from sim.language.text import Text
from sim.studies.evidence.document import Effect
from sim.studies.fragments import Fragment, Words

HERE = Path(__file__).parent
Kind = Literal["questions", "experiments"]


class Expected(Effect):
    """A range in which the change of a measure is expected, in its unit."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.measure is None or self.low > self.high:
            raise fault(
                Text("needs a measure and low <= high", "需要一个度量且 low <= high"),
                Text("correct the range", "请改正范围"),
                "low",
                self.low,
            )
        return self


class Case(Frozen):
    """One setting of a question; `turns`: the one in which the answer is another."""

    name: Words
    turns: Flag = False
    change: Fragment = Field(default_factory=dict, description="What differs in the scenario.")
    expected: tuple[Expected, ...] = Field(min_length=1)


class Question(Frozen):
    """A question with its expected answer."""

    id: Name
    asked: Words
    reason: Words
    source: Annotated[str, Field(min_length=4, max_length=300)]
    base: Name
    change: Fragment = Field(default_factory=dict)
    cases: tuple[Case, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _turns_somewhere(self) -> Self:
        if not any(case.turns for case in self.cases):
            raise fault(
                Text("nothing turns the answer", "没有任何情形使答案反转"),
                Text("add the case in which it does, with `turns: true`", "请加入使其反转的情形,写 `turns: true`"),
                "cases",
            )
        return self


class Questions(Frozen):
    """All questions and the scenarios they start from."""

    bases: dict[Name, dict[str, JsonValue]]
    questions: tuple[Question, ...]

    @model_validator(mode="after")
    def _bases_are_known(self) -> Self:
        for question in self.questions:
            if question.base not in self.bases:
                raise fault(
                    Text("no base is called {0!r}", "没有名为 {0!r} 的基础情景").format(question.base),
                    Text("there are {0}", "现有 {0}").format(", ".join(self.bases)),
                    "questions",
                )
        return self

    def document(self, question: Question, case: Case) -> dict[str, Any]:
        """Return the scenario document of a case."""
        from sim.studies.fragments import merged

        return dict(merged(merged(self.bases[question.base], question.change), case.change))


@cache
def questions(kind: Kind = "questions") -> Questions:
    """Return the hard questions, or the experiments, which start from the same scenarios."""
    from sim.documents.reading import read

    def content(name: Kind) -> dict[str, Any]:
        file = HERE / f"{name}.yaml"
        return dict(read(file.read_text(encoding="utf-8"), file.name).data)

    return Questions.model_validate({"bases": content("questions")["bases"], **content(kind)})
