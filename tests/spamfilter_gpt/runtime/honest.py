"""Sentences that people write, in many languages; none is a disguise."""

HONEST = {
    "Afrikaans": "Môre oggend sê ek vir jou hoe laat die vergadering is. Dankie, ek waardeer dit!",
    "Albanian": "Përshëndetje, a mund të vish nesër në shtëpi? Kësaj jave s'kam kohë.",
    "Amharic": "ሰላም፣ ነገ ጠዋት እንገናኝ። አመሰግናለሁ።",
    "Arabic": "مرحبًا، هل نلتقي غدًا صباحًا؟ شكرًا جزيلًا، مُحَمَّد.",
    "Armenian": "Բարև, վաղը կհանդիպե՞նք ժամը տասին։ Շնորհակալություն։",
    "Azerbaijani": "Salam, sabah görüşə bilərik? İclas saat üçdədir, gecikmə.",
    "Basque": "Kaixo, bihar goizean elkartuko gara? Mila esker, ñabardura bat.",
    "Belarusian": "Прывітанне, сустрэнемся заўтра ля ўваходу? Дзякуй вялікі!",
    "Bengali": "নমস্কার, কাল সকালে দেখা হবে? ধন্যবাদ, ভালো থেকো।",
    "Breton": "Demat, piv a zeuio warc'hoazh d'ar skol? Trugarez vras, a-benn emberr e vo ar gêr.",
    "Bulgarian": "Здравей, ще се видим утре в десет часа. Благодаря ти!",
    "Catalan": "Bon dia, demà tinc la reunió a les deu. Gràcies per l'ajuda, col·lega! Què tal, Òscar?",
    "Chinese": "你好，明天上午十点开会，请准时参加。会议室在３楼。",
    "Croatian": "Bok, hoćeš li doći sutra na ručak? Đak je već kod kuće, šaljem ključ.",
    "Czech": "Příliš žluťoučký kůň úpěl ďábelské ódy. Sejdeme se zítra večer?",
    "Danish": "Hej, skal vi mødes i morgen på kontoret? Jeg tager også smørrebrød og æbler med.",
    "Dutch": "Hoi, zullen we één kop koffie drinken? De coördinatie is geïnformeerd, knieën doen pijn.",
    "Esperanto": "Saluton, ĉu ni renkontiĝos morgaŭ? Ĵaŭde mi iros al la ĥoro, ŝi ĝojas.",
    "Estonian": "Tere, kas kohtume homme õhtul? Jäääärne öö, palun võta võti kaasa.",
    "Ewe": "Ŋdi, èle agbea? Míadogo etsɔ le ƒeme ɖoɖoa me. Akpe ɖe wo ŋuti, ɣeyiɣia gbɔna.",
    "Faroese": "Góðan dag, síggjast vit í morgin? Takk fyri, eg komi við bátinum av Høvdanum.",
    "Filipino": "Kumusta, pupunta ka ba sa piyesta ng mga Niño? Salamat po, señorita.",
    "Finnish": "Hei, nähdäänkö huomenna töiden jälkeen? Äiti lähettää terveisiä, öitä!",
    "French": (
        "Salut, on se voit à midi ? L'été dernier, Noël et Zoë ont mangé une crème brûlée. 1ʳᵉ et "
        "2ᵉ, Mᵐᵉ."
    ),
    "Galician": "Bos días, mañá temos reunión ás dez. Grazas pola axuda, Xoán!",
    "Georgian": "გამარჯობა, ხვალ შევხვდეთ ათ საათზე. მადლობა!",
    "German": "Schöne Grüße aus Köln, wir müssen morgen früh über die Straße. Das heißt u. a. auch: z. B. ẞ.",
    "Greek": "Καλημέρα, θα βρεθούμε αύριο στις δέκα; Ευχαριστώ πολύ, γιαγιά!",
    "Greek, polytonic": "Ἐν ἀρχῇ ἦν ὁ λόγος, καὶ ὁ λόγος ἦν πρὸς τὸν θεόν.",
    "Guarani": "Mba'éichapa, ko'ẽrõ jajotopáta. Aguyje, ñande ko'ẽ porã g̃uarã.",
    "Hausa": "Sannu, za mu haɗu gobe da safe. Na gode ƙwarai, ɓangaren ƴan uwa.",
    "Hawaiian": "Aloha kakahiaka, e hui kāua i kēia pō ma ka hale pule. Mahalo nui!",
    "Hebrew": "שלום, ניפגש מחר בבוקר? תודה רבה! (אבא)",
    "Hindi": "नमस्ते, कल सुबह मिलते हैं। धन्यवाद, क्‍या हाल है?",
    "Hungarian": "Szia, holnap találkozunk az őrségnél? Köszönöm, üdvözlöm a hűséges barátot!",
    "Icelandic": "Góðan daginn, sjáumst við á morgun? Þakka þér fyrir, æðislegt.",
    "Igbo": "Kedụ, anyị ga-ahụ echi n'ụlọ. Daalụ, ọ dị mma, ńnà anyị nọ̀ ebe à.",
    "Indonesian": "Selamat pagi, besok jadi rapat jam 10? Terima kasih ya, sampai nanti.",
    "Irish": "Dia duit, an mbeidh tú ag an gcruinniú amárach? Go raibh maith agat, a Sheáin.",
    "Italian": "Ciao, perché non vieni domani? È già tardi, così non va più. Andò lì la 1ª volta.",
    "Japanese": "明日の会議は１０時からに変更です！よろしくお願いします。①資料 ②名刺",
    "Kazakh": "Сәлем, ертең кездесеміз бе? Рақмет, үлкен қуаныш, һәм өмір.",
    "Khmer": "សួស្តី\u200bជួបគ្នា\u200bស្អែក\u200bព្រឹក អរគុណ",
    "Korean": "안녕하세요, 내일 오전 열 시에 만나요. 감사합니다! ㅋㅋㅋ",
    "Kurdish": "Rojbaş, em ê sibê hev bibînin? Spas, çawa yî, şevbaş û xêr.",
    "Lao": "ສະບາຍດີ\u200bພົບກັນ\u200bມື້ອື່ນ ຂອບໃຈ",
    "Latvian": "Labrīt, vai rīt tiksimies? Paldies, ļoti priecājos, ķēve ģērbjas šķūnī.",
    "Lithuanian": "Labas, ar susitiksime rytoj? Ačiū, žąsys skrenda į šiaurę, ėjo ūkininkas.",
    "Luxembourgish": (
        "Moien, gesi mer eis muer? Merci, ech hunn Äre Bréif kritt, e schéinen Dag nach, Zäit a "
        "Léift."
    ),
    "Macedonian": "Здраво, ќе се видиме утре? Благодарам, ѓеврек и џем.",
    "Malagasy": "Manao ahoana, hihaona rahampitso ve isika? Misaotra betsaka, mazotôa.",
    "Malayalam": "നമസ്കാരം, നാളെ രാവിലെ കാണാം. നന്ദി, അവന്‍ വന്നു.",
    "Maltese": "Bonġu, niltaqgħu għada filgħodu? Grazzi ħafna, iż-żgħir qiegħed id-dar.",
    "Maori": "Kia ora, ka tūtaki tāua āpōpō. Ngā mihi nui, e hoa mā.",
    "Mongolian": "Сайн байна уу, маргааш уулзах уу? Баярлалаа, өдрийн мэнд.",
    "Navajo": "Yáʼátʼééh, yiskąągo ałhiidiiltsééł. Ahéheeʼ, łį́į́ʼ shí.",
    "Norwegian": "Hei, skal vi møtes i morgen på kafé? Jeg gleder meg, òg så takk for sist, Åse.",
    "Persian": "سلام، فردا صبح می‌بینمت؟ خیلی ممنون، خانه‌ی ما.",
    "Pinyin": "Nǐ hǎo, wǒmen míngtiān zǎoshang jiànmiàn. Xièxie, lǜsè de nǚ'ér.",
    "Polish": "Zażółć gęślą jaźń! Spotkajmy się jutro w Łodzi, źdźbło trawy.",
    "Portuguese": "Olá, amanhã não posso, só à noite. Obrigada pela atenção, avó e avô! 1º e 2ª.",
    "Quechua": "Allillanchu, paqarin tupasun. Añay, ñañay, q'ayakama.",
    "Romanian": "Bună, ne vedem mâine după-amiază? Mulțumesc, își ține cuvântul; ţară şi sat.",
    "Russian": "Привет, завтра в десять? Ёлка уже стоит, 2х2 будет 4, SMSка пришла, 5а класс.",
    "Sami": "Bures, oaidnaleapmetgo mii ihttin? Giitu, čáppa beaivi, ŋuohppu ja đuođđaráigi.",
    "Sanskrit": "Kṛṣṇa uvāca: dharmakṣetre kurukṣetre samavetā yuyutsavaḥ, saṃjaya, jñānaṃ.",
    "Serbian": "Здраво, видимо се сутра? Хвала, љубав и џеп, њива.",
    "Slovak": "Ahoj, stretneme sa zajtra? Ďakujem, kôň a ľalia, vŕba, šťastie, môžem.",
    "Slovene": "Živjo, se dobiva jutri? Hvala lepa, češnje in žabe so že tu.",
    "Spanish": "¿Qué tal, mañana nos vemos en el café? ¡Sí, señor! El pingüino comió ñoquis.",
    "Swahili": "Habari, tutaonana kesho asubuhi? Asante sana, ng'ombe wetu.",
    "Swedish": "Hej, ska vi ses i morgon på kontoret? Äpplen och öl, idé och à la carte, tack så mycket.",
    "Tamil": "வணக்கம், நாளை காலை சந்திப்போம். நன்றி.",
    "Thai": "สวัสดีครับ พรุ่งนี้เจอกันกี่โมง ขอบคุณมากครับ SMS น้ำ",
    "Turkish": (
        "Merhaba, yarın buluşalım mı? Işık İstanbul'da, kısa bir sınav; çok teşekkürler, güle güle "
        "ağabey."
    ),
    "Turkmen": "Salam, ertir duşuşalymy? Sag boluň, ýagşy günler, öňki ýaly.",
    "Ukrainian": "Привіт, зустрінемось завтра? Дякую, їжак і ґанок, п'ять.",
    "Urdu": "السلام علیکم، کل صبح ملتے ہیں؟ شکریہ، میں گھر ہوں۔",
    "Uzbek": "Salom, ertaga ko‘rishamizmi? Rahmat, oʻzbek va gʻisht.",
    "Vietnamese": (
        "Chào bạn, ngày mai mình gặp nhau nhé? Cần gửi thế nào cũng được, đường Nguyễn Huệ, cảm ơn "
        "nhiều!"
    ),
    "Welsh": "Bore da, wyt ti'n dŵad i'r tŷ yfory? Diolch yn fawr, mae'r dŵr yn oer, gêm ŵyl.",
    "Wolof": "Naka nga def, ëllëg dinañu gise? Jërëjëf, ñëw leen fii, nit ñóor.",
    "Yoruba": "Ẹ káàárọ̀, ṣé a máa pàdé lọ́la? Ẹ ṣé gan-an ni, ọ̀rẹ́ mi, ń bọ̀.",
    "Zulu": "Sawubona, sizobonana kusasa? Ngiyabonga kakhulu, sala kahle.",
    "ALA-LC": "al-Ḥāfiẓ Muḥammad ibn ʿAbd Allāh, Kitāb al-Ṣalāh; Tārīkh-i Īrān, Qurʾān.",
    "English": (
        "Naïve café owners in Kraków and São Paulo, e.g. Zoë; the U.S.A. and J. R. R. Tolkien "
        "agree: 5 m², H₂O."
    ),
    "English, lists": (
        "Choose A, B, C or D; a-b-c; I / O; grades A B C D E F; chords C G D A; Q W E R T Y; E.T.A."
        " 5 p.m. R.S.V.P."
    ),
    "English, codes": (
        "Use code DAV4D0PVWS or KT7P at EC1A 1AA, a04fe1b, mp3, 2nite, x@y.com, pay id@ybl, gr8! "
        "v1.2, 3D, log (s)."
    ),
    "English, names": (
        "OpenStreetMap, iPhone, GitHub, WeTV, macOS and McDonald's on https://t.co/LbaA41cMhH and "
        "t.co/sOdI3tb3iK"
    ),
    "Signs": (
        "👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣ 🇩🇪🇫🇷 ok 👍🏽 ‼️ ☎️ 🅰️ ① ② ( ͡° ͜ʖ ͡°) (๑•̀ㅂ•́)و✧ α = 0.05, 100 µs, TNFα"
        " ⠓⠑⠇⠇⠕⠀⠺"
    ),
    "Marks of direction": "‏שלום John‏ ⁦hello⁩ العربية‎ 123 ‫نص‬",
}  # fmt: skip
