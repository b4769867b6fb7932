"""A front reads tokens in no order, whatever stands behind them, as the student did that it was."""

import torch
from spamfilter_gpt.network.front import STEPS, Front, Student


def make_student() -> Student:
    torch.manual_seed(0)
    return Student(torch.randn(50, 16), width=8, hidden=12).eval()


def test_a_front_says_what_its_student_learned_but_for_int8() -> None:
    student = make_student()
    ids, lengths = torch.randint(50, (20, 9)), torch.arange(20) % 9 + 1
    front = Front.from_student(student, mean=-2.0, deviation=3.0)
    with torch.no_grad():
        expected = student(ids, lengths) * 3 - 2
        assert torch.allclose(front(ids, lengths), expected, atol=0.1)
    assert front.table.dtype == torch.int8
    assert int(front.table.abs().max()) == STEPS


@torch.no_grad()
def test_padding_and_order_change_nothing() -> None:
    front = Front.from_student(make_student(), 0.0, 1.0)
    row = torch.tensor([[4, 7, 7, 30]])
    alone = front(row, torch.tensor([4]))
    padded = torch.tensor([[4, 7, 7, 30, 49, 49], [30, 7, 4, 7, 0, 0]])
    assert torch.allclose(front(padded, torch.tensor([4, 4])), alone.expand(2), atol=1e-5)


@torch.no_grad()
def test_a_front_is_the_same_from_its_parameters() -> None:
    front = Front.from_student(make_student(), 0.5, 2.0)
    again = Front.from_state(front.state_dict())
    ids, lengths = torch.randint(50, (5, 6)), torch.tensor([1, 2, 3, 6, 6])
    assert torch.equal(again(ids, lengths), front(ids, lengths))
