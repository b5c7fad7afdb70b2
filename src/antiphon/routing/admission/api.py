"""Rules, limits, the emergency closure, trials and templates over HTTP."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.catalogue import of_conversion
from antiphon.edge.editions import Restoration, editions_of
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import bad_fields
from antiphon.identity.contract import Permission
from antiphon.kernel.expressions import ExpressionWrong
from antiphon.kernel.ids import EntryPointId, SkillId, new_id
from antiphon.routing.admission import fields
from antiphon.routing.admission.contract import (
    AdmissionPolicy,
    DeclareEmergency,
    LiftEmergency,
    RestoreAdmissionPolicy,
    RestoreRules,
    Rule,
    SaveAdmissionPolicy,
    SaveRules,
)
from antiphon.routing.admission.domain import AdmissionBook
from antiphon.routing.admission.dry_run import Trials
from antiphon.routing.admission.templates import BuildTemplate, UndoTemplate
from antiphon.routing.admission.variables import SCOPE

router = APIRouter(prefix="/v1/admission", tags=["admission"])

TheBook = Annotated[AdmissionBook, part(AdmissionBook)]
Reader = Annotated[Caller, permitted(Permission.ADMISSION_READ)]
Editor = Annotated[Caller, permitted(Permission.ADMISSION_EDIT)]
Closer = Annotated[Caller, permitted(Permission.EMERGENCY_DECLARE)]
Shown = TypeVar("Shown", bound=BaseModel)
T = TypeVar("T")


@router.get("/rules", operation_id="get_rules")
async def get_rules(
    book: TheBook, _caller: Reader, number: Annotated[int | None, Query(ge=0)] = None
) -> fields.RulesShown:
    """The newest version of the rules, or the one of this number, and all versions."""
    return _rules_shown(book, book.rules.newest if number is None else number)


@router.put("/rules", operation_id="save_rules")
async def save_rules(
    body: fields.NewRules, book: TheBook, caller: Editor, centre: Centre
) -> fields.RulesShown:
    """Publish the rules as a new version; every condition is checked first."""
    wrong = {
        f"rules.{index}.when": f"{checked.line}:{checked.column} {checked.message}"
        for index, rule in enumerate(body.rules)
        if not (checked := _check(rule.when)).is_sound
    }
    if wrong:
        raise bad_fields(wrong)
    command = SaveRules(
        rules=tuple(_convert(rule, Rule) for rule in body.rules),
        edited_version=body.version,
        valid_from=body.valid_from,
        by=caller.user_id,
    )
    await centre.submit(command)
    return _rules_shown(book, book.rules.newest)


@router.post("/rules/restore", operation_id="restore_rules")
async def restore_rules(
    body: Restoration, book: TheBook, caller: Editor, centre: Centre
) -> fields.RulesShown:
    """Bring an earlier version back, as a new one; 0 is no rules at all."""
    await centre.submit(RestoreRules(number=body.number, by=caller.user_id))
    return _rules_shown(book, book.rules.newest)


@router.post("/conditions/check", operation_id="check_condition")
async def check_condition(body: fields.ConditionCheck, _caller: Editor) -> fields.ConditionChecked:
    """Whether this is a condition; and if not, what is wrong and where."""
    return _check(body.text)


@router.get("/variables", operation_id="list_variables")
async def list_variables(_caller: Reader) -> fields.VariableList:
    """What conditions may look at, with an example of each."""
    return fields.VariableList(items=[_shown(v, fields.VariableShown) for v in SCOPE.variables])


@router.get("/limits", operation_id="get_limits")
async def get_limits(
    book: TheBook, _caller: Reader, number: Annotated[int | None, Query(ge=0)] = None
) -> fields.LimitsShown:
    """The newest limits, or those of this number, and all versions."""
    return _limits_shown(book, book.policy.newest if number is None else number)


@router.put("/limits", operation_id="save_limits")
async def save_limits(
    body: fields.NewLimits, book: TheBook, caller: Editor, centre: Centre
) -> fields.LimitsShown:
    """Publish the limits as a new version."""
    command = SaveAdmissionPolicy(
        policy=_convert(body.limits, AdmissionPolicy),
        edited_version=body.version,
        valid_from=body.valid_from,
        by=caller.user_id,
    )
    await centre.submit(command)
    return _limits_shown(book, book.policy.newest)


@router.post("/limits/restore", operation_id="restore_limits")
async def restore_limits(
    body: Restoration, book: TheBook, caller: Editor, centre: Centre
) -> fields.LimitsShown:
    """Bring earlier limits back, as a new version; 0 is as they were at the beginning."""
    await centre.submit(RestoreAdmissionPolicy(number=body.number, by=caller.user_id))
    return _limits_shown(book, book.policy.newest)


@router.get("/emergency", operation_id="get_emergency")
async def get_emergency(book: TheBook, _caller: Reader) -> fields.EmergencyShown:
    """Whether the centre is closed at once."""
    return _emergency_shown(book)


@router.put("/emergency", operation_id="declare_emergency")
async def declare_emergency(
    body: fields.EmergencyBody, book: TheBook, caller: Closer, centre: Centre
) -> fields.EmergencyShown:
    """Close at once: callers hear the text and are let go. Calls that are in stay in."""
    points = tuple(EntryPointId(one) for one in body.entry_point_ids)
    await centre.submit(
        DeclareEmergency(
            text=body.text, entry_point_ids=points, by=caller.user_id, by_name=caller.name
        )
    )
    return _emergency_shown(book)


@router.delete("/emergency", operation_id="lift_emergency")
async def lift_emergency(book: TheBook, caller: Closer, centre: Centre) -> fields.EmergencyShown:
    """Open again."""
    await centre.submit(LiftEmergency(by=caller.user_id))
    return _emergency_shown(book)


@router.get("/figures", operation_id="get_admission_figures")
async def get_admission_figures(book: TheBook, _caller: Reader) -> fields.AdmissionFigures:
    """How many came in and how many were refused, by reason, on each of the last days."""
    days = [
        fields.DayShown(
            day=day.isoformat(),
            admitted=counts["admitted"],
            refused={reason: n for reason, n in sorted(counts.items()) if reason != "admitted"},
        )
        for day, counts in sorted(book.days.items(), reverse=True)
    ]
    return fields.AdmissionFigures(days=days)


@router.get("/trial", operation_id="try_call")
async def try_call(
    trials: Annotated[Trials, part(Trials)],
    _caller: Reader,
    *,
    dialled: Annotated[str, Query(min_length=1, max_length=40)],
    number: Annotated[str, Query(max_length=64)] = "",
    at: AwareDatetime | None = None,
    keys: Annotated[str, Query(pattern=r"^[0-9*#]{0,20}$")] = "",
) -> fields.TrialShown:
    """Where a call to `dialled` from `number` would go now, or at another time, and why."""
    return _shown(trials.attempt(dialled, number, at, keys), fields.TrialShown)


@router.post("/templates", operation_id="build_template", status_code=HTTPStatus.CREATED)
async def build_template(
    body: fields.NewTemplate, caller: Editor, centre: Centre
) -> fields.TemplateBuilt:
    """Make queue, flow, entry point and rules for a number, all or nothing."""
    made = new_id(datetime.now(UTC))
    command = BuildTemplate(
        id=made,
        kind=body.kind,
        name=body.name,
        number=body.number,
        language=body.language,
        skill_id=SkillId(body.skill_id) if body.skill_id is not None else None,
        by=caller.user_id,
    )
    await centre.submit(command)
    return fields.TemplateBuilt(
        id=made, queue_id=f"{made}q", flow_id=f"{made}f", entry_point_id=f"{made}e"
    )


@router.delete("/templates/{id}", operation_id="undo_template", status_code=HTTPStatus.NO_CONTENT)
async def undo_template(
    made: Annotated[str, Path(alias="id", min_length=1, max_length=60)],
    caller: Editor,
    centre: Centre,
) -> None:
    """Take back all that a template made; refused while others use any of it."""
    await centre.submit(UndoTemplate(id=made, by=caller.user_id))


def _rules_shown(book: AdmissionBook, number: int) -> fields.RulesShown:
    rules = book.rules.find(number).content if number else ()
    known = {rule.id for rule in rules}
    return fields.RulesShown(
        version=book.rules.newest,
        rules=[_shown(rule, fields.RuleBody) for rule in rules],
        figures={
            rule_id: _shown(figures, fields.RuleFiguresShown)
            for rule_id, figures in book.figures.items()
            if rule_id in known
        },
        versions=editions_of(book.rules),
    )


def _limits_shown(book: AdmissionBook, number: int) -> fields.LimitsShown:
    policy = book.policy.find(number).content if number else AdmissionPolicy()
    return fields.LimitsShown(
        version=book.policy.newest,
        limits=_shown(policy, fields.LimitsBody),
        versions=editions_of(book.policy),
    )


def _emergency_shown(book: AdmissionBook) -> fields.EmergencyShown:
    closed = book.emergency
    if closed is None:
        return fields.EmergencyShown(is_closed=False)
    return fields.EmergencyShown(
        is_closed=True,
        text=closed.text,
        entry_point_ids=list(closed.entry_point_ids),
        since=closed.at,
        by=closed.by,
    )


def _check(text: str) -> fields.ConditionChecked:
    try:
        SCOPE.read(text)
    except ExpressionWrong as wrong:
        return fields.ConditionChecked(
            is_sound=False, message=wrong.message, line=wrong.line, column=wrong.column
        )
    return fields.ConditionChecked(is_sound=True)


def _shown(struct: msgspec.Struct, model: type[Shown]) -> Shown:
    return model.model_validate(msgspec.to_builtins(struct))


def _convert(body: BaseModel, kind: type[T]) -> T:
    try:
        return msgspec.convert(body.model_dump(mode="json"), kind)
    except msgspec.ValidationError as error:
        path, message = of_conversion(error)
        raise bad_fields({path or "body": message}) from error
