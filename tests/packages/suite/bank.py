"""A small program for `bank_suite.py` to test."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field


class InsufficientFunds(Exception):
    def __init__(self, missing: int) -> None:
        super().__init__(f"{missing} missing")
        self.missing = missing


@dataclass
class Account:
    owner: str
    balance: int = 0
    history: list[tuple[str, int]] = field(default_factory=list)

    def deposit(self, amount: int) -> None:
        if amount <= 0:
            raise ValueError("amounts are positive")
        self.balance += amount
        self.history.append(("deposit", amount))

    def withdraw(self, amount: int) -> None:
        if amount > self.balance:
            raise InsufficientFunds(amount - self.balance)
        self.balance -= amount
        self.history.append(("withdraw", amount))


class Bank:
    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}

    def open(self, owner: str, balance: int = 0) -> Account:
        if owner in self.accounts:
            raise KeyError(owner)
        account = self.accounts[owner] = Account(owner, balance)
        return account

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        before = {name: (account.balance, list(account.history)) for name, account in self.accounts.items()}
        try:
            yield
        except Exception:
            for name, (balance, history) in before.items():
                self.accounts[name].balance, self.accounts[name].history = balance, history
            raise

    def transfer(self, source: str, target: str, amount: int) -> None:
        with self.transaction():
            self.accounts[target].deposit(amount)
            self.accounts[source].withdraw(amount)

    def statement(self) -> Iterator[str]:
        for name in sorted(self.accounts):
            yield f"{name}: {self.accounts[name].balance}"
