"""A line whose agents are guided: questions, a tree of results, a script, and pages outside."""

from tests.browser.tea_house import Line, TeaHouse

ORDER_NUMBER, COLOUR, WHEN, AGAIN, CUPS = (
    "Order number",
    "Colour",
    "Wanted on",
    "May we call again?",
    "Cups a day",
)


async def open_guided_line(house: TeaHouse, outside: str) -> Line:
    """The line; `outside` is the origin of the system that its screen pops lead to."""
    line = await house.open_line(
        offer_timeout_s=90, wrap_up_s=300, wrap_up_extensions=1, wrap_up_extension_s=60
    )
    mine = [line.queue_id]
    complaint = await house.make("dispositions", name=f"Complaint {line.number}", queues=mine)
    for name in ("Broken", "Too late"):
        await house.make("dispositions", name=name, queues=[], parent_id=complaint)
    questions = [
        {"key": "q1", "label": ORDER_NUMBER, "kind": "text", "is_required": True},
        {"key": "q2", "label": COLOUR, "kind": "choice", "choices": ["Green", "Black"]},
        {"key": "q3", "label": WHEN, "kind": "date"},
        {"key": "q4", "label": AGAIN, "kind": "yes_no", "hint": "Ask, do not guess."},
        {"key": "q5", "label": CUPS, "kind": "number", "least": 0, "most": 40},
    ]
    await house.make(
        "wrap-up-forms",
        name=f"Orders {line.number}",
        queues=mine,
        fields=questions,
        needs_disposition=True,
    )
    await house.make(
        "scripts",
        name=f"Greeting {line.number}",
        queues=mine,
        text="Good day, this is {agent} of {queue}.\nAsk for the order number first.",
    )
    await house.make("allowed-sites", name=f"CRM {line.number}", origin=outside)
    for kind, place in (("link", "find"), ("panel", "show")):
        await house.make(
            "screen-pops",
            name=f"{place.title()} in CRM {line.number}",
            kind=kind,
            queues=mine,
            address=f"{outside}/{place}?tel={{number}}&name={{customer}}",
            is_automatic=True,
        )
    return line
