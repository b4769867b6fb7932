"""Mails and messages that are corrected in these tests, and their like."""

LOTTERY = (
    "Dear friend, I am Barrister {name} and I write about an unclaimed fund of {sum} million dollars. Reply "
    "to my private address within {days} days so that we can arrange the transfer to your account in "
    "confidence. See {link} for the papers."
)
NEWSLETTER = (
    "Subject: {shop} news: {count} offers for members only\n\nHello {name}! FREE delivery this week. Claim "
    "your exclusive discount of {count} % now: {link} You get this letter because you joined our gardening "
    "club. Unsubscribe at any time below."
)


def fill_lottery(number: int) -> str:
    """The lottery letter once more: other names, digits and links."""
    names = ("Okoro", "Williams", "van Dyk", "Mensah", "Lopez", "Haddad")
    return LOTTERY.format(
        name=names[number % 6],
        sum=17 + number,
        days=3 + number % 5,
        link=f"http://papers{number}.example/x{number * 37}",
    )


def fill_newsletter(number: int) -> str:
    """The garden newsletter of another week."""
    shops = ("Green Thumb", "Rose & Co", "Seedling", "Meadow", "Orchard", "Fern")
    names = ("Ann", "Bo", "Chris", "Dana", "Eli", "Fay")
    return NEWSLETTER.format(
        shop=shops[number % 6],
        count=5 + number,
        name=names[number % 6],
        link=f"https://club.example/{number * 91}",
    )


MEETINGS = [
    "Can you bring the Heron papers to the Lindgren meeting tomorrow? thanks",
    "The meeting with the Lindgren team moved to 3pm, room 214, Heron first",
    "Project Heron: please review the Lindgren budget before Friday",
    "Heron budget: second draft attached, comments from the Lindgren team inside",
    "Lindgren asked again for the Heron timeline, can you answer today?",
    "Heron timeline moved by a week, Lindgren agreed",
    "Minutes of the Heron meeting, with the Lindgren team's questions",
    "Heron kick-off: travel plans for the Lindgren visit",
    "Lindgren visit: hotel booked near the station for the Heron team",
    "Heron risk list updated, please read before the Lindgren call",
    "Lindgren call notes: Heron scope stays",
    "Heron invoice for Lindgren: please approve",
]
UNRELATED = [
    "Are we still on for lunch?",
    "Mum called, ring her back tonight",
    "Ich komme etwas später, der Zug steht in Köln",
    "WINNER! Text WIN to 80082 to claim your prize",
    "Your parcel is at the post office until Saturday",
]
