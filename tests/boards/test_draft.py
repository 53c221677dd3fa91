"""What was moved, as a policy, as a document and as a link."""

import pytest
import shop

import sim
from sim.boards.draft import LEAD, State, Version, begin, drafted, state_of
from sim.boards.export import file_yaml, policies_yaml
from sim.boards.levers import every_lever, groups_of
from sim.errors import SimError
from sim.habits.registry import PROGRAMMES
from sim.language.entries import ENTRY_WORDS
from sim.language.text import say
from sim.pay.headings import heading_of
from sim.pay.instruments.registry import INSTRUMENTS
from sim.scenario.loading import loads
from sim.structures.registry import STRUCTURES

SHOP = loads(shop.TEXT)
STATE = State("today", (Version("quota"),))


def moved(*moves: str) -> State:
    """Return the state after some moves of the table."""
    state = STATE
    for name in moves:
        state = state.with_version(state.version.moved(*shop.MOVES[name]))
    return state


@pytest.mark.parametrize("name", shop.MOVES)
def test_every_kind_of_knob_is_found_and_changes_the_policy(name: str) -> None:
    path, value = shop.MOVES[name]
    assert path in every_lever(SHOP, "quota")
    full, (drafted_name,) = drafted(SHOP, moved(name))
    assert drafted_name == "quota_2"
    assert every_lever(full, "quota_2") != every_lever(SHOP, "quota")
    found = every_lever(full, "quota_2").get(path)
    if found is not None and name != "added":
        assert found.value == pytest.approx(tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize("moves", [(name,) for name in shop.MOVES] + [tuple(shop.MOVES)], ids=lambda moves: moves[0])
def test_the_exported_file_holds_the_drafted_policy_and_every_line_of_the_old_one(moves: tuple[str, ...]) -> None:
    wanted = moved(*(name for name in moves if len(moves) == 1 or name not in ("off", "curve", "cap", "flag")))
    text = file_yaml(SHOP, wanted, shop.TEXT)
    assert text.startswith(shop.TEXT.rstrip("\n"))
    assert loads(text).policies == drafted(SHOP, wanted)[0].policies


def test_the_policy_says_only_what_was_moved() -> None:
    assert policies_yaml(SHOP, moved("money"))["quota_2"].splitlines() == [
        "quota_2:",
        "  extends: quota",
        "  pay:",
        "    quota: {target_rmb: 4000}",
    ]


def test_a_scenario_without_a_file_is_written_out_in_full() -> None:
    assert loads(file_yaml(SHOP, moved("money"), None)).policies == drafted(SHOP, moved("money"))[0].policies


def test_weights_give_way_in_proportion_and_keep_their_sum() -> None:
    state = STATE.with_version(Version("today").moved(("pay", "kpi", "weights", "gmv"), 0.7))
    full, names = drafted(SHOP, state)
    weights = full.policies[names[0]].pay["kpi"].weights
    assert weights == pytest.approx({"gmv": 0.7, "repurchase": 0.15, "nps": 0.15})
    assert sum(weights.values()) == pytest.approx(1.0, abs=1e-9)


def test_the_announcement_moves_with_the_start() -> None:
    full, _ = drafted(SHOP, moved("start"))
    policy = full.policies["quota_2"]
    assert [str(policy.announce), str(policy.start)] == ["2026-02-16", "2026-03-16"]
    later = moved("start").with_version(moved("start").version.moved(LEAD, 1))
    assert str(drafted(SHOP, later)[0].policies["quota_2"].announce) == "2026-03-09"


def test_what_the_document_refuses_is_told_by_its_entry() -> None:
    state = STATE.with_version(STATE.version.moved(("pay", "quota", "curve", "cap"), 0.5))
    with pytest.raises(SimError, match=r"pay.quota.*cap"):
        drafted(SHOP, state)


def test_a_link_holds_the_whole_state() -> None:
    state = moved(*shop.MOVES)
    assert drafted(SHOP, state_of(state.link(), SHOP)) == drafted(SHOP, state)
    assert len(state.link()) < 1000


@pytest.mark.parametrize(
    "link", ["", "x", "é", "A" * 30_000, State("today", (Version("gone"),)).link(), State("today", ()).link()]
)
def test_a_link_that_is_none_is_refused(link: str) -> None:
    with pytest.raises(SimError, match="made for another scenario"):
        state_of(link, SHOP)


def test_versions_are_told_apart() -> None:
    same = State("today", (Version("quota"), Version("quota"), Version("today"), moved("money").version))
    assert same.names(SHOP.policies) == ("quota", "quota_2", "today_2", "quota_3")


def test_a_board_begins_with_what_is_named() -> None:
    assert begin(SHOP, None) == State("today", (Version("quota"),))
    assert begin(SHOP, ["quota"]) == State("today", (Version("quota"),))
    with pytest.raises(SimError, match="at most 4"):
        begin(SHOP, ["today", "quota", "a", "b", "c", "d"])
    with pytest.raises(SimError, match="no policy is called 'quotas'"):
        begin(SHOP, ["quotas"])


def test_every_kind_of_pay_programme_and_structure_can_be_added() -> None:
    shop_, told = sim.load("scenarios/flagship.yaml"), list[str]()
    for key, family in (("pay", INSTRUMENTS), ("programmes", PROGRAMMES)):
        for kind in family:
            state = State("today", (Version("today").moved((key,), [kind]),))
            try:
                full, (name,) = drafted(shop_, state)
            except SimError as error:  # some need what this shop does not have
                told.append(str(error))
            else:
                assert kind in getattr(full.policies[name], key)
    assert all(f"{key}." in each for each in told for key in ("pay", "programmes") if each.startswith(key)), told
    assert len(told) < 6
    for kind, each in STRUCTURES.items():
        if not each.makes:
            drafted(shop_, State("today", (Version("today").moved(("structure",), kind),)))


def test_every_knob_has_words_in_both_languages() -> None:
    for family in (PROGRAMMES, STRUCTURES):
        for model in family.values():
            for name, field in model.model_fields.items():
                assert name == "kind" or heading_of(field) or (field.alias or name) in ENTRY_WORDS, name
    for group in groups_of(SHOP, "quota"):
        for lever in group.levers:
            for lang in ("en", "zh"):
                assert say(lever.label, lang), lever.path
            assert any("一" <= sign <= "鿿" for sign in say(lever.label, "zh") + say(lever.means, "zh")), lever.path
