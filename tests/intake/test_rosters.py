"""Rosters and payrolls as HR systems and clerks write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.intake import Words
from sim.intake.reconciliation import Headcount
from sim.intake.staff import StaffEstimate, estimate_staff
from sim.intake.staff_file import read_staff

LAST_DAY = (date(2026, 3, 1) - date(1970, 1, 1)).days
TITLES = ("运营专员", "客服专员", "美工")
Row = Mapping[str, object]


@dataclass(frozen=True)
class Taken:
    """What a roster was read as."""

    staff: StaffEstimate
    headcount: Headcount
    notes: tuple[str, ...]


def take(tmp_path: Path, rows: Sequence[Row] | str, answers: Mapping[str, str] | None = None, **words) -> Taken:
    path = tmp_path / "staff.csv"
    if not isinstance(rows, str):
        lines = [",".join(rows[0]), *(",".join(str(cell) for cell in row.values()) for row in rows)]
        rows = "\n".join(lines) + "\n"
    path.write_text(rows, encoding="utf-8")
    staff = read_staff(path, Words(answers=answers or {}, **words), LAST_DAY)
    return Taken(estimate_staff(staff), staff.headcount(), staff.notes)


def heads(taken: Taken) -> dict[str, int]:
    return {seat.role: seat.heads for seat in taken.staff.seats}


def counted(taken: Taken) -> tuple[int, int]:
    return taken.headcount.there, taken.headcount.left


def noted(taken: Taken, *words: str) -> bool:
    return any(all(word in note for word in words) for note in taken.notes)


def people(count: int = 18, **cells: object) -> list[dict[str, object]]:
    """People hired on 2022-03-04 and the days after it."""
    return [
        {"工号": f"A{at:03d}", "岗位": TITLES[at % 3], "入职日期": f"2022-03-{at % 28 + 1:02d}", **cells}
        for at in range(count)
    ]


# Several rows of one person.


def payroll(months: Sequence[str], rows: Sequence[Row], heading: str = "月份") -> list[Row]:
    return [{heading: month, **row} for month in months for row in rows]


@pytest.mark.parametrize(
    ("heading", "months"),
    [
        ("月份", ["2026-01", "2026-02"]),
        ("所属期", ["202601", "202602"]),
        ("Pay period", ["2026-01-31", "2026-02-28"]),
        ("工资月份", ["2026年1月", "2026年2月"]),
        ("Month", ["Jan-26", "Feb 2026"]),
    ],
)
def test_payrolls_of_several_months(heading: str, months: list[str], tmp_path: Path) -> None:
    taken = take(tmp_path, payroll(months, people(), heading))
    assert counted(taken) == (18, 0) and heads(taken) == {"design": 6, "operations": 6, "service": 6}
    assert noted(taken, "36 rows show 18 employments")


def test_names_tell_persons_in_payrolls_only(tmp_path: Path) -> None:
    named = [{"姓名": row["工号"], **{key: row[key] for key in ("岗位", "入职日期")}} for row in people()]
    assert counted(take(tmp_path, payroll(["2026-01", "2026-02"], named))) == (18, 0)
    assert counted(take(tmp_path, [*named, *named])) == (36, 0)


def test_of_a_transfer_the_last_row_counts(tmp_path: Path) -> None:
    before, after = people(基本工资=6000), people(基本工资=7000)
    for row in after[:6]:
        row["岗位"] = "运营专员"
    taken = take(tmp_path, [*before, *after])
    assert heads(taken) == {"design": 4, "operations": 10, "service": 4}
    assert taken.staff.base_rmb == 7000


def test_another_hire_date_is_another_employment(tmp_path: Path) -> None:
    first = people(离职日期="2023-06-30")
    again = [{**row, "入职日期": "2024-01-08", "离职日期": ""} for row in first[:10]]
    assert counted(take(tmp_path, [*first, *again])) == (10, 18)


def test_a_contract_that_follows_another_continues_it(tmp_path: Path) -> None:
    first = [{**row, "合同终止日期": "2024-03-31"} for row in people()]
    again = [{**row, "入职日期": "2024-04-01", "合同终止日期": "2027-03-31"} for row in first[:12]]
    taken = take(tmp_path, [*first, *again])
    assert counted(taken) == (12, 6)
    assert min(taken.staff.tenure_weeks) > 52 * 3.9
    assert noted(taken, "12 contracts that follow another")


def test_a_new_start_without_an_end_before_is_asked(tmp_path: Path) -> None:
    rows = [*people(), *({**row, "入职日期": "2025-01-06"} for row in people()[:9])]
    with pytest.raises(InputError, match=r"has no end \(9 people\).*--answer contracts=one"):
        take(tmp_path, rows)
    assert counted(take(tmp_path, rows, {"contracts": "one"})) == (18, 0)
    assert counted(take(tmp_path, rows, {"contracts": "two"})) == (18, 9)


def test_parts_of_pay_in_one_month_are_asked(tmp_path: Path) -> None:
    rows = payroll(["2026-01", "2026-02"], [*people(基本工资=4000), *people(基本工资=2500)])
    with pytest.raises(InputError, match="--answer split-pay=sum"):
        take(tmp_path, rows)
    assert take(tmp_path, rows, {"split-pay": "sum"}).staff.base_rmb == 6500
    assert take(tmp_path, rows, {"split-pay": "last"}).staff.base_rmb == 2500


def test_parts_of_pay_by_cost_centre_are_asked(tmp_path: Path) -> None:
    rows = [{**row, "成本中心": centre, "基本工资": 4000} for row in people() for centre in ("天猫", "抖音")]
    with pytest.raises(InputError, match="--answer split-pay=sum"):
        take(tmp_path, rows)
    taken = take(tmp_path, rows, {"split-pay": "sum"})
    assert counted(taken) == (18, 0) and taken.staff.base_rmb == 8000


def test_who_is_missing_from_the_last_payroll_has_left(tmp_path: Path) -> None:
    rows = [*payroll(["2026-01"], people()), *payroll(["2026-02"], people(11))]
    taken = take(tmp_path, rows)
    assert counted(taken) == (11, 7) and noted(taken, "missing from the last months")
    with_ends = [{**row, "离职日期": ""} for row in rows]
    with pytest.raises(InputError, match=r"\(7 people\).*--answer vanished=left"):
        take(tmp_path, with_ends)
    assert counted(take(tmp_path, with_ends, {"vanished": "left"})) == (11, 7)
    assert counted(take(tmp_path, with_ends, {"vanished": "there"})) == (18, 0)


# Two rows of headings.


@pytest.mark.parametrize(
    "above",
    [
        ("员工信息,,,薪酬,", "工号,岗位,入职日期,基本工资,绩效工资"),
        ("工号,岗位,入职日期,薪酬,", ",,,基本工资,绩效工资"),
        ("2026 年花名册,,,,\n工号,岗位,日期,工资,", ",,入职日期,基本工资,绩效"),
    ],
)
def test_two_rows_of_headings(above: tuple[str, str], tmp_path: Path) -> None:
    rows = "".join(f"A{at},{TITLES[at % 3]},2022-03-04,{6000 + at},500\n" for at in range(18))
    taken = take(tmp_path, "\n".join(above) + "\n" + rows)
    assert counted(taken) == (18, 0)
    assert taken.staff.base_rmb == pytest.approx(6008.5)


# Dates.


@pytest.mark.parametrize(
    "sign",
    [
        "",
        "/",
        "-",
        "——",
        "至今",
        "无",
        "N/A",
        "null",
        "0000-00-00",
        "9999-12-31",
        "2099/12/31",
        "在职",
        "Present",
        "N/A-StillEmployed",
        "0",
    ],
)
def test_signs_for_still_there(sign: str, tmp_path: Path) -> None:
    rows = [{**row, "离职日期": "2024-05-31" if at < 6 else sign} for at, row in enumerate(people())]
    assert counted(take(tmp_path, rows)) == (12, 6)


@pytest.mark.parametrize("form", ["2022-03", "2022年3月", "2022/3", "202203", "Mar-22", "March 2022", "03/2022"])
def test_months_without_days(form: str, tmp_path: Path) -> None:
    taken = take(tmp_path, [{**row, "入职日期": form} for row in people()])
    assert noted(taken, "18 dates are months without a day")
    day = take(tmp_path, [{**row, "入职日期": "2022-03-15"} for row in people()])
    assert taken.staff.tenure_weeks == day.staff.tenure_weeks


# Pay.

PAY = {
    "月薪": (8000, 8000),
    "年薪": (96000, 8000),
    "Salary (annual)": (96000, 8000),
    "薪资(元/年)": (96000, 8000),
    "时薪": (46, 46 * 174),
    "Hourly rate": (46, 46 * 174),
    "日薪": (400, 8700),
    "Weekly pay": (2000, 8696.4),
    "月薪(万元)": (0.8, 8000),
    "月薪（千）": (8, 8000),
    "Monthly income": (8000, 8000),
    "基本工资/分": (800000, 8000),
}


@pytest.mark.parametrize("heading", PAY)
def test_what_pay_is_paid_for(heading: str, tmp_path: Path) -> None:
    written, month = PAY[heading]
    taken = take(tmp_path, [{**row, heading: written} for row in people()])
    assert taken.staff.base_rmb == pytest.approx(month, rel=1e-3)


def test_a_column_says_what_pay_is_paid_for(tmp_path: Path) -> None:
    rows = [
        {**row, "Pay rate": 46 if at % 2 else 96000, "Paid per": "Hour" if at % 2 else "Year"}
        for at, row in enumerate(people())
    ]
    assert take(tmp_path, rows).staff.base_rmb == pytest.approx(8002, rel=1e-3)


@pytest.mark.parametrize(("value", "answer"), [(62000, "year"), (0.62, "wan"), (45, "hour")])
def test_pay_of_no_month_is_asked(value: float, answer: str, tmp_path: Path) -> None:
    rows = [{**row, "Salary": value} for row in people()]
    with pytest.raises(InputError, match=rf"for which period is it paid.*--answer pay={answer}"):
        take(tmp_path, rows)
    factor = {"year": 1 / 12, "wan": 10000, "hour": 174}[answer]
    assert take(tmp_path, rows, {"pay": answer}).staff.base_rmb == pytest.approx(value * factor)


# Words of employments.


def test_words_of_employments(tmp_path: Path) -> None:
    there = ("正式", "试用期", "待离职", "实习", "休产假", "Full-Time", "Part-Time", "Active", "Probation", "On leave")
    gone = ("离职", "辞退", "Terminated", "Resigned")
    rows = [
        {
            **row,
            "离职日期": f"2024-0{at + 1}-20" if at < 8 else "",
            "员工状态": gone[at % 4] if at < 8 else there[at % 10],
        }
        for at, row in enumerate(people(28))
    ]
    taken = take(tmp_path, rows)
    assert counted(taken) == (20, 8)
    assert taken.staff.exits == 5  # two were dismissed; the first exit begins the window
    odd = [{**row, "员工状态": "挂靠" if row["员工状态"] == "实习" else row["员工状态"]} for row in rows]
    with pytest.raises(InputError, match=r"'挂靠'.*--employment 'WORD=there', =left or =dismissed"):
        take(tmp_path, odd)
    assert counted(take(tmp_path, odd, employment={"挂靠": "there"})) == (20, 8)


def test_the_department_tells_where_the_title_does_not(tmp_path: Path) -> None:
    rows = [{**row, "岗位": "P6", "部门": "客服部" if at % 2 else "设计部"} for at, row in enumerate(people())]
    taken = take(tmp_path, rows)
    assert heads(taken) == {"design": 9, "service": 9} and noted(taken, "role of their department")
    with pytest.raises(InputError, match=r"'P6'|not shown"):
        take(tmp_path, [{**row, "部门": "x"} for row in rows])


# Whole layouts.


def test_bamboohr(tmp_path: Path) -> None:
    rows = [
        {
            "Employee #": at,
            "Last name First name": "A B",
            "Hire Date": f"2022-03-{at % 28 + 1:02d}",
            "Termination Date": "2024-02-29" if at < 7 else "0000-00-00",
            "Employment Status": "Terminated" if at < 7 else ("Full-Time", "Part-Time")[at % 2],
            "Job Title": "Customer Support Specialist",
            "Department": "Service",
            "Division": "EU",
            "Pay Rate": "96000.00 USD",
            "Pay Type": "Salary",
            "Pay Per": "Year",
        }
        for at in range(30)
    ]
    taken = take(tmp_path, rows)
    assert counted(taken) == (23, 7) and heads(taken) == {"service": 23}
    assert taken.staff.base_rmb == pytest.approx(8000)


def test_hrdataset(tmp_path: Path) -> None:
    rows = [
        {
            "Employee_Name": f'"B, A{at}"',
            "EmpID": 10000 + at,
            "EmpStatusID": 1,
            "DeptID": 5,
            "Salary": 62000 + at,
            "Termd": int(at < 6),
            "Position": "Software Engineer" if at % 2 else "Data Analyst",
            "State": "MA",
            "DOB": "07/10/83",
            "DateofHire": f"{at % 12 + 1}/{at % 28 + 1}/2011",
            "DateofTermination": "6/16/2016" if at < 6 else "",
            "TermReason": "career change" if at < 6 else "N/A-StillEmployed",
            "EmploymentStatus": "Voluntarily Terminated" if at < 6 else "Active",
            "Department": "IT/IS",
        }
        for at in range(30)
    ]
    with pytest.raises(InputError, match="--answer pay=year"):
        take(tmp_path, rows)
    taken = take(tmp_path, rows, {"pay": "year"})
    assert counted(taken) == (24, 6) and set(heads(taken)) == {"technology", "data"}
    assert taken.staff.base_rmb == pytest.approx(62017.5 / 12, rel=1e-3)


def test_ibm(tmp_path: Path) -> None:
    jobs = ("Sales Executive", "Sales Representative", "Research Scientist", "Human Resources")
    rows = [
        {
            "Age": 40,
            "Attrition": "Yes" if at < 8 else "No",
            "DailyRate": 1102,
            "Department": "Sales",
            "EmployeeNumber": at + 1,
            "HourlyRate": 94,
            "JobRole": jobs[at % 4],
            "MonthlyIncome": 5993,
            "MonthlyRate": 19479,
            "EmployeeCount": 1,
            "TotalWorkingYears": 8,
            "YearsAtCompany": 1 + at % 9,
            "YearsInCurrentRole": 1,
        }
        for at in range(40)
    ]
    taken = take(tmp_path, rows, roles={"Research Scientist": "technology"})
    assert counted(taken) == (24, 6) and taken.headcount.outside == 10
    assert heads(taken) == {"operations": 16, "technology": 8}
    assert taken.staff.base_rmb == 5993


def test_chinese_roster(tmp_path: Path) -> None:
    rows = [
        {
            "序号": at + 1,
            "工号": f"{at:04d}",
            "姓名": "某",
            "性别": "女",
            "部门": "电商中心",
            "岗位": TITLES[at % 3],
            "入职日期": f"2021.{at % 12 + 1}.{at % 28 + 1}",
            "转正日期": "2021.12.1",
            "合同到期日": "2027.12.31",
            "司龄": "3年2个月",
            "员工状态": "正式" if at > 5 else "离职",
            "离职日期": "/" if at > 5 else "2025.3.31",
            "离职原因": "" if at > 5 else "个人发展",
            "月薪(元)": f'"¥{6000 + at * 10:,}"',
        }
        for at in range(30)
    ]
    text = "XX 公司员工花名册,,,,,,,,,,,,,\n" + "\n".join(
        [",".join(rows[0]), *(",".join(str(cell) for cell in row.values()) for row in rows), "合计,30 人" + "," * 12]
    )
    taken = take(tmp_path, text + "\n")
    assert counted(taken) == (24, 6) and heads(taken) == {"design": 8, "operations": 8, "service": 8}
    assert taken.headcount.rows["rows of totals and footers"] == 1
    assert taken.staff.base_rmb == pytest.approx(6175)


def test_notes_count_nobody_singly(tmp_path: Path) -> None:
    rows = [{**row, "入职日期": "2022-03" if at < 2 else row["入职日期"]} for at, row in enumerate(people())]
    assert noted(take(tmp_path, rows), "fewer than five dates are months")
