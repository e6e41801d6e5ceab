# Device and shift
simulated = Simulated data
shift = Shift
device-needed = This device is not enrolled
device-needed-what = The pump's pages open only on a phone that is enrolled for one station.
device-needed-ask = Ask the city's admin for an enrolment link or QR. It works for 24 hours and for one phone.
device-needed-open = Open that link on this phone, once.
device-needed-shift = Once enrolled, open a shift with your attendant's PIN.
device-needed-official = You are signed in as an official. Use the menu for your work; the pump's pages are for the stations' phones.
device-needed-sign-in = Sign in as an official
shift-mine = Your shift
shift-none = Nothing has been filled in this shift yet.
shift-volume = Litres in all
shift-amount = Rupiah in all
shift-count = { $count ->
    [one] { $count } filling
   *[other] { $count } fillings
}
shift-open = Open a shift
shift-close = Close the shift
shift-close-hint = Print or download the summary first if you need it. Afterwards the next attendant opens a shift with his PIN.

# Scanning
scan = Scan a voucher
scanner-start = Open the camera
scanner-stop = Close the camera
scanner-torch = Light
scanner-view = Camera picture
scanner-picture = Photo of the QR
scanner-read = Voucher read. Checking…
scanner-unreadable = The QR could not be read in that photo. Go nearer and take another, or type the code.
scanner-denied = The camera is not allowed yet. Allow it in the browser's settings, or type the code.
scanner-no-camera = The camera cannot be opened. Use the photo button, or type the code.
scanner-send-anyway = Ask the server all the same
code = Voucher code
code-hint = 10 letters and digits below the QR, for example 7K3QF-9M2XA
code-check = Check the voucher
code-empty = Scan the QR or type the voucher code, for example 7K3QF-9M2XA
code-wrong-length = A voucher code has 10 letters and digits.
code-bad-symbol = There is a character that no voucher code contains.
code-bad-check = This code is mistyped. Compare it character by character.
code-unknown = There is no such voucher, or its code was replaced. Ask the driver to open the newest voucher link, then scan again.
token-not-a-voucher = That is not a voucher's QR. Point at the voucher's QR.
token-expired = This voucher's time is over. The driver asks the agency's fuel officer for a new one.
token-not-yet-valid = This voucher is not valid yet. See the date on it.
token-other-tenant = This voucher is from another city.
token-bad-signature = This voucher is not genuine or was altered. Do not fill. Note the plate and call for help.
token-unknown-key = This voucher is signed with an unknown key. Type its code to have it checked.
token-unsupported-version = This voucher has a newer form. Type its code to have it checked.
token-other = The QR was not read whole. Clean the screen or paper, then scan again.
waiting-what = This station holds the voucher; the pump's numbers are not saved yet.
waiting-resume = Continue
fill-doubtful = Will be looked at
pump-links = Other pages

# Sending once
flight-sending = Sending…
flight-failed = No answer from the server yet. What you typed stays on this screen.
flight-refused = The server is busy. What you typed stays on this screen.
flight-retry = Send again

# Checking the vehicle
check = Compare the vehicle
at-most = at most { $amount }
container-note = A voucher for a can or a machine. Check the recommendation letter.
driver = Who draws
driver-name = Driver
driver-what = the driver who came
driver-photo = Photo of { $name }
driver-no-photo = No photo yet. Check an identity card or staff card.
driver-no-pin = No PIN yet: compare the photo.
product = Fuel
valid-until = Valid until
letter = Recommendation letter
photos = Photos of vehicle and odometer
photos-away = Take photos before filling, away from the nozzle.
photo-optional = (may be skipped)
photo-plate = Photo of the plate
photo-meter = Photo of the odometer
photo-pump = Photo of the pump's numbers
photo-slip = Photo of the slip
photo-take = Take a photo
photo-again = Take it again
photo-preview = The photo that will be sent
photo-ready = Photo ready, { $kb } kB.
photo-ready-as-is = Photo ready.
photo-kept = The earlier photo is kept.
pin = Driver's PIN
pin-hint = 4 digits, typed by the driver himself
pin-shape = Ask the driver to type his PIN, 4 digits. If he forgot it, compare his photo.
pin-none = This driver has no PIN yet. Compare his photo.
pin-wrong = The PIN is wrong. Ask the driver to type it again, or compare his photo.
pin-locked = Too many wrong PINs. Wait { $minutes } minutes, or compare his photo now.
pin-help = The PIN cannot be used?
exception = Why without a PIN?
exception-what = why there is no PIN
exception-hint = Compare the face with the photo, an identity card or staff card. The reason is recorded.
exception-forgotten = The driver forgot his PIN
exception-locked = The PIN is locked
exception-not-set = He has no PIN yet
start = Start filling
start-by-photo = Photo fits, start filling
start-driver-fits = Driver fits, start filling
photo-check-what = Compare the driver's face with the photo, an identity card or staff card before filling.
not-this-vehicle = Not this vehicle? Back to scanning

# Meter
meter = Meter
meter-what = the meter's number
meter-odometer = Odometer (km)
meter-hours = Hour meter (hours)
meter-unit-km = km
meter-unit-hours = hours
meter-last = Last { $value }, { $ago }
meter-first = The number the vehicle shows, without decimals
meter-reason = Reason
meter-looked-again = Looked again, it really says so
meter-replaced = The meter was replaced
meter-broken = The meter is broken
meter-unreadable = It cannot be read
ask-meter-missing = The meter's number is missing. Type it, or choose the reason.
ask-meter-odd = { $value } { $unit }? It last showed { $last } { $unit }. Look once more: correct the number, or choose the reason.
ask-meter-odd-first = { $value } { $unit }? That is unusual. Look once more: correct the number, or choose the reason.

# The pump's numbers
fill = The pump's numbers
most = at most { $litres } or { $rupiah }
hold-until = The voucher is held for you until { $time }.
hold-late = The hold has run out. If fuel was filled, save the numbers all the same.
photo-wanted = Take a photo for this filling.
amount-rupiah = Rupiah on the pump
amount-rupiah-hint = For example 273.000. Rupiah or litres, one of them is enough.
amount-rupiah-what = the rupiah on the pump
amount-litres = Litres on the pump
amount-litres-hint = For example 12,5. The price is { $price } a litre.
amount-litres-what = the litres on the pump
amount-empty = Enter rupiah or litres as the pump shows them, for example 273.000
amount-both = Enter only one: rupiah or litres.
ask-over-tank = { $litres }? The tank holds { $tank }. Change the number, or tick the box if it is so.
ask-over-voucher = { $litres }, { $rupiah }? This voucher covers at most { $most_litres } or { $most_rupiah }. Change the number, or tick the box if it is so.
keypad-modes = The pump's number in
keypad-keys = Number keys
keypad-rupiah = Rupiah
keypad-litres = Litres
keypad-comma = comma
keypad-erase = Erase one digit
keypad-computed-litres = = { $litres } litres
keypad-computed-rupiah = = Rp { $rupiah }
keypad-price = Price Rp { $price } a litre
keypad-over-tank = { $litres } litres? The tank holds { $tank } litres.
keypad-over-voucher = { $litres } litres, Rp { $rupiah }? This voucher covers at most { $most_litres } litres or Rp { $most_rupiah }.
keypad-yes = Yes, it is so
keypad-change = Change the number
slip = Rupiah on the slip
slip-what = the rupiah on the slip
slip-hint = Fill this in if you typed litres, for example 273.000
slip-more = Slip and photos (may be skipped)
fill-save = Save the filling
release = Cancel, nothing was filled
release-hint = Nothing filled after all? The voucher goes back to the driver and stays valid.
released = The voucher is the driver's again. Nothing was recorded.
released-before = The voucher had gone back to the driver already.
capture-nothing = No fuel was recorded. Enter the pump's number, or cancel if nothing was filled.
capture-meter = A meter cannot show less than zero.
capture-impossible = That is more than ten times what the voucher and the tank hold. Read the pump again, then type it anew.
capture-time = The device's time does not fit. Load this page again, then save once more.

# Receipt
receipt = Recorded
receipt-code = Code of the filling
price = Price
per-litre = { $price } a litre
time = Time
station = Station
attendant = Attendant
doubts = The agency will look at:
doubts-what = This filling is validly recorded. There is nothing for you to do.
doubt-above-voucher = More than the voucher
doubt-above-tank = More than the tank holds
doubt-above-budget = The budget did not suffice
doubt-meter = An unusual meter number
doubt-meter-missing = No meter number
doubt-photo-missing = No photo
doubt-late = Saved after the hold had run out
doubt-conflict = The voucher had been used, cancelled or had expired
doubt-slip-differs = The slip's rupiah differ from litres times price
next-voucher = Next voucher
to-voucher = To the voucher

# Summary
recap = Shift summary
recap-totals = Totals by fuel
recap-lines = Fillings
recap-count = Fillings
recap-sum = Total
recap-from = Opened
recap-until = Closed
recap-still-open = Still open
recap-sign = Attendant's signature: ____________________
volume = Volume
volume-litres = Volume (litres)
amount = Rupiah
vehicle = Vehicle
back-to-pump = Back to the pump

# Out of fuel
stock = Out of fuel
stock-what = Report fuel that has run out, so that drivers do not come in vain.
stock-there = In stock
stock-out = Out
stock-back = Back in stock
stock-since = since { $at }
stock-report-out = { $product } is out
stock-report-back = { $product } is back
stock-out-noted = Noted: it has run out.
stock-back-noted = Noted: it is back in stock.

# Not served
help = Help:
no-unknown = Unknown
no-unknown-why = There is no such voucher.
no-unknown-do = Do not fill. Ask the driver to open the voucher's link, then scan again.
no-superseded = Replaced
no-superseded-why = This QR was replaced by a newer one.
no-superseded-do = Ask the driver to open the newest voucher link, then scan the new QR.
no-shift = Shift closed
no-shift-why = The shift on this device has ended.
no-shift-do = Open a shift with your PIN, then scan again.
no-not-yet = Not valid yet
no-not-yet-why = This voucher is valid from { $from }.
no-not-yet-do = Ask the driver to come back then.
no-expired = Expired
no-expired-why = This voucher's time is over.
no-expired-do = Do not fill. The driver asks the agency's fuel officer for a new voucher.
no-cancelled = Cancelled
no-cancelled-why = The agency has cancelled this voucher.
no-cancelled-do = Do not fill. The driver calls the agency's fuel officer.
no-redeemed = Already used
no-redeemed-why = This voucher was filled { $at }.
no-redeemed-do = Do not fill again. The driver asks the agency's fuel officer for a new voucher.
no-held = Held elsewhere
no-held-why = Another station or pump holds this voucher until { $until }.
no-held-do = Ask the driver whether he filled elsewhere. If not, that pump can cancel, or wait until the time is over.
no-other-station = For another station
no-other-station-why = This voucher is valid only at the station it names.
no-other-station-do = Show the driver the station named on the voucher. The agency can move it.
no-contract = Station without contract
no-contract-why = Today this station has no contract in force with the city.
no-contract-do = Do not fill on a voucher. The station's management calls for help.
no-product = Another fuel
no-product-why = That fuel is neither the voucher's nor an allowed substitute.
no-product-do = Choose the fuel written on the voucher.
no-driver = Driver not registered
no-driver-why = Nobody is registered to draw vouchers of this vehicle.
no-driver-do = The driver calls the agency's fuel officer to be registered, then scan again. The voucher stays valid.
no-price = No price yet
no-price-why = The price of this fuel at your station has not been entered.
no-price-do = Call for help so that the price is entered, then scan again. The voucher stays valid.

# Audit trail
did-except = Photo compared instead of a PIN
audit-reason = Why without PIN
samples-exceptions = Exceptions of the driver's PIN
no-sample = Sample
no-sample-why = Sample vouchers are for the sample station only, and real vouchers for real stations only.
no-sample-do = Do not dispense. Ask the fuel officer for the right voucher.
