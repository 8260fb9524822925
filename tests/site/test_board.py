"""The board: dates against the day of the data, scores against the guideline, counts, and credentials as bands only."""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from bukti.model.offer import Offer
from bukti.model.snapshot import Located
from bukti.policy import RULES, completeness
from site_builder import api_board, board_page
from site_builder.bands import BANDS, band, standing_of
from site_builder.board import Board, board_of
from site_builder.dues import Due
from site_builder.plan import Plan
from site_builder.scoring import ASKED, score_of
from site_builder.site import Site
from site_builder.words import available, words_of

Read = Callable[[str], str]
UNI, DEMO = "universiti-contoh", "egypt-demo-institute"
ANALYSIS, SOLAR, RETIRED = (
    f"{UNI}/{n}" for n in ("applied-data-analysis", "rooftop-solar-maintenance", "spreadsheet-essentials")
)
DRAFT = f"{DEMO}/green-finance-basics"
TODAY = date(2026, 11, 20)
"""The committer date of the test's repository."""


def with_offer(site: Site, ref: str, **members: Any) -> Site:
    provider, mc = ref.split("/")
    located = site.snapshot.offers[provider, mc]
    record = Offer.model_validate(located.record.json_form() | members)
    offers = {**site.snapshot.offers, (provider, mc): dataclasses.replace(located, record=record)}
    return dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, offers=offers))


def with_register(site: Site, **members: Any) -> Site:
    return dataclasses.replace(site, register=dataclasses.replace(site.register, **members))


def with_key_until(site: Site, day: date) -> Site:
    """The site whose university's key signs until ``day``."""
    located = site.snapshot.keys[UNI, "key-1"]
    record = located.record.model_copy(update={"valid_until": day})
    keys = {**site.snapshot.keys, (UNI, "key-1"): Located(record=record, file=located.file)}
    return dataclasses.replace(site, snapshot=dataclasses.replace(site.snapshot, keys=keys))


def review(next_: str) -> Mapping[str, Any]:
    return {"review": {"last": "2026-01-01", "next": next_, "cycle": "P1Y"}}


def page_of(site: Site, language: str = "en") -> str:
    made = board_of(site)
    path = f"{site.prefix(language)}board/index.html"
    return str(board_page.board(site, language, path, lambda: made).body)


class TestDates:
    @pytest.mark.parametrize(
        ("next_", "over"),
        [("2026-11-19", True), ("2026-11-20", False), ("2027-02-18", False), ("2027-02-19", None)],
    )
    def test_a_review_is_overdue_due_soon_or_neither(self, plan: Plan, next_: str, over: bool | None) -> None:
        found = [due for due in board_of(with_offer(plan.site, ANALYSIS, **review(next_))).dues if due.kind == "review"]
        assert [due.over for due in found] == ([] if over is None else [over])
        assert all(due.subject == ANALYSIS for due in found)

    def test_nothing_is_due_of_what_is_retired(self, plan: Plan) -> None:
        assert board_of(with_offer(plan.site, RETIRED, **review("2026-02-01"))).dues == ()

    def test_agreements_and_audits_that_ended(self, plan: Plan) -> None:
        offer = plan.site.by_ref[SOLAR].offer
        assert offer
        assert offer.external
        moas = [moa.json_form() | {"ends_on": "2026-10-01"} for moa in offer.moas]
        external = offer.external.json_form() | {"valid_until": "2026-12-01"}
        dues = board_of(with_offer(plan.site, SOLAR, moas=moas, external=external)).dues
        assert [(due.kind, due.over, due.about) for due in dues] == [
            ("agreement", True, offer.moas[0].collaborator),
            ("audit", False, offer.external.body),
        ]

    def test_a_key_that_expires_and_then_its_provider_without_one(self, plan: Plan) -> None:
        soon = board_of(with_key_until(plan.site, date(2026, 12, 31)))
        assert soon.dues == (Due(day=date(2026, 12, 31), subject=f"{UNI}/key-1", kind="key", about="", over=False),)
        assert soon.keyless == ()
        past = board_of(with_key_until(plan.site, date(2026, 11, 1)))
        assert [due.over for due in past.dues] == [True]
        assert [one.provider.id for one in past.keyless] == [UNI]

    def test_outside_of_git_no_date_is_judged_and_the_page_says_so(self, plan: Plan) -> None:
        site = with_register(with_offer(plan.site, ANALYSIS, **review("2020-01-01")), data_as_of=None)
        found = board_of(site)
        assert (found.today, found.dues) == (None, ())
        assert "no date can be held against a day" in page_of(site)
        assert 'id="review"' not in page_of(site)
        assert api_board.document(site, lambda: found)["as_of"] is None

    def test_the_page_names_its_day_and_what_is_overdue(self, plan: Plan) -> None:
        page = page_of(with_offer(plan.site, ANALYSIS, **review("2026-11-01")))
        assert "20 November 2026" in page
        assert re.search(
            r"Applied Data Analysis.*1 November 2026.*overdue", page.partition('id="review"')[2], re.DOTALL
        )


def test_a_provider_without_a_good_key_is_listed_unless_it_closed(plan: Plan) -> None:
    def with_keys(state: str, status: str) -> Board:
        issuers = tuple(
            dataclasses.replace(
                one, status=status, keys=tuple(dataclasses.replace(key, state=state) for key in one.keys)
            )
            if one.id == DEMO
            else one
            for one in plan.site.register.issuers
        )
        return board_of(with_register(plan.site, issuers=issuers))

    assert with_keys("good", "active").keyless == ()
    assert [(one.provider.id, one.authority) for one in with_keys("revoked", "active").keyless] == [(DEMO, "active")]
    assert with_keys("revoked", "closed").keyless == ()
    never = board_of(with_register(plan.site, issuers=()))
    assert {(one.provider.id, one.authority) for one in never.keyless} == {(UNI, ""), (DEMO, "")}


class TestScores:
    def test_the_rules_that_ask_are_those_of_the_policy(self) -> None:
        """A rule asks for a statement where its check can say that something is absent."""
        asking = {rule.id for rule in RULES if "absent" in rule.check.__code__.co_names}
        assert set(ASKED) == asking

    def test_all_that_the_policy_finds_missing_is_in_the_score(self, plan: Plan) -> None:
        for mc in plan.site.mcs:
            assert score_of(mc, ()).gaps == completeness(mc.current, mc.offer), mc.ref

    def test_a_score_counts_rules_that_apply(self, plan: Plan) -> None:
        whole, draft = (score_of(plan.site.by_ref[ref], plan.site.languages) for ref in (ANALYSIS, DRAFT))
        assert (whole.stated, whole.gaps) == (whole.asked, ())
        assert draft.stated + len(draft.missing) == draft.asked < whole.asked
        assert draft.share < whole.share == 1

    def test_an_agreement_is_asked_of_who_has_a_partner(self, plan: Plan) -> None:
        with_partner = plan.site.by_ref[SOLAR]
        alone = dataclasses.replace(
            with_partner, versions=(with_partner.current.model_copy(update={"collaborators": ()}),)
        )
        assert score_of(with_partner, ()).asked - score_of(alone, ()).asked == 2

    def test_a_text_that_a_language_lacks_is_missing(self, plan: Plan) -> None:
        mc = plan.site.by_ref[ANALYSIS]
        in_english = mc.current.model_copy(update={"summary": {"en": "Only in English."}})
        found = score_of(dataclasses.replace(mc, versions=(in_english,), offer=mc.offer), plan.site.languages)
        assert ("MC-5.5-07", "MQA 5.5") in found.missing

    def test_the_least_complete_comes_first_and_each_rule_has_words(self, plan: Plan) -> None:
        found = board_of(plan.site)
        assert found.scores[0].mc.ref == DRAFT
        assert [score.mc.ref for score in found.drafts] == [DRAFT]
        assert DRAFT not in {score.mc.ref for score in found.incomplete}
        assert RETIRED not in {score.mc.ref for score in found.published}
        assert [score.share for score in found.scores] == sorted(score.share for score in found.scores)
        for language in available():
            assert all(f"ask.{rule}" in words_of(language).messages for rule in ASKED)


class TestBands:
    @pytest.mark.parametrize(
        ("count", "name"),
        [
            (0, "0"), (1, "1-9"), (9, "1-9"), (10, "10-49"), (49, "10-49"), (50, "50-249"), (249, "50-249"),
            (250, "250-999"), (999, "250-999"), (1_000, "1000+"), (1_000_000, "1000+"),
        ],
    )  # fmt: skip
    def test_the_band_of_a_count(self, count: int, name: str) -> None:
        assert band(count) == name
        assert all(f"band.{one}" in words_of(language).messages for one in BANDS for language in available())

    def test_batches_tell_how_many_and_those_that_do_not_count_add_none(self, plan: Plan) -> None:
        register = plan.site.register
        (batch,) = register.batches
        key = (batch.source.provider, batch.source.mc, batch.source.version)
        assert standing_of(register) == {key: batch.batch.record.count}
        again = batch.batch.record.model_copy(
            update={"batch": "2026-11-02-again001", "reaffirms": batch.batch.record.batch}
        )
        repeated = dataclasses.replace(batch, batch=Located(record=again, file="again.yaml"))
        others = (
            repeated,  # the credentials of the first one once more
            dataclasses.replace(batch, position=None),  # not published
            dataclasses.replace(batch, source=dataclasses.replace(batch.source, authorised=False)),
        )
        assert standing_of(dataclasses.replace(register, batches=(batch, *others))) == standing_of(register)
        assert standing_of(dataclasses.replace(register, batches=(repeated,))) == standing_of(register)

    def test_no_exact_number_of_credentials_is_published(self, plan: Plan) -> None:
        made = board_of(plan.site)
        document = api_board.document(plan.site, lambda: made)
        (batch,) = plan.site.register.batches
        mc = f"{batch.source.provider}/{batch.source.mc}"
        assert {"mc": mc, "version": batch.source.version, "band": "10-49"} in document["standing"]
        assert all(set(entry) == {"mc", "version", "band"} for entry in document["standing"])


class TestPage:
    def test_counts_stand_as_numbers_beside_their_bars(self, read: Read) -> None:
        page = read("board/index.html")
        table = page.partition("By level</caption>")[2].partition("</table>")[0]
        assert re.search(r'MQF level 6\s*<td class="bk-bars__number">2\b', table)
        assert 'aria-hidden="true"' in table
        assert "Egypt NQF level 6" in table

    def test_lists_are_bounded_and_lead_to_the_rest(self, plan: Plan) -> None:
        draft = plan.site.snapshot.definitions[DEMO, "green-finance-basics", 1]
        many = {
            (DEMO, f"draft-{number}", 1): dataclasses.replace(
                draft, record=draft.record.model_copy(update={"id": f"draft-{number}"})
            )
            for number in range(120)
        }
        definitions = {**plan.site.snapshot.definitions, **many}
        site = dataclasses.replace(plan.site, snapshot=dataclasses.replace(plan.site.snapshot, definitions=definitions))
        page = page_of(site)
        drafts = page.partition('id="drafts"')[2].partition("</section>")[0]
        assert drafts.count('<th scope="row">') == board_page.MOST
        assert "71 more are in the open data:" in drafts
        assert 'href="../api/v1/board.json"' in drafts
        made = board_of(site)
        assert len(api_board.document(site, lambda: made)["drafts"]) == 121

    def test_the_footer_leads_to_it_in_every_language(self, read: Read) -> None:
        for prefix in ("", "ms/", "ar/"):
            assert 'href="board/"' in read(f"{prefix}index.html")

    def test_the_published_document_is_as_of_the_commit(self, read: Read) -> None:
        document = json.loads(read("api/v1/board.json"))
        assert (document["schema"], document["as_of"]) == ("board/v1", TODAY.isoformat())
        assert document["drafts"] == [DRAFT]
        assert document["counts"]["status"][0] == {"value": "active", "mcs": 7}
        rules = {entry["rule"] for entry in document["missing"]}
        assert {gap["rule"] for score in document["scores"] for gap in score["missing"]} == rules
        by_rule = {entry["rule"]: (entry["published"], entry["drafts"]) for entry in document["missing"]}
        assert by_rule["MC-6.1-01"] == (0, 1)
        assert by_rule["MC-5.3-03"][0] > 1
