"""The verdict: its rule line by line, probabilities by hand, the seal, and how often nothing is called a gain."""

import math

import numpy as np
import pytest
from synthetic import SOURCE, comparison, recording, scenario

from sim.errors import SimError
from sim.results.comparison import Row
from sim.results.deciding import decide
from sim.results.decision import Guardrail, Held, Rule, judge, rule_of
from sim.results.many import FALSE_DISCOVERIES, corrected, p_value, simultaneous
from sim.results.reasons import rule_words
from sim.results.statistics import share
from sim.scenario.loading import loads


@pytest.fixture(scope="module")
def result():
    return comparison()


KEPT, BROKEN, DOUBTFUL = (
    Held(Guardrail("turnover", 2.0), share, low, high)
    for share, low, high in ((1.0, 0.91, 1.0), (0.1, 0.03, 0.24), (0.8, 0.64, 0.91))
)


@pytest.mark.parametrize(
    ("interval", "least", "surely", "held", "expected"),
    [
        ((0.0, 0.0), 0.0, 0.0, (KEPT,), ("hold", "no change")),
        ((-3.0, -1.0), 0.0, 0.0, (KEPT,), ("hold", "loses")),
        ((1.0, 2.0), 3.0, 0.0, (KEPT,), ("hold", "too small")),
        ((1.0, 3.0), 0.0, 0.9, (KEPT, BROKEN), ("hold", "guardrail breaks")),
        ((-1.0, 3.0), 0.0, 0.5, (KEPT,), ("cannot say", "unclear")),
        ((1.0, 3.0), 0.0, 0.7, (KEPT,), ("pilot", "not sure")),
        ((1.0, 3.0), 0.0, 0.9, (DOUBTFUL,), ("pilot", "guardrail not sure")),
        ((1.0, 3.0), 0.0, 0.9, (Held(Guardrail("nps", 1.0), *[math.nan] * 3),), ("pilot", "guardrail not sure")),
        ((1.0, 3.0), 0.0, 0.9, (KEPT,), ("roll out", "gains")),
        ((1.0, 3.0), 0.0, 0.9, (), ("roll out", "gains")),
        ((math.nan, math.nan), 0.0, 0.0, (), ("cannot say", "unclear")),
    ],
)
def test_every_line_of_the_rule(interval, least, surely, held, expected) -> None:
    assert judge(interval, least, (surely, surely), held, 0.8) == expected


def test_shares_have_exact_intervals() -> None:
    # by hand: all of n hold, so the lower end solves p^n = 0.025
    whole, low, high = share(np.ones(40, bool))
    assert (whole, high) == (1.0, 1.0) and low == pytest.approx(0.025 ** (1 / 40))
    assert share(np.zeros(40, bool))[2] == pytest.approx(1 - 0.025 ** (1 / 40))
    assert all(map(math.isnan, share(np.ones(0, bool))))


def test_gain_probabilities_and_regret_are_those_of_the_outcomes(result) -> None:
    wide = result.outcomes[result.outcomes.measure == "contribution"].pivot_table(
        index="replicate", columns="policy", values="difference"
    )[["same", "better", "squads"]]
    wide.insert(0, "today", 0.0)
    option = result.decision.option("better")
    assert option.gain == pytest.approx(wide["better"].mean())
    assert option.probability_gain == (wide["better"] > 0).mean()
    top = wide.max(axis=1)
    for each in result.decision.options:
        assert each.regret == pytest.approx((top - wide[each.policy]).mean())
    assert sum(each.probability_best for each in result.decision.options) == pytest.approx(1.0)


def test_the_policy_that_breaks_a_guardrail_is_held_and_the_same_without_it_rolls_out(result) -> None:
    assert (result.decision.option("better").verdict, result.decision.option("better").grounds) == (
        "hold",
        "guardrail breaks",
    )
    free = decide(result, Rule("contribution", guardrails=()))
    assert free.option("better").verdict == "roll out"
    assert free.option("same").grounds == free.option("squads").grounds == "no change"
    dear = decide(result, Rule("contribution", least_gain=50.0, guardrails=()))
    assert dear.option("better").grounds == "too small"


def test_a_guardrail_broken_in_one_season_only_is_found_by_quarters() -> None:
    def one_bad_quarter(plan, values, seeds, threads, experiment):
        made = recording(plan, seeds)
        if plan.name == "squads":
            made["margin_rmb"][:] *= 1.1
            made["satisfaction"][:, 26:39] -= 0.2
        return made

    found = comparison(["today", "squads"], source=SOURCE._replace(simulate=one_bad_quarter))
    limit = Guardrail("customer_satisfaction", worse_by=6.0)
    whole = decide(found, Rule(guardrails=(limit,))).option("squads")
    quarters = decide(found, Rule(guardrails=(Guardrail("customer_satisfaction", 6.0, every="quarter"),)))
    assert whole.verdict == "roll out" and whole.held[0].probability == 1.0
    assert quarters.option("squads").grounds == "guardrail breaks"


def test_levels_bind_as_well_as_differences(result) -> None:
    level = result.row("better", "turnover").policy_mean
    for limit, kept in ((Guardrail("turnover", at_most=2.0 * level), 1.0), (Guardrail("turnover", at_most=0.0), 0.0)):
        assert decide(result, Rule(guardrails=(limit,))).option("better").held[0].probability == kept
    values = result.outcomes.query("policy == 'better' and measure == 'turnover'").value
    limit = Guardrail("turnover", at_least=level)
    assert decide(result, Rule(guardrails=(limit,))).option("better").held[0].probability == (values >= level).mean()


DECISION = """
decision:
  objective: gmv
  least_gain: 1
  sure: 0.7
  guardrails:
    returns: {worse_by: 0.5, every: quarter}
"""


def test_the_rule_of_the_file_is_sealed_and_a_later_one_is_told(monkeypatch) -> None:
    import synthetic

    stated = loads(synthetic.DOCUMENT + DECISION)
    monkeypatch.setattr(synthetic, "scenario", lambda: stated)
    found = comparison()
    assert found.decision.rule == Rule("gmv", 1.0, 0.7, (Guardrail("returns", 0.5, every="quarter"),))
    assert found.decision.rule.stated and found.decision.sealed
    assert found.provenance.decision == found.decision.rule.hash and found.decision.rule.hash in found.provenance.line()
    assert found.decision.option("better").verdict == "roll out"
    later = found.decide(Rule("gmv", 1.0, 0.7, (Guardrail("returns", 5.0, every="quarter"),)))
    assert not later.sealed and later.rule.hash != found.provenance.decision
    words = rule_words(found, later)
    assert "NOT sealed" in words.en and found.provenance.decision in words.zh


def test_the_same_rule_stated_or_usual_has_the_same_hash() -> None:
    text = "decision: {guardrails: {turnover: {worse_by: 2}, collaboration: {worse_by: 2}}}"
    import synthetic

    assert rule_of(loads(f"{synthetic.DOCUMENT}{text}\n")).hash == rule_of(scenario()).hash == Rule().hash
    assert Rule(sure=0.9).hash != Rule().hash


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{objective: gmw}", "did you mean 'gmv'"),
        ("{objective: effort}", "no better direction"),
        ("{guardrails: {effort: {worse_by: 1}}}", "no worse direction"),
        ("{guardrails: {turnover: {}}}", "needs a limit"),
        ("{guardrails: {turnover: {at_least: 3, at_most: 1}}}", "lies above"),
        ("{sure: 1}", "sure"),
        ("{guardrails: {tunover: {worse_by: 1}}}", "did you mean 'turnover'"),
    ],
)
def test_a_rule_that_cannot_be_judged_by_is_refused_before_the_runs(text, words) -> None:
    import synthetic

    with pytest.raises(SimError, match=words):
        rule_of(loads(f"{synthetic.DOCUMENT}decision: {text}\n"))


def test_an_objective_that_was_not_recorded() -> None:
    def without(plan, values, seeds, threads, experiment):
        made = recording(plan, seeds)
        made["requests"][:] = 0.0
        return made

    found = comparison(["today", "squads"], source=SOURCE._replace(simulate=without))
    option = decide(found, Rule(guardrails=(Guardrail("collaboration", 1.0),))).option("squads")
    assert math.isnan(option.held[0].probability)


def test_outcomes_in_which_the_objective_does_not_exist_are_left_out() -> None:
    def without_requests_in_some(plan, values, seeds, threads, experiment):
        made = recording(plan, seeds)
        made["requests"][seeds % 4 == 0] = 0.0
        return made

    found = comparison(["today", "squads"], source=SOURCE._replace(simulate=without_requests_in_some))
    option = decide(found, Rule("collaboration", guardrails=())).option("squads")
    assert option.gain == pytest.approx(found.row("squads", "collaboration").estimate)
    assert (option.verdict, option.probability_gain) == ("roll out", 1.0)


@pytest.mark.parametrize("skewed", [False, True])
def test_a_placebo_is_not_called_a_gain_more_often_than_stated(result, skewed) -> None:
    """Five policies without effect, their differences pure noise: at most 5 of 100 comparisons find anything."""
    rng, wrong, tries, policies, n = np.random.default_rng(5), 0, 4000, 5, 40
    from sim.results.statistics import half_width

    for _ in range(tries):
        noise = rng.standard_normal((n, policies))
        noise = noise**3 if skewed else noise
        width = half_width(noise, 1.0 - 0.05 / policies)
        mean = noise.mean(axis=0)
        verdicts = [judge((m - w, m + w), 0.0, (1.0, 1.0), (), 0.8)[0] for m, w in zip(mean, width, strict=True)]
        wrong += any(word != "cannot say" for word in verdicts)
    # 4,000 tries at 5 %: 200 expected, standard deviation 14; a symmetric tail may only make it rarer
    assert wrong <= 200 + 3 * 14
    assert skewed or wrong >= 200 - 4 * 14  # and not by never saying anything


def row(name: str, estimate: float, width: float, n: int) -> Row:
    return Row(
        name,
        "%",
        "p",
        "b",
        estimate,
        estimate - width,
        estimate + width,
        0.95,
        n,
        *[0.0] * 5,
        0.5,
        1.0,
        "up",
        "team",
        "better" if estimate > width else "cannot say",
    )


def test_the_table_is_corrected_for_being_long(result) -> None:
    from dataclasses import replace

    from sim.results.statistics import half_width

    rng, found, chance = np.random.default_rng(3), 0, 0
    for _ in range(200):
        noise = rng.standard_normal((40, 100))
        noise[:, :5] += 2.0
        width, mean = half_width(noise), noise.mean(axis=0)
        rows = tuple(row(f"m{k}", mean[k], width[k], 40) for k in range(100))
        said = [name for (_, name), word in corrected(replace(result, rows=rows)).items() if word == "better"]
        found += len(said)
        chance += sum(int(name[1:]) >= 5 for name in said)
    assert found - chance == 200 * 5  # what is there is seen
    assert chance / found <= FALSE_DISCOVERIES  # only the upper half of the chance findings is called better
    assert p_value(result, row("m", 0.0, 0.0, 40)) == 1.0 and p_value(result, row("m", 1.0, 0.0, 40)) == 0.0
    assert p_value(result, row("m", 1.0, 1.0, 40)) == pytest.approx(0.05)


def test_intervals_side_by_side_hold_all_at_once(result) -> None:
    each = result.row("better", "gmv")
    low, high = simultaneous(result, each)
    assert low < each.low and high > each.high and 0.5 * (low + high) == pytest.approx(each.estimate)
    option = decide(result, Rule("gmv", guardrails=())).option("better")
    assert (option.low, option.high) == pytest.approx((low, high))
