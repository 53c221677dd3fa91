"""Rosters as HR systems write them: 30 people, 6 of whom left, one sent away; median base pay of the others 6,400."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sim.conformance.exports import text_of
from sim.errors import InputError
from sim.intake.answers import Words
from sim.intake.staff_file import Staff, read_staff

LAST = date(2026, 3, 1)
TITLES = ("Customer Service Rep", "E-commerce Operations Specialist", "Graphic Designer")


@dataclass(frozen=True)
class Person:
    number: int
    title: str
    hired: date
    left: date | None
    pay: int
    sent_away: bool


def person(at: int) -> Person:
    hired = date(2023, 1, 9) + timedelta(days=37 * at)
    left = hired + timedelta(days=200 + at) if at % 5 == 4 else None
    return Person(1001 + at, TITLES[at % 3], hired, left, 5000 + 100 * at, at == 4)


PEOPLE = [person(at) for at in range(30)]


def day(when: date | None, form: str) -> str:
    return when.strftime(form) if when else ""


def bamboo(each: Person) -> dict[str, object]:
    reason = "Involuntary" if each.sent_away else "Voluntary"
    return {
        "Employee #": each.number,
        "Hire Date": day(each.hired, "%d %b %Y"),
        "Original Hire Date": "",
        "Termination Date": day(each.left, "%d %b %Y"),
        "Employment Status": "Terminated" if each.left else "Full-Time",
        "Termination Type": reason if each.left else "",
        "Job Title": each.title,
        "Pay rate": f"{each.pay * 12:,.2f} USD",
        "Pay type": "Salary",
        "Pay rate - Paid per": "Year",
    }


def gusto(each: Person) -> dict[str, object]:
    return {
        "Employee number": each.number,
        "Job title": each.title,
        "Start date": day(each.hired, "%m/%d/%Y"),
        "Termination date": day(each.left, "%m/%d/%Y"),
        "Employment status": "Active" if not each.left else "Dismissed" if each.sent_away else "Terminated",
        "Compensation amount": f"${each.pay * 12 / 26:,.4f}",
        "Compensation time period": "Biweekly",
    }


def adp(each: Person) -> dict[str, object]:
    reason = "Discharge" if each.sent_away else "Quit"
    return {
        "Associate ID": each.number,
        "Position Status": "Terminated" if each.left else "Active",
        "Job Title Description": each.title,
        "Hire Date": day(each.hired, "%m/%d/%Y"),
        "Termination Date": day(each.left, "%m/%d/%Y"),
        "Termination Reason Description": reason if each.left else "",
        "Regular Pay Rate Amount": f"{each.pay / 174:.6f}",
        "Regular Pay Rate Description": "Hourly",
    }


def workday(each: Person) -> dict[str, object]:
    reason = "Involuntary > Performance" if each.sent_away else "Voluntary > Better pay"
    return {
        "Employee ID": each.number,
        "Worker Status": "Terminated" if each.left else "Active",
        "Job Family": "",
        "Business Title": each.title,
        "Hire Date": day(each.hired, "%Y-%m-%d"),
        "Termination Date": day(each.left, "%Y-%m-%d"),
        "Primary Termination Reason": f"Terminate Employee > {reason}" if each.left else "",
        "Total Base Pay - Annualized - Amount": each.pay * 12,
    }


def successfactors(each: Person) -> dict[str, object]:
    return {
        "User ID": each.number,
        "Event": "Termination" if each.left else "Hire",
        "Event Reason": "Dismissal" if each.sent_away else "",
        "Employee Status": "T" if each.left else "A",
        "Job Title": each.title,
        "Hire Date": day(each.hired, "%d/%m/%Y"),
        "Termination Date": day(each.left, "%d/%m/%Y") or "31/12/9999",
        "Termination Reason": "Dismissal" if each.sent_away else "",
        "Pay Component Value": each.pay,
        "Frequency": "MON",
    }


def feishu(each: Person) -> dict[str, object]:
    return {
        "工号": each.number,
        "部门": "电商/客服",
        "岗位": each.title,
        "入职日期": day(each.hired, "%Y/%m/%d"),
        "雇佣状态": "已离职" if each.left else "在职",
        "离职日期": day(each.left, "%Y/%m/%d"),
        "离职原因": "辞退" if each.sent_away else "",
        "月度基本工资（CNY）": each.pay,
    }


def payslips(each: Person) -> dict[str, object]:
    """A dot between year, month and day, a slash for people who are still there, a title with commas above."""
    return {
        "序号": 1,
        "工号": each.number,
        "岗位": each.title,
        "入职日期": f"{each.hired.year}.{each.hired.month}.{each.hired.day}",
        "离职日期": f"{each.left.year}.{each.left.month}.{each.left.day}" if each.left else "/",
        "离职原因": "公司辞退" if each.sent_away else "",
        "基本工资": f"{each.pay:,}元",
    }


def yonyou(each: Person) -> dict[str, object]:
    """A person enters and leaves a unit."""
    return {
        "人员编码": f"{each.number:08d}",
        "岗位": ("客服专员", "电商运营专员", "平面设计师")[each.number % 3],
        "任职状态": "离职" if each.left else "在职",
        "进入本单位日期": day(each.hired, "%Y-%m-%d"),
        "离开本单位日期": day(each.left, "%Y-%m-%d"),
        "离职方式": ("辞退" if each.sent_away else "辞职") if each.left else "",
        "基本工资": each.pay,
        "应发合计": each.pay + 900,
    }


def beisen(each: Person) -> dict[str, object]:
    """A last working day, and who wanted it."""
    return {
        "员工编号": each.number,
        "所属组织": "电商中心",
        "职位": ("客服专员", "电商运营专员", "平面设计师")[each.number % 3],
        "人员状态": "离职" if each.left else "正式",
        "入职日期": day(each.hired, "%Y/%m/%d"),
        "最后工作日": day(each.left, "%Y/%m/%d"),
        "离职类型": ("被动离职" if each.sent_away else "主动离职") if each.left else "",
        "固定月薪(元)": each.pay,
    }


def workday_exits(each: Person) -> dict[str, object]:
    """A status of yes and no, a category of terminations, pay of a year."""
    reason = "Involuntary" if each.sent_away else "Voluntary"
    return {
        "Employee ID": each.number,
        "Worker Type": "Employee",
        "Business Title": each.title,
        "Hire Date": day(each.hired, "%Y-%m-%d"),
        "Termination Date": day(each.left, "%Y-%m-%d"),
        "Active Status": "No" if each.left else "Yes",
        "Primary Termination Category": f"Terminate Employee > {reason}" if each.left else "",
        "Total Base Pay Annualized - Amount": each.pay * 12,
        "Currency": "CNY",
    }


def successfactors_events(each: Person) -> dict[str, object]:
    """States of one letter, the reason of an event, pay as a component."""
    return {
        "User/Employee ID": each.number,
        "Job Title": each.title,
        "Hire Date": day(each.hired, "%m/%d/%Y"),
        "Employee Status": "T" if each.left else "A",
        "Last Date Worked": day(each.left, "%m/%d/%Y"),
        "Event Reason": ("Involuntary Termination" if each.sent_away else "Voluntary") if each.left else "",
        "Pay Component": "Base Salary",
        "Amount": each.pay,
        "Frequency": "Monthly",
    }


def rippling(each: Person) -> dict[str, object]:
    return {
        "Employee number": each.number,
        "Title": each.title,
        "Department": "Ops",
        "Start date": day(each.hired, "%m/%d/%Y"),
        "End date": day(each.left, "%m/%d/%Y"),
        "Employment status": "Terminated" if each.left else "Active",
        "Termination type": ("Involuntary" if each.sent_away else "Voluntary") if each.left else "",
        "Annual base salary": f"${each.pay * 12:,.2f}",
    }


def read(tmp_path: Path, rows: list[dict[str, object]], **answers: str) -> Staff:
    path = tmp_path / "staff.csv"
    path.write_text(text_of(rows), encoding="utf-8")
    return read_staff(path, Words(answers=answers), (LAST - date(1970, 1, 1)).days)


SYSTEMS = [bamboo, gusto, adp, workday, successfactors, feishu, payslips]
SYSTEMS += [yonyou, beisen, workday_exits, successfactors_events, rippling]


@pytest.mark.parametrize("layout", SYSTEMS)
def test_rosters_of_hr_systems(layout: Callable[[Person], dict[str, object]], tmp_path: Path) -> None:
    staff = read(tmp_path, [layout(each) for each in PEOPLE])
    head = staff.headcount()
    assert (head.there, head.left, head.outside) == (24, 6, 0)
    assert int((staff.gone & ~staff.voluntary).sum()) == 1
    assert np.median(staff.pay[~staff.gone]) == pytest.approx(6400, rel=2e-3)


def test_a_salary_does_not_say_for_which_period(tmp_path: Path) -> None:
    rows = [{**bamboo(each), "Pay rate - Paid per": "", "Pay type": "Salary"} for each in PEOPLE]
    with pytest.raises(InputError, match=r"half of the salaries in 'Pay rate'.*--answer pay=year"):
        read(tmp_path, rows)
    assert np.median(read(tmp_path, rows, pay="year").pay) == pytest.approx(6450)


def test_terminated_beside_resigned_may_mean_a_dismissal(tmp_path: Path) -> None:
    rows = [{**gusto(each), "Employment status": "Resigned" if each.left else "Active"} for each in PEOPLE]
    rows[4]["Employment status"] = "Terminated"
    assert any("--employment 'Terminated=dismissed'" in note for note in read(tmp_path, rows).notes)


def test_parts_of_base_pay_are_asked_about(tmp_path: Path) -> None:
    rows = [{**payslips(each), "基本工资": 2490, "岗位工资": each.pay - 2490, "绩效奖金": 900} for each in PEOPLE]
    with pytest.raises(InputError, match=r"beside '基本工资' stands '岗位工资'.*--answer pay-parts=sum"):
        read(tmp_path, rows)
    assert np.median(read(tmp_path, rows, **{"pay-parts": "sum"}).pay) == pytest.approx(6450)
    assert np.median(read(tmp_path, rows, **{"pay-parts": "basic"}).pay) == pytest.approx(2490)


def test_pay_below_zero_is_refused_and_nothing_else(tmp_path: Path) -> None:
    rows = [{**payslips(each), "基本工资": -each.pay} for each in PEOPLE]
    with pytest.raises(InputError, match="pay cannot be negative"):
        read(tmp_path, rows)
    with pytest.raises(InputError, match="pay cannot be negative"):
        read(tmp_path, [{**row, "岗位工资": 0} for row in rows])


def test_payslips_with_two_rows_of_headings_above_each_person(tmp_path: Path) -> None:
    lines = ["2026年2月工资条,,,,,"]
    for each in PEOPLE:
        lines += ["工号,岗位,入职日期,应发项,,实发工资", ",,,基本工资,绩效工资,"]
        lines += [f"{each.number},{each.title},{each.hired},{each.pay},800,{each.pay + 300}", ",,,,,"]
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(lines) + "\n", encoding="gb18030")
    staff = read_staff(path)
    assert len(staff.pay) == 30 and np.median(staff.pay) == pytest.approx(6450)
    assert staff.rows["rows that repeat the headings"] == 58


def test_tenures_in_words(tmp_path: Path) -> None:
    said = ["2年3个月", "11个月", "1 year(s) 6 month(s)", "3年", "45天"]
    rows = [{"工号": at, "岗位": "客服", "司龄": said[at % 5], "状态": "在职"} for at in range(10)]
    weeks = read(tmp_path, rows).tenure_weeks
    assert weeks[:5] == pytest.approx([117.4, 47.8, 78.3, 156.5, 6.4], abs=0.6)
    bare = [{**row, "司龄": at + 1} for at, row in enumerate(rows)]
    with pytest.raises(InputError, match=r"'司龄' holds numbers: in which unit\?.*--answer tenure=months"):
        read(tmp_path, bare)
    assert read(tmp_path, bare, tenure="months").tenure_weeks[1] == pytest.approx(8.7, abs=0.1)


def test_a_roster_without_pay_says_so(tmp_path: Path) -> None:
    rows = [{name: cell for name, cell in payslips(each).items() if name != "基本工资"} for each in PEOPLE]
    assert any("no column of pay was found" in note for note in read(tmp_path, rows).notes)
