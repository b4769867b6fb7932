# ruff: noqa: E501
"""Templates of legitimate messages, by language or locale, under their kinds; see :mod:`modern`."""

HAM = {
    "en": """
# code
{code} is your {brand} [verification|login|security] code. [Don't share it with anyone.|Never share it.|It expires in {n} minutes.]
Your {bank} one-time passcode is {code}. [We will never call you to ask for it.|Do NOT share it, not even with our staff.|Valid for {nn} minutes.]
{bank}: use code {code} to confirm your payment of {amount} to {shop}. Didn't request this? Call the number on the back of your card.
<#> {code} is your {brand} code. [Do not share it.|Expires in {nn} min.]
[New sign-in|You signed in] to your {brand} account from {city} at {time}. If this was you, [you can ignore this message|there's nothing to do].
OTP {code} for {bank} card ending {last} at {shop}, {amount}. Valid for {n} mins. Never disclose your OTP to anyone.
Your {shop} password reset code: {code}. If you did not ask for it you can ignore this text.
{hi}your code to log in to {telco} is {code}. [Enter it on the page you have open.|It works once.]
Use {code} to verify your mobile number with {brand}.
{code} - enter this in the {brand} app to finish [setting up your new phone|signing in|registering].
# delivery
{courier}: customs has cleared your parcel {track}, nothing to pay. It will be delivered on {day}.
{courier}: {hi}your parcel {track} from {shop} will be delivered [today|tomorrow|on {day}] between {time} and {time}. [Track it: {link}|Change your delivery: {link}|No signature needed.]
{hi}your {shop} order has been [dispatched|shipped|sent out]! Follow it here: {link}
[Delivered:|Your package was delivered.] {courier} left your parcel [with your neighbour at number {nn}|in the porch|at the front door|in your safe place] at {time}.
Sorry we missed you! We'll try again on {day}. To choose another day or pick-up point go to {link}
Your parcel is ready to collect from {shop}, {city}. Bring this code: {code}. We keep it until {date}.
{courier}: driver {name} is {n} stops away. Estimated arrival {time}.
Good news, your order #{ref} is out for delivery. Your {courier} driver will be with you [by {time}|around {time}].
Your delivery of {item} from {shop} is [delayed|running late]. New date: {day} {date}. We're sorry for the wait.
We've received your return for order {ref}. Your refund of {amount} will reach your card within {n} working days.
Your groceries from {shop} arrive {day} {time}-{time}. {n} items were substituted, see {link}
# bank
{bank}: we will never ask you to move money to a safe account. If someone does, hang up and call us on the number on your card.
{bank}: {amount} spent at {shop} on {date} with your card ending {last}. Balance {big}. [Not you? Freeze your card in the app.|Don't recognise it? Call the number on your card.]
Your salary of {big} from {brand} Ltd [has arrived|was credited] on {date}. Available balance: {big}.
{bank} alert: your balance is below {amount}. You have {small} available as of {time}.
Your {telco} bill of {amount} is due on {date}. [You pay by direct debit, so there's nothing to do.|Pay in the app or at {link}|Ignore if already paid.]
{hi}your {bank} statement for {month} is ready. Log in to the app to read it.
You sent {amount} to {full}. Reference: {ref}. It should arrive [in seconds|by {time}].
{name} paid you {amount} for {food}. Your new balance is {amount}.
Your card ending {last} was declined at {shop} because the PIN was wrong. Try again or call {phone}.
Reminder: your credit card payment of {amount} is due {date}. Minimum payment {small}.
{bank}: a new payee, {full}, was added to your account at {time}. If this wasn't you call us using the number on your card.
A direct debit of {amount} to {brand} will leave your account on {date}.
We noticed an unusual payment of {amount} at {shop}. Reply YES if it was you, NO if not. We'll never ask for your PIN.
# appointment
Reminder: you have an appointment with Dr {surname} on {day} {date} at {time}. [Reply C to confirm or X to cancel.|To cancel call {phone}.|Please arrive {n} minutes early.]
{hi}your dental check-up is [tomorrow|on {date}] at {time}. [Please give 24 hours notice if you can't make it.|See you then!|Call {phone} to rearrange.]
See you on {day} at {time} for your [cut and colour|haircut|manicure] with {name}! Need to change it? Text us back.
Your car is booked in for its service at {city} Motors on {date}, drop off from {time}.
[School|St {surname} Primary]: parents' evening is on {date}. Book your slot at {link}
{name}'s [flu|booster|MMR] vaccination is due. Please book at the surgery, {phone}, or online {link}
The vet can see {name} on {day} at {time}. Please don't feed him after midnight.
The engineer from {telco} will visit on {date} between {time} and {time}. Someone over 18 must be home.
Hi, {city} Library: {n} of your books are due back on {date}. Renew free at {link}
Your eye test at {shop} Opticians is on {day} {time}. Bring your glasses. Reply 1 to confirm, 2 to cancel.
School is CLOSED [today|tomorrow] because of [snow|the heating|flooding]. Please check the website before {time}.
Prescription for {full} is ready at {shop} Pharmacy. Open until {time}.
# receipt
Thanks for your order at {shop}! [Total|You paid]: {amount}. Order no. {ref}. [Receipt: {link}|We'll text you when it ships.]
Your table for {n} at {shop} is booked for {day} at {time}. [Can't make it? Call {phone}.|We look forward to seeing you!]
Booking confirmed: {n} nights in {city} from {date}. Check-in after {time}. Reference {ref}. Total {big}.
Your flight {ref} to {city} is now boarding at gate {nn}. [Have a pleasant flight.|Gate closes {time}.]
Your e-tickets for {city} Arena on {date} are here: {link}. Doors {time}. Enjoy the show!
Your driver {name} is arriving in {n} minutes in a [white|black|silver] car, plate {ref}. [Pin: {last}|Share your trip from the app.]
Train to {city} {time} is delayed by {nn} min. Your ticket is valid on the next one.
Check in now for your flight to {city} on {date}: {link}. Booking {ref}.
Receipt from {shop}: {item}, {amount}, card ••{last}. Returns within 30 days.
Your parking session in {city} ends at {time}. Extend it in the app or reply with the number of minutes.
You were charged {amount} for your ride on {date}. Rate {name} in the app.
# ready
Your order {ref} is ready to collect at {shop}, {city}. [Open till {time}.|Bring ID and this text.]
{food} is on its way! {name} will be with you in {nn} minutes.
Your glasses are ready, pop in any time before {time}. {shop}
{hi}your [bike|laptop|watch|phone] is repaired and ready. It comes to {amount}. We close at {time}.
Order up! Number {n}{n} is ready at the counter.
Click & collect: {item} waiting for you at {shop} until {date}. Code {code}
Your photos are printed. Pick them up at {shop} {city} from {time}.
The book you reserved is in! We'll keep it for you until {date}. {shop}
Your dry cleaning is ready. {shop}, {phone}
# account
Your e-mail address for {brand} was changed to {mail}. Not you? Open the app and choose Security.
Your {brand} password was changed on {date} at {time}. If you did this, no action is needed.
{telco}: you have used {pct}% of your data. It renews on {date}. [Check usage in the app.|Add more from {small}.]
We're fixing a fault in {city}. Broadband should be back by {time}. Sorry for the trouble. {telco}
Welcome to [France|Dubai|Spain|Malaysia]! {telco} roaming: calls {small}/min, data as at home up to {n} GB. Info {link}
Your {brand} subscription renewed for {amount}. Manage it any time in your account settings.
Planned power cut in {city} on {date} from {time} to {time}. Call {phone} if you rely on medical equipment.
{telco}: thanks for topping up {amount}. Your credit is {amount}. [Get free minutes with a bundle, text BUNDLE to 150.|]
Your {brand} free trial ends on {date}. You'll pay {amount} a month after that unless you cancel in Settings.
Water will be off in your street on {day} {time}-{time} for urgent repairs. We're sorry.
Your contract with {telco} ends on {date}. Your price won't change. Options: {link}
Please submit your meter reading by {date}. It takes a minute: {link}
# newsletter
{hi}this week at {shop}: {pct}% off [everything|all shoes|garden tools|bedding] for members. In store and at {link}. Text STOP to opt out.
{shop}: doors open at {time} on {day} for our members' evening. [Free drink on us!|See you there!] Opt out: STOP to {nn}{nn}
Your {shop} points: you've earned {nn} points, worth {small}. Spend them before {date}.
Happy birthday {name}! A free [coffee|cake|dessert] is waiting for you at {shop}, just show this text this month.
New on {brand} this month: {n} films we think you'll like. Open the app to watch.
Thanks for signing up to {shop} texts! Here's the {pct}% you were promised: {ref}. Reply STOP any time.
Back in stock, as you asked us to tell you: {item}. {link}
Sale starts {day}. As you asked us to, we're letting you know first. {shop} {city}. STOP to end.
How was your stay in {city}? Tell us in {n} questions and help us get better: {link}
Blood donors needed in {city} on {date}. Your blood group is running low. Book: {link}
The {city} Runners newsletter: no run on {day} because of the fair. Volunteers still needed, reply to help.
# work
{name} please call {full} back on {phone}, it's about the {brand} order
URGENT: printer on floor {n} is on fire (not really, but please don't use it)
All hands {day} {time}. Agenda and slides: {link}
Welcome to {brand}, {name}! Your laptop is at reception from {time}. Bring your passport for the contract.
{hey}standup moved to {time}, [same link|room {n}.{nn}|I'll send a new invite].
Can you [cover|take] my shift on {day} {time}-{time}? I'll do your {day}.
Deploy of {ref} to production finished at {time}. [All checks green.|No rollback needed.|{n} warnings, see {link}]
[ALERT|RESOLVED]: disk usage on web-{nn} is {pct}%. On call: {name}.
I've shared the {month} budget doc with you: {link}. [Comments by {day} please.|Need your numbers for row {nn}.]
Reminder from HR: please submit your timesheet by {time} today. Payslips go out on {date}.
Client call pushed to {day} {time}. Bring the {city} figures.
{name} is off sick so we're one short tonight, anyone free from {time}? Double pay
Your leave request for {date} has been approved.
Build #{nn}{nn} failed on main: {n} tests. {link}
Interview with {full} is at {time}, meeting room {n}. CV attached to the invite.
Could you send me the invoice for {brand} when you get a sec? They owe us {big}
Fire drill at {time}, don't take the lift!
You're on call this week. Pager duty handover at {time} with {name}.
# chat
on my way {name}
Call me at {time}?
[YES|YESSS|YAY] {name}!!! 🎉
ok see you {day}
{food} or {food}?
[thanks|ta|cheers] {name}, you're a star
did u get my message about {day}? need to know by {time}, they charge {small} for late changes
Found your keys! Under the sofa, right next to the {small} you owe me 😅
Save my new number please, old one stops working {date}. {name} from [work|choir|the gym]
join the WhatsApp group for {day}, {name} has the link: {link}
mum my phone's about to die, i'm at {name}'s, back by {time}
{name} got a loan for the car in the end, {big}!! I'd never
is this still {name}'s number? it's {name} from {city}, we were at school together
FREE parking after {time} apparently, meet you there?
i put {small} on {name}'s team and won {amount} haha dinner on me
[Are you|u] still on for {food} [tonight|on {day}]? I can be there [by|around] {time}
Can you send me the {amount} for {name}'s present? my details are the same as last time
{name} WON the [spelling|chess|maths] prize at school!!! SO PROUD 🎉🎉
just read this, made me think of you 😂 {link}
Running late, [train stuck outside {city}|traffic is mad|bus never came]. Start without me
Don't forget [milk|bread|the cat food|to call your gran]. And call me when you're free
happy birthday {name}!! 🎂 hope you have the best day. drinks on me {day}
Mum, can you pick me up at {time}? Practice finished early
I'll pay you back {day} when I get paid, promise. it was {amount} right?
OMG WE GOT THE HOUSE!!!! CALL ME
we're at the bar by the station, {name} is here too. hurry up, first round's free lol
have you seen the price of {food} at that place now? {amount}!! robbery
Got two free tickets for {day}, someone at work can't go. Fancy it?
call me when u can, nothing urgent
did you ever sort out that thing with the bank? {bank} kept me on hold for {nn} min
Can't talk now, in a meeting. Text me
new number btw, phone fell in the sea 🙈 it's {name} from football, see you {day}
my flight lands {time}, can you get me from the airport? x
Thinking of buying some {coin} lol, talk me out of it
Love you, sleep well. Don't forget the alarm for {time}
# banter
A: u up?¶B: its {time} of course im up¶A: {food}?¶B: omw
A: did you see the game¶B: dont. just dont¶A: {n}-0 lmaooo¶B: blocked
{name}: where r u¶Me: 5 min away¶{name}: you said that {nn} min ago 😭¶Me: ok 10
- u owe me {amount}¶- for what¶- the {food}!!¶- ur rich u dont need it [lol|lmao|💀]
A: ngl that exam was brutal¶B: fr i guessed like half¶A: {pct}% is a pass right¶B: pray for us
A: bro the wifi is down again¶B: hotspot?¶A: no data till {day} 💀
A: guess who won {small} on a scratchcard¶B: big spender, {food} on u then¶A: it cost me more than that tbh
A: wyd {day}¶B: nm, u?¶A: party at {name}s, bring snacks, its free¶B: bet
A: idk what to wear 2nite¶B: the blue 1¶A: its in the wash 🙃¶B: then wear the other blue 1 lol
A: can u call me¶B: why¶A: cant find my phone¶B: ...
# mail
[Moving to the new office|The move on {date}]¶¶Dear all,¶¶as you know we are moving to {city} on {date}. Please pack your desk by {time} on {day}; boxes are in the kitchen and cost nothing, so take as many as you need. Label each box with your name and the number of your new room. Computers are moved by IT, so just leave them switched off. The canteen opens a week later and until then lunch vouchers worth {small} a day are available from {name}. If you need parking, a height-adjustable desk or a key, write to {mail} or call {phone}.¶¶Thank you all for your patience, we'll celebrate with {food} on the first evening!¶¶{full}
[Allotment news|Garden club, {month}]¶¶Hello everybody,¶¶what a month! {name} won first prize for the biggest pumpkin in {city}, congratulations! The water is turned off on {date}, so please empty your barrels. The seed order goes in on {day}: send me your list and {small} in cash or by transfer, the account is the same as last year. There is free compost by the gate, first come first served. We are still looking for somebody to look after the website (the hosting bill of {amount} is paid until next year) and for two people to mend the fence with me on Saturday from {time}. Tea and cake will be provided.¶¶Happy digging,¶{name}
[Your order {ref} with {shop}|{shop}: order {ref}]¶¶Dear {name},¶¶thank you for your order. We have taken {amount} from your card ending {last} and will send {item} with {courier} on {date}. Delivery is free, and you will get a link to follow the parcel once it has left us. If something isn't right you can return it free of charge within thirty days; the label is in the box. Your guarantee lasts {n} years and you don't have to register for it. Questions? Our team answers at {mail} and on {phone}, every day from {time}.¶¶You get this mail because you ordered from us. Change what we send you in your account: {link}¶¶{shop}
[Minutes of {day}'s meeting|Notes from {day}|Action points]¶¶Hi all,¶¶[Thanks for a good meeting.|Here are my notes.] We agreed to move the launch to {date} and {name} will talk to {brand} about the price ({big}). [Please shout if I missed anything.|Corrections welcome.]¶¶Best wishes,¶{name}
[Invoice {ref}|Our invoice for {month}]¶¶Dear {name},¶¶Please find attached our invoice {ref} for {big}, due on {date}. If you have already paid it, many thanks and please ignore this.¶¶Kind regards,¶{full}¶{brand} Ltd, {phone}
[Swimming club: gala on {date}|Gala this {day}]¶¶Dear parents,¶¶The gala starts at {time} in {city}. Swimmers should be there half an hour before. We need {n} more helpers for the cake stall, and there are prizes for every child. Please reply to this mail if you are free.¶¶{name}
[Boiler check|Visit to your flat|Access on {date}]¶¶Hello {name},¶¶Our gas engineer will come on {day} {date} between {time} and {time} for the yearly check. You don't need to be in, we have keys. If the date doesn't suit, please ring {phone}.¶¶{surname} Lettings
[Your trip to {city}|Booking {ref} is confirmed]¶¶Hello {name},¶¶thank you for booking with {brand}. You arrive on {date} and stay {n} nights. The total of {big} is payable at the hotel; cancellation is free until two days before. Your booking: {link}¶¶Have a good journey!¶The {brand} team
[Re: dinner|Re: {day}|Re: the weekend]¶¶Lovely idea! {day} works for us, say {time}? I'll bring {food} and {name} will bring pudding. [Shall we split the cost?|Don't buy anything.]¶¶x {name}
[Year {n} trip to {city}|School trip, {date}]¶¶Dear parents and carers,¶¶The coach leaves at {time} sharp on {date}. Please pay the {amount} through the school app by {day} and send a packed lunch. Children who receive free school meals will be given one.¶¶Yours sincerely,¶{full}
[Code review for {ref}|PR {nn}: please review]¶¶Hi {name},¶¶I've split the change in two as you suggested. The first part is ready for review, {nn} lines: {link}. Tests pass. No hurry, [{day} is fine|before the release on {date} would be great].¶¶Thanks!¶{name}
[Your {telco} bill|Your bill for {month} is ready]¶¶Hello {name},¶¶Your latest bill is {amount}. We'll collect it by direct debit on {date}, so you don't need to do anything. You can see it by signing in to your account in the usual way.¶¶{telco}
[Sad news|Farewell drinks for {name}|{name} is leaving us]¶¶Dear all,¶¶After {n} years {name} is moving on to a new job in {city}. We're collecting for a gift (suggested {small}, see {full}) and meeting on {day} at {time} at the usual place. First drink is free!¶¶HR
""",
    "en-GB": """
# appointment
[NHS: your|Your] GP appointment at {city} Surgery is on {date} at {time}. Reply CANCEL if you can't attend.
Bins: your green bin will be collected a day late this week, on {day}. {city} Council
You're due a smear test. Please book with the practice nurse on {phone}.
# account
Your MOT runs out on {date}. Remind me again? Reply YES. {surname} Garage, {city}
Your TV licence payment of {amount} was received. Thank you.
# chat
[alright mate|u alright?] fancy a pint [later|{day}]? I'm skint but {name} owes me {small}
train's cancelled AGAIN. gonna get the replacement bus, home about {time} xx
Ta for lending us the drill mate, I'll drop it back {day}. Kettle on?
""",
    "en-US": """
# bank
{bank}: You sent {amount} to {full} with PayQuick. Reply STOP to end alerts.
{bank} Fraud Dept: Did you use card x{last} for {amount} at {shop}? Reply YES or NO. Msg&data rates may apply.
# appointment
{city} ISD: Schools will open {n} hours late on {day} due to weather. Buses run on the delayed schedule.
CVX Pharmacy: {name}, your Rx is ready. Copay {small}. Reply HELP for help, STOP to opt out.
Jury duty: juror {ref}, report on {date} at {time}, {city} Courthouse. Free parking in lot {n}.
# chat
[yall|you guys] wanna hit {food} after the game? i got {amount} so first round's on me
Can you grab the kids at {time}? I'm stuck at work til late. Just sent you gas money
""",
    "en-IN": """
# bank
{amount} debited from A/c XX{last} on {date} at {shop} via UPI. Avl bal {big}. Not you? Call {phone} -{bank}
Dear Customer, your A/c XX{last} is credited by {big} on {date} by NEFT from {brand} PVT LTD. -{bank}
Your SIP of {amount} in {brand} Flexicap is processed. NAV {nn}.{nn}. Units will reflect in {n} days.
# code
Dear Customer, {code} is OTP for your eKYC verification at {bank}. OTP is valid for {nn} mins. Do not share with anyone.
# account
Recharge of {amount} on {phone} is successful. {n}GB/day, validity {nn} days. Txn id {ref} -{telco}
Dear LPG consumer, your cylinder booking no {ref} is confirmed. Delivery in {n} days, pay {amount}.
PNR {ref}{last}, Trn {nn}{nn}, {city} dep {time}, S{n} berth {nn}, fare {amount}. Chart prepared.
# chat
[yaar|bro|da] traffic near {city} is too much, reaching by {time} only. order {food} for me na
Amma is asking when you are coming. Book ticket fast, {day} is filling up
""",
    "en-AF": """
# bank
{ref}{last} Confirmed. {amount} sent to {full} {phone} on {date} at {time}. New balance is {big}. Transaction cost {small}.
Acct: **{last} CR {big} Desc: salary {month} Date {date} Bal {big}. {bank}
You have received {amount} from {full}. New wallet balance {big}. Dial *{nn}{n}# to withdraw.
# account
Token for meter {track}: {last}-{last}-{last}-{last}-{last}. Units {nn}.{n}. Amount {amount}. Keep it for your records.
You have {n}GB left of your weekly bundle, valid till {date}. Dial *{nn}{n}# to renew. {telco}
# chat
[Abeg|Please o] help me send {amount} for transport, I will refund you {day}. {name}
Niko town, traffic ya {city} is bad. [We meet at {time}|Start without me], nimekuja na boda
Ah my sister, congratulations o! God has done it 🙏 we go celebrate {day}
""",
    "en-SG": """
# appointment
Polyclinic: your appt is on {date}, {time}, Rm {nn}. Pls bring NRIC. Reply 1 to confirm, 2 to cancel.
HDB: lift upgrading at Blk {nn}{n} {city} on {date}, {time} to {time}. Pls use lift B.
# bank
{bank}: PayNow transfer of {amount} to {name} was successful on {date}. Call {phone} if unauthorised.
# account
CPF contribution of {amount} for {month} has been credited. Log in to view.
# chat
[eh|wah] {name} you reach already anot? I at {city} MRT exit {n}, chope seat first ok
can dabao {food} for me? pay u back later lah, paynow ok?
Tonight got free movie at the CC, bring the kids leh, {time} start
""",
    "es": """
# code
{code} es tu código de verificación de {brand}. [No lo compartas con nadie.|Caduca en {nn} minutos.]
{bank}: introduce la clave {code} para autorizar la compra de {amount} en {shop}. [Nunca te la pediremos por teléfono.|]
[Nuevo acceso|Has iniciado sesión] en tu cuenta {brand} desde {city} a las {time}. Si has sido tú, no tienes que hacer nada.
# delivery
{courier}: {hi}tu paquete {track} de {shop} llega [hoy|mañana|el {day}] entre las {time} y las {time}. Síguelo en {link}
Hemos entregado tu pedido a las {time} [en portería|a tu vecino del {n}º|en el buzón]. Gracias por comprar en {shop}.
No estabas en casa. Volveremos el {day}; también puedes recogerlo en {city} con el código {code}.
# bank
{bank}: compra de {amount} en {shop} el {date} con tu tarjeta terminada en {last}. [Si no la reconoces, bloquéala en la app.|Saldo: {big}.]
Has recibido un Bizum de {amount} de {name}. Concepto: {food}
Nómina ingresada: {big}. Saldo disponible {big} a {date}.
Tu recibo de {telco} de {amount} se cargará el {date}. [No tienes que hacer nada.|]
# appointment
{hi}le recordamos su cita con la Dra. {surname} el {day} {date} a las {time}. [Para anular llame al {phone}.|Responda SI para confirmar.]
Tu cita en la peluquería es mañana a las {time} con {name}. [¡Te esperamos!|Si no puedes venir, avísanos.]
Colegio: la reunión de padres será el {date} a las {time}. Confirmen asistencia, por favor.
La ITV de tu coche vence el {date}. Pide cita en {link} o en el {phone}.
# receipt
¡Gracias por tu compra en {shop}! Total {amount}. Pedido {ref}. [Factura: {link}|Te avisaremos cuando salga.]
Reserva confirmada: mesa para {n} en {shop}, {day} a las {time}. [Si no puede venir, llame al {phone}.|]
Tu vuelo {ref} a {city} embarca por la puerta {nn} a las {time}. ¡Buen viaje!
Tu conductor {name} llega en {n} minutos. Matrícula {ref}.
# ready
Tu pedido {ref} ya está listo en {shop} ({city}). [Abrimos hasta las {time}.|Trae este mensaje.]
Sus gafas ya están listas. Puede pasar a recogerlas cuando quiera. {shop}
# account
{telco}: has consumido el {pct}% de tus datos. Se renuevan el {date}.
Tu contraseña de {brand} se cambió el {date} a las {time}. Si fuiste tú, ignora este mensaje.
Corte de agua programado el {date} de {time} a {time} en {city}. Disculpen las molestias.
# newsletter
{shop}: esta semana {pct}% de descuento en todo para socios. ¡Gratis el envío! BAJA para no recibir más.
¡Feliz cumpleaños, {name}! Tienes un café gratis en {shop} enseñando este SMS.
# work
Chicos, la reunión pasa al {day} a las {time}. [Mismo enlace.|En la sala {n}.] {name}
¿Me puedes cambiar el turno del {day}? Yo te hago el de {time}
Despliegue de {ref} terminado a las {time}, todo en verde. {link}
# chat
hola soy {name} del gimnasio, este es mi número nuevo, guárdalo 😊
al final {name} ganó {amount} en la quiniela, invita él jajaja
únete al grupo de WhatsApp del cole: {link}
{hey}quedamos [hoy|el {day}] a las {time}? hay {food} en casa
¿me mandas los {amount} del regalo de {name}? cuando puedas, sin prisa
¡¡¡HEMOS GANADO!!! el niño trae el premio del cole, qué ilusión 🎉
llego tarde, [hay un atasco tremendo|se ha parado el metro]. empezad sin mí
mira esto jajaja {link} es igual que {name}
# banter
A: tas?¶B: sip q pasa¶A: {food}?¶B: voyyy [jaja|xd]
- me debes {amount}¶- de q??¶- de la {food} del {day}¶- jajaja ni me acuerdo tio
# mail
[Acta de la reunión|Resumen del {day}]¶¶Hola a todos:¶¶Os adjunto el acta. La entrega pasa al {date} y {name} hablará con {brand} sobre el presupuesto ({big}). Decidme si falta algo.¶¶Un saludo,¶{full}
[Comunidad de vecinos|Junta el {date}]¶¶Estimados vecinos:¶¶La junta será el {day} a las {time} en el portal. Se hablará del ascensor y de la derrama de {amount}. [Rogamos puntualidad.|Quien no pueda venir puede delegar el voto.]¶¶{full}, administrador
""",
    "pt": """
# code
{code} é o seu código {brand}. [Não compartilhe com ninguém.|Vale por {n} minutos.]
{bank}: use o código {code} para confirmar a compra de {amount} em {shop}. [Nunca pedimos esse código por telefone.|]
Novo acesso à sua conta {brand} em {city} às {time}. Se foi você, pode ignorar.
# delivery
{courier}: {hi}seu pedido {track} da {shop} chega [hoje|amanhã|{day}] entre {time} e {time}. Acompanhe: {link}
Oba! Seu pacote foi entregue às {time}. [Recebido por: portaria.|Recebido por {name}.]
Não encontramos ninguém no endereço. Nova tentativa {day}. Se preferir, retire na agência de {city} até {date}.
# bank
{bank}: compra de {amount} aprovada em {shop}, cartão final {last}, {date} às {time}. [Não reconhece? Bloqueie pelo app.|]
Pix recebido! {full} enviou {amount} para você.
Seu salário de {big} caiu na conta. Saldo: {big}.
A fatura do cartão final {last} fecha em {date}: {big}. [Débito automático ativo.|Pague pelo app.]
# appointment
{hi}lembramos sua consulta com Dr. {surname} em {date} às {time}. [Responda 1 para confirmar e 2 para cancelar.|Dúvidas {phone}.]
Oi {name}, seu horário no salão é {day} às {time}. [Te esperamos!|Se não puder vir, avise por favor.]
Escola: reunião de pais no {date}, {time}. Contamos com a sua presença.
A segunda dose da vacina de {name} já pode ser tomada a partir de {date} no posto de saúde.
# receipt
Pedido {ref} confirmado na {shop}. Total {amount}. [Nota fiscal: {link}|Avisaremos quando sair para entrega.]
Reserva para {n} pessoas, {day} às {time}. [Até lá!|Cancelamento pelo {phone}.] {shop}
Embarque do voo {ref} para {city}: portão {nn}, {time}. Boa viagem!
{name} está chegando! Carro placa {ref}, em {n} min.
# ready
Seu pedido {ref} está pronto para retirada na {shop}, {city}. Até {time}.
O conserto do seu [celular|notebook|relógio] ficou pronto. Valor {amount}. {shop}
# account
{telco}: você usou {pct}% da sua internet. Renova em {date}.
Sua senha {brand} foi alterada em {date} às {time}. Se foi você, está tudo certo.
Manutenção programada na rede elétrica em {city} dia {date}, das {time} às {time}.
# newsletter
{shop}: {pct}% OFF em {item} só para clientes do clube, até {date}. Frete grátis! SAIR p/ cancelar.
Parabéns, {name}! Seu presente de aniversário: um café grátis na {shop}.
# work
Pessoal, a reunião mudou para {day} às {time}. [Mesmo link.|Sala {n}.]
Consegue cobrir meu plantão {day}? Fico te devendo essa, {name}
Deploy {ref} concluído às {time}, sem erros. {link}
# chat
oi é o {name} da academia, troquei de número, salva aí
{name} ganhou {amount} na rifa kkk vai pagar a {food}
entra no grupo do zap da escola: {link}
{hey}bora comer {food} [hoje|{day}] às {time}?
me passa seu pix q eu te mando os {amount} do presente da {name}
GANHAMOOOOS!!! o menino tirou o primeiro prêmio da escola 🏆
tô atrasado, [trânsito parado|o ônibus não veio]. começa sem mim
olha isso kkkk {link} é a cara do {name}
# banter
A: vc vem?¶B: to indo¶A: faz {nn} min q vc ta indo [kkkk|😂]¶B: agr é vdd
- cade meus {amount}¶- q {amount}¶- da {food} uai¶- ihhh esqueci kkk segunda te pago
# mail
[Ata da reunião|Resumo de {day}]¶¶Olá a todos,¶¶Segue a ata. O prazo passou para {date} e {name} vai negociar com a {brand} o valor de {big}. [Qualquer correção me avisem.|Obrigado pela presença.]¶¶Abraços,¶{full}
[Condomínio: assembleia|Aviso aos moradores]¶¶Prezados moradores,¶¶A assembleia será em {date}, às {time}, no salão de festas. Pauta: portão e taxa extra de {amount}.¶¶{full}, síndico
""",
    "fr": """
# code
{code} est votre code de vérification {brand}. [Ne le communiquez à personne.|Valable {nn} minutes.]
{bank} : saisissez le code {code} pour valider votre achat de {amount} chez {shop}. [Un conseiller ne vous le demandera jamais.|]
Nouvelle connexion à votre compte {brand} depuis {city} à {time}. Si c'est vous, ignorez ce message.
# delivery
{courier} : {hi}votre colis {track} ({shop}) arrive [aujourd'hui|demain|{day}] entre {time} et {time}. Suivi : {link}
Votre colis a été livré à {time} [dans votre boîte aux lettres|chez votre voisin|au gardien].
Votre colis vous attend au relais {shop}, {city}, jusqu'au {date}. Code de retrait {code}.
# bank
{bank} : paiement de {amount} chez {shop} le {date}, carte finissant par {last}. [Ce n'est pas vous ? Bloquez-la dans l'appli.|]
Virement reçu : {big} de {brand}. Solde au {date} : {big}.
Votre facture {telco} de {amount} sera prélevée le {date}. Aucune action de votre part.
Votre solde est inférieur à {amount}. Pensez à approvisionner votre compte. {bank}
# appointment
{hi}rappel de votre rendez-vous avec le Dr {surname} le {day} {date} à {time}. [Pour annuler : {phone}|Répondez OUI pour confirmer.]
Rappel : coupe avec {name} demain à {time}. [À demain !|Prévenez-nous si vous avez un empêchement.]
École : la sortie à {city} aura lieu le {date}. Prévoir un pique-nique et {small} pour l'entrée.
Le contrôle technique de votre véhicule est à faire avant le {date}. RDV au {phone} ou {link}
# receipt
Merci pour votre commande chez {shop} ! Montant {amount}, n° {ref}. [Facture : {link}|Nous vous prévenons dès l'expédition.]
Votre table pour {n} est réservée {day} à {time}. [À bientôt !|En cas d'empêchement : {phone}] {shop}
TRAIN {last} pour {city} départ {time}, voiture {n} place {nn}. Bon voyage !
{name} arrive dans {n} min, plaque {ref}. Bonne course !
# ready
Votre commande {ref} est prête chez {shop} à {city}. Nous fermons à {time}.
Vos lunettes sont prêtes, vous pouvez passer quand vous voulez. {shop}
# account
{telco} : vous avez consommé {pct}% de vos données. Renouvellement le {date}.
Votre mot de passe {brand} a été modifié le {date} à {time}. Si c'est bien vous, rien à faire.
Coupure d'électricité prévue à {city} le {date} de {time} à {time} pour travaux.
# newsletter
{shop} : -{pct}% sur tout le rayon jusqu'à {day}, réservé aux adhérents. Livraison gratuite. STOP au 36{nn}
Joyeux anniversaire {name} ! Votre dessert est offert chez {shop} ce mois-ci.
# work
La réunion est décalée à {day} {time}, [même lien|salle {n}]. Désolé !
Tu pourrais me remplacer {day} de {time} à {time} ? Je te rends la pareille
Mise en prod {ref} terminée à {time}, RAS. {link}
# chat
coucou c'est {name} du boulot, j'ai changé de numéro, note-le
{name} a gagné {amount} au loto, c'est lui qui paye mdr
rejoins le groupe WhatsApp de l'école : {link}
{hey}on se fait {food} [ce soir|{day}] ? vers {time}
tu peux me faire le virement de {amount} pour le cadeau de {name} ? merciii
ON A GAGNÉ !!! la petite a eu le premier prix de l'école 🎉🎉
je suis à la bourre, [métro bloqué|bouchons de fou]. commencez sans moi
regarde ça mdr {link} on dirait {name}
# banter
A: t ou¶B: jarrive¶A: ça fait {nn} min que t'arrives [mdr|ptdr]¶B: 5 min jte jure
- tu me dois {amount}¶- hein pour quoi¶- les {food} de {day} !!¶- ah oué déso lol
# mail
[Compte rendu|Réunion de {day}]¶¶Bonjour à tous,¶¶Voici le compte rendu. La livraison est reportée au {date} et {name} voit avec {brand} pour le devis ({big}). [N'hésitez pas à compléter.|Dites-moi si j'ai oublié un point.]¶¶Bonne journée,¶{full}
[Assemblée du club|Club de rando, {date}]¶¶Chers adhérents,¶¶Rendez-vous {day} à {time} devant la mairie de {city}. La cotisation de {amount} est à régler avant le {date}. Le pot est offert !¶¶{name}
""",
    "de": """
# code
{code} ist dein Bestätigungscode für {brand}. [Gib ihn nicht weiter.|Gültig für {nn} Minuten.]
{bank}: Ihre TAN {code} für die Zahlung über {amount} an {shop}. [Wir fragen niemals telefonisch danach.|]
Neue Anmeldung bei {brand} aus {city} um {time}. Warst du das? Dann musst du nichts tun.
# delivery
{courier}: {hi}Ihr Paket {track} von {shop} kommt [heute|morgen|am {day}] zwischen {time} und {time}. Verfolgen: {link}
Ihre Sendung wurde um {time} [beim Nachbarn in Nr. {nn}|am Ablageort|im Briefkasten] abgelegt.
Ihr Paket liegt in der Packstation {nn}{n} in {city} bereit. Abholcode {code}, bis {date}.
# bank
{bank}: Kartenzahlung {amount} bei {shop} am {date}, Karte *{last}. [Nicht Sie? Karte in der App sperren.|Kontostand {big}.]
Gehaltseingang {big} von {brand} GmbH. Neuer Kontostand {big}.
Ihre {telco} Rechnung über {amount} wird am {date} abgebucht.
{name} hat dir {amount} gesendet: "{food}"
# appointment
{hi}wir erinnern an Ihren Termin bei Dr. {surname} am {day}, {date}, um {time}. [Absagen bitte unter {phone}.|Bitte Versichertenkarte mitbringen.]
Dein Friseurtermin bei {name} ist morgen um {time}. [Wir freuen uns!|Falls du verhindert bist, gib bitte Bescheid.]
Kita: Am {date} schließen wir schon um {time}. Bitte holen Sie Ihr Kind pünktlich ab.
Ihr Auto ist fertig, Sie können es bis {time} abholen. Rechnung: {big}. Werkstatt {surname}
# receipt
Danke für deine Bestellung bei {shop}! Summe {amount}, Nr. {ref}. [Rechnung: {link}|Wir melden uns beim Versand.]
Ihr Tisch für {n} Personen ist am {day} um {time} reserviert. [Bis dann!|Änderungen: {phone}] {shop}
Zug nach {city}, Abfahrt {time}, heute ca. {nn} Minuten später. Grund: Signalstörung.
Ihr Fahrer {name} ist in {n} Minuten da, Kennzeichen {ref}.
# ready
Ihre Bestellung {ref} liegt bei {shop} in {city} bereit. Wir haben bis {time} geöffnet.
Ihr Rezept ist eingelöst, das Medikament ist ab {time} abholbereit. Apotheke {surname}
# account
{telco}: Sie haben {pct}% Ihres Datenvolumens verbraucht. Neu ab {date}.
Dein {brand} Passwort wurde am {date} um {time} geändert. Warst du das, ist alles gut.
Störung in {city}: Internet und Telefon gehen voraussichtlich ab {time} wieder.
# newsletter
{shop}: Nur für Stammkunden {pct}% auf alles bis {day}. Versand gratis! Abmelden mit STOP.
Alles Gute zum Geburtstag, {name}! Bei {shop} wartet ein gratis Kaffee auf dich.
# work
Das Meeting ist auf {day} {time} verschoben, [gleicher Link|Raum {n}.{nn}].
Kannst du {day} meine Schicht übernehmen? Ich mach dafür deine um {time}
Deployment {ref} um {time} durch, alles grün. {link}
# chat
hi hier ist {name} vom Sport, das ist meine neue Nummer
{name} hat {amount} im Lotto gewonnen, er zahlt haha
komm in die WhatsApp Gruppe der Klasse: {link}
{hey}hast du [heute|{day}] Zeit? {food} bei mir um {time}
kannst du mir die {amount} für das Geschenk von {name} überweisen? eilt nicht
WIR HABEN GEWONNEN!!! Der Kleine hat den ersten Preis in der Schule 🎉
bin spät dran, [Stau ohne Ende|Bahn fällt aus]. fangt schon mal an
schau mal hahaha {link} genau wie {name}
# banter
A: wo bist du¶B: gleich da¶A: das hast du vor {nn} min gesagt [lol|😂]¶B: jaja
- du schuldest mir noch {amount}¶- wofür das denn¶- {food} am {day}!!¶- oh stimmt sry
# mail
[Protokoll vom {day}|Ergebnis der Besprechung]¶¶Hallo zusammen,¶¶anbei das Protokoll. Der Termin verschiebt sich auf den {date}, {name} klärt mit {brand} das Angebot über {big}. [Bitte gebt mir Änderungen bis {day}.|Danke für die gute Runde.]¶¶Viele Grüße¶{full}
[Treppenhaus und Heizung|Ablesung am {date}]¶¶Liebe Mieterinnen und Mieter,¶¶am {date} zwischen {time} und {time} werden die Heizungen abgelesen. Bitte sorgen Sie für Zugang. Fragen beantworten wir unter {phone}.¶¶Hausverwaltung {surname}
""",
    "it": """
# code
{code} è il tuo codice {brand}. [Non condividerlo con nessuno.|Scade tra {n} minuti.]
{bank}: inserisci il codice {code} per autorizzare {amount} presso {shop}. [Non lo chiediamo mai al telefono.|]
Nuovo accesso al tuo account {brand} da {city} alle {time}. Se sei stato tu, ignora il messaggio.
# delivery
{courier}: {hi}il pacco {track} di {shop} arriva [oggi|domani|{day}] tra le {time} e le {time}. Segui: {link}
Consegnato! Il tuo ordine è stato lasciato [in portineria|al vicino|nella cassetta] alle {time}.
Il pacco ti aspetta al punto ritiro di {city} fino al {date}. Codice {code}.
# bank
{bank}: pagamento di {amount} da {shop} il {date}, carta *{last}. [Non sei stato tu? Bloccala dall'app.|]
Accredito stipendio {big}. Saldo disponibile {big}.
La bolletta {telco} di {amount} sarà addebitata il {date}. Non devi fare nulla.
{full} ti ha inviato {amount}. Causale: {food}
# appointment
{hi}le ricordiamo la visita con il dott. {surname} {day} {date} alle {time}. [Per disdire {phone}.|Porti la tessera sanitaria.]
Ciao {name}, ti aspettiamo domani alle {time} per il taglio! [A domani|Se non puoi, avvisaci]
Scuola: lunedì uscita anticipata alle {time} per assemblea. Si prega di confermare.
La revisione dell'auto scade il {date}. Prenota al {phone} o su {link}
# receipt
Grazie per il tuo ordine da {shop}! Totale {amount}, n. {ref}. [Ricevuta: {link}|Ti avvisiamo alla spedizione.]
Tavolo per {n} prenotato {day} alle {time}. [A presto!|Per modifiche {phone}] {shop}
Volo {ref} per {city}: imbarco ore {time}, uscita {nn}. Buon viaggio!
Il tuo taxi arriva in {n} minuti, targa {ref}, autista {name}.
# ready
Il tuo ordine {ref} è pronto da {shop}, {city}. Siamo aperti fino alle {time}.
Gli occhiali sono pronti, passi quando vuole. {shop}
# account
{telco}: hai usato il {pct}% dei tuoi giga. Si rinnovano il {date}.
La password {brand} è stata cambiata il {date} alle {time}. Se sei stato tu, tutto ok.
Interruzione acqua a {city} il {date} dalle {time} alle {time} per lavori urgenti.
# newsletter
{shop}: per i soci {pct}% di sconto fino a {day}. Spedizione gratis! STOP per non ricevere più sms.
Buon compleanno {name}! Un dolce omaggio ti aspetta da {shop}.
# work
Riunione spostata a {day} ore {time}, [stesso link|sala {n}].
Mi copri il turno {day}? Io ti faccio quello delle {time}
Rilascio {ref} completato alle {time}, tutto ok. {link}
# chat
ciao sono {name} della palestra, ho cambiato numero, salvalo
{name} ha vinto {amount} al gratta e vinci, offre lui ahah
entra nel gruppo WhatsApp della classe: {link}
{hey}ci vediamo [stasera|{day}] alle {time}? {food} da me
mi mandi i {amount} per il regalo di {name}? quando puoi
ABBIAMO VINTO!!! la bimba ha preso il primo premio a scuola 🎉
arrivo tardi, [traffico pazzesco|treno in ritardo]. iniziate pure
guarda qua ahah {link} sembra {name}
# banter
A: dv 6¶B: arrivo¶A: lo dici da {nn} min [ahah|😂]¶B: giuro 2 min
- mi devi {amount}¶- ma di che¶- la {food} di {day}!!¶- ah già scs domani te li do
# mail
[Verbale di {day}|Riunione: riepilogo]¶¶Ciao a tutti,¶¶in allegato il verbale. La consegna passa al {date} e {name} sente {brand} per il preventivo di {big}. [Fatemi sapere se manca qualcosa.|Grazie a tutti.]¶¶A presto,¶{full}
[Avviso condominiale|Assemblea {date}]¶¶Gentili condomini,¶¶l'assemblea si terrà {day} alle {time} nell'atrio. All'ordine del giorno il tetto e le rate da {amount}.¶¶L'amministratore, {full}
""",
    "nl": """
# code
{code} is je inlogcode voor {brand}. [Deel deze met niemand.|Geldig tot {time}.]
{bank}: bevestig je betaling van {amount} aan {shop} met code {code}. [Wij bellen je hier nooit over.|]
Er is om {time} ingelogd op je {brand} account vanuit {city}. Was jij dit? Dan hoef je niets te doen.
# delivery
{courier}: {hi}je pakket {track} van {shop} komt [vandaag|morgen|{day}] tussen {time} en {time}. Volgen: {link}
Je pakket is om {time} bezorgd [bij de buren op nummer {nn}|in de brievenbus|bij de achterdeur].
Je pakket ligt klaar bij {shop} in {city}. Ophaalcode {code}, tot en met {date}.
# bank
{bank}: {amount} betaald bij {shop} op {date} met pas *{last}. [Niet jij? Blokkeer je pas in de app.|Saldo {big}.]
Je salaris van {big} is bijgeschreven. Saldo {big}.
Je rekening van {telco} ({amount}) wordt rond {date} afgeschreven.
{name} heeft je een betaalverzoek van {amount} gestuurd voor {food}: {link}
# appointment
{hi}herinnering: afspraak bij dr. {surname} op {day} {date} om {time}. [Verhinderd? Bel {phone}.|Neem je ID mee.]
Tot morgen om {time} bij de kapper! [Lukt het niet, bel even.|Groetjes {name}]
School: {day} is er studiedag, de kinderen zijn vrij. Opvang vanaf {time} mogelijk.
De APK van uw auto verloopt op {date}. Maak een afspraak via {link} of {phone}.
# receipt
Bedankt voor je bestelling bij {shop}! Totaal {amount}, nummer {ref}. [Factuur: {link}|Je krijgt bericht als het verzonden is.]
Je tafel voor {n} is gereserveerd op {day} om {time}. [Tot dan!|Wijzigen? {phone}] {shop}
Trein naar {city} van {time} rijdt vandaag niet. Volgende over {nn} minuten.
Je chauffeur {name} is er over {n} min, kenteken {ref}.
# ready
Je bestelling {ref} ligt klaar bij {shop} in {city}. Open tot {time}.
Je fiets is gemaakt en kost {amount}. Je kunt hem ophalen tot {time}. {shop}
# account
{telco}: je hebt {pct}% van je databundel gebruikt. Nieuwe bundel vanaf {date}.
Je wachtwoord van {brand} is op {date} om {time} gewijzigd. Was jij dit, dan is het goed.
Storing in {city}: internet is naar verwachting om {time} weer hersteld. Onze excuses.
# newsletter
{shop}: voor leden {pct}% korting t/m {day}. Gratis bezorgd! Afmelden? Stuur STOP.
Gefeliciteerd {name}! Er staat een gratis taartje voor je klaar bij {shop}.
# work
Overleg verplaatst naar {day} {time}, [zelfde link|kamer {n}].
Kun jij {day} mijn dienst overnemen? Doe ik die van jou om {time}
Deploy {ref} klaar om {time}, alles groen. {link}
# chat
hoi met {name} van voetbal, dit is mijn nieuwe nummer
{name} heeft {amount} gewonnen met een kraslot, die trakteert haha
kom in de WhatsApp-groep van de klas: {link}
{hey}heb je zin in {food} [vanavond|{day}]? rond {time}
kun je me even {amount} overmaken voor het cadeau van {name}? geen haast
WE HEBBEN GEWONNEN!!! eerste prijs op school, zo trots 🎉
ben later, [file|trein valt uit]. begin maar vast
moet je kijken haha {link} net {name}
# banter
A: wrm ben je er nog niet¶B: bijna¶A: al {nn} min bijna [haha|😂]¶B: nu echt
- krijg nog {amount} van je¶- waarvoor dan¶- {food} van {day}!!¶- oja sorry maak ff over
# mail
[Notulen {day}|Verslag van het overleg]¶¶Hoi allemaal,¶¶Hierbij de notulen. De oplevering schuift naar {date} en {name} belt {brand} over de offerte van {big}. [Laat weten of er iets mist.|Dank voor jullie inbreng.]¶¶Groet,¶{full}
[Clubavond {date}|Contributie en clubavond]¶¶Beste leden,¶¶Op {day} om {time} is er clubavond in {city}. De contributie is dit jaar {amount}, graag voor {date} betalen. Het eerste drankje is gratis!¶¶{name}, secretaris
""",
    "pl": """
# code
{code} to Twój kod do {brand}. [Nikomu go nie podawaj.|Ważny {nn} minut.]
{bank}: kod {code} do płatności {amount} w {shop}. [Nigdy nie prosimy o niego przez telefon.|Sprawdź kwotę przed zatwierdzeniem.]
Nowe logowanie do konta {brand} ({city}, {time}). Jeśli to Ty, zignoruj wiadomość.
# delivery
{courier}: {hi}paczka {track} ({shop}) będzie u Ciebie [dziś|jutro] w godz. {time}-{time}. Śledź: {link}
Paczka czeka w automacie ({city}). Kod odbioru {code}, masz czas do {date}.
Przesyłka została doręczona o {time}. [Odebrał: sąsiad.|Dziękujemy!]
# bank
{bank}: płatność kartą *{last} {amount}, {shop}, {date}. [To nie Ty? Zablokuj kartę w aplikacji.|Saldo {big}.]
Wpływ na konto: {big}, wynagrodzenie. Saldo {big}.
Rachunek {telco} na {amount}, termin płatności {date}. [Jeśli zapłacono, prosimy zignorować.|]
Otrzymano przelew na telefon: {amount}. Tytuł: {food}
# appointment
{hi}przypominamy o wizycie u dr {surname} dnia {date} o {time}. [Aby odwołać, zadzwoń {phone}.|Odpisz TAK, aby potwierdzić.]
Do zobaczenia jutro o {time} w salonie! [W razie czego dzwoń {phone}.|]
Szkoła: zebranie rodziców {date} o {time}, sala {nn}. Prosimy o obecność.
Auto gotowe, można odebrać do {time}. Koszt {big}. Warsztat {city}
# receipt
Dziękujemy za zamówienie w {shop}! Kwota {amount}, nr {ref}. [Faktura: {link}|Damy znać, gdy wyślemy.]
Rezerwacja stolika dla {n} osób: {date}, {time}. [Do zobaczenia!|Zmiany: {phone}] {shop}
Pociąg {last}, odjazd {time}, wagon {n}, miejsce {nn}. Opóźnienie ok. {nn} min.
Kierowca {name} będzie za {n} min, nr rej. {ref}.
# ready
Zamówienie {ref} gotowe do odbioru ({shop}, {city}). Czynne do {time}.
Okulary są gotowe, zapraszamy. {shop} {phone}
# account
{telco}: wykorzystano {pct}% pakietu danych. Odnowienie {date}.
Hasło do {brand} zmieniono {date} o {time}. Jeśli to Ty, nic nie rób.
Planowana przerwa w dostawie prądu {date} w godz. {time}-{time} ({city}).
# newsletter
{shop}: dla klubowiczów -{pct}% do końca tygodnia. Dostawa gratis! Rezygnacja: STOP
Wszystkiego najlepszego, {name}! Kawa gratis czeka w {shop}.
# work
Spotkanie przełożone na {time}, [ten sam link|sala {n}].
Zamienisz się ze mną na zmianę? {day} za {day}, od {time}
Wdrożenie {ref} zakończone o {time}, wszystko działa. {link}
# chat
hej tu {name} z pracy, mam nowy numer, zapisz
{name} trafił {amount} w zdrapce, stawia haha
dołącz do grupy klasowej na WhatsApp: {link}
{hey}{food} [dziś|jutro] o {time}? daj znać
przelej mi {amount} za prezent, {name} już oddał
WYGRALIŚMY!!! mała ma pierwszą nagrodę w szkole 🎉
spóźnię się, [korek straszny|tramwaj stoi]. zacznijcie beze mnie
patrz na to haha {link}
# banter
A: gdzie jestes¶B: zaraz bede¶A: mowiles tak {nn} min temu [xd|😂]¶B: no ale teraz serio
- wisisz mi {amount}¶- za co niby¶- {food} w zeszlym tyg!!¶- a no tak sorki
# mail
[Notatka ze spotkania|Ustalenia, {day}]¶¶Cześć wszystkim,¶¶przesyłam notatkę. Termin przesuwa się na {date}, {name} rozmawia z {brand} o wycenie ({big}). [Dajcie znać, jeśli coś pominęłam.|Dzięki za udział.]¶¶Pozdrawiam¶{full}
[Zebranie wspólnoty|Przegląd gazowy {date}]¶¶Szanowni Mieszkańcy,¶¶przegląd odbędzie się {date} w godz. {time}-{time}. Prosimy o udostępnienie mieszkań. Pytania: {phone}.¶¶Zarządca, {full}
""",
    "tr": """
# code
{brand} doğrulama kodunuz: {code}. [Kimseyle paylaşmayın.|{n} dakika geçerlidir.]
{bank}: {shop} işyerinde {amount} tutarlı işlem için şifreniz {code}. [Bu şifreyi kimseye söylemeyin.|]
{brand} hesabınıza {city} konumundan saat {time} itibarıyla giriş yapıldı. Siz yaptıysanız işlem gerekmez.
# delivery
{courier}: {hi}{shop} siparişiniz {track} [bugün|yarın|{day}] {time}-{time} arası teslim edilecek. Takip: {link}
Kargonuz saat {time} itibarıyla [komşunuza|apartman görevlisine|size] teslim edilmiştir.
Adreste bulunamadınız. Kargonuz {city} şubemizde {date} tarihine kadar bekliyor. Kod {code}
# bank
{bank}: {last} ile biten kartınızla {shop} işyerinde {date} {time} {amount} harcama yapıldı. [Siz yapmadıysanız kartın arkasındaki numarayı arayın.|]
Maaşınız hesabınıza yatmıştır: {big}. Bakiye {big}.
{telco} faturanız {amount}, son ödeme {date}. [Otomatik ödeme talimatınız vardır.|Ödediyseniz dikkate almayın.]
{full} size {amount} gönderdi. Açıklama: {food}
# appointment
{hi}Dr. {surname} ile randevunuz {date} {day} saat {time}. [İptal için {phone}.|Onay için 1 yazın.]
Yarın saat {time} kuaför randevunuz var, görüşmek üzere! [Gelemezseniz haber verin lütfen.|]
Okul: veli toplantısı {date} saat {time}. Katılımınızı bekleriz.
Aracınızın muayenesi {date} tarihinde doluyor. Randevu: {phone}
# receipt
{shop} siparişiniz için teşekkürler! Tutar {amount}, no {ref}. [Fatura: {link}|Kargoya verilince haber vereceğiz.]
{n} kişilik masanız {day} saat {time} için ayrıldı. [Bekleriz!|Değişiklik: {phone}] {shop}
Uçuş {ref} {city}: biniş {time}, kapı {nn}. İyi yolculuklar!
Şoförünüz {name} {n} dakika içinde geliyor, plaka {ref}.
# ready
Siparişiniz {ref} hazır, {shop} {city} mağazasından saat {time} kadar alabilirsiniz.
Gözlüğünüz hazır, bekleriz. {shop}
# account
{telco}: internet paketinizin %{pct} kısmını kullandınız. Yenilenme {date}.
{brand} şifreniz {date} {time} değiştirildi. Siz yaptıysanız bir şey yapmanız gerekmez.
{city} bölgesinde {date} {time}-{time} arası planlı elektrik kesintisi yapılacaktır.
# newsletter
{shop}: üyelere özel %{pct} indirim {day} gününe kadar. Kargo bedava! RET yazıp çıkabilirsiniz.
İyi ki doğdun {name}! {shop} mağazalarında kahven bizden.
# work
Toplantı {day} {time} oldu, [link aynı|oda {n}].
{day} nöbetimi alır mısın? Ben de seninkini tutarım, {time}
{ref} sürümü {time} itibarıyla yayında, sorun yok. {link}
# chat
selam ben {name} spordan, numaram değişti kaydet
{name} piyangodan {amount} kazanmış, yemek ondan haha
sınıfın whatsapp grubuna katıl: {link}
{hey}[akşam|{day}] {food} yiyelim mi? {time} gibi
hediye için {amount} atar mısın iban aynı, {name} de attı
KAZANDIK!!! bizim oğlan okulda birinci oldu 🎉🎉
geç kalıyorum, [trafik kilit|vapur kaçtı]. siz başlayın
şuna bak ya haha {link} aynı {name}
# banter
A: nerdesin¶B: geliyom¶A: {nn} dk önce de geliyodun [jsjs|😂]¶B: vallaha bu sefer
- bana {amount} borcun var¶- ne için ya¶- {day} günkü {food}!!¶- haa tmm atarım
# mail
[Toplantı notları|{day} toplantısı]¶¶Herkese merhaba,¶¶Notlar ektedir. Teslim {date} tarihine alındı, {name} fiyat için {brand} ile görüşecek ({big}). [Eksik varsa yazın lütfen.|Emeğinize sağlık.]¶¶Selamlar,¶{full}
[Apartman toplantısı|Aidat hakkında]¶¶Sayın sakinler,¶¶Toplantımız {date} saat {time}, girişte yapılacaktır. Konu: asansör ve {amount} aidat.¶¶Yönetici {full}
""",
    "ru": """
# code
{code} — код для входа в {brand}. [Никому его не сообщайте.|Действует {n} мин.]
{bank}: код {code} для оплаты {amount} в {shop}. [Никому не говорите код, даже сотрудникам банка.|]
Вход в {brand}: {city}, {time}. Если это вы, ничего делать не нужно.
# delivery
{courier}: {hi}заказ {track} из {shop} привезём [сегодня|завтра] с {time} до {time}. Отследить: {link}
Посылка доставлена в пункт выдачи, {city}. Код {code}, хранение до {date}.
Курьер {name} будет у вас через {nn} минут, тел. {phone}
# bank
{bank}: карта *{last} покупка {amount} {shop} {time}. Баланс {big}. [Не вы? Заблокируйте карту в приложении.|]
Зачисление зарплаты {big}. Доступно {big}
Счёт {telco} на {amount}, оплатите до {date}. [Если уже оплатили, не обращайте внимания.|]
{name} перевёл вам {amount}. Сообщение: за {food}
# appointment
{hi}напоминаем: приём у врача ({surname}) {date} в {time}. [Отменить: {phone}|Ответьте 1 для подтверждения.]
Ждём вас завтра в {time} на стрижку! [Если не сможете, напишите.|Мастер {name}]
Школа: родительское собрание {date} в {time}, кабинет {nn}.
Машина готова, можно забрать до {time}. К оплате {big}. Автосервис
# receipt
Спасибо за заказ в {shop}! Сумма {amount}, № {ref}. [Чек: {link}|Напишем, когда отправим.]
Столик на {n} гостей, {date} в {time}. [Ждём вас!|Если планы изменятся: {phone}] {shop}
Рейс {ref}, {city}: посадка в {time}, выход {nn}. Приятного полёта!
К вам едет {name}, номер {ref}, {n} мин. Бесплатное ожидание 3 минуты
# ready
Заказ {ref} готов, {shop}, {city}. Работаем до {time}
Ваши очки готовы, приходите в любое время. {shop}
# account
{telco}: израсходовано {pct}% пакета интернета. Обновление {date}
Пароль {brand} изменён {date} в {time}. Если это вы, всё в порядке.
Плановое отключение воды {date} с {time} до {time}. Приносим извинения.
# newsletter
{shop}: для своих скидка {pct}% до {date}. Доставка бесплатно! Отписка: СТОП
С днём рождения! {name}, кофе в подарок ждёт вас в {shop}
# work
Созвон переносится на {time}, [ссылка та же|переговорка {n}]
Сможешь выйти за меня? смена с {time}, потом отработаю
Выкатили {ref} в {time}, всё зелёное. {link}
# chat
привет, это {name} с работы, у меня новый номер, запиши
{name} выиграл {amount} в лотерею, с него {food} хаха
вступай в чат класса: {link}
{hey}[сегодня|вечером|в выходные] {food}? часов в {time}
скинь {amount} на подарок, {name} уже скинулся
МЫ ВЫИГРАЛИ!!! дочка первое место в школе заняла 🎉
опаздываю, [пробка жуть|автобус встал]. начинайте без меня
смотри что нашла ахах {link}
# banter
A: ты где¶B: еду¶A: ты {nn} мин назад ехал [лол|ахах]¶B: ну щас точно
- с тебя {amount}¶- за что это¶- {food} в тот раз!!¶- а точн, щас скину
# mail
[Протокол встречи|Итоги созвона]¶¶Коллеги, добрый день!¶¶Отправляю итоги. Срок сдвигаем на {date}, {name} обсуждает смету ({big}) с {brand}. [Если что-то упустил, пишите.|Всем спасибо.]¶¶С уважением,¶{full}
[Собрание жильцов|Поверка счётчиков {date}]¶¶Уважаемые соседи!¶¶Мастер придёт {date} с {time} до {time}. Просьба быть дома. Вопросы: {phone}.¶¶{full}, управдом
""",
    "ar": """
# code
{code} هو رمز التحقق الخاص بك في {brand}. [لا تشاركه مع أحد.|صالح لمدة {n} دقائق.]
{bank}: رمز الشراء {code} بمبلغ {amount} لدى {shop}. [لن نطلبه منك هاتفياً أبداً.|]
تم تسجيل الدخول إلى حسابك في {brand} من {city} الساعة {time}. إذا كنت أنت فلا حاجة لأي إجراء.
# delivery
{courier}: {hi}شحنتك {track} من {shop} تصل [اليوم|غداً|يوم {day}] بين {time} و {time}. للتتبع {link}
تم تسليم طلبك الساعة {time}. [نشكر لك تسوقك معنا.|استلمه الحارس.]
شحنتك جاهزة للاستلام من فرع {city} حتى {date}. رمز الاستلام {code}
# bank
{bank}: شراء بمبلغ {amount} من {shop} بطاقة *{last} بتاريخ {date}. [الرصيد {big}.|إذا لم تقم بالعملية أوقف البطاقة من التطبيق.]
إيداع راتب {big} في حسابك. الرصيد المتاح {big}
فاتورة {telco} بمبلغ {amount} تستحق في {date}. [تجاهل الرسالة في حال السداد.|]
وصلتك حوالة {amount} من {full}
# appointment
{hi}نذكرك بموعدك مع د. {surname} يوم {day} {date} الساعة {time}. [للإلغاء {phone}|الرجاء الحضور قبل الموعد.]
موعدك في الصالون غداً الساعة {time}، بانتظارك! [لو ما تقدر تجي بلغنا.|]
المدرسة: اجتماع أولياء الأمور {date} الساعة {time}. حضوركم يهمنا.
سيارتك جاهزة للاستلام حتى الساعة {time}. المبلغ {big}. ورشة {surname}
# receipt
شكراً لطلبك من {shop}! الإجمالي {amount} رقم الطلب {ref}. [الفاتورة {link}|سنبلغك عند الشحن.]
تم حجز طاولة لـ {n} أشخاص يوم {day} الساعة {time}. [نتشرف بكم|للتعديل {phone}] {shop}
رحلتك {ref} إلى {city}: البوابة {nn} الصعود {time}. رحلة سعيدة!
السائق {name} يصل خلال {n} دقائق، لوحة {ref}
# ready
طلبك {ref} جاهز في {shop} فرع {city}. مفتوح حتى {time}
النظارة جاهزة، تفضل باستلامها في أي وقت. {shop}
# account
{telco}: استهلكت {pct}% من باقة الإنترنت. تتجدد في {date}
تم تغيير كلمة مرور {brand} في {date} الساعة {time}. إن كنت أنت فلا داعي للقلق.
انقطاع مبرمج للمياه في {city} يوم {day} من {time} إلى {time}. نعتذر عن الإزعاج.
# newsletter
{shop}: خصم {pct}% للأعضاء حتى {date} والتوصيل مجاني! للإلغاء أرسل STOP
كل عام وأنت بخير {name}! قهوتك مجانية عندنا في {shop}
# work
الاجتماع صار {day} الساعة {time}، [نفس الرابط|القاعة {n}]
تقدر تمسك مناوبتي يوم {day}؟ وأنا آخذ مناوبتك
تم نشر الإصدار {ref} الساعة {time} وكل شي تمام. {link}
# chat
السلام عليكم معك {name} من النادي، هذا رقمي الجديد
{name} ربح {amount} بالمسابقة، العزومة عليه ههه
ادخل قروب الواتساب حق الصف: {link}
{hey}وش رايك [الليلة|يوم {day}] {food}؟ الساعة {time}
حول لي {amount} حق هدية {name} وقت ما تقدر
فزنااا!!! البنت أخذت الجائزة الأولى بالمدرسة 🎉
بتأخر شوي، [زحمة مو طبيعية|الباص تأخر]. ابدوا بدوني
شوف هذا ههههه {link}
# banter
أ: وينك¶ب: جاي بالطريق¶أ: من {nn} دقيقة وانت جاي [ههههه|😂]¶ب: والله هالمرة صدق
- عليك {amount}¶- على ايش¶- {food} حق {day}!!¶- اي صح نسيت ابشر
# mail
[محضر الاجتماع|ملخص اجتماع {day}]¶¶السلام عليكم جميعاً،¶¶مرفق المحضر. تم تأجيل التسليم إلى {date} وسيتواصل {name} مع {brand} بخصوص العرض ({big}). [أرجو إبلاغي بأي ملاحظة.|شكراً لحضوركم.]¶¶تحياتي،¶{full}
[إعلان للسكان|صيانة المصعد {date}]¶¶السادة السكان،¶¶ستتم الصيانة يوم {day} من {time} إلى {time}. للاستفسار {phone}.¶¶إدارة العمارة
""",
    "hi": """
# code
{brand} के लिए आपका ओटीपी {code} है। [इसे किसी को न बताएं।|{nn} मिनट तक मान्य।]
{bank}: {shop} पर {amount} के भुगतान हेतु ओटीपी {code}। [बैंक कभी ओटीपी नहीं पूछता।|]
आपके {brand} खाते में {city} से {time} लॉगिन हुआ। यदि यह आप थे तो कुछ न करें।
# delivery
{courier}: {hi}{shop} का आपका पार्सल {track} [आज|कल|{day} को] {time} से {time} के बीच पहुंचेगा। ट्रैक करें {link}
आपका ऑर्डर {time} डिलीवर हो गया। [खरीदारी के लिए धन्यवाद।|गार्ड को दिया गया।]
आप घर पर नहीं मिले। पार्सल {day} को फिर लाया जाएगा। डिलीवरी कोड {code}
# bank
{bank}: खाता XX{last} से {date} को {amount} {shop} में खर्च हुए। शेष {big}। [आपने नहीं किया? कार्ड के पीछे दिए नंबर पर कॉल करें।|]
आपका वेतन {big} खाते में जमा हुआ। शेष राशि {big}
{telco} बिल {amount}, अंतिम तिथि {date}। [भुगतान हो चुका हो तो ध्यान न दें।|]
{full} ने आपको यूपीआई से {amount} भेजे।
# appointment
{hi}डॉ. {surname} के साथ आपका अपॉइंटमेंट {date} {time} पर है। [रद्द करने हेतु {phone}|कृपया पुरानी रिपोर्ट साथ लाएं।]
स्कूल: अभिभावक बैठक {date} को {time} होगी। कृपया उपस्थित रहें।
बच्चे का टीका {date} को लगना है। नजदीकी केंद्र पर आएं, टीका मुफ्त है।
आपकी गाड़ी तैयार है, {time} तक ले जाएं। बिल {big}
# receipt
{shop} से खरीदारी के लिए धन्यवाद! कुल {amount}, ऑर्डर {ref}। [रसीद: {link}|भेजते ही सूचना देंगे।]
{n} लोगों की टेबल {day} {time} के लिए बुक है। [स्वागत है!|बदलाव: {phone}] {shop}
पीएनआर {ref}{last}, गाड़ी {nn}{nn}, कोच एस{n}, सीट {nn}, {city} से {time} प्रस्थान।
ड्राइवर {name} {n} मिनट में पहुंच रहे हैं, गाड़ी {ref}
# ready
आपका ऑर्डर {ref} {shop}, {city} में तैयार है। {time} तक खुला है।
आपका चश्मा बन गया है, कभी भी आकर ले जाएं। {shop}
# account
{telco}: आपने {pct}% डेटा उपयोग कर लिया है। पैक {date} तक मान्य।
आपका {brand} पासवर्ड {date} को बदला गया। यदि आपने बदला है तो चिंता न करें।
{city} में {date} को {time} से {time} तक बिजली बंद रहेगी। असुविधा के लिए खेद है।
# newsletter
{shop}: सदस्यों के लिए {pct}% छूट {day} तक। डिलीवरी मुफ्त! बंद करने हेतु STOP
जन्मदिन मुबारक {name}! {shop} में आज आपकी कॉफी मुफ्त है।
# work
मीटिंग अब {day} {time} होगी, [लिंक वही है|कमरा {n}]
{day} की मेरी शिफ्ट कर दोगे? मैं तुम्हारी कर दूंगा
{ref} का काम {time} पूरा हो गया, रिपोर्ट यहां है {link}
# chat
मैं {name}, जिम वाला, यह मेरा नया नंबर है सेव कर लो
{name} ने मेले में {amount} जीते, पार्टी उसी की तरफ से हाहा
कक्षा के व्हाट्सएप ग्रुप में जुड़ जाओ: {link}
{hey}[आज|{day} को] {food} खाने चलें? {time} ठीक रहेगा
{name} के तोहफे के {amount} भेज देना जब समय मिले
हम जीत गए!!! बिटिया को स्कूल में पहला इनाम मिला 🎉
देर हो जाएगी, [जाम लगा है|ट्रेन लेट है]। तुम लोग शुरू करो
ये देखो हाहा {link}
# banter
अ: कहां है¶ब: आ रहा हूं¶अ: {nn} मिनट से आ ही रहा है [हाहा|😂]¶ब: अब सच में
- मेरे {amount} कब देगा¶- किस बात के¶- {day} वाले {food} के!!¶- अच्छा हां, भेजता हूं
# mail
[बैठक का विवरण|{day} की बैठक]¶¶सभी को नमस्कार,¶¶विवरण संलग्न है। काम की तारीख अब {date} है और {name} {brand} से {big} के प्रस्ताव पर बात करेंगे। [कुछ छूटा हो तो बताएं।|धन्यवाद।]¶¶सादर,¶{full}
[सोसायटी की बैठक|पानी की टंकी की सफाई]¶¶प्रिय निवासी,¶¶{date} को {time} से {time} तक पानी बंद रहेगा। बैठक {day} को होगी। संपर्क {phone}।¶¶सचिव {full}
""",
    "hi_Latn": """
# code
{brand} ke liye aapka OTP {code} hai. [Kisi ko na batayein.|{nn} min tak valid.]
{bank}: {shop} par {amount} ke payment ka OTP {code}. [Bank kabhi OTP nahi maangta.|]
{code} aapka login code hai. Aapne request nahi kiya to ignore karein. {brand}
# delivery
{courier}: {hi}aapka {shop} parcel {track} [aaj|kal|{day} ko] {time} se {time} ke beech aayega. Track: {link}
Bhaiya main {courier} se, parcel leke neeche khada hu, [gate pe aa jao|kisko du?]
Order deliver ho gaya {time} par. [Thank you!|Guard ko diya gaya.] {shop}
# bank
A/c XX{last} se {amount} debit hue {date} ko, {shop}. Bal {big}. [Aapne nahi kiya? Card ke peeche wale number par call karein.|] {bank}
Salary credit: {big}. Available balance {big} -{bank}
{telco} bill {amount}, last date {date}. [Pay kar diya ho to ignore karein.|]
{full} ne UPI se {amount} bheje hain.
# appointment
{hi}Dr {surname} ke saath appointment {date} ko {time} hai. [Cancel: {phone}|Purani report saath layein.]
School: PTM {date} ko {time}. Kripya samay par aayein.
Kal {time} parlour ka time fix hai didi, [aa jana|late mat hona]
Gaadi ready hai, {time} tak le jao. Bill {big} hua
# receipt
{shop} se order karne ke liye thank you! Total {amount}, order {ref}. [Bill: {link}|]
{n} logon ki table {day} {time} ke liye book hai. [Welcome!|Change: {phone}] {shop}
Driver {name} {n} min mein pahunch raha hai, gaadi no. {ref}. OTP {last}
# ready
Aapka order {ref} ready hai {shop}, {city}. {time} tak khula hai.
Silai ho gayi hai, {amount} baaki hai, {time} ke baad le jana
# account
{telco}: {pct}% data use ho gaya hai. Pack {date} tak valid.
{city} mein {date} ko {time} se {time} bijli nahi aayegi.
Aapka {brand} password {date} ko badla gaya. Aapne kiya hai to tension na lein.
# newsletter
{shop}: members ke liye {pct}% off {day} tak. Delivery free! STOP bhejein band karne ko.
Happy birthday {name}! {shop} mein aaj coffee free hai aapke liye.
# work
Meeting ab {day} {time} hai, [link same|room {n}]
{day} ki shift kar lega meri? Main teri kar dunga
Deploy {ref} ho gaya {time} pe, sab theek hai. {link}
# chat
bhai {name} bol raha hu gym wala, naya number hai save kar le
{name} ne {amount} jeete lucky draw mein, party uski taraf se haha
class ke whatsapp group mein aa ja: {link}
{hey}[aaj|{day}] {food} khane chalein? {time} baje
{name} ke gift ke {amount} bhej dena yaar jab time mile
JEET GAYE!!! school mein pehla prize mila chhoti ko 🎉
late ho jaunga, [bahut traffic hai|train late hai]. tum log shuru karo
ye dekh haha {link} bilkul {name} lag raha hai
Mummy bol rahi hai ghar kab aaoge, ticket book kiya ya nahi?
paise ki tension mat le, salary aate hi de dena
# banter
A: kaha hai bhai¶B: aa rha hu¶A: {nn} min se aa hi rha hai [lol|😂]¶B: ab pakka
- mere {amount} kab dega¶- konse paise¶- {day} wale {food} ke!!¶- acha ha bhejta hu
# mail
[Meeting ke notes|{day} ki meeting]¶¶Hi sab,¶¶Notes attach kiye hain. Deadline ab {date} hai aur {name} {brand} se {big} ke quote par baat karega. [Kuch chhoota ho to batao.|Thanks sabko.]¶¶{full}
[Society meeting|Paani ki tanki ki safai]¶¶Namaste,¶¶{date} ko {time} se {time} tak paani band rahega. Meeting {day} ko hogi, maintenance {amount} saath layein.¶¶Secretary {full}
""",
    "id": """
# code
{code} adalah kode verifikasi {brand} Anda. [JANGAN beri tahu siapa pun.|Berlaku {n} menit.]
{bank}: kode OTP {code} utk transaksi {amount} di {shop}. [Petugas bank tidak pernah meminta OTP.|]
Ada login ke akun {brand} dari {city} pukul {time}. Jika ini Anda, abaikan pesan ini.
# delivery
{courier}: {hi}paket {track} dari {shop} tiba [hari ini|besok|{day}] antara {time} - {time}. Lacak: {link}
Paket Anda sudah diterima pukul {time} [oleh satpam|oleh {name}|di depan rumah].
Halo kak, saya kurir {courier}, [posisi rumah sebelah mana ya?|paketnya titip ke siapa ya?]
# bank
{bank}: transaksi {amount} di {shop} tgl {date}, kartu *{last}. [Bukan Anda? Blokir lewat aplikasi.|Saldo {big}.]
Gaji {big} sudah masuk ke rekening Anda. Saldo {big}
Tagihan {telco} sebesar {amount} jatuh tempo {date}. [Abaikan jika sudah bayar.|]
Transfer masuk {amount} dari {full}. Berita: {food}
# appointment
{hi}mengingatkan jadwal dokter {surname} {day} {date} pukul {time}. [Batal: {phone}|Mohon datang {nn} menit lebih awal.]
Sekolah: rapat orang tua tgl {date} pukul {time}. Mohon kehadirannya.
Jadwal imunisasi {name} di puskesmas {day} pagi, gratis. Bawa buku KIA ya Bu.
Servis motor sudah selesai, bisa diambil sampai {time}. Total {amount}
# receipt
Terima kasih sudah belanja di {shop}! Total {amount}, no {ref}. [Struk: {link}|Kami kabari saat dikirim.]
Reservasi {n} orang {day} pukul {time} sudah kami catat. [Sampai jumpa!|Perubahan: {phone}] {shop}
Kereta tujuan {city} berangkat {time}, gerbong {n} kursi {nn}. Selamat jalan!
Driver {name} tiba {n} menit lagi, plat {ref}.
# ready
Pesanan {ref} siap diambil di {shop} {city}. Buka sampai {time}.
Laundry sudah beres kak, total {amount}. Bisa diambil sore ini 🙏
# account
{telco}: kuota terpakai {pct}%. Masa aktif s/d {date}.
Kata sandi {brand} diubah {date} pukul {time}. Jika ini Anda, tidak perlu tindakan.
Pemadaman listrik terencana di {city} {date} pukul {time}-{time}. Mohon maaf.
# newsletter
{shop}: khusus member diskon {pct}% s/d {day}. Gratis ongkir! STOP utk berhenti.
Selamat ulang tahun {name}! Ada kopi gratis buat kamu di {shop}.
# work
Meeting diundur ke {day} jam {time}, [link sama|ruang {n}]
Bisa gantiin shift aku {day}? Nanti aku gantiin punyamu
Rilis {ref} sudah naik jam {time}, aman. {link}
# chat
halo ini {name} yang di gym, ini nomor baruku ya
{name} menang {amount} di arisan, traktir dia wkwk
gabung grup WA kelas ya: {link}
{hey}[nanti malam|{day}] {food} yuk, jam {time}
tf aku {amount} ya buat kado {name}, santai aja
MENANGGG!!! adek juara satu di sekolah 🎉
aku telat, [macet parah|keretanya mogok]. mulai aja dulu
liat deh wkwk {link} mirip {name}
# banter
A: dmn¶B: otw¶A: dari {nn} menit lalu otw mulu [wkwk|😂]¶B: ini beneran
- utang lu {amount}¶- utang apaan¶- {food} yg {day}!!¶- oh iya ntar gw tf
# mail
[Notulen rapat|Hasil rapat {day}]¶¶Selamat siang semua,¶¶Terlampir notulen. Tenggat mundur ke {date} dan {name} akan membahas penawaran {big} dengan {brand}. [Mohon koreksi bila ada.|Terima kasih.]¶¶Salam,¶{full}
[Kerja bakti {date}|Iuran warga]¶¶Bapak/Ibu warga,¶¶Kerja bakti {day} mulai {time}. Iuran {month} {amount} dapat dititipkan ke {name}.¶¶Ketua RT
""",
    "ja": """
# code
{brand}の認証コードは{code}です。[他人に教えないでください。|有効期限は{nn}分です。]
【{bank}】ワンタイムパスワード{code}。{shop}でのお支払い{amount}。[当行からお聞きすることはありません。|]
{city}から{brand}にログインがありました（{time}）。ご本人の場合は対応不要です。
# delivery
{courier}：{hi}{shop}からのお荷物{track}を[本日|明日|{date}]{time}～{time}にお届けします。[追跡 {link}|]
お荷物を[宅配ボックス|玄関前|受付]にお届けしました（{time}）。
ご不在のため持ち帰りました。{date}に再配達します。受取番号{code}
# bank
{bank}：{date} {shop}で{amount}のカード利用がありました（末尾{last}）。[お心当たりがない場合はアプリで停止できます。|]
給与{big}が入金されました。残高{big}。
{telco}の{month}分ご請求額は{amount}です。{date}に口座振替されます。
{surname}{name}さんから{amount}が届きました。メッセージ：{food}代
# appointment
{hi}{surname}クリニックです。ご予約は{date}（{day}）{time}です。[変更は{phone}まで。|保険証をお持ちください。]
明日{time}に美容室のご予約をいただいております。[お待ちしております。|担当：{name}]
学校より：{date}の保護者会は{time}開始です。ご出席をお願いします。
車検が{date}で満了です。ご予約は{phone}へ。
# receipt
{shop}をご利用いただきありがとうございます。合計{amount}、注文番号{ref}。[明細 {link}|発送時にご連絡します。]
{n}名様、{date} {time}のご予約を承りました。[お待ちしております。|変更は{phone}] {shop}
{city}行き{time}発、{n}号車{nn}番。よい旅を！
ドライバーは{n}分で到着します。ナンバー{last}
# ready
ご注文{ref}の商品が{shop}{city}店に届きました。{time}まで営業しています。
修理が完了しました。お代は{amount}です。いつでもお越しください。{shop}
# account
{telco}：データ使用量が{pct}%に達しました。{date}に更新されます。
{brand}のパスワードが{date} {time}に変更されました。ご本人の場合は何もする必要はありません。
{city}で{date} {time}から{time}まで停電工事を行います。ご迷惑をおかけします。
# newsletter
{shop}会員様限定、{day}まで{pct}%オフ！送料無料。配信停止はマイページから。
{name}様、お誕生日おめでとうございます！{shop}でケーキを無料プレゼント。
# work
会議は{day}の{time}に変更です。[リンクは同じです。|会議室{n}です。]
{day}のシフト代わってもらえませんか？{time}からです
{ref}のリリース{time}に完了、問題なしです。{link}
# chat
ジムの{name}です、番号変わりました。登録お願いします！
{name}が宝くじで{amount}当たったって笑 おごってもらおう
クラスのグループここから入ってね：{link}
{hey}[今夜|{day}]{food}行かない？{time}ごろ
{name}のプレゼント代{amount}、今度でいいから送ってね
優勝したー！！！学校で一番の賞もらったよ🎉
ごめん遅れる、[電車止まってる|渋滞やばい]。先に始めてて
これ見て笑 {link} {name}にそっくり
{hey}着いたら電話して。{time}には{city}駅にいるよ
# banter
A：今どこ？¶B：もうすぐ¶A：{nn}分前も言ってたよね[w|笑]¶B：今度はほんと
- {amount}返してよ〜¶- なんの？¶- {day}の{food}！¶- あ、忘れてたw
# mail
[議事録の共有|{day}の打ち合わせ]¶¶お疲れさまです。{surname}です。¶¶議事録をお送りします。納期は{date}に変更となり、見積（{big}）は{name}さんが{brand}社に確認します。[修正があればご連絡ください。|よろしくお願いいたします。]¶¶{surname}
[自治会のお知らせ|設備点検（{date}）]¶¶住民の皆様¶¶{date} {time}～{time}に点検を行います。ご在宅をお願いします。ご不明な点は{phone}まで。¶¶管理組合 {surname}
""",
    "zh": """
# code
【{brand}】验证码{code}，[{n}分钟内有效，请勿告诉他人。|如非本人操作请忽略。]
【{bank}】您正在{shop}支付{amount}，动态密码{code}。[工作人员不会向您索取。|]
【{brand}】您的账号于{time}在{city}登录。如是本人操作请忽略。
# delivery
【{courier}】{hi}您的包裹{track}[今天|明天]{time}前后送达，[快递员电话{phone}。|查询{link}]
【{shop}】您的快递已放至[快递柜|门卫|驿站]，取件码{n}-{n}-{last}，请于{date}前领取。
快递放你家门口了，记得拿一下，{n}号楼这边
# bank
【{bank}】您尾号{last}的卡{date}在{shop}消费{amount}，余额{big}。[如有疑问请致电{phone}。|]
【{bank}】您尾号{last}的账户工资入账{big}，余额{big}。
【{telco}】您{month}话费{amount}，请于{date}前缴费。[已缴请忽略。|]
{name}向你转账{amount}，备注：{food}
# appointment
【{city}口腔】{hi}您预约了{date}{time}的门诊，[请带好医保卡。|如需取消请致电{phone}。]
家长您好，{date}{time}召开家长会，请准时参加。[{surname}老师|]
您的车已保养完毕，{time}前可取，费用{amount}。
宝宝疫苗接种时间{date}上午，请带接种本，[免费接种|社区医院二楼]。
# receipt
【{shop}】下单成功！订单{ref}，实付{amount}。[发票{link}|发货后会短信通知您。]
【{shop}】已为您预留{n}人桌，{date}{time}，[恭候光临|变更请致电{phone}]。
【铁路】{date}{time}开往{city}，{n}车{nn}号，检票口{n}A。
您的司机{surname}师傅{n}分钟后到达，车牌尾号{last}。
# ready
【{shop}】您的订单{ref}已备好，请到{city}店自提，营业至{time}。
您的眼镜配好了，有空来拿，我们{time}关门。{shop}
# account
【{telco}】您的流量已用{pct}%，{date}恢复。[查询请回复CXLL|]
【{brand}】您的密码已于{date}{time}修改。如是本人操作无需处理。
【物业】{date}{time}至{time}停水检修，请提前储水。
# newsletter
【{shop}】会员日{pct}%优惠至{day}，免费包邮！拒收请回复R
【{shop}】{name}生日快乐！到店可免费领蛋糕一份。退订回T
# work
会议改到{day}{time}，[链接不变|在{n}号会议室]
{day}能帮我顶个班吗？下次我替你
{ref}版本{time}已上线，一切正常。{link}
# chat
我是健身房的{name}，换号了，存一下
{name}刮彩票中了{amount}，今晚他请客哈哈
进一下班级群：{link}
{hey}[今晚|{day}]去吃{food}不？{time}
{name}的礼物一人{amount}，有空转我就行
我们赢啦！！！孩子在学校拿了一等奖🎉
要迟到了，[路上堵死了|地铁停了]，你们先吃
快看这个哈哈 {link} 太像{name}了
妈，我{time}到家，[别做饭了|想吃你做的{food}]
# banter
甲：到哪了¶乙：马上¶甲：你{nn}分钟前就说马上[哈哈哈|😂]¶乙：这次真的
- 还我{amount}¶- 啥钱啊¶- {day}的{food}！！¶- 哦对 转你
# mail
[会议纪要|{day}会议记录]¶¶各位好：¶¶附件是会议纪要。交付时间改到{date}，{name}和{brand}谈报价（{big}）。[有遗漏请告诉我。|辛苦大家。]¶¶{surname}{name}
[小区通知|电梯检修（{date}）]¶¶尊敬的业主：¶¶{date}{time}至{time}检修电梯，给您带来不便敬请谅解。电话{phone}。¶¶物业服务中心
""",
    "ko": """
# code
⟨{brand}⟩ 인증번호는 {code}입니다. 타인에게 알려주지 마세요.
{bank} 인증번호 {code}. {shop} {amount} 결제. [직원은 절대 묻지 않습니다.|{n}분간 유효]
{brand} 계정에 {city}에서 {time} 로그인되었습니다. 본인이라면 무시하세요.
# delivery
{courier}: {hi}{shop} 상품 {track} [오늘|내일|{day}] {time}~{time} 배송 예정입니다. [조회 {link}|]
고객님 택배 [문 앞|경비실|무인함]에 두었습니다. {time} {courier}
부재중이라 {date} 재방문 예정입니다. 문의 {phone}
# bank
{bank} 카드({last}) {date} {time} {shop} {amount} 승인. [잔액 {big}|본인이 아니면 앱에서 정지하세요]
급여 {big} 입금. 잔액 {big} {bank}
{telco} {month} 요금 {amount}, {date} 자동이체됩니다.
{surname}{name}님이 {amount}을 보냈습니다. 메모: {food}
# appointment
{hi}{surname}내과입니다. {date} {day} {time} 예약 안내드립니다. [변경 {phone}|신분증 지참 부탁드립니다.]
내일 {time} 미용실 예약 있으세요~ [늦으시면 연락 주세요|뵙겠습니다]
학교 안내: {date} {time} 학부모 상담이 있습니다. 참석 부탁드립니다.
자동차 검사 기한이 {date}까지입니다. 예약 {phone}
# receipt
{shop} 주문 감사합니다! 결제 {amount}, 주문번호 {ref}. [영수증 {link}|발송되면 알려드릴게요.]
{n}명 {date} {time} 예약 완료되었습니다. [기다리겠습니다!|변경 {phone}] {shop}
{city}행 {time} 열차 {n}호차 {nn}번 좌석입니다. 즐거운 여행 되세요.
기사님이 {n}분 후 도착합니다. 차량번호 {last}
# ready
주문하신 상품({ref}) {shop} {city}점에서 찾아가세요. {time}까지 영업합니다.
수선 다 됐어요. {amount}입니다. 아무 때나 오세요 - {shop}
# account
{telco}: 데이터 {pct}% 사용하셨습니다. {date} 초기화됩니다.
{brand} 비밀번호가 {date} {time} 변경되었습니다. 본인이라면 조치가 필요 없습니다.
{city} {date} {time}~{time} 단수 예정입니다. 불편을 드려 죄송합니다.
# newsletter
(광고){shop} 회원님 전용 {pct}% 할인 {day}까지! 무료배송. 무료거부 080{nn}{last}
{name}님 생일 축하드려요! {shop}에서 케이크 무료로 받아가세요.
# work
회의 {day} {time}로 바뀌었습니다. [링크 동일|{n}번 회의실]
{day} 근무 바꿔주실 수 있나요? {time}부터예요
{ref} 배포 {time} 완료, 이상 없습니다. {link}
# chat
헬스장 {name}이야, 번호 바꿨어 저장해줘
{name} 복권 {amount} 당첨됐대 ㅋㅋ 오늘 걔가 쏜대
반 단톡방 들어와: {link}
{hey}[오늘|{day}] {food} 먹을래? {time}쯤
{name} 선물값 {amount} 나중에 보내줘 천천히
우승했다!!! 우리 애가 학교에서 1등상 받음 🎉
나 좀 늦어, [차 엄청 막혀|지하철 멈춤]. 먼저 먹고 있어
이거 봐ㅋㅋ {link} 완전 {name}
엄마 나 {time}에 도착해, [밥 먹고 감|{food} 해줘]
# banter
A: 어디야¶B: 거의 다 옴¶A: {nn}분 전에도 그랬잖아 [ㅋㅋㅋ|😂]¶B: 이번엔 진짜
- {amount} 언제 줌¶- 뭔 돈¶- {day} {food}!!¶- 아 맞다 ㅈㅅ 바로 보냄
# mail
[회의록 공유|{day} 회의 정리]¶¶안녕하세요, {surname}{name}입니다.¶¶회의록 보내드립니다. 납기는 {date}로 변경됐고 견적({big})은 {name}님이 {brand}와 확인합니다. [빠진 내용 있으면 알려주세요.|감사합니다.]¶¶{surname}{name} 드림
[입주민 안내|소방 점검 ({date})]¶¶입주민 여러분,¶¶{date} {time}~{time} 점검이 있습니다. 협조 부탁드립니다. 문의 {phone}.¶¶관리사무소
""",
}
