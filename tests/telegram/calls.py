"""Where the bot's calls arrive: each is noted, checked against the Bot API's description, and carried out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.telegram.account import Account
from tests.telegram.faults import Fault, Faults, Slow
from tests.telegram.keyboards import swallowed
from tests.telegram.methods import METHODS
from tests.telegram.parameters import Files, typed
from tests.telegram.receiving import RECEIVING
from tests.telegram.refusals import QUERY_TOO_OLD, Refusal, Refused, bad_request
from tests.telegram.schema import DEFINITIONS, Json, faults_of
from tests.telegram.schema import METHODS as NAMES

# What Telegram says where a field is missing that it cannot do without.
MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "photo": "there is no photo in the request",
    "callback_query_id": QUERY_TOO_OLD,
}


@dataclass(slots=True)
class Call:
    """`parameters` as the Bot API understands them; `answer` is None until it is given, or where none is.

    `fault` is what was ordered to go wrong; `is_in_answer`: it came in a webhook's answer.
    """

    method: str
    parameters: Json
    files: Files = field(default_factory=dict)
    fault: Fault | None = None
    answer: Json | Refusal | None = None
    is_in_answer: bool = False

    @property
    def is_refused(self) -> bool:
        return isinstance(self.answer, Refusal)


@dataclass(slots=True)
class Desk:
    account: Account
    faults: Faults
    calls: list[Call] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def begin(self, call: Call) -> tuple[Fault | None, bool]:
        """The call is noted; what goes wrong with it, and whether it is carried out all the same."""
        self.calls.append(call)
        call.fault, is_done = self.faults.take(call.method, _chat_of(call.parameters))
        self.account.bell.ring()
        return call.fault, is_done

    async def carry_out(self, call: Call) -> None:
        """What was asked for is done, and `call.answer` says what came of it."""
        try:
            self._refuse_invalid(call)
            if call.method in RECEIVING:
                call.answer = await RECEIVING[call.method](self, call.parameters)
            else:
                call.answer = _done(METHODS[call.method](self.account, call.parameters, call.files))
        except Refused as why:
            call.answer = why.refusal
        self.account.bell.ring()

    def obey(self, method: str, sent: Json) -> None:
        """A call that came in a webhook's answer is carried out at once, and nobody is told what came of it."""
        name = NAMES.get(method)
        if name is None:
            self.violations.append(f"{method}, in a webhook's answer, is no method in use")
            return
        call = Call(name, typed(name, sent), is_in_answer=True)
        fault, is_done = self.begin(call)
        if fault is not None and not is_done and not isinstance(fault, Slow):
            return
        try:
            self._refuse_invalid(call)
            call.answer = _done(METHODS[name](self.account, call.parameters, {}))
        except Refused as why:
            call.answer = why.refusal
        self.account.bell.ring()

    def _refuse_invalid(self, call: Call) -> None:
        """A call that the description does not allow is refused as Telegram would, or would if it minded."""
        faults = [*faults_of(call.method, call.parameters), *swallowed(call.parameters.get("reply_markup") or {})]
        if not faults:
            return
        self.violations += [f"{call.method}: {fault}" for fault in faults]
        raise Refused(next(_missing(call), bad_request(faults[0])))


def _missing(call: Call) -> Iterator[Refusal]:
    schema = DEFINITIONS[call.method]
    for name in [*reversed(schema.get("required", [])), *MISSING]:
        if name in schema.get("required", ()) and call.parameters.get(name) in (None, "") and name in MISSING:
            yield bad_request(MISSING[name])


def _done(result: object) -> Json:
    return {"ok": True, "result": result}


def _chat_of(parameters: Json) -> int | None:
    chat_id = parameters.get("chat_id")
    return chat_id if isinstance(chat_id, int) else None
