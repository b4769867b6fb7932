"""Values for the slots of made-up messages: names, shops, numbers and how a country writes them."""

# ruff: noqa: E501, a slot a line

# Names and hosts for every locale.
# fmt: off
BRANDS = [
    "nordpak", "velomi", "brightlo", "kestro", "lumirra", "harbona", "parcelio", "tidelo", "quikarta",
    "medorra", "orlanda", "pintavo", "carrolo", "sunvera", "mapelo", "trivano", "fastello", "bluvia",
    "ordino", "clarivo",
]
SUBDOMAINS = ["", "", "www.", "my.", "track.", "app.", "go.", "t.", "m.", "info."]
SHORTENERS = [
    "lnq.to", "shr.tl", "qk.example", "go2.example", "tiiiny.ws", "kurzl.ink", "zap.example", "u9.gd",
]
LURES = [
    "secure", "verify", "parcel", "customs", "refund", "bonus", "claim", "wallet", "login", "update", "pay",
    "toll", "reward", "win", "vip", "profit", "account", "delivery", "support", "track", "unlock", "gift",
    "fee", "invest",
]
LURE_TLDS = ["top", "xyz", "info", "online", "click", "com", "cc", "vip", "shop", "live", "icu", "example"]
MAILBOXES = ["info", "hello", "office", "support", "team", "contact", "desk", "billing", "hr", "noreply"]
# fmt: on

# Values of a language that its locales share.
SHARED = {
    "en": """
month January|February|March|April|May|June|July|August|September|October|November|December
day Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
food pizza|curry|sushi|noodles|tacos|burgers|pasta|brunch|chicken|ramen|salad|cake
item wireless earbuds|running shoes|a desk lamp|a winter coat|a coffee machine|school shoes|a phone case|a rug|two books|a kettle|a backpack|garden chairs
hi |||Hi {name},|Hello {name},|Dear {name},|Dear customer,|Dear {name} {surname},
hey |||hey|hi {name}|hiya|heyy|morning!|yo|{name}!
end Thank you.|Ref {ref}|Questions? {phone}|Reply STOP to opt out|Thanks, {name}|Txt STOP to end|Do not reply to this message.
bye x|xx|😊|😂|lol|haha|let me know!|❤️|ttyl|ok?
"""
}

# Values of each locale, a slot a line; ``_`` in separators is a space.
VALUES = {
    "en-GB": """
name Tom|Aisha|Gemma|Callum|Priya|Owen|Maisie|Harriet|Jack|Nadia|Ellie|Rhys
woman Aisha|Gemma|Priya|Maisie|Harriet|Ellie
surname Ashdown|Pemberley|Okafor|Hartwell|Brannock|Sutcliffe|Mistry|Llewell
city Leeds|Bristol|Croydon|Cardiff|Glasgow|Norwich|Reading|Hull
bank Harbour Bank|Northgate|Penrose Bank|Tidewell|Crown & Mercer
shop Fennimore's|Larkspur|Brambles|Oak & Otter|Homewell|PetPantry|Tilly & Finch
courier Swiftpost|Parcelway|Redvan|Evriway|Crown Mail
telco Mobiva|O-Tel|Fone3|Lyncmobile
money £#|£#|£#|GBP #
scale 1
separators ,.
phones 07### ######|07#########|020 #### ####|0800 ### ####|01## ### ####|+44 7### ######
date %d %B|%D/%m|%d %B
time %H:%N|%I.%N%p|%I:%N%p|%I%p
tld co.uk|uk|com|org.uk
""",
    "en-US": """
name Mike|Ashley|Tyler|Brianna|Carlos|Megan|Jordan|Kayla|DeShawn|Emily|Josh|Sofia
woman Ashley|Brianna|Megan|Kayla|Emily|Sofia
surname Whitlock|Ramirez|Delaney|Kowalczyk|Booker|Lindgren|Tran|McAllen
city Austin|Denver|Columbus|Phoenix|Tampa|Brooklyn|Boise|Oakland
bank First Prairie|Summitline Bank|Keystone Federal CU|Bluewater Bank|Canyon Credit Union
shop Marlowe's|Bullseye Home|Pine & Pixel|Sunny Acre|GreenCart|Dogwood Pets|Rowan Outfitters
courier ParcelUS|Swift Ground|FedPak|Eagle Mail|RoadRunner
telco Veriza|T-Link|Cellone|Metroline
money $#|$#|$#|USD #
scale 1
separators ,.
phones (###) 555-01##|###-555-01##|+1 ### 555 01##|1-8##-555-01##|1 (8##) 555-01##
date %B %d|%M/%d|%m/%D|%B %d
time %I:%N %p|%I:%N%p|%I%p|%I:%N
tld com|com|net|org|us
""",
    "en-IN": """
name Rahul|Priya|Anjali|Suresh|Kavya|Arjun|Neha|Vikram|Divya|Imran|Lakshmi|Rohan
woman Priya|Anjali|Kavya|Neha|Divya
surname Sharma|Iyer|Nair|Gupta|Reddy|Khan|Banerjee|Patil
city Pune|Chennai|Indore|Kochi|Lucknow|Hyderabad|Jaipur|Surat
bank Bharosa Bank|Lotus Bank|Deccan Bank|Suraksha Bank|Ganga Co-op Bank
shop BigBaazar24|Flipzone|Kirana Kart|Zestomart|Silk Route|MedPlusy|Nandini Fresh
courier DelhiveX|Blue Arrow|Ekart One|India Parcel|Shadowex
telco Jivo|Airtell One|Vee Mobile|Bharat Tel
money Rs.#|Rs #|INR #|₹#|₹#
scale 30
separators ,.
phones 9#########|8#########|+91 9#### #####|1800-###-####|1800 ### ####
date %D-%m|%d %B|%D/%m|%D %B
time %I:%N %p|%I %p|%H:%N|%I.%N %p
tld in|co.in|com|in
""",
    "en-AF": """
name Chidi|Amina|Wanjiru|Kwame|Tunde|Ngozi|Thabo|Achieng|Musa|Blessing|Otieno|Ama
woman Amina|Wanjiru|Ngozi|Achieng|Blessing|Ama
surname Adeyinka|Mwangira|Mensima|Okonjoh|Dlamina|Balogan|Kamathi|Owusua
city Lagos|Nairobi|Accra|Abuja|Kisumu|Ibadan|Mombasa|Kumasi
bank Baobab Bank|Sahara Trust|Savanna Bank|Unity Coast Bank|Kilima Bank
shop Jumbo Mart|Naivo|Kongahub|Mama Njeri Stores|Palm Fresh|Adire House
courier Spidox|GIGX|Sendyo|Boda Express|Red Star X
telco Safariline|Glomobile|MTel|Airtime One
money N#|₦#|KSh #|Ksh#|NGN #|KES #
scale 100
separators ,.
phones 080########|07########|+234 80# ### ####|+254 7## ######|024 ### ####
date %d %B|%D/%m|%d-%B
time %I:%N %p|%I%p|%H:%N|%Ipm
tld com.ng|co.ke|com|africa|com.gh
""",
    "en-SG": """
name Wei Ling|Jun Hao|Siti|Kumar|Hui Min|Marcus|Farah|Shu Fen|Darren|Aisyah|Desmond|Xin Yi
woman Wei Ling|Siti|Hui Min|Farah|Shu Fen|Xin Yi
surname Tan|Lim|Rahman|Ong|Koh|Pillai|Teo|Goh
city Tampines|Jurong East|Toa Payoh|Bedok|Woodlands|Bugis|Yishun|Clementi
bank Merlion Bank|OCB Bank|Straits Bank|UniBank SG
shop Kopi & Co|FairMart|Lazazo|Shopiee Mall|Orchard Home|Ah Seng Electronics
courier NinjaPak|SingParcel|QuikPost|J&X Express
telco Singtelo|Starhubb|M2|Gomobile
money S$#|$#|SGD #|SGD#
scale 1
separators ,.
phones 9### ####|8### ####|6### ####|+65 8### ####|1800 ### ####
date %d %B|%D/%m|%d %B
time %I:%N%p|%I%p|%I.%N%p|%H%Nhrs
tld sg|com.sg|com
""",
    "es": """
name Lucía|Javier|Marta|Diego|Carmen|Andrés|Ximena|Pablo|Rocío|Iván|Valeria|Nacho
woman Lucía|Marta|Carmen|Ximena|Rocío|Valeria
surname Quintero|Salcedo|Molina|Barrientos|Ibáñez|Cárdenas|Vidal|Zamora
city Sevilla|Valencia|Zaragoza|Bilbao|Guadalajara|Puebla|Málaga|Rosario
bank Banco Marea|CajaNorte|Banco Olivar|BanSol|Caja del Valle
shop La Alacena|Modas Lirio|Casa Pino|TecnoRío|El Huerto|Zapatos Ronda|Mascolandia
courier Correvia|PaqExpress|SEURO|EnvíaYa|MensaNorte
telco Movilia|Orangia|YoTel|Telcasa
money # €|#€|# euros|$#
scale 1
separators .,
phones 6## ### ###|6########|9## ### ###|900 ### ###|+34 6## ## ## ##|+52 55 #### ####
month enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
day lunes|martes|miércoles|jueves|viernes|sábado|domingo
date %d de %B|%D/%m|%D-%m
time %H:%N|%h:%N|%h:%N h|%H:%N h
tld es|com|com.mx|com.ar
food paella|tortilla|pizza|tacos|croquetas|sushi|lentejas|arroz
item unas zapatillas|una lámpara|auriculares|un abrigo|una cafetera|dos libros|una mochila|un teclado
hi |||Hola {name},|Estimado cliente,|Buenos días,|Hola,|Estimada {name} {surname},
hey |||hola|ey|oye {name}|hola {name}!|holaa|{name}
end Gracias.|Ref. {ref}|Info: {phone}|BAJA al 22{n}|Un saludo.|No responda a este mensaje.|Más info en {link}
bye jaja|😘|😂|besos|un beso|vale?|❤️|jajaja|ya me dices
""",
    "pt": """
name Mariana|João|Beatriz|Thiago|Inês|Rafael|Camila|Duarte|Larissa|Bruno|Aline|Gustavo
woman Mariana|Beatriz|Inês|Camila|Larissa|Aline
surname Figueira|Nogueira|Sampaio|Teixeira|Barroso|Moreira|Azevedo|Lacerda
city São Paulo|Recife|Curitiba|Porto|Lisboa|Belo Horizonte|Braga|Salvador
bank Banco Aurora|NuvemBank|Caixa do Sul|Banco Ipê|Banco Tejo
shop Loja Jacarandá|Magazine Lua|Casa Verde|PetFeliz|Padaria Estrela|TecnoMar|Drogaria Vida
courier CorreioJá|LogExpress|Rapidex|EntregaLog|CTX
telco Vivaz|Clarinho|TimTel|Meop
money R$ #|R$#|R$ #|# €
scale 4
separators .,
phones (11) 9####-####|(21) 9####-####|0800 ### ####|9## ### ###|+55 11 9####-####
month janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro
day segunda|terça|quarta|quinta|sexta|sábado|domingo
date %D/%m|%d de %B|%d/%m
time %H:%N|%hh%N|%hh|%H:%Nh
tld com.br|com|pt|net.br
food pizza|feijoada|churrasco|sushi|hambúrguer|açaí|moqueca|massa
item um tênis|fone bluetooth|uma luminária|uma cafeteira|dois livros|uma mochila|um casaco|um teclado
hi |||Olá {name},|Prezado cliente,|Oi {name}!|Bom dia,|Caro(a) {name} {surname},
hey |||oi|oii|e aí {name}|oi {name}!|fala {name}|bom dia!
end Obrigado.|Ref. {ref}|Dúvidas: {phone}|Responda SAIR para cancelar|Protocolo {ref}|Não responda esta mensagem.|Saiba mais: {link}
bye kkk|😂|bjs|beijo|❤️|kkkkk|abs|🙏|me avisa
""",
    "fr": """
name Camille|Julien|Léa|Karim|Chloé|Antoine|Fatou|Manon|Hugo|Inès|Théo|Sandrine
woman Camille|Léa|Chloé|Manon|Inès|Sandrine
surname Delaunay|Mercier|Rousselin|Benali|Fontanel|Girardot|Lacroix|Perrin
city Lyon|Nantes|Lille|Toulouse|Rennes|Bruxelles|Bordeaux|Grenoble
bank Banque du Rivage|Crédit Lavande|Banque Alpine|Caisse du Nord|Horizon Banque
shop Maison Tilleul|La Petite Halle|Librairie Corail|Verdura|Jardiparc|Chaussélia|Pharmacie du Pont
courier ColisVite|Chronolis|RelaisPlus|Postéo|Mondiapak
telco Orangia|Libertel|Bouyg'Tel|Télia
money # €|#€|# euros|# EUR
scale 1
separators _,
phones 06 ## ## ## ##|07 ## ## ## ##|06########|01 ## ## ## ##|0 805 ### ###|+33 6 ## ## ## ##
month janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre
day lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
date %d %B|%D/%m|%D/%m
time %hh%N|%Hh%N|%hh|%H:%N
tld fr|com|be|eu
food pizza|raclette|sushi|crêpes|couscous|lasagnes|tartiflette|pâtes
item des baskets|une lampe|un casque|un manteau|une cafetière|deux livres|un sac à dos|un clavier
hi |||Bonjour {name},|Bonjour,|Cher client,|Madame, Monsieur,|Bonjour {name} {surname},
hey |||coucou|salut|hello {name}|coucou {name}|slt|cc|{name} ?
end Merci.|Réf. {ref}|Infos au {phone}|STOP au 36{nn}|Cordialement.|Ne pas répondre.|Plus d'infos : {link}
bye bisous|mdr|😂|bises|❤️|ptdr|à plus|😘|tu me dis
""",
    "de": """
name Lena|Jonas|Sabine|Mehmet|Anke|Florian|Katrin|Lukas|Miriam|Uwe|Jana|Tobias
woman Lena|Sabine|Anke|Katrin|Miriam|Jana
surname Brandner|Hoffstedt|Yildirim|Kesselring|Vogtmann|Lindemann|Reuther|Aigner
city Köln|Leipzig|Hannover|Graz|Freiburg|Bremen|Augsburg|Zürich
bank Hanseatia Bank|Sparkontor|Volksbund Bank|Alpenbank|Nordlicht Bank
shop Kaufhaus Linde|Tischlein|Gartenfroh|Buchhandlung Rabe|Schuhwerk|Tierglück|Möbel Kranz
courier PaketFix|Hermina|DPX|Postbote24|GLX
telco Telefix|Vodalia|O3|Kongo Mobil
money # €|# Euro|#€|EUR #
scale 1
separators .,
phones 0171 #######|0151 ########|0176########|030 #######|0800 #######|+49 152 ########
month Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember
day Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag
date %D.%m.|%d. %B|%d.%M.|%d. %B
time %H:%N|%H:%N Uhr|%h Uhr|%H.%N Uhr
tld de|de|com|at|ch
food Pizza|Döner|Sushi|Käsespätzle|Nudeln|Flammkuchen|Kuchen|Raclette
item Laufschuhe|Schreibtischlampe|Kopfhörer|Wintermantel|Kaffeemaschine|zwei Bücher|Rucksack|Tastatur
hi |||Hallo {name},|Guten Tag,|Sehr geehrter Kunde,|Liebe/r {name},|Guten Tag {name} {surname},
hey |||hey|hi {name}|hallo|moin|huhu|na {name}?|servus
end Danke.|Ref. {ref}|Fragen? {phone}|Abmelden: STOP an {nn}{nn}|Viele Grüße|Bitte nicht antworten.|Mehr: {link}
bye lg|😂|haha|❤️|bis dann|vg|😘|hdl|sag bescheid
""",
    "it": """
name Giulia|Marco|Chiara|Davide|Federica|Luca|Elisa|Salvatore|Martina|Andrea|Sara|Matteo
woman Giulia|Chiara|Federica|Elisa|Martina|Sara
surname Bellandi|Ferrarin|Colombani|Esposti|Marchetti|Rinaldini|Grassi|Contarin
city Torino|Bologna|Bari|Verona|Palermo|Firenze|Padova|Genova
bank Banca Ginestra|CrediMare|Banca dei Colli|Cassa Lombarda|Banca Sirio
shop Bottega Verdi Colli|CasaMia|Libreria Onda|Scarpe & Co|Il Fornaio|ElettroPiù|Zampe Felici
courier BartoX|Poste Rapide|PaccoPronto|GLX Italia|SpediFacile
telco Timmo|Vodaly|WindTel|Ilied
money # €|€ #|#€|# euro
scale 1
separators .,
phones 3## #######|3## ### ####|06 #######|800 ######|+39 3## #######
month gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre
day lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica
date %d %B|%D/%m|%D/%m
time %H:%N|%H.%N|%h e mezza|ore %H:%N
tld it|it|com|eu
food pizza|sushi|lasagne|carbonara|polenta|risotto|gelato|focaccia
item scarpe da corsa|una lampada|cuffie|un cappotto|una moka|due libri|uno zaino|una tastiera
hi |||Ciao {name},|Gentile cliente,|Buongiorno,|Gentile {name} {surname},|Salve,
hey |||ciao|ehi|oh {name}|ciao {name}!|ehilà|{name}?
end Grazie.|Rif. {ref}|Info: {phone}|STOP al {nn}{nn}|Cordiali saluti.|Non rispondere a questo SMS.|Dettagli: {link}
bye ahah|😂|baci|un bacio|❤️|😘|a dopo|fammi sapere
""",
    "nl": """
name Sanne|Daan|Fleur|Bram|Yasmina|Joost|Lotte|Ruben|Anouk|Sem|Maaike|Thijs
woman Sanne|Fleur|Yasmina|Lotte|Anouk|Maaike
surname Verbeeck|de Wildt|Hoekman|El Amrani|Kuiper|Vermaas|Dijkshoorn|Bosman
city Utrecht|Groningen|Gent|Eindhoven|Zwolle|Antwerpen|Haarlem|Breda
bank Polderbank|RegioSpaar|De Gulden Bank|Maasbank|Kompas Bank
shop De Groene Kast|Bloemrijk|Boekenhoek|Schoenenhuis Klop|HuisThuis|Dierenpret|Fietsplaza
courier PostSnel|PakketNu|DHX|Bezorgd24|Vlotpost
telco KPX|Odiva|T-Mobiel|Simpelo
money € #|€#|# euro|€ #
scale 1
separators .,
phones 06-########|06 ########|06########|030-#######|0800-####|+31 6 ########
month januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december
day maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag
date %d %B|%D-%m|%d/%M|%d %B
time %H:%N|%H.%N uur|%h uur|%H:%N uur
tld nl|nl|be|com
food pizza|stamppot|sushi|friet|pannenkoeken|pasta|soep|rijsttafel
item hardloopschoenen|een bureaulamp|oordopjes|een winterjas|een koffiezetter|twee boeken|een rugzak|een toetsenbord
hi |||Hallo {name},|Beste klant,|Hoi {name},|Geachte heer/mevrouw,|Beste {name} {surname},
hey |||hoi|hey|heej {name}|hoi {name}!|yo|he {name}
end Bedankt.|Ref. {ref}|Vragen? {phone}|Afmelden? STOP naar {nn}{nn}|Groet, {name}|Niet beantwoorden.|Meer info: {link}
bye haha|😂|groetjes|x|❤️|kus|hihi|laat maar weten
""",
    "pl": """
name Kasia|Tomek|Agnieszka|Michał|Ola|Bartek|Magda|Piotr|Zuzia|Kuba|Ewa|Wojtek
woman Kasia|Ola|Magda|Zuzia|Ewa|Agnieszka
surname Sadowska|Lipiński|Borecka|Czarnecki|Maj|Wrona|Gajda|Rogala
city Wrocław|Gdynia|Łódź|Lublin|Poznań|Katowice|Rzeszów|Olsztyn
bank Bank Bursztyn|Bałtyk Bank|Bank Żubr|Kasa Wiślana|Bank Giewont
shop Sklep Jagoda|Domowo|Książnica|Butomania|Zielony Targ|AGD Plus|Cztery Łapy
courier InPaczka|KurierPL|DPX|SzybkaPoczta|Paczkomatik
telco Plusik|Orangia|Graj|T-Mob
money # zł|# PLN|#zł|# zl
scale 4
separators _,
phones 5## ### ###|6## ### ###|22 ### ## ##|800 ### ###|+48 5## ### ###
month stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia
day poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela
date %d %B|%D.%m|%d.%m|%d %B
time %H:%N|%h:%N|%H.%N
tld pl|pl|com.pl|com
food pizza|pierogi|sushi|kebab|naleśniki|żurek|makaron|placki
item buty|lampka|słuchawki|płaszcz|ekspres do kawy|dwie książki|plecak|klawiatura
hi |||Dzień dobry,|Cześć {name},|Szanowny Kliencie,|Szanowni Państwo,|Witaj {name}!
hey |||hej|cześć|siema|hejka|hej {name}|{name}!|no hej
end Dziękujemy.|Nr ref. {ref}|Info: {phone}|STOP na {nn}{nn}|Pozdrawiamy|Nie odpowiadaj na ten SMS.|Więcej: {link}
bye haha|😂|buziaki|❤️|pozdro|xd|😘|daj znać|pa
""",
    "tr": """
name Elif|Mehmet|Zeynep|Can|Ayşe|Burak|Derya|Emre|Selin|Hakan|Merve|Oğuz
woman Elif|Zeynep|Ayşe|Derya|Selin|Merve
surname Karaduman|Yalçınöz|Aksoylu|Demirbaş|Şenel|Toprakçı|Uysal|Çelebi
city İzmir|Bursa|Ankara|Antalya|Konya|Eskişehir|Trabzon|Kadıköy
bank Boğaz Bank|Anadolu Birik|Çınar Bankası|Deniz Yıldızı Bank|Kapadokya Bank
shop Hepsipazar|Trendora|Lale Giyim|Kitap Evi|Ege Market|Teknoköşk|Patiland
courier Hızlıkargo|Yurtpak|Arasta Kargo|SüratX|Kargomatik
telco Türkhat|Vodacell|Avea Plus
money # TL|#TL|₺#|# TL
scale 12
separators .,
phones 05## ### ## ##|05#########|0850 ### ## ##|0212 ### ## ##|+90 5## ### ## ##
month Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık
day Pazartesi|Salı|Çarşamba|Perşembe|Cuma|Cumartesi|Pazar
date %d %B|%D.%m|%D/%m|%d %B
time %H:%N|%H.%N|%h:%N
tld com.tr|com|net.tr
food pizza|mantı|lahmacun|döner|menemen|sushi|börek|künefe
item spor ayakkabı|masa lambası|kulaklık|mont|kahve makinesi|iki kitap|sırt çantası|klavye
hi |||Merhaba {name},|Sayın müşterimiz,|Değerli müşterimiz,|Sayın {name} {surname},|Merhaba,
hey |||selam|slm|naber {name}|{name}|kanka|canım|hey
end Teşekkürler.|Ref: {ref}|Bilgi: {phone}|SMS almamak için RET yazıp {nn}{nn}'e gönderin|B{nn}{n}|İyi günler.|Detay: {link}
bye 😂|haha|öptüm|❤️|görüşürüz|😘|sjsj|haber ver
""",
    "ru": """
name Аня|Дима|Катя|Сергей|Оля|Максим|Наташа|Игорь|Лена|Артём|Марина|Паша
woman Аня|Катя|Оля|Наташа|Лена|Марина
surname Воронцова|Лебедев|Гусева|Тихонов|Ермакова|Сафин|Белякова|Журов
city Казань|Екатеринбург|Самара|Пермь|Томск|Воронеж|Тула|Омск
bank Волга Банк|СеверБанк|Банк Берёза|Кедр Банк|Рубикон Банк
shop Домовёнок|Книжный Лес|Озонка|Вкус и Дом|Зоомир|ТехноСклад|Лавка
courier СДЭКС|Почта Плюс|Боксик|ДоставимВсё|Курьер24
telco Мегател|Билайт|МТСвязь|Теле3
money # руб.|# ₽|#р|# рублей
scale 25
separators _,
phones 8 9## ### ## ##|+7 9## ###-##-##|89#########|8 800 ### ## ##|8-9##-###-##-##
month января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря
day понедельник|вторник|среда|четверг|пятница|суббота|воскресенье
date %d %B|%D.%m|%d.%m|%d %B
time %H:%N|%h:%N|%H:%N
tld ru|ru|com|online
food пицца|суши|шашлык|пельмени|блины|борщ|плов|шаурма
item кроссовки|лампа|наушники|пальто|кофеварка|две книги|рюкзак|клавиатура
hi |||Здравствуйте!|{name}, здравствуйте!|Уважаемый клиент!|Добрый день!|Добрый день, {name}!
hey |||привет|прив|{name}, привет|ку|слушай|{name}!|хай
end Спасибо.|Номер {ref}|Тел. {phone}|Отписка: СТОП|С уважением, {name}|Не отвечайте на это сообщение.|Подробнее: {link}
bye хаха|😂|целую|❤️|давай|ахах|😘|напиши|)))
""",
    "ar": """
name محمد|فاطمة|أحمد|نورة|خالد|ريم|يوسف|سارة|عمر|هدى|مريم|سلطان
woman فاطمة|نورة|ريم|سارة|هدى|مريم
surname الزهراوي|القحطان|الشامي|البدري|المنصوري|الحداد|الراشد|النجار
city الرياض|جدة|دبي|القاهرة|عمّان|الدمام|الإسكندرية|الدوحة
bank بنك الواحة|مصرف النخيل|بنك الخليج الأزرق|بنك النيل الجديد|مصرف المنار
shop متجر الياسمين|سوق الدار|مكتبة القلم|نونو مارت|بيت الأناقة|صيدلية الشفاء
courier سمسا بلس|أرامكس ون|توصيل السريع|بريدي|ناقلكم
telco اتصال|موبايلنا|زينة|دو تل
money # ريال|# درهم|# جنيه|# ر.س
scale 4
separators ,.
phones 05########|05# ### ####|010########|9200#####|+966 5########|+971 5# ### ####|800 ### ####
month يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر
day الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد
date %d %B|%d/%M|%D/%m|%d %B
time %h:%N|%H:%N
tld sa|com|ae|com.eg
food بيتزا|كبسة|شاورما|كشري|برجر|مندي|سوشي|فلافل
item حذاء رياضي|مصباح|سماعات|معطف|ماكينة قهوة|كتابان|حقيبة ظهر|لوحة مفاتيح
hi |||مرحبا {name}،|عزيزي العميل،|السلام عليكم،|عزيزنا العميل|أهلاً {name}،|السيد/ة {name} {surname}،
hey |||هلا|السلام عليكم|يا {name}|هلا {name}|أهلين|صباح الخير|كيفك
end شكراً لك.|رقم المرجع {ref}|للاستفسار {phone}|لإلغاء الاشتراك أرسل STOP|مع تحياتنا|لا ترد على هذه الرسالة.|التفاصيل: {link}
bye ههههه|😂|الله يسعدك|❤️|مع السلامة|تسلم|🌹|خبرني
""",
    "hi": """
name राहुल|प्रिया|अंजलि|सुरेश|नेहा|विकास|पूजा|अमित|कविता|रोहित|सीमा|इमरान
woman प्रिया|अंजलि|नेहा|पूजा|कविता|सीमा
surname शर्मा|वर्मा|यादव|गुप्ता|मिश्रा|चौहान|खान|तिवारी
city लखनऊ|जयपुर|इंदौर|पटना|भोपाल|कानपुर|दिल्ली|नागपुर
bank भरोसा बैंक|गंगा बैंक|सुरक्षा बैंक|लोटस बैंक|जनहित बैंक
shop किराना कार्ट|फ्लिपज़ोन|साड़ी घर|पुस्तक महल|बिगबाज़ार24|मेडप्लसी
courier इंडिया पार्सल|डेल्हीवेक्स|ब्लू एरो|ईकार्ट वन
telco जिवो|एयरटेल वन|भारत टेल|वी मोबाइल
money ₹#|रु. #|# रुपये|Rs.#|₹ #
scale 30
separators ,.
phones 9#########|8#########|+91 9#### #####|1800-###-####|1800 ### ####
month जनवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर
day सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार
date %d %B|%D-%m|%D/%m|%d %B
time %I:%N|%I:%N बजे|%I बजे|%H:%N
tld in|co.in|com
food पिज्जा|बिरयानी|छोले भटूरे|मोमो|डोसा|पनीर|समोसे|राजमा चावल
item जूते|टेबल लैंप|ईयरफोन|जैकेट|मिक्सर|दो किताबें|बैग|कीबोर्ड
hi |||प्रिय ग्राहक,|नमस्ते {name},|नमस्कार,|प्रिय {name} {surname},|{name} जी,
hey |||अरे|सुनो|हाय {name}|अरे {name}|{name}|भाई|यार
end धन्यवाद।|संदर्भ {ref}|जानकारी: {phone}|बंद करने के लिए STOP भेजें|कृपया इस संदेश का उत्तर न दें।|अधिक: {link}
bye 😂|हाहा|बाय|❤️|ठीक है?|🙏|बताना|चलो फिर
""",
    "hi_Latn": """
name Rahul|Priya|Anjali|Suresh|Neha|Vikas|Pooja|Amit|Kavita|Rohit|Seema|Imran
woman Priya|Anjali|Neha|Pooja|Kavita|Seema
surname Sharma|Verma|Yadav|Gupta|Mishra|Chauhan|Khan|Tiwari
city Lucknow|Jaipur|Indore|Patna|Bhopal|Kanpur|Delhi|Nagpur
bank Bharosa Bank|Ganga Bank|Suraksha Bank|Lotus Bank|Janhit Bank
shop Kirana Kart|Flipzone|Saree Ghar|Pustak Mahal|BigBaazar24|MedPlusy
courier India Parcel|DelhiveX|Blue Arrow|Ekart One
telco Jivo|Airtell One|Bharat Tel|Vee Mobile
money Rs #|Rs.#|₹#|# rupaye|#/-
scale 30
separators ,.
phones 9#########|8#########|+91 9#### #####|1800-###-####|70########
month January|February|March|April|May|June|July|August|September|October|November|December
day Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday
date %d %B|%D-%m|%D/%m
time %I:%N|%I baje|%I:%N baje|%I:%N %p
tld in|co.in|com
food pizza|biryani|chole bhature|momos|dosa|paneer|samose|rajma chawal
item joote|table lamp|earphones|jacket|mixer|do kitabein|bag|keyboard
hi |||Priya grahak,|Namaste {name},|Namaskar,|{name} ji,|Dear customer,
hey |||arre|sun na|hi {name}|oye {name}|bhai|yaar|abe
end Dhanyavaad.|Ref {ref}|Jankari: {phone}|Band karne ke liye STOP bhejein|Is message ka reply na karein.|Details: {link}
bye 😂|haha|bye|❤️|theek hai?|🙏|batana|chal phir
""",
    "id": """
name Dewi|Agus|Rina|Budi|Sari|Fajar|Putri|Yoga|Wulan|Rizky|Ayu|Hendra
woman Dewi|Rina|Sari|Putri|Wulan|Ayu
surname Pratama|Wijayanto|Lestari|Saputra|Hidayat|Kusuma|Siregar|Nugraha
city Bandung|Surabaya|Medan|Bekasi|Yogyakarta|Makassar|Depok|Semarang
bank Bank Melati|Bank Garuda Kita|BRN|Bank Samudra|Bank Nusa
shop Tokoku|Shopiyah|Warung Sejahtera|Batik Ayu|Toko Buku Cerdas|ElektroMart|Lapak Kita
courier JNX|SiKilat|AnterIn|Paket Ekspres|NinjaPak
telco Telkomsal|Indosit|XLink|Trix
money Rp#|Rp #|Rp. #|Rp#,-
scale 5000
separators .,
phones 08##########|08##-####-####|+62 8##-####-####|021-#######|1500###
month Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember
day Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu
date %d %B|%D/%m|%d %B
time %H.%N|%H:%N|jam %h|%H.%N WIB
tld co.id|id|com|my.id
food bakso|nasi padang|sate|pizza|mie ayam|seblak|rendang|sushi
item sepatu lari|lampu meja|headset|jaket|blender|dua buku|tas ransel|keyboard
hi |||Halo {name},|Yth. Nasabah,|Pelanggan Yth,|Kak {name},|Selamat siang,|Yth. {name} {surname},
hey |||halo|eh|hai {name}|woi|bro|kak {name}|bestie|{name}
end Terima kasih.|Ref: {ref}|Info: {phone}|Ketik STOP utk berhenti|Salam, {name}|Jangan balas pesan ini.|Info: {link}
bye wkwk|😂|hehe|❤️|🙏|ya|wkwkwk|kabarin ya|dadah
""",
    "ja": """
name 美咲|健太|陽子|翔|由美|大輔|さくら|拓也|真由|亮|彩|直樹
woman 美咲|陽子|由美|さくら|真由|彩
surname 北沢|宮原|藤代|小野寺|水谷|相沢|古賀|長瀬
city 横浜|札幌|福岡|名古屋|仙台|京都|神戸|川崎
bank あさひ川銀行|みなと銀行ネット|さくら信託|つばさ銀行|北斗信用金庫
shop まるや|ひかり書店|花かご|ラクマート|くらし館|ペットの森|スニーカー堂
courier クロイヌ便|はやぶさ急便|日の丸郵送|みどり運輸
telco ソラモバイル|ドコヨ|エーユン|らくテル
money #円|#円|¥#|¥#
scale 100
separators ,.
phones 090-####-####|080-####-####|03-####-####|0120-###-###|050-####-####
month 1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月
day 月曜|火曜|水曜|木曜|金曜|土曜|日曜
date %B%d日|%M/%d|%B%d日|%M月%d日
time %H:%N|%h時%N分|%h時|%H:%N
tld jp|co.jp|com|ne.jp
food ラーメン|焼肉|お寿司|カレー|ピザ|うどん|餃子|パスタ
item ランニングシューズ|デスクライト|イヤホン|コート|コーヒーメーカー|本2冊|リュック|キーボード
hi |||{surname}様、|お客様へ。|こんにちは。|{surname}{name}様、|いつもありがとうございます。
hey |||ねえ、|おつかれ！|{name}、|やっほー！|おはよう！|{name}ちゃん、
end ありがとうございます。|受付番号{ref}|お問い合わせ {phone}|配信停止は{link}|よろしくお願いいたします。|※返信はできません。
bye 笑|😂|よろしく！|❤️|w|またね|(^^)|連絡してね|🙏
""",
    "zh": """
name 小雨|志强|丽娜|浩然|佳怡|建国|思远|雪梅|子涵|大伟|婷婷|俊杰
woman 小雨|丽娜|佳怡|雪梅|子涵|婷婷
surname 陆|温|乔|邵|龚|柳|褚|简
city 杭州|成都|武汉|西安|长沙|南京|青岛|郑州
bank 江海银行|云山银行|锦程银行|华泽银行|城南农商行
shop 优品汇|乐家超市|书香阁|果鲜生|悦宠|美衣坊|万家电器
courier 顺达快递|圆鸿速递|中行速运|丰鸟驿站|极蜂快递
telco 联信通讯|移讯|电联|讯通
money #元|￥#|¥#|人民币#元
scale 6
separators ,.
phones 138########|159########|186########|400-###-####|021-########|955##
month 1月|2月|3月|4月|5月|6月|7月|8月|9月|10月|11月|12月
day 周一|周二|周三|周四|周五|周六|周日
date %B%d日|%M月%d日|%B%d号
time %H:%N|%h:%N|%h点|%h点半
tld cn|com.cn|com|net
food 火锅|烧烤|饺子|麻辣烫|披萨|米粉|寿司|小龙虾
item 跑鞋|台灯|蓝牙耳机|羽绒服|咖啡机|两本书|双肩包|键盘
hi |||尊敬的客户，|您好，|亲爱的{surname}先生，|{surname}女士您好，|亲，
hey |||哈喽，|在吗，|{name}，|嗨，|早，|宝，
end 谢谢！|编号{ref}|详询{phone}|拒收请回复R|退订回T|请勿回复。|详情{link}
bye 哈哈|😂|么么哒|❤️|好吗|嘿嘿|👌|到时候说|拜拜
""",
    "ko": """
name 민지|준호|서연|지훈|수빈|현우|유진|도윤|하은|태현|지영|성민
woman 민지|서연|수빈|유진|하은|지영
surname 김|이|박|최|정|강|윤|한
city 부산|대전|수원|인천|광주|대구|성남|제주
bank 한빛은행|누리뱅크|가온은행|푸른저축은행|새솔은행
shop 온마켓|다온서점|꽃담|쿠몰|하루상점|멍냥월드|신발창고
courier 번개택배|한길택배|우리로지스|제트배송
telco 에스텔|케이통신|유플모바일|알뜰텔
money #원|#원|₩#
scale 1000
separators ,.
phones 010-####-####|010########|02-####-####|1588-####|1544-####|070-####-####
month 1월|2월|3월|4월|5월|6월|7월|8월|9월|10월|11월|12월
day 월요일|화요일|수요일|목요일|금요일|토요일|일요일
date %B %d일|%M/%d|%m.%D|%M월 %d일
time %H:%N|%I시 %N분|%h시|%I시 반
tld kr|co.kr|com|net
food 치킨|삼겹살|떡볶이|피자|초밥|냉면|파스타|국밥
item 운동화|책상 조명|무선 이어폰|코트|커피머신|책 2권|백팩|키보드
hi |||{surname}{name}님,|고객님,|안녕하세요.|{name}님 안녕하세요!|안녕하세요 {surname}{name}님,
hey |||야|{name} 안녕|언니|오빠|자기야|저기|굿모닝!
end 감사합니다.|접수번호 {ref}|문의 {phone}|무료수신거부 080{nn}{last}|좋은 하루 되세요.|본 문자는 발신전용입니다.|자세히: {link}
bye ㅋㅋ|😂|ㅎㅎ|❤️|ㅋㅋㅋㅋ|알려줘|ㅠㅠ|이따 봐
""",
}
