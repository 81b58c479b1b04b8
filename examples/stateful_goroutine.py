"""A goroutine that owns the state: others ask it, and there is no lock.

The accounts belong to one goroutine alone.  Who wants to read or to change them sends
it a request, and waits for the answer on a channel that went along.

    python examples/stateful_goroutine.py
"""

from dataclasses import dataclass, field

from goruntime import RecvChan, SendChan, chan, go, run, sync


@dataclass
class Balance:
    """How much has this account?"""

    account: str
    answer: chan[int] = field(default_factory=chan[int])


@dataclass
class Transfer:
    """Move an amount, if there is so much; tell whether there was."""

    source: str
    target: str
    amount: int
    answer: chan[bool] = field(default_factory=chan[bool])


Request = Balance | Transfer


def bank(requests: RecvChan[Request]) -> None:
    accounts = {"gopher": 100, "snake": 0}
    for request in requests:
        match request:
            case Balance(account, answer):
                answer.send(accounts[account])
            case Transfer(source, target, amount, answered):
                enough = accounts[source] >= amount
                if enough:
                    accounts[source] -= amount
                    accounts[target] += amount
                answered.send(enough)


def customer(requests: SendChan[Request], refused: SendChan[int]) -> None:
    count = 0
    for _ in range(20):
        transfer = Transfer("gopher", "snake", 1)
        requests.send(transfer)
        if not transfer.answer.recv():
            count += 1
    refused.send(count)


def balance(requests: SendChan[Request], account: str) -> int:
    question = Balance(account)
    requests.send(question)
    return question.answer.recv()


def main() -> None:
    requests = chan[Request]()
    go(bank, requests)

    refused = chan[int](10)
    customers = sync.WaitGroup()
    for _ in range(10):
        customers.Go(customer, requests, refused)
    customers.Wait()
    refused.close()

    print("refused:", sum(refused))
    print("gopher has", balance(requests, "gopher"))
    print("snake has", balance(requests, "snake"))


if __name__ == "__main__":
    run(main)

# Output:
# refused: 100
# gopher has 0
# snake has 100
