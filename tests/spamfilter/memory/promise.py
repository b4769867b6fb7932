"""Mails and messages that are corrected in these tests, and their like."""

LOTTERY = (
    "Dear friend, I am Barrister {name} and I write about an unclaimed fund of {sum} million dollars. Reply to "
    "my private address within {days} days so that we can arrange the transfer to your account in confidence. "
    "See {link} for the papers."
)
NEWSLETTER = (
    "Subject: {shop} news: {count} offers for members only\n\nHello {name}! FREE delivery this week. Claim your "
    "exclusive discount of {count} % now: {link} You get this letter because you joined our gardening club. "
    "Unsubscribe at any time below."
)


def fill_lottery(number: int) -> str:
    """The lottery letter once more: other names, digits and links."""
    names = ("Okoro", "Williams", "van Dyk", "Mensah", "Lopez", "Haddad")
    return LOTTERY.format(
        name=names[number % 6], sum=17 + number, days=3 + number % 5, link=f"http://papers{number}.example/x{number * 37}"
    )


def fill_newsletter(number: int) -> str:
    """The garden newsletter of another week."""
    shops = ("Green Thumb", "Rose & Co", "Seedling", "Meadow", "Orchard", "Fern")
    names = ("Ann", "Bo", "Chris", "Dana", "Eli", "Fay")
    return NEWSLETTER.format(
        shop=shops[number % 6], count=5 + number, name=names[number % 6], link=f"https://club.example/{number * 91}"
    )
