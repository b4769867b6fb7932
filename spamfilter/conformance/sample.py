"""Made-up messages to score: ordinary ones of many lengths and scripts, and what no author thinks of."""

ORDINARY = """\
ok
See you at 8
Can you pick up milk on the way home?
Running late, start without me
The meeting has moved to Thursday at ten, same room as last week.
Happy birthday!! Hope you have a lovely day, and see you on Sunday for cake
Did you get my mail about the invoice? The second page is missing.
Mum says dinner is at seven; bring your sister, and the blue bowl if you can find it.
I left the keys with the neighbour at number 12
lol no way 😂😂
Your parcel was handed to the reception. Opening hours: 9 to 17.
Thanks for the lift this morning, I owe you a coffee
WINNER!! You have won a free prize. Call 09000 000000 now to claim your cash
Free entry: text WIN to 80000 for your chance of a holiday. 18+ only, stop to end
URGENT: your account is locked. Verify at http://example.com/verify within 24 hours
Congratulations, a gift card worth 500 is waiting! Claim it: www.example.net/gift
Earn 3000 a week from home, no experience, reply YES today
Cheap meds without prescription, 80% off, discreet shipping
You were chosen for a loan of 10,000 at 0%. Limited offer, act now!!!
Hot singles near you want to chat, text HELLO to 70000 (1.50 per message)
Bis später, ich bringe die Getränke mit und du den Kuchen, einverstanden?
Félicitations ! Vous avez gagné un téléphone, cliquez ici : http://example.org
¿Quedamos mañana a las cinco en la plaza?
Привет, я буду дома через час
Вы выиграли миллион! Позвоните прямо сейчас
Καλημέρα, τα λέμε το απόγευμα
سأصل بعد ساعة إن شاء الله
ניפגש מחר בשמונה ליד התחנה
कल शाम को मिलते हैं
恭喜您中奖了！请立即点击链接领取现金
明日の会議は十時からです。よろしくお願いします。
내일 저녁에 만나요""".splitlines()

# 64 texts: those alone, and two to nine of them in one. All are scored two dozen times, so none is long.
TEXTS = (*ORDINARY, *(" ".join((ORDINARY * 2)[row : row + 2 + row // 4]) for row in range(len(ORDINARY))))

HOSTILE = {
    "an empty text": "",
    "white space": " \t\r\n\u00a0\u3000 ",
    "NUL and other control characters": "win\0 a\x01 \x1b[31mprize\x7f\x9b",
    "half a surrogate pair": "win \ud83d now \udc00",
    "thousands of combining marks": "a" + "\u0301" * 5000,
    "characters that turn the direction of writing": "\u202efree\u202c \u2066cash\u2069\u200f",
    "characters of no width": "f\u200br\u200ce\u200de\u2060\ufeff" * 50,
    "emoji sequences": "👩\u200d👩\u200d👧\u200d👦🏴\U000e0067\U000e0062\U000e007f🇩🇪👍🏽" * 50,
    "a marker of language models": "<|endoftext|>",
    "a binary file read as Windows-1252": bytes(range(32, 256)).decode("cp1252", "replace") * 40,
    "one letter repeated": "a" * 50_000 + "!",
    "100,000 short words": "to be " * 50_000,
    "one megabyte on one line": "free cash " * 100_000,
}
