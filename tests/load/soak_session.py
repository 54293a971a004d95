"""One session: a form is filled in, the phone dies, and everything she was promised is there."""

import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Error

from tests.load.cutting_proxy import CuttingProxy
from tests.load.soak_phone import SIZE, Form, Phone, listen
from tests.load.soak_words import CHOICES, REQUIRED, Answer, Said, answers

AFTER_LAST_KEY = 1.0  # seconds in which the phone dies
SENDING = 0.6  # seconds in which it dies once she has sent the report
LAST_WORD = 30.0  # seconds in which everything has to be where it belongs
LOOK_AGAIN = 80  # ms
# Of a hundred sessions, so many are like this.
OFFLINE, CUT, STAYS, ELSEWHERE, HANDED_IN, SENT_ELSEWHERE = 0.2, 0.2, 0.4, 0.2, 0.4, 0.25
SignIn = Callable[[BrowserContext], None]
Fields = dict[str, str]
Owed = dict[str, set[str]]


@dataclass
class Outcome:
    """What became of one session; `final` is what the server has to hold at the end."""

    seed: int
    call: uuid.UUID
    lost: list[str] = field(default_factory=list)
    asked: int = 0
    asked_alone: int = 0
    unopened: int = 0
    final: Fields = field(default_factory=dict)
    is_handed_in: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """Her phone with its line to the service, and a browser beside it for her second device."""

    phone: Phone
    line: CuttingProxy
    desk: Browser
    port: int
    sign_in: SignIn


class Session:
    """A seeded shopper with a call of hers."""

    def __init__(self, scene: Scene, call: uuid.UUID, seed: int) -> None:
        self._scene, self._phone, self._line = scene, scene.phone, scene.line
        self._path = f"/my-calls/{call}/report/"
        self._luck, self._said = random.Random(seed), Said()
        self.outcome = Outcome(seed, call)
        self._weather, self._is_elsewhere = self._luck.random(), False

    def run(self) -> Outcome:
        """Everything; what was lost is told in the outcome."""
        death = self._fill_in()
        owed, elsewhere = self._said.owed(death), {}
        if self._luck.random() < ELSEWHERE:
            elsewhere = self._another_device(owed)
        form = self._open_again()
        self._compare(form, owed)
        self._clear_up()
        if elsewhere:
            # What was said there she sees as soon as a page comes from the network.
            form.open()
            self._compare(form, owed, elsewhere)
        self._is_received(form)
        if self._luck.random() < HANDED_IN:
            self._hand_in(form)
        return self.outcome

    def give_up(self) -> None:
        """Leave the phone as the next session wants it."""
        self._phone.kill()
        self._line.change()

    def _fill_in(self) -> float:
        """Answer and die; the moment of death."""
        form = self._form()
        listen(form, self._said)
        form.open()
        hers = list(answers(self._luck))
        changes_at = self._luck.randrange(len(hers))
        for number, answer in enumerate(hers):
            if number == changes_at:
                self._change()
            form.give(answer, self._said)
        form.page.wait_for_timeout(self._luck.uniform(0, AFTER_LAST_KEY) * 1000)
        death = time.monotonic()
        self._phone.kill()
        return death

    def _form(self) -> Form:
        return Form(self._phone.page, f"http://127.0.0.1:{self._line.port}{self._path}")

    def _change(self) -> None:
        """The weather that this session has."""
        if self._weather < OFFLINE:
            self._phone.offline(is_offline=True)
        elif self._weather < OFFLINE + CUT:
            self._line.change(requests=1.0)

    def _clear_up(self) -> None:
        self._line.change()
        self._phone.offline(is_offline=False)

    def _open_again(self) -> Form:
        """The same form on the phone that was dead, with a network or without."""
        if self._luck.random() < STAYS:
            self._change()
        else:
            self._line.change()
        form = self._form()
        try:
            form.open()
        except Error:  # the form was not kept for a phone without a network
            self.outcome.unopened += 1
            self._clear_up()
            form.open()
        return form

    def _until(self, holds: Callable[[], bool], form: Form) -> bool:
        deadline = time.monotonic() + LAST_WORD
        while not (held := holds()) and time.monotonic() < deadline:
            form.page.wait_for_timeout(LOOK_AGAIN)
        return held

    def _compare(self, form: Form, owed: Owed, elsewhere: Fields | None = None) -> None:
        """What is owed is in the form or beside it, and so is what another device said."""
        missing: dict[str, str] = {}

        def is_there() -> bool:
            missing.clear()
            fields, beside = form.look()
            for name, values in owed.items():
                said = {fields.get(name, ""), beside.get(name, "")}
                if not values & said:
                    least = min(values, key=len)
                    missing[name] = f"{least!r} or more is owed, {sorted(said)} is there"
            for name, value in (elsewhere or {}).items():
                if fields.get(name) != value:
                    missing[name] = f"{value!r} was said elsewhere, not {fields.get(name)!r}"
            return not missing

        if not self._until(is_there, form):
            self.outcome.lost += [f"{name}: {what}" for name, what in missing.items()]

    @contextmanager
    def _second_device(self) -> Iterator[Form]:
        context = self._scene.desk.new_context(viewport=SIZE)  # type: ignore[arg-type] # own dict
        self._scene.sign_in(context)
        direct = f"http://127.0.0.1:{self._scene.port}"
        form = Form(context.new_page(), direct + self._path)
        form.open()
        try:
            yield form
        finally:
            context.close()

    def _another_device(self, owed: Owed) -> Fields:
        """What the server had received is there too; one more answer is given there."""
        self._is_elsewhere = True
        with self._second_device() as form:
            self._compare(form, self._said.owed_elsewhere())
            before, _beside = form.look()
            name = self._luck.choice(list(CHOICES))
            value = self._luck.choice([one for one in CHOICES[name] if one != before.get(name)])
            form.give(Answer(name, value), Said())
            if not self._until(form.is_received, form):
                self.outcome.lost.append(f"{name}: {value} of another device is not received")
            # She has replaced what she saw there; what only her phone holds is owed still.
            if before.get(name, "") in owed.get(name, set()):
                owed[name] |= {value}
            return {name: value}

    def _choose(self, form: Form) -> None:
        """She says which of two answers counts."""
        _fields, beside = form.look()
        for name in beside:
            self.outcome.asked += 1
            self.outcome.asked_alone += not self._is_elsewhere
            form.choose(name, uses=self._luck.random() < 0.5)

    def _is_received(self, form: Form) -> None:
        """Nothing stays behind on the phone; what the form says now is what the server holds."""

        def is_received() -> bool:
            self._choose(form)
            return form.is_received()

        if not self._until(is_received, form):
            self.outcome.lost.append(f"stays on the phone and is not received: {form.left()}")
        self.outcome.final = form.look()[0]

    def _hand_in(self, form: Form) -> None:
        """Send the report, die in the middle, and send it again until it is received."""
        form.complete({name: self._luck.choice(CHOICES[name]) for name in REQUIRED})
        self._is_received(form)
        self.outcome.is_handed_in = True
        way = self._luck.random()
        if way < CUT:
            self._line.change(requests=1.0)
        elif way < 2 * CUT:
            self._line.change(replies=1.0)
        form.send()
        form.page.wait_for_timeout(self._luck.uniform(0, SENDING) * 1000)
        self._phone.kill()
        self._line.change()
        if self._luck.random() < SENT_ELSEWHERE:
            with self._second_device() as other:
                self._send_until_received(other)
        form = self._form()
        form.open()
        self._send_until_received(form)

    def _send_until_received(self, form: Form) -> None:
        if form.standing() == "form":
            form.send()
        self._until(lambda: form.standing() not in {"form", "waiting"}, form)
        if (became := form.standing()) != "received":
            self.outcome.lost.append(f"the report was handed in, but it is {became}")
