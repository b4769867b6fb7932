"""Which letters with marks stand together in words of one language, or of one way to write another script.

A word is plausible if one row of the table has all its letters beyond ASCII. Rows are generous: they hold
what loanwords, names, dictionaries and tone marks need. Sources: CLDR's exemplar characters, Wikipedia's
pages on the orthographies.
"""

import unicodedata
from functools import cache, lru_cache

_LONGEST = 64  # characters of a word that is kept in memory

# Everyday words of English and of its adverts. They carry no marks.
_EVERYDAY = (
    "about account after all also and any are award awarded back bank because been before best bet bonus "
    "buy call can card cash casino cheap claim click come confirm congratulations could credit customer "
    "day deal dear debt delivery discount dollars earn entered entry even first for free friend from "
    "games get gift give good has have hello help her here him his home how income job just know limited "
    "link loan look loss make message million mobile money more most must need new not now number offer "
    "one online only order other our out over package parcel password pay payment phone pills please "
    "pounds price prize rate receive received reply reward sale save secure security see send sent "
    "service she should some stop subscribe take text than that the their then there these they think "
    "this those time today two unsubscribe update urgent use verify visit want was way website weight "
    "well what when which who will win winner with work would you your yours "
)
EVERYDAY = frozenset(_EVERYDAY.split())

# A row: letters beyond ASCII, in lower case; then, in pairs, letters and the marks that each may carry.
_ROWS: dict[str, tuple[str, ...]] = {
    "Afrikaans, Dutch, Frisian, Luxembourgish": ("áéíóúýàèìòùâêîôûŷäëïöüÿçñŉĳ",),
    "Albanian, Cham": ("çëâêîôûáéíóúńñ",),
    "Azerbaijani": ("çəğıöşüi̇âəäñ", "i", "\u0307"),
    "Basque, Spanish, Galician, Asturian, Quechua, Tagalog": ("áéíóúüñçàèìòùïâêîôûḥḷäëö", "g", "\u0303"),
    "Breton": ("âêîôûùüñéèàëïö",),
    "Catalan, Occitan, Corsican": ("àáèéíìòóúùïüçñëâêîôûŀ",),
    "Czech, Slovak": ("áäčďéěíĺľňóôöŕřšťúůüýžëęąć",),
    "Danish, Norwegian, Faroese, Icelandic": ("æøåáéíóúýðþöäüàèòùâêîôûǿǽëçñœ",),
    "Esperanto": ("ĉĝĥĵŝŭáéíóú",),
    "Estonian, Finnish, Swedish, Livonian, Karelian": ("äåöõüšžáéàèëçøæčąęēīōūȭǟņļŗț",),
    "French": ("àâæçéèêëîïôœùûüÿáíóñöäìò",),
    "German, Alsatian, Swabian": ("äöüßẞéèàâêîôûáíóúëïçåãñœ",),
    "Greenlandic": ("æøåáâãéêíîĩôúûũĸ",),
    "Hausa, Fula, Kanuri": ("ɓɗƙƴɲŋɠʼƊáàâāéèêēíìîīóòôōúùûūãẽĩõũəǝɍñ", "yr", "\u0303\u0301\u0300"),
    "Hawaiian, Maori, Samoan, Tongan, Latin, Old English": ("āēīōūȳǣæœþðċġăĕĭŏŭáéíóúàèìòùäëïöü",),
    "Hungarian": ("áéíóöőúüűäëâôàèõû",),
    "Irish, Scottish, Manx, Welsh": ("áéíóúàèìòùâêîôûŵŷäëïöüÿẁẃẅỳýḃċḋḟġṁṗṡṫç",),
    "Italian, Sardinian, Ligurian, Venetian": ("àèéìíîòóùúâêôûçñöäëïüæœáł",),
    "Kurdish": ("çêîşûéáàâèëïöüğıḧẍñ",),
    "Latvian, Latgalian": ("āčēģīķļņšūžōŗéōåäöõy̆ȳ",),
    "Lithuanian": ("ąčęėįšųūžéáàíìóòúùýñãẽĩõũ", "aeiouyąęėįųūlmnr", "\u0301\u0300\u0303"),
    "Maltese": ("ċġħżàèìòùáéíóúâêîôûäëïöü",),
    "Marshallese": ("āļņōūḷṇñọ", "mnol", "\u0327\u0304"),
    "Navajo, Apache, Athabaskan": (
        "áéíóúńąęįǫųłʼàèìòùâêîôûüǎěǐǒǔ", "aeiounąęįǫų", "\u0301\u0300\u0302\u0328"),
    "Polish, Kashubian, Silesian": ("ąćęłńóśźżãéëòôùōŏŭèáàöüäíúňřšžčṕẃ",),
    "Portuguese, Mirandese": ("áàâãçéêíóôõúüèìòùïñëîûäö",),
    "Romanian, Aromanian": ("ăâîșțşţéèêëáàíóöüúùñãâçŭńľĭ",),
    "Romansh, Friulian, Ladin, Piedmontese, Lombard": ("àèéìòóùâêîôûçëäöüşšñn̈ïå", "n", "\u0308"),
    "Sami": ("áâäåæčđŋšŧžøöǧǥǩʒǯõñïëéʹʼ",),
    "Serbian, Croatian, Bosnian, Slovene, Montenegrin": (
        "čćđšžśźáéíóúàèìòùȁȅȉȍȑȕȃȇȋȏȓȗāēīōūâêîôûŕöüä", "aeiour", "\u0301\u0300\u030f\u0311\u0304\u0302"),
    "Sorbian": ("čćěłńóřŕšśžźäöüéa",),
    "Turkish, Crimean Tatar, Gagauz, Tatar": ("çğıİöşüâîûñäêôəţéáèëīūúñ", "i", "\u0307"),
    "Turkmen, Kazakh, Karakalpak, Uzbek, Uyghur": ("äçňöşüýžáǵıńóúğñūİéëíŋš", "i", "\u0307"),
    "Vietnamese, Tay": ("đăâêôơư", "aeiouyăâêôơư", "\u0300\u0301\u0303\u0309\u0323"),
    "Akan, Ewe, Ga, Dagbani, Gbe": (
        "ɛɔŋɖƒɣʋɩʊʒɲɓɗĩãẽõũ", "aeiouɛɔɩʊnm", "\u0300\u0301\u0303\u0302\u030c\u0304\u0323\u0330"),
    "Yoruba": ("ẹọṣșşḿńǹ", "aeiouẹọnm", "\u0300\u0301\u0304\u0302\u030c\u0329\u0323\u031f\u0331\u0303"),
    "Igbo, Edo, Ibibio, Efik, Urhobo": (
        "ịọụṅẹñńǹḿ", "aeiouịọụẹnmṅ", "\u0300\u0301\u0304\u0302\u030c\u0323\u0307"),
    "Lingala, Duala, Ewondo, Bambara, Dinka, Nuer": (
        "ɛɔŋɲɓɗəɣʊɨɩɯʌǝïäöëṱḏṉḻ", "aeiouɛɔəʊɨɯʌnm", "\u0300\u0301\u0302\u030c\u0304\u0308\u0303\u0331\u0330"),
    "Wolof, Serer, Malagasy, Sango": ("àâäéèêëïñŋóôòùûüãõƭƥƈƴɓɗn̈", "n", "\u0308"),
    "Gikuyu, Kamba, Chewa, Tswana, Venda, Sotho": ("ĩũŵŷšôêáéíóúḓḽṋṱṅâîûčàèìòù",),
    "Berber, Kabyle": ("ɣɛčǧḍḥṛṣṭẓţřʷəāâžšğáéłɛ",),
    "Guarani": ("áéíóúýãẽĩõũỹñüʼ", "g", "\u0303"),
    "Mixtec, Zapotec, Otomi, Maya, Nahuatl, Aymara": (
        "áéíóúàèìòùäëïöüāēīōūñɨʉ", "aeiouɨʉnm", "\u0301\u0300\u0331\u0308\u0302\u0304"),
    "Lakota, Dakota, Salish, Cree": ("áéíóúčȟǧšžŋƞʼâêîôûāēīōłəʷ", "ckpqtšž", "\u0313\u0301"),
    "Pinyin, Zhuyin's other romanizations": (
        "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿế", "êmnaeiouü", "\u0304\u0301\u030c\u0300"),
    "Taiwanese, Hakka": (
        "áàâāéèêēíìîīóòôōúùûūńǹḿăĕĭŏŭṳ", "aeioumnṳ", "\u0301\u0300\u0302\u0304\u030d\u030b\u0358\u0306"),
    "Sanskrit and Pali (IAST), Hindi (ISO 15919)": (
        "āīūēōṛṝḷḹṁṃḥṅñṭḍṇśṣḻṟṉẏĕŏæǣâîûáàíúĩũãẽõ",
        "aiurlaeomnkyāīūēō", "\u0325\u0304\u0310\u0303\u0301\u0300"),
    "Arabic, Persian, Hebrew, Urdu (ALA-LC, DIN 31635)": (
        "āīūēōáàâîûḥḫẖṣḍṭẓẕṯḏġğǧšžčǰżẏñʿʾʼʻḳḵḇḡṗśḻėêôîǝəăĕŏẹ", "hdt", "\u0331\u0323"),
    "Russian, Ukrainian, Bulgarian (ISO 9, ALA-LC)": (
        "âāăčďěëéèêėžšščŝûôŭʹʺìíïǐjỳġĝłńóśúýźőǵḱḟ", "iuaetzjs", "\u0306\u0361\u030c\u0302\u0300\u0301"),
    "Korean (McCune-Reischauer), Japanese (Hepburn)": ("āēīōūŏŭâêîôûëé",),
    "Thai, Lao, Khmer, Burmese (ISO 11940)": (
        "āīūēōæǣǿøàáâǎăĕĭŏŭƭɔɛəʻʼñṅṇṭḍḷḥṃʹ", "aeiouɔɛə", "\u0300\u0301\u0302\u030c\u0304\u0331"),
    "Armenian, Georgian, Coptic, Syriac": ("čžšǰġēōəłṙṗṭṣḥḳʻʼčʿʾāīūć", "ctpkc", "\u0323\u0312\u030c"),
}  # fmt: skip


@cache
def collect_masks() -> dict[str, int]:
    """A letter with its marks, as ``split_letters`` gives them, to the rows that have it, a bit each."""
    masks: dict[str, int] = {}
    for number, (letters, *pairs) in enumerate(_ROWS.values()):
        known = set(split_letters(letters))
        for bases, marks in zip(pairs[::2], pairs[1::2], strict=True):
            stacks = [*marks, *(low + high for low in marks for high in marks if low != high)]
            known.update(split_letters("".join(base + stack for base in bases for stack in stacks)))
        for letter in known:
            masks[letter] = masks.get(letter, 0) | 1 << number
    return masks


def split_letters(word: str) -> list[str]:
    """The composed letters of ``word``, each with the marks behind it."""
    letters: list[str] = []
    for character in unicodedata.normalize("NFC", word):
        if letters and unicodedata.combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def is_plausible(word: str) -> bool:
    """Whether some language writes ``word``, which is of Latin letters and marks, as far as they tell."""
    return find_language(word) if len(word) <= _LONGEST else find_language.__wrapped__(word)


@lru_cache(1 << 15)
def find_language(word: str) -> bool:
    """As :func:`is_plausible`."""
    masks = collect_masks()
    rows = -1
    for letter in split_letters(word):
        if not letter.isascii() and letter not in "ªº" and unicodedata.category(letter[0]) != "Lm":
            rows &= masks.get(letter, 0) or masks.get(letter.lower(), 0)
            if not rows:
                return False
    return True
