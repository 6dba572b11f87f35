"""Sending: once, again after a fault, never twice but for one kind of kill, and never without saying so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefgen.deliver import Channel, Policy, Stamp, outstanding, send
from briefgen.delivery import Delivery, Ledger, Receipt
from briefgen.errors import ChannelUnusable, Refused, TryLater
from briefgen.store import Deliveries
from tests.deliver.parcels import KILLS, NOON, Clock, Dying, Killed, delivery_of, echo
from tests.render import caucasus, samples

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Target:
    """Takes what comes, or answers what it is told to, in order; a None is a yes."""

    answers: list[Exception | None] = field(default_factory=list)
    got: list[Stamp] = field(default_factory=list)

    def __call__(self, delivery: Delivery, stamp: Stamp) -> str:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.got.append(stamp)
        return "yes"


@pytest.fixture
def ledger(tmp_path: Path) -> Deliveries:
    return Deliveries(tmp_path / "briefgen.db")


@pytest.fixture(scope="module")
def delivery() -> Delivery:
    return delivery_of()


def run(
    delivery: Delivery, *channels: Channel, ledger: Ledger, clock: Clock | None = None, **options: Any
) -> list[Receipt]:
    clock = clock or Clock()
    return list(send(delivery, channels=channels, ledger=ledger, clock=clock, sleep=clock.sleep, **options))


def states(receipts: list[Receipt]) -> list[str]:
    return [receipt.state for receipt in receipts]


def test_send_gives_a_receipt_a_target_and_records_it(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target()
    receipts = run(delivery, echo(target, "a", "b"), ledger=ledger)
    assert [(r.channel, r.target, r.state, r.detail) for r in receipts] == [
        ("echo", "a", "delivered", "yes"),
        ("echo", "b", "delivered", "yes"),
    ]
    (one, other) = ledger.all()
    assert (one.parcel.target, one.state, one.attempts, one.delivered_at) == ("a", "delivered", 1, NOON)
    assert [stamp.message_id for stamp in target.got] == [one.message_id, other.message_id]
    assert one.message_id != other.message_id


def test_send_of_the_same_content_again_sends_nothing(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target()
    rebuilt = delivery_of(samples.full().model_copy(update={"generator": "briefgen 9.9"}))
    run(delivery, echo(target), ledger=ledger)
    (receipt,) = run(rebuilt, echo(target), ledger=ledger)
    assert receipt.state == "before"
    assert "2022-09-15 12:00" in receipt.detail
    assert len(target.got) == 1


def test_changed_content_is_held_back_and_sent_only_when_asked_for(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target()
    changed = delivery_of(samples.full().model_copy(update={"title": "Border fighting"}))
    run(delivery, echo(target), ledger=ledger)
    (receipt,) = run(changed, echo(target), ledger=ledger)
    assert receipt.state == "held"
    assert "--resend changed" in receipt.detail
    assert len(target.got) == 1
    assert states(run(changed, echo(target), ledger=ledger, policy=Policy(resend="changed"))) == ["delivered"]
    assert states(run(changed, echo(target), ledger=ledger, policy=Policy(resend="changed"))) == ["before"]
    assert len({stamp.message_id for stamp in target.got}) == 2


def test_another_as_of_another_profile_another_channel_are_other_deliveries(
    ledger: Deliveries, delivery: Delivery
) -> None:
    target = Target()
    later = delivery_of(samples.full().model_copy(update={"as_of": caucasus.SEPT[15]}))
    for one in (delivery, later, replace(delivery, profile="horn")):
        assert states(run(one, echo(target), ledger=ledger)) == ["delivered"]
    assert states(run(delivery, echo(target, name="other"), ledger=ledger)) == ["delivered"]


def test_a_target_that_says_later_is_tried_again_with_growing_pauses(ledger: Deliveries, delivery: Delivery) -> None:
    clock, target = Clock(), Target([TryLater("451 busy"), TryLater("451 busy"), TryLater("line broke")])
    assert states(run(delivery, echo(target), ledger=ledger, clock=clock)) == ["delivered"]
    assert clock.slept == [5, 10, 20]
    (entry,) = ledger.all()
    assert (entry.attempts, entry.error, entry.next_attempt) == (4, "", None)


def test_a_slow_target_does_not_hold_up_the_others(ledger: Deliveries, delivery: Delivery) -> None:
    slow, swift = Target([TryLater("451 busy")]), Target()
    receipts = run(delivery, echo(slow, name="slow"), echo(swift, name="swift"), ledger=ledger)
    assert [receipt.channel for receipt in receipts] == ["swift", "slow"]


def test_what_stays_busy_is_put_off_and_taken_up_by_the_next_send(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target([TryLater("451 busy")] * 3)
    (receipt,) = run(delivery, echo(target), ledger=ledger, policy=Policy(attempts=3))
    assert (receipt.state, receipt.detail) == ("later", "451 busy (3 attempts)")
    (entry,) = ledger.pending()
    assert (entry.attempts, entry.error) == (3, "451 busy")
    assert entry.next_attempt == NOON + timedelta(seconds=15) + Policy().longest
    assert states(run(delivery, echo(target), ledger=ledger)) == ["delivered"]
    assert ledger.pending() == []


def test_a_refusal_is_not_tried_again_unless_asked_for(ledger: Deliveries, delivery: Delivery) -> None:
    clock, target = Clock(), Target([Refused("550 no such mailbox")])
    (receipt,) = run(delivery, echo(target), ledger=ledger, clock=clock)
    assert (receipt.state, receipt.detail, clock.slept) == ("failed", "550 no such mailbox", [])
    (again,) = run(delivery, echo(target), ledger=ledger)
    assert again.state == "failed"
    assert "--again" in again.detail
    assert target.got == []
    assert states(run(delivery, echo(target), ledger=ledger, policy=Policy(again=True))) == ["delivered"]


def test_an_unusable_channel_is_asked_once_and_stays_pending(ledger: Deliveries, delivery: Delivery) -> None:
    clock, target = Clock(), Target([ChannelUnusable("535 wrong password")])
    receipts = run(delivery, echo(target, "a", "b"), ledger=ledger, clock=clock)
    assert [(r.state, r.detail) for r in receipts] == [("later", "535 wrong password")] * 2
    assert (target.got, clock.slept) == ([], [])
    assert [(entry.attempts, entry.error) for entry in ledger.pending()] == [
        (1, "535 wrong password"),
        (0, "535 wrong password"),
    ]
    assert states(run(delivery, echo(target, "a", "b"), ledger=ledger)) == ["delivered"] * 2


def test_a_channel_with_a_fault_of_its_own_never_stops_the_others(ledger: Deliveries, delivery: Delivery) -> None:
    broken, sound = Target([ZeroDivisionError("division by zero")]), Target()
    receipts = run(delivery, echo(broken, name="broken"), echo(sound, name="sound"), ledger=ledger)
    assert states(receipts) == ["later", "delivered"]
    assert "ZeroDivisionError" in receipts[0].detail


def test_a_dry_run_sends_and_records_nothing(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target()
    run(delivery, echo(target, "a"), ledger=ledger)
    before = ledger.path.read_bytes()
    receipts = run(delivery, echo(target, "a", "b"), ledger=ledger, dry_run=True)
    assert [(r.target, r.state, r.detail) for r in receipts][1] == ("b", "shown", "to b")
    assert receipts[0].state == "before"
    assert len(target.got) == 1
    assert ledger.path.read_bytes() == before
    assert [path.name for path in ledger.path.parent.iterdir() if "sending" not in path.name] == ["briefgen.db"]


def test_a_channel_that_replaces_is_asked_every_time(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target()
    changed = delivery_of(samples.full().model_copy(update={"title": "Border fighting"}))
    for one in (delivery, delivery, changed):
        assert states(run(one, echo(target, replaces=True), ledger=ledger)) == ["delivered"]
    assert len(target.got) == 3


def test_an_older_content_that_did_not_arrive_is_superseded(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target([TryLater("451 busy")])
    changed = delivery_of(samples.full().model_copy(update={"title": "Border fighting"}))
    run(delivery, echo(target), ledger=ledger, policy=Policy(attempts=1))
    assert states(run(changed, echo(target), ledger=ledger)) == ["delivered"]
    assert sorted(entry.state for entry in ledger.all()) == ["delivered", "superseded"]


@pytest.mark.parametrize(("write_number", "after", "copies"), KILLS)
def test_only_a_kill_between_yes_and_record_sends_twice_and_under_one_id(
    ledger: Deliveries, delivery: Delivery, write_number: int, after: bool, copies: int
) -> None:
    target = Target()
    with pytest.raises(Killed):
        run(delivery, echo(target), ledger=Dying(ledger, write_number, after))
    run(delivery, echo(target), ledger=ledger)
    assert len(target.got) == copies
    assert len({stamp.message_id for stamp in target.got}) == 1
    assert [entry.state for entry in ledger.all()] == ["delivered"]


def test_a_kill_while_it_waits_loses_nothing(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target([TryLater("451 busy")])

    def die(seconds: float) -> None:
        raise Killed

    with pytest.raises(Killed):
        list(send(delivery, channels=[echo(target, "a", "b")], ledger=ledger, clock=Clock(), sleep=die))
    assert [stamp.target for stamp in target.got] == ["b"]
    assert sorted(states(run(delivery, echo(target, "a", "b"), ledger=ledger))) == ["before", "delivered"]
    assert [stamp.target for stamp in target.got] == ["b", "a"]


def test_outstanding_is_what_some_target_never_got(ledger: Deliveries, delivery: Delivery) -> None:
    target = Target([None, Refused("550 no such user"), TryLater("451 busy")])
    channel = echo(target, "a", "b", "c", "d")

    def left(*targets: str) -> bool:
        channels = (echo(target, *targets),)
        return outstanding(delivery.brief, profile=delivery.profile, channels=channels, ledger=ledger)

    assert left("a")  # nothing is known of it
    with pytest.raises(Killed):
        run(delivery, channel, ledger=Dying(ledger, 6, True), policy=Policy(attempts=1))
    assert [left(name) for name in "abcd"] == [False, False, True, True]
    assert not left("a", "b")
    assert left("a", "b", "d")


SENDER = """
    import os, signal, sys, time
    from pathlib import Path
    from briefgen.deliver import send
    from briefgen.store import Deliveries
    from tests.deliver.parcels import delivery_of, echo
    folder = Path(sys.argv[1])
    def carry(delivery, stamp):
        with (folder / "got").open("a") as file:
            file.write(f"{stamp.target} {stamp.message_id}\\n")
        time.sleep(float(sys.argv[3]))
        if stamp.target == sys.argv[2]:
            os.kill(os.getpid(), signal.SIGKILL)
        return "yes"
    for receipt in send(delivery_of(), channels=[echo(carry, "a", "b", "c")], ledger=Deliveries(folder / "db")):
        print(receipt.state)
"""


def sender(folder: Path, *, dies_at: str = "-", takes: float = 0.0) -> subprocess.Popen[str]:
    line = [sys.executable, "-c", textwrap.dedent(SENDER), str(folder), dies_at, str(takes)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a system with SIGKILL")
def test_a_process_that_is_killed_is_resumed_and_its_lock_is_free(tmp_path: Path) -> None:
    killed = sender(tmp_path, dies_at="b")
    killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    out, _ = sender(tmp_path).communicate(timeout=60)
    assert sorted(out.split()) == ["before", "delivered", "delivered"]
    got = [line.split() for line in (tmp_path / "got").read_text().splitlines()]
    assert [target for target, _ in got] == ["a", "b", "b", "c"]
    assert got[1] == got[2]


def test_two_processes_at_once_send_once(tmp_path: Path) -> None:
    both = [sender(tmp_path, takes=0.2) for _ in range(2)]
    out = [process.communicate(timeout=90)[0].split() for process in both]
    assert sorted(out[0] + out[1]) == ["before"] * 3 + ["delivered"] * 3
    assert sorted(line.split()[0] for line in (tmp_path / "got").read_text().splitlines()) == ["a", "b", "c"]
