"""Ways in which HTML, MIME and padding hide spam from a filter, but not from a person.

``EVASIONS`` has, by name, why a person still reads the text, and what makes a mail of it.
"""

from tests.evasions.html import HTML
from tests.evasions.letters import LETTERS
from tests.evasions.mail import Evasion
from tests.evasions.mime import MIME
from tests.evasions.padding import PADDING
from tests.evasions.transfer import TRANSFER

TABLES: list[dict[str, Evasion]] = [HTML, LETTERS, MIME, TRANSFER, PADDING]
EVASIONS = {name: evasion for table in TABLES for name, evasion in table.items()}
