# ruff: noqa: E501
"""Templates of spam, by language or locale, under their kinds; see :mod:`modern`."""

SPAM = {
    "en": """
# parcel
{courier}: your parcel {track} [could not be delivered|is on hold|is being held at our depot] because of [an unpaid fee of {small}|an incomplete address|a missing house number]. [Pay|Update|Confirm] now: {link}
{hi}a customs charge of {small} is due on your package. Settle within 24 hours or it will be returned: {link}
{courier} final notice: your package {track} will be sent back [today|on {date}]. Reschedule at {link}
We attempted to deliver your parcel at {time} but no one was home. To arrange a new delivery a fee of {small} applies {link}
Your item has arrived at the {city} warehouse and cannot be delivered due to a wrong zip code. Please confirm your address in the link within 12 hours. {link} [(Reply Y and reopen this message to activate the link)|]
Import tax on order {ref} unpaid. Avoid storage costs, pay {small} here {link}
# bank
We could not verify your last payment of {amount} to {shop}. Reply with the code we just sent you to cancel it.
This is {bank} security, {name}. Your account is being attacked, move your money to the safe account we made for you. Call {phone}
{bank}: [a new device|a new payee {full}] was added to your account at {time}. If this was NOT you, cancel here: {link}
{bank} ALERT: your [account|card|online banking] has been [locked|suspended|restricted] due to unusual activity. [Verify|Restore access|Unlock] at {link}
{hi}a payment of {amount} to {full} is pending. To stop it call our fraud team now on {phone}
Toll services: you have an unpaid toll of {small}. Pay by {date} to avoid a {amount} late fee and suspension of your licence: {link}
Tax office: you are eligible for a refund of {amount}. Claim before {date}: {link}
Your SIM will be deactivated within 24 hours as your documents are not updated. Call {phone} immediately. {telco}
Your {brand} ID is locked! We detected a sign-in from {city}. Confirm your details or lose your data: {link}
{telco}: your last bill payment failed. Update your card today to avoid disconnection {link}
URGENT: an arrest warrant has been issued over your unpaid taxes of {big}. Call {phone} now to settle.
Parking penalty {ref}: {amount} outstanding. Discounted to {small} if paid today at {link}
You are entitled to a cost of living payment of {amount}. Apply before {day} {link}
# mum
Hello, how are you today {name}?
Are you back from {city} yet? It's [Chloe|Ivy|Lily], my assistant gave me this number
Hi [mum|mom|dad], [I dropped my phone down the toilet|my phone broke|I lost my phone] so this is my new number. [Can you message me on WhatsApp?|Text me back asap|Save it and delete the old one] {phone}
[Mum|Mom|Dad] it's me, using a friend's phone. I need to pay a bill of {big} today and my banking is locked. Can you send it? I'll pay you back {day}
Hi, is this {name}? [We met at the conference in {city}|I got your number from the golf club|{name} the horse trainer gave me your number]
Sorry, wrong number! But you seem [kind|polite], maybe it's fate. I'm {name}, I live in {city} and run a small investment business. You?
Hey {name}, are we still on for the yoga class on {day}? It's [Vivian|Emma|Sophia], this is my new number
Hello! [Long time no see|How have you been]? I changed my phone and found your contact. It's {name}. Can we chat on WhatsApp {phone}?
My uncle is an analyst and he taught me to trade {coin}. I made {big} this week, shall I show you how? You only need {amount} to begin
# crypto
{hi}your trading account is now worth {big}. Pay the {pct}% tax to withdraw, contact {mail}
{hi}[join|you're invited to] our [VIP|private] {coin} signals group. {pct}% [profit|return] [every week|a day], guaranteed. Telegram {user}
Turn {amount} into {big} in {n} days with our AI trading robot. [Withdraw any time.|No experience needed!] {link}
[Your wallet|Your {coin} account] has received {n}.{nn} {coin}. Log in and withdraw before it expires: {link}
BREAKING: famous host reveals the trading platform that made him rich. Deposit {amount} and earn {big} a month {link}
Professor {surname}'s stock group: yesterday's pick rose {pct}%! Free entry for the first {nn} people, add WhatsApp {phone}
Lost money to a scam? Our hackers recover your {coin} in 48h. No win no fee. Contact {mail}
{coin} airdrop is LIVE!! Connect your wallet and claim {big} in tokens: {link}
# job
Are you still looking for a job?
hi {name}, got a minute for an extra income? {phone}
{hi}I'm {name} from {brand} HR. We [found|reviewed] your CV and offer a part-time remote job, {nn} minutes a day, [{amount}|{amount} to {amount}] daily. Message me on WhatsApp {phone}
Earn {amount} a day just [liking videos|rating hotels|reviewing products] from your phone! [No experience.|Paid the same day.] Add Telegram {user}
Hiring now: {nn} online assistants, age 22+, {big} per month, {n} free days. Reply YES or contact {phone}
Hi, do you have time for a side job? Follow shops for us, {small} per task, settled in {coin}. {link}
Work from home packing pens! {big} weekly, no fee except {small} registration. Call {name} {phone}
Nice to meet you, my name is {name}, a recruiter at {brand}. May I share details of a flexible online position with you? Salary {amount}/day
# loan
Cash today? Text {phone}
{hi}you are pre-approved for a loan of {big}. [No credit check!|Bad credit OK.|Funds in {nn} minutes.] Apply: {link}
Need cash today? Get up to {big} with no paperwork, no guarantor. Call or WhatsApp {phone}
In debt? A new government scheme may write off up to {pct}% of what you owe. Reply INFO or see {link}
Your loan of {big} is approved! Pay the processing fee of {amount} to release the money. {phone}
FINAL OFFER: consolidate all your debts into one payment of {amount}. Check if you qualify {link} STOP to opt out
Were you in an accident that wasn't your fault? You could be owed {big}. Reply CLAIM or STOP
# casino
{nn} FREE spins + {pct}% bonus waiting for you at {brand} Casino! [No deposit needed.|Use code {ref}.] {link}
{hi}your {amount} betting credit expires tonight. Log in and play: {link}
Fixed match {day} {time}, 100% sure odds {nn}.{nn}. Pay after you win! WhatsApp {phone}
{name} from {city} just WON {big} on the slots! Your turn: sign up and get {amount} free {link}
Trusted online casino, fast withdraw in {n} minutes, welcome bonus {pct}%. Join {link}
Jackpot {big}!! Today only every new player gets {amount}. 18+ {link}
# prize
YOU WON {amount}! {link}
{hi}open this before {time}: {link}
Congratulations {name}! You've [won|been selected for] a {amount} [{shop}|supermarket] gift card. [Claim|Confirm] in {nn} minutes: {link}
Your number was drawn in the {telco} anniversary draw. Prize: {big}. To claim send your name and bank details to {mail}
{shop} survey: answer {n} questions and get a [phone|coffee machine|vacuum cleaner] worth {big} FREE, only pay {small} shipping {link}
Dear winner, your phone no. won {big} in the {city} Mobile Lottery. Contact agent {name} {surname} on {phone}, ref {ref}
Thank you for paying your {month} bill! Here's a little gift for you: {link}
You have {nn}{nn} loyalty points expiring TODAY. Swap them for {item} before midnight {link}
# romance
bored tonight? {link}
Hi handsome, I'm {woman}, {nn}, [alone tonight in {city}|new in {city}]. See my [pics|private photos] here {link}
{n} women near {city} want to meet you tonight. No strings. Chat free: {link}
{hey}I saw your profile and can't stop thinking about you. Add me on Telegram {user} 💋
[Hot|Sexy] {woman} sent you a private video. Watch before it's deleted {link}
My dear, I am a [soldier|doctor|engineer] on a mission abroad. I feel we are made for each other but I need {amount} for the flight to come to you
you look sweet in your photo 😘 i'm {woman}, shy girl, wanna see more of me? {link}
# pills
Lose {nn} pounds in {n} weeks without diet or gym! [Doctors hate it.|As seen on TV.] Order {brand} gummies: {link}
Last longer tonight! Blue pills from {small}, no prescription, discreet parcel. {link}
[Designer|Luxury] watches & bags, {pct}% off, same quality as original. WhatsApp {phone} or {link}
This one fruit cures diabetes in {nn} days, big pharma is furious. Watch the video {link}
Outlet CLOSING: brand-name sneakers {small}! Last {nn} pairs, pay today {link}
CBD oil for joint pain, first bottle free, you just pay {small} postage. {link}
# invoice
[Payment receipt {ref}|Your order {ref} has been processed]¶¶Dear customer,¶¶thank you for your purchase. Your yearly plan with {brand} Total Security has been renewed and {amount} will be shown on your statement within {nn} hours. Product: {brand} Total Security, {n} devices. Payment method: automatic debit. Order number: {ref}. If you wish to keep your protection you need not do anything. If you did not authorise this renewal or want your money back you must speak to our billing department before {date} on {phone} (toll free). For your safety our technician may ask you to open your computer so that he can fill in the refund form together with you. Refunds cannot be requested by mail.¶¶Regards,¶{name}, {brand} billing team
Your {brand} Antivirus subscription has been renewed for {amount}. If you did not authorise this, call {phone} within 24 hours for a refund.
Invoice {ref}: {amount} was charged for {brand} PC Protection ({n} years). To cancel dial {phone}
Your [{brand} streaming|Premium] membership has expired. Update your payment method to keep watching: {link}
WARNING! Your phone has {nn} viruses. Remove them now or your SIM and photos will be damaged: {link}
Microsystem support: we detected hackers on your computer. Do not shut it down, call {phone} toll free.
Your cloud storage is full. Your photos will be DELETED on {date}. Get 50 GB for {small}: {link}
Thank you for your order of a phone for {big}. It ships to {full}, {city}. Not you? Call {phone} now
# charity
Children in [the flood|the earthquake|the war] are starving. {amount} saves a life. Send {coin} or a card payment today: {link} God bless you
I am {full}, my daughter needs an operation of {big}. Please help with any amount, {phone}. Share with {n} groups and you will be blessed
{hi}orphans at our {city} home have no food this week. Donate {small} by gift card, reply with the code please
Forward this to {nn} people and the company will give {amount} to a sick child. {link}
Urgent appeal: rescue dogs will be put down on {date}. Pay {small} now at {link}
# seo
[A new website for {name}|Your online presence]¶¶Hi {name},¶¶hope this finds you well. I came across your business while searching in {city} and was impressed, but your website is holding you back. My team of {nn} experts has helped hundreds of companies like yours to get {pct}% more calls within {n} weeks. We do search engine optimisation, social media, reviews and advertising, everything from one hand, from only {amount} a month and with no contract. I have already recorded a short video which shows {n} mistakes that cost you customers every day. Shall I send it over? Just reply "yes" with your phone number and the best time to call. If you don't want to hear from me again, tell me and I will try next month.¶¶Cheers,¶{full}, growth partner, {phone}
Increase your website traffic by {pct}%¶¶Hi,¶¶I was looking at your website and noticed [it does not rank on the first page|{nn} errors|it loads slowly]. We are an SEO company from {city} and can put you on page one in {nn} days from only {amount} a month. May I send you a quote?¶¶Regards,¶{full}, business development
Quick question about your business¶¶Hello {name},¶¶We have a list of {nn},000 verified buyers in your industry with email and phone. [Price {amount}, valid until {date}.|Reply YES for a free sample of {nn}.] If you're not the right person please forward this.¶¶{full}¶Lead generation, {brand}
Guest post on your site¶¶Dear webmaster,¶¶I love your blog! I would like to publish an article with one do-follow link about [casino games|CBD|loans] and will pay {amount}. We own {nn}0 high authority sites too.¶¶{name}
Get {nn}00 real followers for {small}! Likes, views, 5-star reviews. Instant delivery {link}
{hi}I build apps and websites from {amount}. Logo FREE this week. Shall we jump on a {nn} minute call? {phone}
Re: Re: your domain is expiring¶¶Attention: your domain listing ends on {date}. Failure to renew may make it hard for customers to find you on the web. Secure payment of {amount}: {link}
# advance
[Urgent and confidential|Mutual benefit|From the desk of {full}]¶¶Dear sir or madam,¶¶I am {full}, head of audit at {bank}, {city}. During our last review I found an account holding {big} which nobody has touched for {n} years, as the owner passed away without a will. By law the money goes to the government on {date} if no relative comes forward. I would like to present you as that relative. There is no risk: all documents will be prepared by my lawyer and the transfer takes {nn} days. You will keep {pct} percent and the rest is for me and my colleagues. Please keep this to yourself and send me your full name, address, telephone number and a copy of your passport to {mail} or call {phone}.¶¶Awaiting your swift reply,¶{full}
Confidential business proposal¶¶Dear friend,¶¶I am {full}, [lawyer|auditor|bank manager] to a late client who died with his family in {city} leaving {big} and no next of kin. As you share his surname I want to present you as the heir. You will keep {pct}%. [Kindly send your full name, address and phone number|Reply in strict confidence] to {mail}.¶¶Yours in trust,¶{full}
Donation to you¶¶I am {full}, {nn} years old, winner of the {city} mega lottery. I am dying of illness and have chosen you to receive {big} for charity work. Contact my lawyer {name} {surname} at {mail} with code {ref}. God bless.
ATTENTION: UNPAID BENEFICIARY¶¶Your compensation fund of {big} has been approved by the committee. It will come by ATM card as soon as you pay the courier fee of {amount}. Send your data to {mail}, agent {name} {surname}, {phone}.
Hello dear, I am Mrs {surname}, widow. I have {big} in {bank} and need an honest partner to move it. Email {mail}
Payment approved: {big} inheritance in your name, release fee {amount}. Contact {full} {phone}
I know your secrets¶¶Hello,¶¶I hacked your device and recorded you through the camera while you visited adult sites. Pay {big} in {coin} within {nn} hours or all your contacts will get the video. Do not reply. Wallet: bc1q{track}{track}
# malware
check this {link}
{name} look 😂 {link}
[OMG is this you|Is this you in the photo|Someone posted this about you] 😳 {link}
{name} shared {n} photos with you. Open: {link}
You have {n} new voicemail. Listen: {link}
{hi}your {month} invoice is overdue, see document {link} password {last}
You've been tagged in a video at {time} in {city} 😱 watch before they delete it {link}
[Wedding|Birthday] invitation! You're welcome to join us on {date}. Open the invitation file: {link}
# premium
We tried to reach you about [your claim|a gift|an urgent matter]. Call back on {phone} [now|today], quote {ref}.
You have a missed call from {name}. To hear the message dial {phone} ({small}/min)
{name} has a secret crush on you! Find out who it is, call {phone}. 18+ {small}/min
Your horoscope for {day}: big money is coming. Hear more on {phone}, {small} per min
Text WIN to {nn}{nn}{n} for a chance at {big}! {small}/msg, {n} msgs a week, unsubscribe STOP
# app
Install the {brand} app and get {amount} instantly in your wallet! Download {link} invite code {ref}
Your {bank} app is outdated and will stop working on {date}. Install the new version: {link}
Scan the QR code on the notice to [avoid a fine|get your refund of {amount}|confirm your meter]. If you cannot scan, open {link}
{hi}download this app to watch all {brand} films and live football FREE: {link}
Your energy supplier owes you {amount}. Scan the QR we sent or open {link} to be paid today
Add your number to the government registry with our app or lose benefits from {date}: {link}
""",
    "en-GB": """
# parcel
Crown Mail: your package has a £2.99 unpaid shipping fee. To pay this visit {link} or it'll be returned to sender.
# bank
HMRC: you have a pending tax rebate of {amount}. Complete your claim at {link}
DVLA: your vehicle tax payment failed. Update your details to avoid a {amount} fine: {link}
NHS: you've been in close contact with a case. Order your test kit ({small}) here {link}
Winter heating allowance: your application is incomplete. You must apply by {date} {link}
# casino
{nn} free spins on the house mate! No wagering till {day}. {link} 18+ T&Cs STOP to {nn}{nn}{n}
""",
    "en-US": """
# bank
FastPass Toll: outstanding balance {small} on your vehicle. Pay by {date} to avoid DMV action: {link}
IRS: your ${nn}00 stimulus is waiting. Verify your SSN at {link}
Final notice: your car's factory warranty is about to expire. Call {phone} to keep coverage.
Medicare has approved you for a FREE back brace. Press 1 or call {phone} with your card number.
# loan
Your student loans qualify for forgiveness under the new program. Call {phone} before {date}, ref {ref}
# seo
Fair-minded patriots like you are needed, {name}! Chip in {small} now, 500% matched till midnight: {link} stop=end
""",
    "en-IN": """
# bank
Dear customer your {bank} account will be blocked today. Please update your PAN card/KYC immediately, click {link}
Dear consumer your electricity will be disconnected tonight at {time} as your previous month bill was not updated. Contact officer {phone}
Your {bank} reward points worth {amount} expire today. Redeem as cash by installing the app {link}
Traffic challan {ref} of {amount} pending on your vehicle. Download the challan file: {link}
# job
Dear candidate, govt data entry job, salary {big} per month, registration fee only {amount}. Call {name} {phone}
# casino
Play Teen Patti & Rummy, get {amount} bonus on signup, instant UPI withdrawal! {link}
# crypto
SEBI regd tips: Buy {brand} Ltd now at {nn}, target {nn}{n} in {n} days. Sure shot multibagger, join {link}
""",
    "en-AF": """
# bank
Dear customer, your BVN is not linked. Your ATM card will be blocked today. Call customer care {phone} with your 16 digits.
Confirmed. You have received {big} from {full}. Kindly send back, it was sent by mistake. {phone}
# prize
CONGRATS! Your line won {big} in the {telco} promo. To collect call {phone}, do not tell anyone.
# advance
Tuma ile pesa kwa hii namba {phone}, jina {full}, hiyo ingine iko na shida
# loan
Get {big} mobile loan now now, no BVN, no collateral. Pay insurance {amount} first. WhatsApp {phone}
# job
Federal recruitment {month}: slots for sale, SSCE and above, pay {amount} to reserve. {link}
""",
    "en-SG": """
# bank
{bank}: your PayNow has been suspended. Please verify your digital ID at {link} to avoid termination.
MOM: your work pass will be cancelled, outstanding {amount}. Settle today via {link} or call {phone}
# casino
Boss, 4D and live casino, {pct}% welcome bonus, min bet {small}, PayNow in/out {n} mins. WhatsApp {phone}
# loan
Licensed money lender! Borrow {big}, low interest, foreigner also can. SMS {phone} now
# job
Hi boss looking for part time? Like {nn} posts get {amount} daily, no need pay deposit. Whatsapp {phone}
""",
    "es": """
# parcel
{courier}: {hi}su paquete {track} está retenido [en aduanas|en nuestro almacén]. Pague {small} para recibirlo: {link}
No hemos podido entregar su envío por [dirección incompleta|falta de número]. Actualice sus datos en 24 h: {link}
ÚLTIMO AVISO: su paquete será devuelto el {date}. Confirme el envío {link}
# bank
{bank}: su [cuenta|tarjeta] ha sido [bloqueada|suspendida] por motivos de seguridad. Verifique sus datos: {link}
{bank}: acceso no autorizado desde {city} a las {time}. Si no ha sido usted, verifique inmediatamente: {link}
Agencia Tributaria: tiene un reembolso pendiente de {amount}. Solicítelo en {link}
Tráfico: tiene una multa sin pagar de {amount}. Pague hoy y evite recargos {link}
# mum
[Hola mamá|Hola papá|Mamá], se me ha roto el móvil, este es mi número nuevo. [Escríbeme por WhatsApp|Guárdalo] {phone}
[mami|papá] necesito que me hagas una transferencia de {big} hoy, te lo devuelvo el {day}. No me funciona el banco
Hola, ¿eres {name}? Soy [Alicia|Sofía|Elena], nos conocimos en {city}. Perdona si me equivoco de número, pareces simpático
# crypto
Gana {amount} al día con {coin} desde casa. [Únete a nuestro grupo VIP|Plazas limitadas]: Telegram {user}
Invierte {amount} y retira {big} en {n} días con nuestro robot. {link}
Su monedero tiene {n}.{nn} {coin} sin reclamar. Entre antes del {date}: {link}
# job
Hola, soy {name} de {brand}. Buscamos personal para trabajar desde casa, {amount} al día. [Escriba al WhatsApp {phone}|Responda SÍ]
Gana {amount} diarios dando «me gusta» a vídeos. Sin experiencia. Telegram {user}
# loan
{hi}su préstamo de {big} está preaprobado, [sin aval ni nómina|aunque esté en ASNEF]. Solicítelo {link}
¿Deudas? Cancela hasta el {pct}% con la nueva ley. Llama gratis {phone}
# casino
¡{nn} tiradas GRATIS y {amount} de bono en {brand} Casino! [Solo hoy.|Sin depósito.] {link}
Partido amañado el {day}, cuota segura {nn}. Paga después de ganar. WhatsApp {phone}
# prize
¡Enhorabuena {name}! Has ganado [una tarjeta de {amount} de {shop}|un móvil nuevo]. Reclámalo en {nn} minutos: {link}
Encuesta de {shop}: responde {n} preguntas y llévate {item}, solo pagas {small} de envío {link}
# romance
Hola guapo, soy {woman}, estoy sola en {city} esta noche. Mira mis fotos {link}
{n} chicas cerca de {city} quieren conocerte. Chat gratis {link}
# pills
Pierde {nn} kilos en {n} semanas sin dieta. [Últimas unidades.|Recomendado por médicos.] {link}
Relojes y bolsos de lujo, réplicas exactas, -{pct}%. WhatsApp {phone}
# invoice
Su antivirus {brand} se ha renovado por {amount}. Si no lo ha solicitado llame al {phone}
Tu suscripción {brand} ha caducado. Actualiza el pago o perderás tu cuenta: {link}
# malware
¿Eres tú el de este vídeo? 😱 {link}
{hi}le adjuntamos la factura vencida {ref}: {link} clave {last}
# advance
Propuesta confidencial¶¶Estimado amigo:¶¶Soy {full}, abogado de un cliente fallecido que dejó {big} sin herederos. Usted recibirá el {pct}%. Envíe sus datos a {mail} con total discreción.¶¶Atentamente,¶{full}
""",
    "pt": """
# parcel
{courier}: {hi}sua encomenda {track} foi [taxada|retida na alfândega]. Pague {small} para liberar: {link}
Seu pacote não pôde ser entregue por [endereço incompleto|falta de pagamento]. Atualize em até 24h {link}
ÚLTIMO AVISO: sua encomenda será devolvida em {date}. Regularize: {link}
# bank
{bank}: compra de {big} aprovada em {shop}. Se não reconhece ligue já {phone}
{bank}: seu [cartão|acesso|app] foi bloqueado. Atualize seus dados para evitar suspensão: {link}
Receita: seu CPF está irregular e será suspenso em {date}. Pague a taxa de {amount}: {link}
Seus {nn}.000 pontos {bank} vencem hoje! Troque por dinheiro: {link}
# mum
[Oi mãe|Oi pai|Mãe], troquei de número, [meu celular caiu na água|o antigo quebrou]. Salva esse e apaga o outro
mãe consegue fazer um pix de {big} pra mim? meu app travou, [amanhã te devolvo|{day} te pago]. chave {phone}
Olá, é a {name}? Sou a [Luiza|Vivi|Amanda], amiga de {city}. Desculpa se errei o número, podemos ser amigos?
# crypto
Ganhe {amount} por dia com {coin}! [Grupo VIP grátis|Últimas vagas] no Telegram {user}
Robô do Pix: deposite {amount} e receba {big} em {n} minutos. {link}
Seu saldo de {n},{nn} {coin} está pronto para saque. Confirme aqui {link}
# job
Olá, sou {name} do RH da {brand}. Vaga de meio período em casa, {amount} por dia. [Chame no WhatsApp {phone}|Responda 1]
Ganhe {amount} por dia só curtindo vídeos! Pagamento via Pix na hora. {link}
# loan
{hi}seu empréstimo de {big} foi APROVADO, [mesmo negativado|sem consulta]. Libere já: {link}
Limpe seu nome com {pct}% de desconto, só hoje! Chame {phone}
# casino
{brand} Bet: {nn} rodadas GRÁTIS + bônus de {amount}. [Saque no Pix na hora.|Só até {day}.] {link}
Tigre pagando MUITO agora, plataforma nova, minuto pagante {nn}! Cadastre {link}
# prize
Parabéns {name}! Você ganhou [um vale de {amount} da {shop}|um celular novo]. Resgate em {nn} minutos: {link}
{shop} faz aniversário! Responda {n} perguntas e ganhe {item}. Pague só {small} de frete {link}
# romance
Oi gato, sou a {woman}, tô sozinha em {city}. Vem ver minhas fotos {link}
{n} mulheres perto de {city} querem te conhecer hoje. Grátis {link}
# pills
Seque {nn} kg em {n} semanas sem academia! [Últimos frascos.|Aprovado por médicos.] {link}
Tênis e relógios importados réplica premium, {pct}% off. Zap {phone}
# invoice
Sua assinatura {brand} foi renovada por {amount}. Para cancelar ligue {phone} agora
Seu plano {brand} expirou, atualize o cartão para não perder a conta {link}
# malware
É você nesse vídeo?? 😱 {link}
{hi}segue em anexo o boleto vencido {ref}: {link}
# advance
Assunto confidencial¶¶Prezado amigo,¶¶Sou {full}, advogado de um cliente falecido que deixou {big} sem herdeiros. O senhor ficará com {pct}%. Envie seus dados para {mail} em sigilo.¶¶{full}
""",
    "fr": """
# parcel
{courier} : {hi}votre colis {track} est [bloqué en douane|en attente]. Réglez {small} de frais : {link}
Votre colis n'a pas pu être livré car [il ne rentrait pas dans la boîte|l'adresse est incomplète]. Choisissez un créneau : {link}
DERNIER RAPPEL : votre colis sera renvoyé le {date}. {link}
# bank
{bank} : un achat de {big} est en cours. Si ce n'est pas vous, appelez vite le {phone}
{bank} : votre [compte|carte] est [suspendu|bloqué] suite à une activité inhabituelle. Vérifiez : {link}
Assurance santé : votre nouvelle carte vitale est disponible. Remplissez le formulaire : {link}
Amende de {amount} impayée, majoration le {date}. Régularisez sur {link}
Crit'Air : votre vignette est obligatoire, commandez-la avant le {date} {link}
# mum
[Coucou maman|Coucou papa|Maman], mon tel est cassé c'est mon nouveau numéro. [Écris-moi sur WhatsApp|Réponds vite stp] {phone}
[maman|papa] tu peux me faire un virement de {big} ? je te rembourse {day}, mon appli banque est bloquée
Bonjour, c'est bien {name} ? Je suis [Lina|Jade|Anna], on s'est vues à {city}. Pardon si je me trompe, vous avez l'air gentil
# crypto
Gagnez {amount} par jour avec le {coin} sans rien faire. [Groupe privé|Places limitées] : Telegram {user}
Placez {amount}, retirez {big} dans {n} jours. Robot IA garanti {link}
Votre portefeuille contient {n},{nn} {coin}. Retirez avant le {date} : {link}
# job
Bonjour, {name} de {brand}. Nous cherchons des personnes à domicile, {amount} par jour. [WhatsApp {phone}|Répondez OUI]
Gagnez {amount}/jour en likant des vidéos, paiement immédiat. Telegram {user}
# loan
{hi}votre crédit de {big} est pré-accepté, [sans justificatif|même fiché]. {link}
Prêt entre particuliers de {big} à {n}%, réponse en 24h. Écrivez à {mail}
# casino
{nn} tours GRATUITS + {amount} de bonus sur {brand} Casino ! [Ce soir seulement.|Sans dépôt.] {link}
Match truqué {day}, cote sûre {nn}. Payez après le gain, WhatsApp {phone}
# prize
Félicitations {name} ! Vous avez gagné [un bon de {amount} chez {shop}|un smartphone]. Réclamez sous {nn} min : {link}
Votre compte formation de {big} expire le {date}. Utilisez-le vite : {link}
Enquête {shop} : {n} questions et recevez {item}, {small} de port seulement {link}
# romance
Salut beau gosse, je suis {woman}, seule ce soir à {city}. Mes photos ici {link}
{n} femmes près de {city} veulent te rencontrer. Inscription gratuite {link}
# pills
Perdez {nn} kilos en {n} semaines sans régime ! [Stock limité.|Vu à la télé.] {link}
Montres et sacs de luxe, répliques parfaites -{pct}%. WhatsApp {phone}
# invoice
Votre abonnement {brand} a été renouvelé pour {amount}. Pour annuler appelez le {phone}
Votre abonnement {brand} est suspendu, mettez à jour votre carte : {link}
# premium
Vous avez 1 message vocal de {name}. Écoutez-le au {phone} ({small}/appel)
# malware
C'est toi sur cette vidéo ? 😱 {link}
# advance
Don de {big}¶¶Bonjour,¶¶Je suis {full}, gravement malade et sans enfant. Je souhaite vous léguer {big} pour de bonnes œuvres. Contactez mon notaire à {mail} avec vos coordonnées.¶¶Que Dieu vous bénisse,¶{full}
""",
    "de": """
# parcel
{courier}: {hi}Ihr Paket {track} [liegt beim Zoll|konnte nicht zugestellt werden]. Bitte {small} Gebühr zahlen: {link}
Ihre Sendung wird zurückgeschickt, da die [Hausnummer fehlt|Adresse unvollständig ist]. Jetzt aktualisieren: {link}
LETZTE ERINNERUNG: Ihr Paket geht am {date} zurück. {link}
# bank
{bank}: Ihr [Konto|Zugang|TAN-Verfahren] wurde [gesperrt|eingeschränkt]. Bestätigen Sie Ihre Daten: {link}
{bank}: Ihre Registrierung läuft am {date} ab. Verlängern Sie jetzt: {link}
Finanzamt: Ihnen steht eine Erstattung von {amount} zu. Beantragen unter {link}
Zollamt: Pfändung wegen offener Forderung {big}. Zahlen Sie bis {date}, um den Gerichtsvollzieher zu vermeiden {link}
# mum
[Hallo Mama|Hallo Papa|Mama], mein Handy ist kaputt, das ist meine neue Nummer. [Schreib mir auf WhatsApp|Speicher sie ein] {phone}
[mama|papa] kannst du heute {big} für mich überweisen? mein online banking geht nicht, kriegst es {day} zurück
Hallo, ist das {name}? Hier ist [Lisa|Anna|Mia], wir haben uns in {city} getroffen. Falsche Nummer? Sie wirken nett
# crypto
Mit {coin} {amount} am Tag verdienen, ganz ohne Erfahrung. [VIP Gruppe|Nur {nn} Plätze]: Telegram {user}
Aus {amount} werden {big} in {n} Tagen, KI-Handel mit Garantie {link}
Ihr Wallet enthält {n},{nn} {coin}. Auszahlung nur bis {date}: {link}
# job
Hallo, ich bin {name} von {brand}. Nebenjob im Homeoffice, {amount} täglich. [WhatsApp {phone}|Antworte JA]
Verdiene {amount} am Tag mit Likes für Videos, Auszahlung sofort. Telegram {user}
# loan
{hi}Ihr Kredit über {big} ist bewilligt, [ohne Schufa|auch bei negativem Eintrag]. {link}
Schulden? Jetzt {pct}% erlassen lassen. Kostenlos anrufen {phone}
# casino
{nn} FREISPIELE + {amount} Bonus bei {brand} Casino! [Nur heute.|Ohne Einzahlung.] {link}
{name} aus {city} hat {big} gewonnen. Jetzt bist du dran {link}
# prize
Glückwunsch {name}! Sie haben [einen {shop} Gutschein über {amount}|ein neues Handy] gewonnen. Nur noch {nn} Minuten: {link}
{shop} Umfrage: {n} Fragen beantworten und Gratis-Geschenk sichern, nur {small} Versand {link}
# romance
Hi Süßer, ich bin {woman}, heute allein in {city}. Meine Bilder: {link}
{n} Frauen in der Nähe von {city} wollen dich heute treffen. Gratis {link}
# pills
{nn} Kilo weg in {n} Wochen ohne Diät! [Bekannt aus dem TV.|Nur noch wenige Packungen.] {link}
Luxusuhren und Taschen, 1:1 Replika, -{pct}%. WhatsApp {phone}
Potenzmittel ohne Rezept ab {small}, diskreter Versand {link}
# invoice
Ihr {brand} Schutz wurde für {amount} verlängert. Widerruf nur telefonisch: {phone}
Ihr {brand} Abo konnte nicht abgebucht werden. Zahlungsdaten aktualisieren: {link}
# malware
Bist du das auf dem Foto? 😱 {link}
Sie haben {n} neue Sprachnachricht: {link}
# advance
Vertrauliche Anfrage¶¶Sehr geehrter Freund,¶¶ich bin {full}, Anwalt eines Verstorbenen, der {big} ohne Erben hinterließ. Sie erhalten {pct}%. Senden Sie Ihre Daten an {mail}.¶¶Hochachtungsvoll¶{full}
""",
    "it": """
# parcel
{courier}: {hi}il suo pacco {track} è [fermo in dogana|in giacenza]. Paghi {small} per sbloccarlo: {link}
Non è stato possibile consegnare il pacco per [indirizzo incompleto|assenza]. Aggiorni i dati entro 24h: {link}
ULTIMO AVVISO: il pacco verrà restituito il {date} {link}
# bank
{bank}: il suo [conto|account|app] è stato [bloccato|limitato] per sicurezza. Verifichi qui: {link}
{bank}: addebito di {big} in corso da {city}. Se non è lei chiami subito {phone}
Agenzia Entrate: rimborso di {amount} in attesa. Lo richieda su {link}
INPS: la sua domanda per il bonus di {amount} è incompleta, carichi i documenti {link}
# mum
[Ciao mamma|Ciao papà|Mamma], ho rotto il telefono, questo è il mio nuovo numero. [Scrivimi su WhatsApp|Salvalo] {phone}
[mamma|papà] mi puoi fare un bonifico di {big} oggi? l'app non va, te li ridò {day}
Salve, è {name}? Sono [Sofia|Alice|Nina], ci siamo viste a {city}. Scusi se ho sbagliato, sembra una persona gentile
# crypto
Guadagna {amount} al giorno con {coin}, senza esperienza. [Gruppo VIP|Ultimi posti]: Telegram {user}
Investi {amount}, ritira {big} in {n} giorni. Robot garantito {link}
Nel suo wallet ci sono {n},{nn} {coin}. Prelevi entro il {date}: {link}
# job
Ciao, sono {name} di {brand}. Lavoro da casa, {amount} al giorno. [WhatsApp {phone}|Rispondi SÌ]
Guadagna {amount} al giorno mettendo like ai video. Telegram {user}
Abbiamo ricevuto il tuo curriculum, aggiungici su WhatsApp per parlare di lavoro {phone}
# loan
{hi}il prestito di {big} è approvato, [senza busta paga|anche a protestati]. {link}
Debiti? Cancellane fino al {pct}%. Chiamata gratuita {phone}
# casino
{nn} giri GRATIS + bonus {amount} su {brand} Casino! [Solo oggi.|Senza deposito.] {link}
Partita sicura {day}, quota {nn}. Paghi dopo la vincita, WhatsApp {phone}
# prize
Complimenti {name}! Hai vinto [un buono {shop} da {amount}|uno smartphone]. Ritiralo entro {nn} minuti: {link}
Sondaggio {shop}: {n} domande e ricevi un regalo, solo {small} di spedizione {link}
# romance
Ciao bello, sono {woman}, sola stasera a {city}. Le mie foto {link}
{n} donne vicino a {city} vogliono conoscerti. Gratis {link}
# pills
Perdi {nn} kg in {n} settimane senza dieta! [Ultimi pezzi.|Visto in TV.] {link}
Orologi e borse di lusso, repliche perfette -{pct}%. WhatsApp {phone}
# invoice
L'abbonamento {brand} è stato rinnovato per {amount}. Per annullare chiami {phone}
Il suo abbonamento {brand} è scaduto, aggiorni il pagamento {link}
# malware
Sei tu in questa foto? 😱 {link}
{hi}in allegato la fattura scaduta {ref}: {link}
# advance
Proposta riservata¶¶Caro amico,¶¶sono {full}, notaio di un cliente defunto che ha lasciato {big} senza eredi. A lei andrà il {pct}%. Invii i suoi dati a {mail}.¶¶Distinti saluti,¶{full}
""",
    "nl": """
# parcel
{courier}: {hi}je pakket {track} [ligt bij de douane|kon niet worden bezorgd]. Betaal {small} via {link}
Je pakket wordt teruggestuurd omdat [het huisnummer ontbreekt|de kosten niet betaald zijn]. Los het op: {link}
LAATSTE HERINNERING: pakket gaat {date} retour. {link}
# bank
{bank}: uw [betaalpas|rekening|app] [verloopt|wordt geblokkeerd] op {date}. Vraag direct een nieuwe aan: {link}
{bank}: er is ingelogd vanuit {city} om {time}. Was u dit niet? Bel nu {phone}
Belastingdienst: u heeft een openstaande schuld van {amount}. Betaal vandaag om beslag te voorkomen: {link}
Uw digitale inlogcode verloopt. Activeer opnieuw voor {date}: {link}
# mum
[Hoi mam|Hoi pap|Mam], mijn telefoon is kapot, dit is mijn nieuwe nummer. [App me even|Sla hem op] {phone}
[mam|pap] kun je {big} voor me overmaken? mijn bank doet het niet, {day} krijg je het terug
Hallo, is dit {name}? Met [Emma|Lisa|Sofie], we spraken elkaar in {city}. Sorry als ik verkeerd zit, je lijkt aardig
# crypto
Verdien {amount} per dag met {coin}, zonder ervaring. [VIP-groep|Nog {n} plekken]: Telegram {user}
Leg {amount} in en haal {big} op na {n} dagen. Gegarandeerd {link}
Er staat {n},{nn} {coin} voor u klaar. Opnemen kan tot {date}: {link}
# job
Hoi, ik ben {name} van {brand}. Thuiswerk, {amount} per dag. [WhatsApp {phone}|Antwoord JA]
Verdien {amount} per dag met het liken van video's. Telegram {user}
# loan
{hi}uw lening van {big} is goedgekeurd, [zonder BKR|binnen 24 uur op uw rekening]. {link}
Schulden? Laat tot {pct}% kwijtschelden. Bel gratis {phone}
# casino
{nn} GRATIS spins + {amount} bonus bij {brand} Casino! [Alleen vandaag.|Zonder storting.] {link}
{name} uit {city} won {big}. Nu jij! {link}
# prize
Gefeliciteerd {name}! U heeft [een {shop} bon van {amount}|een nieuwe telefoon] gewonnen. Nog {nn} minuten: {link}
{shop} enquête: {n} vragen en een gratis cadeau, alleen {small} verzendkosten {link}
# romance
Hoi schat, ik ben {woman}, alleen thuis in {city}. Mijn foto's: {link}
{n} vrouwen bij {city} willen je vanavond ontmoeten. Gratis {link}
# pills
{nn} kilo kwijt in {n} weken zonder dieet! [Bekend van tv.|Bijna uitverkocht.] {link}
Luxe horloges en tassen, exacte replica's -{pct}%. WhatsApp {phone}
Erectiepillen zonder recept vanaf {small}, discreet verzonden {link}
# invoice
Uw {brand} beveiliging is verlengd voor {amount}. Annuleren? Bel {phone}
Uw {brand} abonnement is verlopen, werk uw betaling bij {link}
# malware
Ben jij dit op deze video? 😱 {link}
U heeft {n} nieuwe voicemail: {link}
# advance
Vertrouwelijk voorstel¶¶Beste vriend,¶¶Ik ben {full}, advocaat van een overleden cliënt die {big} naliet zonder erfgenamen. U krijgt {pct}%. Stuur uw gegevens naar {mail}.¶¶Hoogachtend,¶{full}
""",
    "pl": """
# parcel
{courier}: {hi}Twoja paczka {track} [została wstrzymana|czeka na dopłatę]. Dopłać {small}: {link}
Nie mogliśmy doręczyć paczki, [niepełny adres|brak numeru domu]. Zaktualizuj w 24h: {link}
OSTATNIE WEZWANIE: przesyłka wróci do nadawcy {date} {link}
# bank
{bank}: Twoje [konto|dostęp do konta] zostanie [zablokowane|zawieszone]. Potwierdź dane: {link}
{bank}: zlecono przelew {big}. Jeśli to nie Ty, zadzwoń natychmiast {phone}
Zakład energetyczny: na dzień {date} zaplanowano odłączenie prądu. Ureguluj należność {small}: {link}
Urząd Skarbowy: przysługuje Ci zwrot {amount}. Odbierz: {link}
# mum
[Cześć mamo|Cześć tato|Mamo], telefon mi się zepsuł, to mój nowy numer. [Napisz na WhatsApp|Zapisz go] {phone}
[mamo|tato] przelejesz mi dzisiaj {big}? bank mi nie działa, oddam jutro. blik też może być
Dzień dobry, {name}? Tu [Anna|Maja|Ela], poznałyśmy się na targach ({city}). Przepraszam, jeśli to pomyłka
# crypto
Zarabiaj {amount} dziennie na {coin} bez doświadczenia. [Grupa VIP|Ostatnie miejsca]: Telegram {user}
Wpłać {amount}, wypłać {big} po {n} dniach. Gwarancja zysku {link}
W Twoim portfelu czeka {n},{nn} {coin}. Wypłata do {date}: {link}
# job
Dzień dobry, {name} z {brand}. Praca zdalna, {amount} dziennie. [WhatsApp {phone}|Odpisz TAK]
Zarabiaj {amount} dziennie za polubienia filmów. Wypłata od razu. Telegram {user}
# loan
{hi}pożyczka {big} przyznana, [bez BIK|bez zaświadczeń]. {link}
Długi? Umorzymy do {pct}%. Zadzwoń {phone}
# casino
{nn} DARMOWYCH spinów + bonus {amount} w {brand} Casino! [Tylko dziś.|Bez depozytu.] {link}
Ustawiony mecz, pewny kurs {nn}. Płacisz po wygranej. WhatsApp {phone}
# prize
Gratulacje {name}! Wygrywasz [bon {amount} do {shop}|nowy telefon]. Odbierz w {nn} minut: {link}
Ankieta {shop}: {n} pytań i prezent gratis, płacisz tylko {small} za wysyłkę {link}
# romance
Cześć przystojniaku, tu {woman}, jestem dziś sama. Moje fotki {link}
{n} pań w okolicy ({city}) chce Cię poznać. Za darmo {link}
# pills
Schudnij {nn} kg w {n} tygodni bez diety! [Ostatnie sztuki.|Polecane przez lekarzy.] {link}
Zegarki i torebki, idealne repliki -{pct}%. WhatsApp {phone}
Tabletki na potencję bez recepty od {small}, dyskretna wysyłka {link}
# invoice
Twoja ochrona {brand} odnowiona za {amount}. Aby anulować, zadzwoń {phone}
Subskrypcja {brand} wygasła, zaktualizuj kartę {link}
# premium
Wyślij SMS WYGRAJ na {nn}{nn}{n} i zgarnij {big}! Koszt {small}/SMS
# malware
To Ty na tym filmie? 😱 {link}
W załączniku niezapłacona faktura {ref}: {link}
# advance
Poufna propozycja¶¶Drogi Przyjacielu,¶¶nazywam się {full}, jestem prawnikiem zmarłego klienta, który zostawił {big} bez spadkobierców. Otrzyma Pan {pct}%. Proszę wysłać dane na {mail}.¶¶Z poważaniem¶{full}
""",
    "tr": """
# parcel
{courier}: {hi}{track} numaralı kargonuz [gümrükte bekliyor|adres eksikliğinden teslim edilemedi]. {small} ödeyin: {link}
Kargonuz iade edilecek! [Adresinizi|Kapı numaranızı] 24 saat içinde güncelleyin {link}
SON UYARI: paketiniz {date} tarihinde iade edilir {link}
# bank
{bank}: [hesabınız|kartınız] güvenlik nedeniyle [bloke|askıya] alınmıştır. Doğrulama: {link}
{bank}: {big} kart aidatı iadeniz hazır. Başvuru için {link}
E-devlet: adınıza {amount} trafik cezası var. %25 indirimle ödeyin {link}
Adınıza icra dosyası {ref} açılmıştır. Haciz gelmeden {phone} numarasını arayın
# mum
[Anne|Baba|Annecim] telefonum bozuldu bu yeni numaram. [Whatsapptan yaz|Kaydet] {phone}
[anne|baba] bugün {big} atar mısın banka uygulamam açılmıyor, {day} geri veririm
Merhaba {name} siz misiniz? Ben [Ayla|Melis|Lara], {city} fuarında tanışmıştık. Yanlış numaraysa kusura bakmayın, tanışalım mı?
# crypto
{coin} ile günde {amount} kazan! [VIP grup|Son {nn} kişi] Telegram {user}
{amount} yatır {n} günde {big} çek. Garantili yapay zeka robotu {link}
Cüzdanınızda {n},{nn} {coin} var. {date} tarihine kadar çekin {link}
# job
Merhaba, ben {brand} firmasından {name}. Evden çalışma, günlük {amount}. [WhatsApp {phone}|EVET yazın]
Video beğenerek günde {amount} kazanın, ödeme anında. Telegram {user}
# loan
{hi}{big} krediniz onaylandı, [sicili bozuk olsa da|kefilsiz]. {link}
Borçlarınızı %{pct} indirimle kapatıyoruz. Arayın {phone}
# casino
{brand}Bet: {nn} bedava dönüş + %{pct} hoşgeldin bonusu! [Çevrimsiz.|Anında çekim.] {link}
Deneme bonusu {amount} yatırımsız! Güncel giriş {link}
Banko maç {day}, oran {nn}. Kazanınca öde, WhatsApp {phone}
# prize
Tebrikler {name}! {shop} çekilişinden [{amount} hediye çeki|telefon] kazandınız. {nn} dakika içinde alın {link}
{telco} 30. yıl çekilişi: {big} kazandınız! Bilgi için {phone}
# romance
Selam yakışıklı ben {woman}, bu gece yalnızım {city}. Resimlerim {link}
{city} yakınında {n} bayan seninle tanışmak istiyor, ücretsiz {link}
# pills
{n} haftada {nn} kilo ver, diyet yok! [Stoklar tükeniyor.|Kapıda ödeme.] {link}
Lüks saat ve çanta, birebir replika %{pct} indirim. WhatsApp {phone}
# invoice
{brand} üyeliğiniz {amount} karşılığı yenilendi. İptal için {phone} arayın
{brand} aboneliğiniz sona erdi, ödeme bilgisini güncelleyin {link}
# malware
Bu videodaki sen misin 😱 {link}
Ödenmemiş faturanız {ref} ektedir: {link}
# advance
Gizli teklif¶¶Sayın dostum,¶¶ben avukat {full}. Vefat eden müvekkilim {big} bıraktı, mirasçısı yok. Payınız %{pct}. Bilgilerinizi {mail} adresine gönderin.¶¶Saygılar¶{full}
""",
    "ru": """
# parcel
{courier}: {hi}посылка {track} [задержана на таможне|не доставлена]. Оплатите {small}: {link}
Ваше отправление вернут, [неполный адрес|нет номера дома]. Обновите данные за 24 часа: {link}
ПОСЛЕДНЕЕ УВЕДОМЛЕНИЕ: посылка уедет обратно {date} {link}
# bank
{bank}: ваш [счёт|вход|перевод] [заблокирован|приостановлен]. Подтвердите данные: {link}
{bank}: заявка на кредит {big} принята. Если это не вы, срочно звоните {phone}
Госуслуги: вам положена выплата {amount}. Получите до {date}: {link}
Вам штраф {amount}, скидка {pct}% до {date}. Оплатить: {link}
Срок действия SIM истекает. Продлите, назвав код из СМС. {telco} {phone}
# mum
[Мам|Пап|Мама], это мой новый номер, телефон утопил. [Напиши в вотсап|Сохрани] {phone}
[мам|пап] скинь {big} на эту карту, мой банк завис, завтра верну
Здравствуйте, это {name}? Я [Алина|Вика|Соня], знакомились на выставке. Ошиблась номером? Давайте дружить)
# crypto
Зарабатывай {amount} в день на {coin} без опыта. [Закрытый канал|Осталось {nn} мест]: {user}
Вложи {amount}, выведи {big} через {n} дней. Гарантия {link}
На вашем кошельке {n},{nn} {coin}. Вывод до {date}: {link}
# job
Здравствуйте, я {name}, {brand}. Удалённая подработка, {amount} в день. [Вотсап {phone}|Ответьте ДА]
Ставь лайки и получай {amount} ежедневно! Пиши в телеграм {user}
# loan
{hi}вам одобрен кредит {big}, [без справок|с любой историей]. {link}
Долги? Спишем до {pct}% по закону. Звонок бесплатный {phone}
# casino
{nn} фриспинов + {amount} бонус в казино {brand}! [Только сегодня|Без депозита] {link}
Договорной матч, коэффициент {nn}, оплата после выигрыша. {user}
# prize
Поздравляем, {name}! Вы выиграли [сертификат {shop} на {amount}|новый телефон]. Заберите за {nn} минут: {link}
Опрос {shop}: {n} вопросов и подарок, только {small} за доставку {link}
# romance
Привет, красавчик, я {woman}, сегодня одна. Мои фото {link}
{n} девушек рядом хотят познакомиться сегодня. Бесплатно {link}
# pills
Минус {nn} кг за {n} недель без диет! [Осталось мало.|Врачи в шоке.] {link}
Часы и сумки люкс, точные копии -{pct}%. Вотсап {phone}
# invoice
Подписка {brand} продлена, списано {amount}. Отмена по тел. {phone}
Ваша подписка {brand} отключена, обновите карту {link}
# malware
Это ты на фото?? 😱 {link}
Голосовое сообщение от {name}, слушать: {link}
Голосуй за мою племянницу в конкурсе рисунков пожалуйста {link}
# charity
Помогите собрать {big} на операцию ребёнку, срочно! Карта по ссылке {link}
# advance
Конфиденциально¶¶Уважаемый друг!¶¶Я {full}, адвокат покойного клиента, который оставил {big} без наследников. Ваша доля {pct}%. Пришлите данные на {mail}.¶¶С уважением, {full}
""",
    "ar": """
# parcel
{courier}: {hi}شحنتك {track} [محتجزة في الجمارك|لم يتم تسليمها]. ادفع {small} عبر {link}
تعذر توصيل الطرد بسبب [عنوان غير مكتمل|رسوم غير مدفوعة]. حدث بياناتك خلال 24 ساعة {link}
آخر تنبيه: سيعاد طردك بتاريخ {date} {link}
# bank
{bank}: تم [إيقاف|تجميد] [بطاقتك|حسابك] لعدم تحديث البيانات. حدث الآن: {link}
عزيزي العميل تم إيقاف بطاقة الصراف، للتفعيل اتصل {phone}
عليك مخالفة مرورية بقيمة {amount}. سدد اليوم بخصم {pct}% {link}
لديك دعم حكومي {amount} بانتظار الاستلام. سجل عبر {link}
# mum
[ماما|بابا|يمه] جوالي خرب وهذا رقمي الجديد. [كلمني واتساب|احفظيه] {phone}
[ماما|بابا] احتاج تحول لي {big} اليوم ضروري تطبيق البنك معلق وارجعها لك يوم {day}
مرحبا هل هذا رقم {name}؟ أنا [لينا|ريتا|جنى] تقابلنا في {city}. آسفة إن كان الرقم خطأ، ممكن نتعرف؟
# crypto
اربح {amount} يومياً من {coin} بدون خبرة. [مجموعة خاصة|المقاعد محدودة] تيليجرام {user}
استثمر {amount} واسحب {big} خلال {n} أيام مضمونة {link}
محفظتك فيها {n}.{nn} {coin}. اسحبها قبل {date} {link}
# job
مرحبا أنا {name} من شركة {brand}. عمل من المنزل براتب {amount} يومياً. [واتساب {phone}|رد بنعم]
اربح {amount} يومياً بالإعجاب بالفيديوهات فقط. تيليجرام {user}
# loan
{hi}تمت الموافقة على قرضك {big} [بدون كفيل|بدون تحويل راتب]. {link}
سداد مديونيات واستخراج تمويل جديد، اتصل {phone}
# casino
{nn} لفة مجانية + بونص {amount} في كازينو {brand}! [اليوم فقط|بدون إيداع] {link}
مباراة مضمونة يوم {day} والدفع بعد الربح. واتساب {phone}
# prize
مبروك {name}! ربحت [قسيمة {amount} من {shop}|جوال جديد]. استلمها خلال {nn} دقيقة {link}
مبروك! رقمك فاز بجائزة {big} من {telco}. للاستلام اتصل {phone} ولا تخبر أحداً
# romance
هلا حبيبي أنا {woman} لحالي الليلة في {city}. صوري هنا {link}
{n} بنات قريبات منك يبون التعارف مجاناً {link}
# pills
اخسر {nn} كيلو في {n} أسابيع بدون رجيم! [الكمية محدودة|الدفع عند الاستلام] {link}
ساعات وشنط ماركات تقليد درجة أولى خصم {pct}%. واتساب {phone}
# invoice
تم تجديد اشتراك {brand} بمبلغ {amount}. للإلغاء اتصل {phone}
اشتراكك في {brand} متوقف، حدث بطاقتك {link}
# charity
أخوكم محتاج {amount} لعملية طفله، ساعدوني جزاكم الله خير {phone}
انشر الرسالة إلى {nn} شخصاً ويصلك خبر سعيد وهدية {link}
# malware
هذا انت في الفيديو؟ 😱 {link}
لديك رسالة صوتية من {name}، استمع {link}
# advance
عرض سري¶¶أخي العزيز،¶¶أنا المحامي {full}، توفي موكلي وترك {big} بلا ورثة. لك نسبة {pct}%. أرسل بياناتك إلى {mail}.¶¶مع التقدير،¶{full}
""",
    "hi": """
# parcel
{courier}: {hi}आपका पार्सल {track} [कस्टम में रुका है|पता अधूरा होने से नहीं पहुंचा]। {small} शुल्क भरें {link}
आपका पार्सल लौटाया जा रहा है, 24 घंटे में पता अपडेट करें {link}
अंतिम सूचना: पार्सल {date} को वापस जाएगा {link}
# bank
{bank}: आपका [खाता|कार्ड] आज बंद हो जाएगा। तुरंत केवाईसी अपडेट करें {link}
प्रिय ग्राहक, आपका सिम 24 घंटे में बंद होगा। {phone} पर कॉल करें
आज रात {time} बजे आपकी बिजली काट दी जाएगी, पिछला बिल बकाया है। अधिकारी से संपर्क करें {phone}
आयकर रिफंड {amount} स्वीकृत। खाता विवरण दें {link}
# mum
[मम्मी|पापा] मेरा फोन टूट गया, यह नया नंबर है। [व्हाट्सएप करो|सेव कर लो] {phone}
[मम्मी|पापा] आज {big} भेज दो, मेरा बैंक ऐप नहीं चल रहा, {day} को लौटा दूंगा
नमस्ते, क्या आप {name} हैं? मैं [रिया|माया|सोनिया], {city} में मिले थे। गलत नंबर हो तो माफ करें, दोस्ती करेंगे?
# crypto
{coin} से रोज {amount} कमाएं, [वीआईपी ग्रुप|सिर्फ {nn} सीटें] टेलीग्राम {user}
{amount} लगाएं और {n} दिन में {big} पाएं, गारंटी {link}
शेयर टिप्स: {pct}% मुनाफा पक्का, व्हाट्सएप ग्रुप में जुड़ें {phone}
# job
नमस्ते, मैं {brand} से {name}। घर बैठे काम, रोज {amount}। [व्हाट्सएप {phone}|हां लिखकर भेजें]
वीडियो लाइक करके रोज {amount} कमाएं। टेलीग्राम {user}
सरकारी नौकरी पक्की, फीस केवल {amount}। संपर्क {name} {phone}
# loan
{hi}आपका {big} का लोन मंजूर, [बिना कागज|बिना गारंटी]। {link}
आधार पर तुरंत लोन {big}, {n} मिनट में खाते में। {phone}
# casino
रमी खेलो और {amount} बोनस पाओ! [पहला दांव मुफ्त।|तुरंत निकासी।] {link}
{brand} कैसीनो में {nn} फ्री स्पिन, आज ही जुड़ें {link}
# prize
बधाई {name}! आपने [{shop} का {amount} वाउचर|नया फोन] जीता है। {nn} मिनट में लें {link}
करोड़पति लॉटरी में आपके नंबर को {big} मिले। मैनेजर {full} को कॉल करें {phone}
# romance
हाय, मैं {woman}, आज {city} में अकेली हूं। मेरी फोटो देखो {link}
{city} की {n} लड़कियां दोस्ती करना चाहती हैं, मुफ्त चैट {link}
# pills
{n} हफ्ते में {nn} किलो वजन घटाएं, बिना डाइट! [स्टॉक सीमित।|आयुर्वेदिक।] {link}
मर्दाना ताकत की दवा {small} से, गुप्त डिलीवरी {phone}
ब्रांडेड घड़ी की कॉपी {pct}% छूट, व्हाट्सएप {phone}
# invoice
आपका {brand} प्लान {amount} में रिन्यू हुआ। रद्द करने के लिए {phone} पर कॉल करें
आपके फोन में {nn} वायरस हैं, तुरंत हटाएं {link}
# malware
क्या यह वीडियो आपका है 😱 {link}
शादी का निमंत्रण {date}, कार्ड खोलें {link}
# app
यह ऐप डाउनलोड करें और {amount} पाएं {link}
पीएम योजना के {amount} के लिए फॉर्म भरें, आज अंतिम दिन {link}
# charity
यह संदेश {nn} लोगों को भेजें, आपकी मनोकामना पूरी होगी और {amount} का रिचार्ज मिलेगा {link}
""",
    "hi_Latn": """
# parcel
{courier}: {hi}aapka parcel {track} [custom mein ruka hai|address adhura hone se nahi pahucha]. {small} fees bharein {link}
Aapka parcel wapas ja raha hai, 24 ghante mein address update karein {link}
Last notice: parcel {date} ko return hoga {link}
# bank
{bank}: aapka [khata|card|net banking] aaj band ho jayega. Turant KYC update karein {link}
Dear grahak aapka SIM 24 ghante mein band ho jayega, call karein {phone}
Aaj raat {time} bijli kaat di jayegi, pichla bill update nahi hai. Officer ko call karein {phone}
Aapke UPI par {amount} cashback aaya hai, PIN daal kar claim karein {link}
# mum
[Mummy|Papa] mera phone toot gaya, ye naya number hai. [WhatsApp karo|save kar lo] {phone}
[mummy|papa|bhai] aaj {big} bhej do urgent, mera bank app nahi chal raha, {day} ko de dunga
Hello ji, aap {name} ho? Main [Riya|Maya|Sonia], {city} mein mile the. Galat number ho to sorry, dosti karoge?
Beta pehchana? Main tumhare papa ka dost, unko {big} bhejne the, galti se zyada chale gaye, wapas kar do
# crypto
{coin} se roz {amount} kamao, [VIP group|sirf {nn} seat] Telegram {user}
{amount} lagao {n} din mein {big} pao, 100% guarantee {link}
Share market tips free! Kal {pct}% profit diya, WhatsApp group join karo {phone}
# job
Hello main {brand} HR {name}. Ghar baithe kaam, daily {amount}. [WhatsApp {phone}|YES reply karein]
Video like karke roz {amount} kamao, payment turant. Telegram {user}
Part time job, mobile se kaam, {nn} min daily, {amount} pakka. Call {phone}
# loan
{hi}aapka {big} ka loan approve ho gaya hai, [bina document|bina guarantor]. {link}
Aadhaar par turant loan {big}, {n} minute mein account mein. {phone}
# casino
Rummy khelo aur {amount} bonus pao! [Pehla game free.|Turant withdrawal.] {link}
IPL satta pakka tip, {day} ka match fix, jeetne ke baad paisa do. {phone}
# prize
Badhai ho {name}! Aapne [{shop} ka {amount} voucher|naya phone|gaadi] jeeta hai. {nn} min mein claim karein {link}
Karodpati lottery mein aapke number ko {big} ki lottery lagi hai. Manager {full} ko WhatsApp call karein {phone}
# romance
Hi jaan main {woman}, aaj {city} mein akeli hu. Video call karoge? {phone}
{n} ladkiyan {city} ki dosti karna chahti hain, free chat {link}
# pills
{n} hafte mein {nn} kilo wajan kam, bina diet! [Stock limited.|Ayurvedic.] {link}
Mardana taakat ki dawa {small} se, secret delivery {phone}
First copy watch aur joote {pct}% off, WhatsApp {phone}
# invoice
Aapka {brand} plan {amount} mein renew hua. Cancel ke liye {phone} par call karein
Aapke phone mein {nn} virus hain, turant saaf karein {link}
# malware
Ye video mein tum ho kya 😱 {link}
Shaadi ka card bheja hai, {date} ko zaroor aana, open karo {link}
# app
Ye app download karo aur {amount} turant pao, refer code {ref} {link}
PM yojana ke {amount} ke liye form bharein, aaj last date {link}
""",
    "id": """
# parcel
{courier}: {hi}paket {track} [tertahan di bea cukai|gagal dikirim]. Bayar {small} di {link}
Paket Anda akan dikembalikan karena [alamat tidak lengkap|nomor rumah kosong]. Perbarui 1x24 jam {link}
Selamat pagi kak, ini resi paketnya, silakan buka file foto paket {link}
# bank
{bank}: tarif transfer berubah menjadi {amount}/bulan. Jika tidak setuju isi formulir {link}
{bank}: [rekening|kartu|m-banking] Anda [diblokir|dibekukan]. Verifikasi segera: {link}
Anda terkena tilang elektronik {amount}. Lihat surat: {link}
Pajak: Anda punya tunggakan {amount}. Bayar sebelum {date} {link}
# mum
[Mah|Pah|Bu], HP aku rusak, ini nomor baru. [WA ya|Simpan ya] {phone}
[mah|pah] tolong transfer {big} sekarang, m-banking error, {day} aku ganti. rek {bank} {track}
Halo apakah ini {name}? Saya [Clara|Vania|Jessica], kita ketemu di {city}. Maaf kalau salah nomor, boleh kenalan?
Mama minta pulsa {small} ke nomor {phone}, mama di kantor polisi, nanti mama ganti
# crypto
Cuan {amount} per hari dari {coin} tanpa pengalaman. [Grup VIP|Sisa {nn} slot] Telegram {user}
Titip dana {amount} jadi {big} dalam {n} hari, amanah, garansi {link}
Saldo {n},{nn} {coin} Anda siap ditarik sebelum {date} {link}
# job
Halo saya {name} dari {brand}. Kerja paruh waktu dari rumah, {amount} per hari. [WA {phone}|Balas YA]
Like video dapat {amount} per hari, langsung cair. Telegram {user}
Anda terpilih ikut tugas ulasan hotel, komisi {amount} tiap misi. Hubungi {phone}
# loan
{hi}pinjaman {big} disetujui, [tanpa jaminan|tanpa BI checking]. {link}
Butuh dana cepat? Cair {n} menit, KTP saja. WA {phone}
# casino
Slot gacor hari ini! {nn} free spin + bonus {pct}%. [Depo {small} WD {big}.|Anti rungkad.] {link}
Situs resmi {brand}88, bonus new member {amount}, daftar {link}
# prize
Selamat {name}! Nomor Anda dapat hadiah {big} dari undian {telco}. Info {link} PIN {ref}
Selamat! Anda menang [voucher {shop} {amount}|motor|HP baru]. Klaim dalam {nn} menit {link}
# romance
Hai ganteng, aku {woman}, lagi sendiri di {city}. Lihat fotoku {link}
VCS yuk kak, open BO {city}, WA {phone}
# pills
Turun {nn} kg dalam {n} minggu tanpa diet! [Stok terbatas.|BPOM.] {link}
Obat kuat pria, {small}, kirim rahasia. WA {phone}
Tas dan jam branded KW super diskon {pct}%. WA {phone}
# invoice
Langganan {brand} diperpanjang {amount}. Batal hubungi {phone}
HP Anda terkena {nn} virus! Bersihkan sekarang {link}
# malware
Ini kamu ya di video? 😱 {link}
Undangan pernikahan kami {date}, mohon buka undangannya {link}
# charity
Bantu korban banjir, kirim {small} ke rek {track} a.n. {full}. Sebarkan ke {n} grup
# app
Unduh aplikasi {brand} dan dapat saldo {amount}, kode {ref} {link}
""",
    "ja": """
# parcel
{courier}：{hi}お荷物{track}を[住所不明|ご不在]のため持ち帰りました。下記よりご確認ください {link}
関税{small}が未払いのため荷物が保留されています。お支払い：{link}
【最終通知】{date}までに手続きがない場合、荷物は返送されます {link}
# bank
【{bank}】お客様の[口座|カード|アカウント]を[停止|制限]しました。ご確認：{link}
【{bank}】第三者による不正利用の疑いがあります。至急本人確認をお願いします {link}
国税：未納の税金{amount}があります。{date}までにお支払いがない場合は差し押さえます {link}
【{telco}】ご利用料金のお支払い確認が取れていません。本日中に{phone}へご連絡ください
高速道路の通行料{amount}が未払いです。登録を更新してください {link}
# mum
[お母さん|お父さん|ママ]、携帯壊れて番号変わったよ。[LINEもできない|登録しといて] {phone}
俺だけど、会社の金{big}なくしちゃって今日中に必要なんだ。振り込んでもらえない？
はじめまして、{name}さんですか？[アヤカ|ミキ|リン]です。間違えてたらすみません。これも何かの縁、お友達になりませんか
# crypto
{coin}で毎日{amount}稼げます。[初心者歓迎|残り{nn}名]。グループはこちら {link}
{amount}が{n}日で{big}に！AI自動売買、元本保証 {link}
有名投資家{surname}先生の無料株講座。推奨銘柄{pct}%上昇！参加：{link}
# job
{brand}採用担当の{name}です。在宅副業、日給{amount}。[詳細は{link}|YESと返信ください]
動画に「いいね」するだけで1日{amount}！スマホのみ。{link}
高額案件、荷物を受け取るだけ{big}即日払い。連絡は{user}
# loan
{hi}最大{big}まで即日融資、[審査なし|ブラックOK]。{link}
借金を{pct}%減らせます。無料診断 {link}
# casino
{brand}カジノ、[登録だけで|今日だけ]{amount}ボーナス＋フリースピン{nn}回 {link}
的中率{pct}%の競馬予想、次は{day}。無料登録 {link}
# prize
おめでとうございます！{name}様に[{shop}ギフト券{amount}|最新スマホ]が当選しました。{nn}分以内に受取 {link}
{big}当選確定！受取手数料{small}のみ。担当{surname} {mail}
# romance
{woman}、{nn}歳です。今夜{city}で会える人探してます♡ {link}
主人に内緒で会ってくれませんか。お礼に{big}差し上げます {link}
# pills
{n}週間で{nn}キロ減！[運動不要。|残りわずか。]初回{small} {link}
ブランド時計・バッグN級品{pct}%オフ {link}
# invoice
有料サイトの未納料金{big}があります。本日中に{phone}へ。ご連絡なき場合は法的手続きに移ります
{brand}プレミアムの更新{amount}。心当たりがない場合は{phone}へお電話ください
【警告】ウイルス{nn}個を検出。今すぐ削除 {link}
# malware
この動画、あなたですか？😱 {link}
写真が届いています。開く：{link}
# advance
極秘のご相談¶¶突然のご連絡失礼いたします。弁護士の{surname}と申します。亡くなった資産家が{big}を遺し、相続人がおりません。あなたに{pct}%をお渡ししたく、{mail}までご連絡ください。
""",
    "zh": """
# parcel
【{courier}】{hi}您的包裹{track}[因地址不详|因欠费{small}]无法派送，请点击{link}更新
您的快递丢失，可获{n}倍赔偿，请加客服微信{user}办理
【最后通知】包裹将于{date}退回，请确认 {link}
# bank
【{bank}】您的[银行卡|账户|手机银行]已被[冻结|限制]，请立即登录{link}解除
【{bank}】您的积分{nn}{nn}即将过期，可兑换{amount}现金 {link}
您的ETC已失效，为避免影响通行请重新认证 {link}
您的社保卡异常，将停用，详情致电{phone}
公安通知：您名下账户涉嫌洗钱，请速与{surname}警官联系{phone}，严格保密
# mum
[妈|爸]，我手机坏了，这是新号码，[加我微信|旧的别打了] {phone}
[妈|爸]我在外面急用{big}，先转到同学卡上，{day}还你
你好，是{name}吗？我是[安娜|琳琳|思思]，{city}认识的。发错了吗，那也是缘分，交个朋友吧
我是你领导，明天来我办公室一趟。现在方便转{big}吗，有急用
# crypto
{coin}带单群，日赚{amount}，[稳赚不赔|名额仅剩{nn}个]，加{user}
投{amount}，{n}天变{big}，AI量化保本 {link}
{surname}老师荐股，昨日涨停{pct}%，免费进群 {link}
# job
你好，{brand}招兼职，在家可做，日结{amount}，[加微信{user}|回复1]
刷单点赞，一单{small}，日赚{amount}，无需经验 {link}
给商家做好评，{nn}分钟{amount}，当天到账，联系{phone}
# loan
{hi}您有{big}额度待领取，[无抵押|黑户可做]，当天放款 {link}
征信修复、债务优化减免{pct}%，详询{phone}
# casino
{brand}娱乐城，首充送{pct}%，注册即送{amount}，[秒到账|信誉保证] {link}
澳门线上真人，{nn}元起玩，提款{n}分钟 {link}
六合彩内部资料，包中，先中后付，加{user}
# prize
恭喜{name}！您被抽中为幸运用户，获得[{shop}卡{amount}|手机一部]，{nn}分钟内领取 {link}
【{shop}】店庆回馈，填问卷{n}题免费送礼，只付邮费{small} {link}
# romance
哥哥你好，我是{woman}，一个人在{city}，看我照片 {link}
同城美女今晚约，不收定金，加{user}
# pills
{n}周瘦{nn}斤，不节食不运动！[仅剩最后一批|无效退款] {link}
高仿名表名包，一比一，{pct}%优惠，微信{user}
壮阳秘方，{small}起，货到付款 {phone}
# invoice
代开发票，各行业正规可查，税点低，联系{name}{phone}
您的会员将自动扣费{amount}/月，如需取消请致电客服{phone}
# seo
精准客户资料出售，{city}各行业老板电话，{nn}00条{amount}，加{user}
快速涨粉刷赞，1000个只要{small}，{link}
# malware
这是你的照片吗？😱 {link}
同学聚会相册，快打开看看 {link}
# app
下载{brand}即送{amount}红包，邀请码{ref} {link}
扫描二维码领取工资补贴{amount}，今日截止 {link}
""",
    "ko": """
# parcel
{courier}: {hi}택배({track}) [주소 불일치|관세 미납]로 배송 보류. 확인 {link}
고객님 물품이 반송 예정입니다. 24시간 내 주소 수정 {link}
⟨국제발신⟩ 해외결제 {big} 완료. 본인 아닐 시 문의 {phone}
# bank
{bank}: 고객님의 계좌가 정지되었습니다. 본인 확인 {link}
{bank} 보안 강화 필요. {date}까지 인증하지 않으면 이용 제한 {link}
교통위반 과태료 {amount} 미납. 확인 {link}
건강검진 결과 통보서가 도착했습니다. 확인 {link}
서울지검입니다. 고객님 명의 계좌가 범죄에 이용되었습니다. 즉시 연락 {phone}
# mum
[엄마|아빠] 나 폰 고장나서 수리 맡겼어. [이 번호로 문자 줘|톡 추가해줘] {phone}
[엄마|아빠] 급하게 {big} 보내줄 수 있어? 인증이 안돼서 그래 {day}에 갚을게
안녕하세요 {name}님 맞으시죠? [수아|리나|지아]예요. 번호를 잘못 눌렀네요, 이것도 인연인데 친구해요
# crypto
{coin} 하루 {amount} 수익 보장! [VIP방 입장|선착순 {nn}명] 텔레그램 {user}
{amount} 투자하면 {n}일 후 {big} 출금, 원금 보장 {link}
내일 급등주 무료 공개, 어제 추천주 {pct}% 상승! 입장 {link}
# job
안녕하세요 {brand} 인사팀 {name}입니다. 재택 부업 일당 {amount}, [카톡 {user}|문의 {phone}]
영상 좋아요만 눌러도 하루 {amount}! 당일 지급. 텔레그램 {user}
# loan
{hi}{big}까지 당일 대출 승인, [무직자 가능|신용 무관]. {link}
정부지원 대환대출 {n}%대, 한도 {big}. 상담 {phone}
채무 {pct}% 탕감 가능, 무료 조회 {link}
# casino
{brand}카지노 가입 즉시 {amount} + 첫충 {pct}%! [먹튀 없음|무료 쿠폰] {link}
스포츠 픽 적중률 {pct}%, 오늘 경기 무료. 텔레그램 {user}
# prize
축하합니다 {name}님! [{shop} 상품권 {amount}|최신 휴대폰] 당첨. {nn}분 내 수령 {link}
{telco} 고객 감사 경품 {big} 당첨! 제세공과금 {small} 입금 후 수령 {phone}
# romance
오빠 나 {woman}, 오늘 {city}에 혼자 있어. 사진 볼래? {link}
{city} 근처 {n}명이 만남을 원해요. 무료 채팅 {link}
# pills
{n}주 만에 {nn}kg 감량, 운동 NO! [마지막 수량|효과 없으면 환불] {link}
명품 레플리카 시계 가방 {pct}% 할인, 카톡 {user}
남성 활력제 {small}부터, 비밀 포장 {link}
# invoice
{brand} 정기결제 {amount} 승인. 취소 문의 {phone}
휴대폰에서 바이러스 {nn}개 발견! 즉시 치료 {link}
# malware
이 영상 너 맞아? 😱 {link}
[모바일 청첩장|부고] {date} 참석 부탁드립니다. {link}
돌잔치에 초대합니다 {date} {time} 장소 보기 {link}
# app
{brand} 앱 설치하면 {amount} 바로 지급, 추천코드 {ref} {link}
전기요금 환급금 {amount} 조회하세요, 앱 설치 {link}
""",
}
