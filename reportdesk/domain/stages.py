"""Where a case can stand, who moves it on, and everything that can happen to it: codes alone.

The table that ties them together is :mod:`reportdesk.domain.case`.
"""

from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands."""

    ROUTED = "routed"
    REGISTERED = "registered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    INVESTIGATING = "investigating"
    NEEDS_INFO = "needs_info"
    ANSWERED = "answered"
    CORRECTING = "correcting"
    REDO = "redo"
    REVIEW1 = "review1"
    REVIEW2 = "review2"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Visibility(StrEnum):
    """How much of a case may be public."""

    STUB = "stub"
    FULL = "full"
    WITHHELD = "withheld"


class Waits(StrEnum):
    """Whose move it is."""

    AUTHORITY = "authority"
    REPORTER = "reporter"
    PLATFORM = "platform"
    SUPERIOR = "superior"
    NOBODY = "nobody"


class Action(StrEnum):
    """Everything that can happen to a case."""

    REGISTER = "register"
    RETURN = "return"
    REASSIGN = "reassign"
    ACCEPT = "accept"
    DECLINE = "decline"
    INVESTIGATE = "investigate"
    ASK = "ask"
    REPLY = "reply"
    GO_ON = "go_on"
    RESUME = "resume"
    EXTEND = "extend"
    ANSWER = "answer"
    CORRECT = "correct"
    CLOSE = "close"
    DISPUTE = "dispute"
    ASK_REVIEW = "ask_review"
    GIVE_OPINION = "give_opinion"
    SEND_BACK = "send_back"
    ASK_SECOND_REVIEW = "ask_second_review"
    GIVE_FINAL_OPINION = "give_final_opinion"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    UNMERGE = "unmerge"
    DEMAND = "demand"
    REPORT_UP = "report_up"
    ACCEPT_REPORT = "accept_report"
    RETURN_REPORT = "return_report"
    DROP_DEMAND = "drop_demand"
    ORDER_ACCEPTANCE = "order_acceptance"
    TAKE_OVER = "take_over"
    TRANSFER = "transfer"
