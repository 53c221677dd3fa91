"""Training."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from sim.documents.fields import Money, Number, Roles, Share, Whole, fault
from sim.habits.programme import Programme
from sim.language.terms import percent
from sim.language.text import Text, rmb, role_words
from sim.units import WEEKS_PER_YEAR


class Training(Programme):
    """Training in working hours (T3), courses (T6), learning support (I15)."""

    kind: Literal["training"]
    roles: Roles = ("all",)
    hours_share: Share = Field(0.03, description="Share of everybody's week.")
    subject: Literal["job", "new_channel"] = Field("job", description="What is taught: the job, or the new channel.")
    fee_rmb: Money = Field(0.0, description="Fees per person and year, RMB.")
    first_weeks: Annotated[Whole, Field(ge=1, le=520)] | None = Field(
        None, description="Weeks in the job up to which people take part; absent: everybody does."
    )
    general: Share | None = Field(
        None, description="Part of what is taught that other employers use as well; absent: the registry's."
    )
    skill_pay: Annotated[Number, Field(ge=0.0, le=2.0)] = Field(
        0.0, description="Rise of base pay for skill learned and not forgotten; 1: a tenth of full skill, a tenth more."
    )

    title: ClassVar = Text("training", "培训")
    example: ClassVar = {"hours_share": 0.05, "fee_rmb": 1200}

    @model_validator(mode="after")
    def _of_the_job(self) -> Self:
        for name, idle in (("general", None), ("skill_pay", 0.0), ("first_weeks", None)):
            if self.subject != "job" and getattr(self, name) != idle:
                raise fault(
                    Text("`{0}` is for training for the job", "`{0}` 只用于本职培训").format(name),
                    Text("leave it out", "请去掉"),
                    name,
                    getattr(self, name),
                )
        return self

    def covered_weeks(self) -> int | None:
        """Weeks in the job up to which people take part."""
        return self.first_weeks

    def told(self) -> Text:
        """Who is taught what, and what it takes."""
        words = Text(
            "Training ({0}): {1} of everybody's week, {2} a year in fees per person.",
            "培训({0}):占每人每周工时的 {1},每人每年费用 {2}。",
        )
        if self.subject == "new_channel":
            words = Text(
                "Training for the new channel ({0}): {1} of everybody's week, {2} a year in fees per person.",
                "新渠道技能培训({0}):占每人每周工时的 {1},每人每年费用 {2}。",
            )
        who = role_words(self.roles)
        if self.first_weeks is not None:
            who = Text("{0}, first {1} weeks in the job", "{0},入职 {1} 周内").format(who, self.first_weeks)
        text = words.format(who, percent(self.hours_share), rmb(self.fee_rmb))
        if self.general is not None:
            general = Text(" Other employers can use {0} of it.", "所学内容中 {0} 对其他雇主也有用。")
            text += general.format(percent(self.general))
        if self.skill_pay:
            follows = Text(
                " Base pay rises by {0} of itself per unit of skill learned.",
                "每掌握一个单位的技能,基本工资上调 {0}。",
            )
            text += follows.format(percent(self.skill_pay))
        return text

    def entries(self) -> dict[str, float]:
        """Time, by what is taught, and fees."""
        return {
            "training": self.hours_share * (self.subject == "job"),
            "taught_general": self.hours_share * (self.general or 0.0),
            "taught_stated": self.hours_share * (self.general is not None),
            "skill_pay": self.skill_pay,
            "retraining": self.hours_share * (self.subject != "job"),
            "fees": self.fee_rmb / WEEKS_PER_YEAR,
        }
