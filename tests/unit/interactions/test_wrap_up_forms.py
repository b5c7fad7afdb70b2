"""Wrap-up forms: which one is asked, what counts as an answer, and what may not be missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.centre import NOON, QUEUE, SmallCentre

from antiphon.interactions.call_control import FinishWrapUp, HangUpInteraction, SaveWrapUp
from antiphon.interactions.contract import Answer, AnswerKind, InteractionClosed, WrapUpSaved
from antiphon.interactions.wrap_up_forms import (
    FormField,
    SaveWrapUpForm,
    WrapUpForm,
    WrapUpForms,
    WrapUpFormSaved,
    check,
)
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, DispositionId, InteractionId, QueueId, WrapUpFormId
from antiphon.routing.contract import AcceptOffer
from antiphon.telephony.engine import LegAnswered
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

ANN, CALL = AgentId("ann"), InteractionId("c1")


def a_form(*fields: FormField, name: str = "Orders", queues: tuple[str, ...] = ()) -> WrapUpForm:
    return WrapUpForm(
        id=WrapUpFormId(name), name=name, queues=tuple(map(QueueId, queues)), fields=fields
    )


def a_field(
    kind: AnswerKind,
    *,
    is_required: bool = False,
    least: float | None = None,
    most: float | None = None,
) -> FormField:
    return FormField(
        key="it",
        label="It",
        kind=kind,
        is_required=is_required,
        choices=("Red", "Blue") if kind is AnswerKind.CHOICE else (),
        least=least,
        most=most,
    )


def in_wrap_up(form: WrapUpForm) -> SmallCentre:
    """An agent has talked to a customer of the queue that asks this."""
    centre = SmallCentre("ann", wrap_up_s=60)
    centre.do(SaveWrapUpForm(form=form))
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    centre.hear(LegAnswered(at=centre.now, leg=leg_of_offer(offer.offer_id)))
    centre.do(HangUpInteraction(interaction_id=CALL, agent_id=ANN))
    return centre


def finishing(
    answers: dict[str, str] | None, disposition: DispositionId | None = None
) -> FinishWrapUp:
    return FinishWrapUp(
        interaction_id=CALL, agent_id=ANN, disposition_id=disposition, note="", answers=answers
    )


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        (a_field(AnswerKind.TEXT), "  hello ", "hello"),
        (a_field(AnswerKind.NUMBER), "007.50", "7.5"),
        (a_field(AnswerKind.NUMBER), "1e3", "1000"),
        (a_field(AnswerKind.NUMBER, least=-1, most=1), "-1", "-1"),
        (a_field(AnswerKind.CHOICE), "Blue", "Blue"),
        (a_field(AnswerKind.DATE), "2026-02-28", "2026-02-28"),
        (a_field(AnswerKind.YES_NO), "no", "no"),
    ],
)
def test_an_answer_is_kept_in_its_one_way_of_writing(
    field: FormField, written: str, kept: str
) -> None:
    answer = Answer(key="it", label="It", kind=field.kind, value=kept)
    assert check(a_form(field), {"it": written}) == (answer,)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (a_field(AnswerKind.TEXT), "x" * 2_001),
        (a_field(AnswerKind.NUMBER), "many"),
        (a_field(AnswerKind.NUMBER), "NaN"),
        (a_field(AnswerKind.NUMBER), "Infinity"),
        (a_field(AnswerKind.NUMBER), "1e999999999"),
        (a_field(AnswerKind.NUMBER, least=1, most=5), "5.1"),
        (a_field(AnswerKind.CHOICE), "Green"),
        (a_field(AnswerKind.DATE), "2026-02-29"),
        (a_field(AnswerKind.DATE), "20260228"),
        (a_field(AnswerKind.YES_NO), "maybe"),
    ],
)
def test_what_is_no_answer_is_refused(field: FormField, written: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(a_form(field), {"it": written})
    assert refused.value.field == "answers.it"


@given(kind=st.sampled_from(AnswerKind), text=st.text(max_size=40))
def test_whatever_is_written_is_refused_or_stays_the_same_when_read_again(
    kind: AnswerKind, text: str
) -> None:
    form = a_form(a_field(kind))
    try:
        answers = check(form, {"it": text})
    except RuleBroken:
        return
    assert check(form, {answer.key: answer.value for answer in answers}) == answers


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        check(None, {"it": "x"})


def test_a_queue_asks_its_own_form_and_the_general_one_otherwise() -> None:
    forms = WrapUpForms()
    for form in (a_form(name="All"), a_form(name="Sales", queues=("sales",))):
        forms.check_save(form, None)
        forms.save(form, WrapUpFormSaved(at=NOON, form=form, by=None))
    found = [forms.form_for(QueueId(name)) for name in ("sales", "service")]
    assert [form.name for form in found if form] == ["Sales", "All"]
    for doubled in (a_form(name="Again"), a_form(name="Again", queues=("x", "sales"))):
        with pytest.raises(RuleBroken, match="one form"):
            forms.check_save(doubled, None)


@pytest.mark.parametrize(
    "field",
    [
        FormField(key="it", label=" ", kind=AnswerKind.TEXT),
        FormField(key="it", label="It", kind=AnswerKind.CHOICE),
        FormField(key="it", label="It", kind=AnswerKind.NUMBER, least=2, most=1),
    ],
)
def test_a_question_that_nobody_could_answer_is_refused(field: FormField) -> None:
    with pytest.raises(RuleBroken):
        WrapUpForms().check_save(a_form(field), None)


def test_answers_are_saved_on_the_way_and_required_at_the_end() -> None:
    centre = in_wrap_up(a_form(a_field(AnswerKind.TEXT, is_required=True), queues=(QUEUE,)))
    with pytest.raises(RuleBroken, match="Answer 'It' first") as refused:
        centre.do(finishing({}))
    assert refused.value.field == "answers.it"
    saved = centre.do(
        SaveWrapUp(
            interaction_id=CALL, agent_id=ANN, disposition_id=None, note="", answers={"it": "tea"}
        )
    )
    assert [e.answers[0].value for e in saved if isinstance(e, WrapUpSaved)] == ["tea"]
    # What was saved stands when the end says nothing of it.
    ended = centre.do(finishing(None))
    assert any(isinstance(event, InteractionClosed) for event in ended)


def test_a_form_may_ask_for_a_disposition() -> None:
    form = WrapUpForm(id=WrapUpFormId("f"), name="F", needs_disposition=True)
    centre = in_wrap_up(form)
    with pytest.raises(RuleBroken, match="Choose a disposition") as refused:
        centre.do(finishing({}))
    assert refused.value.field == "disposition_id"


def test_time_that_runs_out_asks_for_nothing() -> None:
    centre = in_wrap_up(a_form(a_field(AnswerKind.TEXT, is_required=True)))
    happened = centre.pass_time(61)
    assert any(isinstance(event, InteractionClosed) for event in happened)
