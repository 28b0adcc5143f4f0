"""A pytest suite that passes, fails, errors and skips: run under both interpreters by `test_packages.py`.

Its name does not begin with `test`, so that pytest does not collect it with the tests of fastvm.
"""

import asyncio
import sys
import warnings

import pytest
from bank import Account, Bank, InsufficientFunds


@pytest.fixture
def bank():
    made = Bank()
    made.open("ann", 100)
    made.open("bob")
    yield made
    assert all(account.balance >= 0 for account in made.accounts.values())


@pytest.fixture(params=[1, 10, 99], ids=lambda amount: f"amount{amount}")
def amount(request):
    return request.param


@pytest.fixture(scope="module")
def shared():
    return []


def test_transfer(bank, amount):
    bank.transfer("ann", "bob", amount)
    assert bank.accounts["bob"].balance == amount
    assert bank.accounts["ann"].history == [("withdraw", amount)]


def test_rollback(bank):
    with pytest.raises(InsufficientFunds, match="50 missing") as caught:
        bank.transfer("ann", "bob", 150)
    assert caught.value.missing == 50
    assert bank.accounts["bob"].history == []


@pytest.mark.parametrize(("wrong", "error"), [(0, ValueError), (-5, ValueError), ("x", TypeError)])
def test_wrong_amounts(bank, wrong, error):
    with pytest.raises(error):
        bank.accounts["ann"].deposit(wrong)


@pytest.mark.parametrize("count", range(5))
def test_many(bank, count):
    for i in range(count):
        bank.open(f"customer {i}", i)
    assert len(list(bank.statement())) == count + 2


class TestAccount:
    @pytest.fixture(autouse=True)
    def prepare(self):
        self.account = Account("carl", 5)

    def test_equal(self):
        assert self.account == Account("carl", 5)

    def test_withdraw(self):
        self.account.withdraw(5)
        assert self.account.balance == 0

    @pytest.mark.xfail(raises=InsufficientFunds)
    def test_expected_failure(self):
        self.account.withdraw(6)

    @pytest.mark.skip(reason="shown as skipped")
    def test_skipped(self):
        raise AssertionError


def test_fails_with_a_comparison(bank):
    statement = list(bank.statement())
    assert statement == ["ann: 100", "bob: 1"], "the statement"


def test_fails_with_a_call(bank):
    assert sum(account.balance for account in bank.accounts.values()) + len("x" * 3) == max(
        bank.accounts["ann"].balance, 5
    )


def test_fails_in_a_function(bank):
    bank.transfer("ann", "nobody", 5)


def test_fails_with_dicts():
    left = {"a": [1, 2, {"k": (1, 2)}], "b": "text\nlines"}
    right = {"a": [1, 3, {"k": (1, 3)}], "c": 5}
    assert left == right


def test_error_in_fixture(broken):
    pass


@pytest.fixture
def broken():
    raise LookupError("in a fixture")


def test_output(capsys, bank):
    print(*bank.statement(), sep="\n")
    print("to stderr", file=sys.stderr)
    out, err = capsys.readouterr()
    assert out.splitlines() == ["ann: 100", "bob: 0"] and err == "to stderr\n"


def test_monkeypatch(monkeypatch, bank):
    monkeypatch.setattr(Account, "deposit", lambda self, amount: self.history.append("patched"))
    monkeypatch.setenv("VARIABLE", "1")
    bank.accounts["bob"].deposit(5)
    assert bank.accounts["bob"].history == ["patched"]


def test_warning():
    with pytest.warns(DeprecationWarning, match="old"):
        warnings.warn("old way", DeprecationWarning, stacklevel=1)


def test_shared(shared):
    shared.append(1)
    assert len(shared) == 1


def test_tmp_path(tmp_path):
    (tmp_path / "file").write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_asynchronous(bank):
    async def deposit(amount):
        await asyncio.sleep(0)
        bank.accounts["bob"].deposit(amount)

    async def main():
        await asyncio.gather(*(deposit(amount) for amount in range(1, 5)))

    asyncio.run(main())
    assert bank.accounts["bob"].balance == 10


def test_approximately():
    assert 0.1 + 0.2 == pytest.approx(0.3)
    assert [0.1 + 0.2, 1e-10] == pytest.approx([0.3, 0])
