"""Policy extension (政策适用): one FTZ reform policy made to apply in one zone, from the request to the end. 三(一)

在做好风险防范的前提下: it takes effect only on an accepted risk assessment, and once suspended only on a new one.
Legal dates (适用, 暂停, 终止) are the effective dates of the events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import Field

from domain import policy_extension_rules as rules
from domain.kernel import Command, Context, Decider, Event, Text, Value, out_of_turn
from domain.values import Document, Instrument

Documents = Annotated[tuple[Document, ...], Field(max_length=50)]


class Application(Value):
    """What the zone wants to do under the policy, and how it would guard against its risks."""

    purpose: Text
    prevention: Text
    documents: Documents = ()


class RiskAssessment(Value):
    """风险评估: the risks, what guards against them, whether they can be accepted so, and why."""

    risks: Text
    prevention: Text
    accepted: bool
    reason: Text
    documents: Documents = ()


class Terms(Value):
    """How a policy is extended: the instrument that says so, and the conditions."""

    instrument: Instrument
    conditions: Annotated[tuple[Text, ...], Field(max_length=50)] = ()


class ExtensionRequested(Application, Event, name="policy-extension.requested"):
    """申请适用."""


class RiskAssessed(RiskAssessment, Event, name="policy-extension.risk-assessed"):
    """风险评估; the latest counts."""


class Extended(Terms, Event, name="policy-extension.extended"):
    """适用: the policy holds in the zone from the effective date on."""


class ExtensionRefused(Event, name="policy-extension.refused"):
    """不予适用: the department's no, with its reason."""

    reason: Text


class RequestLapsed(Event, name="policy-extension.request-lapsed"):
    """申请失效: the zone was withdrawn while its request was pending."""

    reason: Text


class Suspended(Event, name="policy-extension.suspended"):
    """暂停适用: from the effective date on nothing new is done under the policy."""

    reason: Text


class Resumed(Event, name="policy-extension.resumed"):
    """恢复适用."""

    reason: Text


class Ended(Event, name="policy-extension.ended"):
    """终止适用: by its department, or because the zone was withdrawn."""

    reason: Text


PolicyExtensionEvent = (
    ExtensionRequested | RiskAssessed | Extended | ExtensionRefused | RequestLapsed | Suspended | Resumed | Ended
)


class Request(Application, Command, name="policy-extension.request", clause="三(一)", opens=True):
    """Ask that the policy apply in the zone; again after a refusal or an end."""


class AssessRisk(RiskAssessment, Command, name="policy-extension.assess-risk", clause="三(一)", human=True):
    """Say what the risks are and whether they can be accepted."""


class Extend(Terms, Command, name="policy-extension.extend", clause="三(一)", human=True):
    """Let the policy apply in the zone from the effective date on."""


class Refuse(Command, name="policy-extension.refuse", clause="三(一)", human=True):
    """Say no."""

    reason: Text


class Suspend(Command, name="policy-extension.suspend", clause="三(一)", human=True):
    """Suspend the policy in the zone."""

    reason: Text


class Resume(Command, name="policy-extension.resume", clause="三(一)", human=True):
    """Let the policy apply again, its risk assessed anew and accepted."""

    reason: Text


class End(Command, name="policy-extension.end", clause="三(一)", human=True):
    """End the policy in the zone."""

    reason: Text


class EndOnWithdrawal(Command, name="policy-extension.end-on-withdrawal", clause="四(四)"):
    """End it, or let a pending request lapse, because the zone was withdrawn (a reaction)."""

    reason: Text


PolicyExtensionCommand = Request | AssessRisk | Extend | Refuse | Suspend | Resume | End | EndOnWithdrawal


class Stage(StrEnum):
    """申请 -> 适用 -> 暂停 -> 终止; the risk is assessed at each of them."""

    NEW = "new"
    REQUESTED = "extension-requested"
    EXTENDED = "extended"
    SUSPENDED = "extension-suspended"
    REFUSED = "extension-refused"
    LAPSED = "extension-request-lapsed"
    ENDED = "extension-ended"


@dataclass(frozen=True, slots=True)
class State:
    """What decisions about an extension rest on; `risk_accepted` None: not assessed since the request or suspension."""

    stage: Stage = Stage.NEW
    risk_accepted: bool | None = None


def evolve(state: State, event: PolicyExtensionEvent) -> State:
    """The extension after the event."""
    match event:
        case ExtensionRequested():
            return State(Stage.REQUESTED)
        case RiskAssessed():
            return replace(state, risk_accepted=event.accepted)
        case Extended() | Resumed():
            return replace(state, stage=Stage.EXTENDED)
        case ExtensionRefused():
            return replace(state, stage=Stage.REFUSED)
        case RequestLapsed():
            return replace(state, stage=Stage.LAPSED)
        case Suspended():
            return State(Stage.SUSPENDED)
        case Ended():
            return replace(state, stage=Stage.ENDED)
        case _:
            assert_never(event)


def decide(command: PolicyExtensionCommand, state: State, context: Context) -> list[PolicyExtensionEvent]:
    """The events that a command makes, or `Refused`."""
    match command, state.stage:
        case Request(), Stage.NEW | Stage.REFUSED | Stage.LAPSED | Stage.ENDED:
            rules.zone_may_ask(context)
            return [ExtensionRequested(**dict(command))]
        case AssessRisk(), Stage.REQUESTED | Stage.EXTENDED | Stage.SUSPENDED:
            rules.department_acts(context)
            return [RiskAssessed(**dict(command))]
        case Extend(), Stage.REQUESTED:
            rules.may_take_effect(state, context)
            return [Extended(**dict(command))]
        case Refuse(reason=reason), Stage.REQUESTED:
            rules.department_acts(context)
            return [ExtensionRefused(reason=reason)]
        case Suspend(reason=reason), Stage.EXTENDED:
            rules.department_acts(context)
            return [Suspended(reason=reason)]
        case Resume(reason=reason), Stage.SUSPENDED:
            rules.may_take_effect(state, context)
            return [Resumed(reason=reason)]
        case End(reason=reason), Stage.EXTENDED | Stage.SUSPENDED:
            rules.department_acts(context)
            return [Ended(reason=reason)]
        case EndOnWithdrawal(reason=reason), Stage.REQUESTED:
            rules.zone_is_withdrawn(context)
            return [RequestLapsed(reason=reason)]
        case EndOnWithdrawal(reason=reason), Stage.EXTENDED | Stage.SUSPENDED:
            rules.zone_is_withdrawn(context)
            return [Ended(reason=reason)]
        case _:
            raise out_of_turn(command, state.stage)


STEPS = (Request, AssessRisk, Extend, Refuse, Suspend, Resume, End)
"""They rest on all that came before, an earlier end among it. 三(一)"""

policy_extension = Decider(
    "policy-extension",
    State(),
    evolve,
    decide,
    parts=("policy-measure", "zone"),
    in_order=STEPS,
    keeps_rulebook=True,
)
