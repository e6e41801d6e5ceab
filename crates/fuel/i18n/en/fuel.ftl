# General
vouchers = Vouchers
quotas = Quotas
any = All
yes = Yes
no = No
status = Status
note = Note
reason = Reason
reason-what = the reason
month = Month
year = Year
unit = Unit
where = Where
until = Until
until-time = until { $time }
history = Audit trail
simulated-data = Simulated data.
one-of-the-list = one of the list
weekdays = Monday Tuesday Wednesday Thursday Friday Saturday Sunday

# Fields
vehicle = Vehicle
vehicles = Vehicles
vehicle-what = the vehicle
vehicle-class = Class of vehicle
plate-or-name = Plate or name
plate-unknown = The plate { $plate } is not in the register. Check how it is written.
agency = Agency
product = Fuel
product-what = the fuel
product-or = { $product } (or { $others })
volume = Volume
volume-litres = Volume (litres)
litres = Litres
litres-what = the litres
litre-unit = litres
amount = Amount
amount-held = Budget held back
amount-at-price = { $amount } ({ $price } per litre)
price = Price per litre
price-per-litre = { $price } per litre
price-unknown = No price entered yet
at-most = At most
budget-line = Budget line
line-what = the budget line
budget-left = Budget left this month
budget-left-of = { $available } – { $line }
station = Station
station-any = Any contracted station
drawer = Who may draw
drawer-any = Any driver of this vehicle
letter = Recommendation letter
letter-what = the number of the recommendation letter
letter-hint = Needed to fill a machine's can; copy it from a letter in force.
letter-recorded = Recorded: { $numbers }. Leave empty to use the one that fits.
purpose = Purpose
purpose-what = the purpose
valid-from = Valid from
valid-until = Valid until
valid-from-day = Valid from
valid-until-day = Valid until
valid-until-hint = That day is included. The end of the same month at the latest.
from-what = the first day
until-what = the last day
substitutes-allow = Another fuel of the same kind may be taken
substitutes-hint = Helps when the station has run out of the one asked for.
tank-hint = The tank holds { $tank }. For example 35.5.
meter = Odometer
issued-at = Issued
issued-from = Issued from
issued-until = Issued until

# Status
state-issued = Issued
state-authorised = Being filled
state-redeemed = Used
state-expired = Expired
state-cancelled = Cancelled
kind-vehicle = Into the vehicle's tank
kind-container = Into a machine's can
unit-litres = litres
unit-rupiah = rupiah
per-working-day = per working day
per-week = per week
per-month = per month
per-year = per year
per-kilometre = per kilometre
per-hour = per engine hour
count-working-day = { $number ->
    [one] working day
   *[other] working days
}
count-week = { $number ->
    [one] week
   *[other] weeks
}
count-month = { $number ->
    [one] month
   *[other] months
}
count-year = { $number ->
    [one] year
   *[other] years
}
count-kilometre = { $number ->
   *[other] km
}
count-hour = { $number ->
    [one] engine hour
   *[other] engine hours
}
doubts = To be looked at
doubt-above-voucher = More than the voucher promised
doubt-above-tank = More than the tank holds
doubt-above-budget = The budget did not cover it
doubt-meter = The odometer is not plausible
doubt-meter-missing = No odometer reading
doubt-photo-missing = No photo
doubt-late = Recorded after the hold had run out
doubt-conflict = The voucher had been used, cancelled or expired
doubt-slip-differs = The amount on the slip differs
warning-product = Note: { $reason }.
warning-subsidy-qr = The driver must also bring the Pertamina QR (Subsidi Tepat).
warning-without-quota = This vehicle has no quota yet; only the budget limits it.
warning-tank-unknown = The tank's size is not recorded, so it cannot be checked. For example 35.5.
vehicle-not-in-service = This vehicle’s status today: { $state }. A voucher is refused for those days. Update the status when it is back, or choose a first day after it.
warning-letter-not-recorded = This recommendation letter is not recorded with the vehicle. Record it so that its end is watched.
warning-letter-ends = The recommendation letter holds until { $last } only. Fill before that day.
warning-registration-unknown = No Subsidi Tepat registration is recorded for this vehicle. Make sure that it has its Pertamina QR.
warning-registration-ends = The Subsidi Tepat registration holds until { $last } only. Fill before that day.

# List and details
voucher-code = Code
vouchers-none = No vouchers here yet
vouchers-none-text = Issued vouchers appear here. Loosen the filters if you look for a certain one.
voucher-title = Voucher { $code }
voucher-kind = Filling
voucher-new = Issue a voucher
voucher-issue = Issue
voucher-issued = Voucher issued.
voucher-choose-vehicle = For which vehicle?
voucher-choose-lead = Choose the vehicle, check the details, issue.
vehicles-none = No vehicles
vehicles-none-text = No vehicle fits. Change the search, or register the vehicle first.
issue-without-price = None of the fuels for this vehicle has a price now, so a voucher is refused. Ask the city admin to enter the price.
issue-to-prices = See the prices
no-product-for-vehicle = No fuel is allowed for this vehicle. Check the rules and the vehicle's record.
share-whatsapp = Send by WhatsApp
share-text = Fuel voucher { $plate }: { $volume } { $product }, valid until { $until }. Open { $link }
copy-link = Copy link
link-copied = Link copied.
link-not-copied = The link cannot be copied. Press long on Driver's page and copy it.
driver-page = Driver's page
print = Print
qr-name = QR code of the voucher
qr-of = QR code of voucher { $code }
redemption = Filling
dispensed-at = Filled at
drawn-by = Drawn by
voucher-cancel = Cancel voucher
voucher-cancel-do = Cancel this voucher
voucher-cancel-lead = The voucher of { $plate } can no longer be used. The budget of { $amount } and its quota return at once.
voucher-cancelled = Voucher cancelled. The budget of { $amount } is back.
cancel-reason-hint = For example: wrong vehicle, journey called off.
reissue = Issue again
reissue-do = Issue a new QR
reissue-lead = The old QR, code and link become void. Budget and quota stay.
reissue-reason-hint = For example: the driver lost the phone, the link went to somebody else.
voucher-reissued = A new QR with the code { $code } was issued. Send the new link to the driver.
voucher-unknown = There is no such voucher.
voucher-not-allowed = You may not change this voucher. Ask the fuel officer of its agency.
voucher-settled = This voucher has been used, has expired or was cancelled.
voucher-held = This voucher is being used at a station. Try again in 15 minutes.
voucher-reason-missing = Give the reason.
voucher-reissued-meanwhile = Somebody has just issued this voucher again. Reload the page.

# Why a voucher is not issued
issue-vehicle-unknown = There is no such vehicle.
issue-not-allowed = You may not issue vouchers for this vehicle.
issue-out-of-service = The vehicle is not in service (workshop, damaged or lost). Update its status when it is back.
issue-takes-no-fuel = An electric vehicle takes no fuel.
issue-validity-over = The validity has passed or is reversed. Choose today or a later day as the end.
issue-validity-month = The validity must lie within one month. Choose an end in the same month.
issue-after-year-end = A voucher is valid until { $last } at the latest, the city's year-end cut-off.
issue-product-unknown = This fuel is not known. Choose one of the list.
issue-product-not-for-vehicle = This fuel is not recorded for this vehicle.
issue-product-barred = This fuel is barred for this vehicle: { $reason }.
issue-volume = The litres must be more than zero.
issue-above-tank = More than the tank's { $tank }. Lower the litres, or correct the tank in the vehicle's record.
issue-letter-missing = Filling a can needs the number of a recommendation letter in force.
issue-letter-not-recorded = Recommendation letter { $number } is not recorded for this vehicle. Record it on the vehicle’s page, tab Letters, then try again.
issue-letter-not-in-force = Recommendation letter { $number } holds from { $from } to { $until }, not on the voucher’s first day. Use another letter or change the dates.
issue-letter-withdrawn = Recommendation letter { $number } was withdrawn. Use another letter.
issue-letter-other-product = Recommendation letter { $number } is not for this fuel. Choose the letter’s fuel, or use another letter.
issue-letter-exhausted = The recommendation letter does not cover it: { $left } left, { $wanted } needed. Lower the litres, or ask for a new letter.
issue-registration-over = This vehicle’s Subsidi Tepat registration ended on { $last }. Renew it and record it in the tab Letters, or choose unsubsidised fuel.
issue-registration-withdrawn = This vehicle’s Subsidi Tepat registration was withdrawn. Register again and record it in the tab Letters, or choose unsubsidised fuel.
issue-no-driver = Nobody is named as driver of this vehicle on that day. Record its holder or driver first.
issue-drawer-not-driver = This person is no driver of the vehicle on that day. Choose another or record the assignment.
issue-station-contract = This station has no contract on that day. Choose another.
issue-offline-station = An offline voucher must name one station.
issue-no-price = There is no price for this fuel yet. Ask the city admin to enter it.
issue-line-unknown = This budget line does not belong to the vehicle's agency.
issue-no-budget = There is no budget for that month yet. Ask the PPK-SKPD or BPKAD to enter the cash budget.
issue-budget-exhausted = Not enough budget: { $available } available, { $wanted } needed. Lower the litres, or ask for more budget.
issue-budget-stopped = The budget of that month is frozen or exceeded. Ask the PPK-SKPD.
issue-quota-exhausted = Not enough quota: { $left } left, { $wanted } needed. Lower the litres, or wait for the next month.

# Many vehicles
voucher-batch = Issue for many vehicles
batch-form-lead = Choose vehicles and litres. What cannot be issued is named one by one with its reason.
batch-filter = Choose a group of vehicles
batch-show = Show vehicles
batch-by = Litres
batch-same = The same for all
batch-same-hint = Enter the litres below.
batch-quota = By what the quota has left
batch-quota-hint = Up to a full tank, at most what this month's quota has left. The litres field is not used.
batch-choose = Choose at least one vehicle.
batch-cut = Only the first { $most } vehicles are shown. Narrow by class or unit.
batch-issue = Issue for the chosen vehicles
batch-done = What was issued
batch-lead = { $issued } vouchers issued for { $amount }, { $refused } refused.
batch-issued = Issued
batch-refused = Refused
batch-list = See them in the list
batch-more = Issue more
batch-again = Try the refused ones again
print-all = Print all
without-quota = Without quota
quota-left-of = { $left } of the quota left

# Print
print-title = Print vouchers
print-lead = Print on A4 paper, then cut along the lines.
print-left-out = { $count ->
    [one] One voucher is not printed: it was used, cancelled or has expired.
   *[other] { $count } vouchers are not printed: they were used, cancelled or have expired.
}
print-drawer = Drawn by: { $name }
print-drawer-any = Drawn by any driver of this vehicle
print-none = Nothing to print
print-none-text = Only vouchers that have not been used are printed.

# Standing vouchers
standing = Standing vouchers
standing-lead = Issued by themselves on their day and hour. Where one is refused, the reason stands here.
standing-none = No standing vouchers yet
standing-none-text = Make one for a vehicle that is filled regularly, for example every Monday at 06:00.
standing-new = Make a standing voucher
standing-form-lead = The voucher is issued by itself on these days while budget and quota last.
standing-save = Save
standing-set = Standing voucher saved.
standing-weekdays = Days
standing-hour = From
standing-hour-hint = A full hour, for example 6 for 06:00.
standing-days = Days valid
standing-from = From
standing-until = Until
standing-when = When
standing-last = Last time
standing-never = Never yet
standing-issued-on = Issued { $on }
standing-refused-on = Refused { $on }. { $reason }
standing-active = Active
standing-refused = Refused last time
standing-ended = Ended
standing-of = Standing voucher of { $vehicle }
standing-end = End this standing voucher
standing-ended-done = Standing voucher ended. Vouchers already issued stay valid.
standing-no-weekday = Choose at least one day.
standing-retry = Try to issue now
standing-retried = Voucher { $code } issued.
standing-nothing-to-retry = There is no refusal to try again. Reload the page.
standing-vouchers = Vouchers from this schedule
standing-only-refused = Refused last time
ends-at-midnight = { $day }, { $date }, midnight
ends-at-time = { $day }, { $time }
standing-out-of-range = Check the hour, the days valid and the litres.
standing-changed = This standing voucher has changed. Reload the page.
hour-what = the hour
days-what = the days valid

# The driver's page
driver-title = Fuel voucher
driver-drawer-named = Only the driver named by the agency
driver-what-to-do = What to do
driver-step-1 = Brighten the screen and show this QR to the attendant.
driver-step-2 = Say your PIN, or let the attendant compare the photo.
driver-step-3 = Fill up, read out the odometer, and wait for the attendant's sign.
bring-subsidy-qr = Bring the Pertamina QR too.
bring-subsidy-qr-why = Subsidised fuel is sold only when the vehicle's Subsidi Tepat QR is shown.
no-station-today = No station has a contract today. Ask the fuel officer of your agency.
open-all-day = Open day and night
open-today = Open today { $hours }
closed-today = Closed today
a-station = a station
driver-used = This voucher has been used.
driver-used-text = Used { $at } at { $station }. If that was not you, tell the fuel officer of your agency at once.
driver-cancelled = This voucher was cancelled.
driver-cancelled-text = Ask the fuel officer of your agency for a new one.
driver-expired = This voucher has expired.
driver-expired-text = It was valid until { $until }. Ask the fuel officer of your agency for a new one.
driver-not-yet = This voucher is not valid yet.
driver-not-yet-text = It can be used from { $from }.
driver-replaced = This voucher was replaced.
driver-replaced-text = This QR is void. Use the newest link from the fuel officer of your agency.
driver-held = This voucher is being used at a station.
driver-held-text = Wait for the attendant. If you do not fill up, the QR is back within 15 minutes.

# Quotas
quota = Quota
quota-left = Quota left
quota-of = Quota of { $vehicle }
quota-lead = How each month's quota is worked out and what became of it.
quota-sentence = { $granted } = { $total }, used { $posted }, promised { $pending }
quota-with-carried = { $granted } + { $carried } left over
quotas-lead = Decrees that grant quotas. A newer one takes an older one's place from its first day.
quotas-none = No quota decrees yet
quotas-none-text = Without a decree only the budget limits vouchers.
decree = Decree
decree-new = New quota decree
decree-import = Import from Excel
decree-of = Decree { $number }
decree-number = Decree number
decree-number-what = the decree's number
decree-number-hint = As printed, for example 12/KEP/HK/2026.
decree-title = About
decree-title-what = what the decree is about
decree-from = In force from
decree-until = In force until
open-ended = until revoked
decree-form-lead = Fill in one row for each class, vehicle or post. Rows without an amount say nothing.
decree-adopt = Put in force
decree-adopted = The decree is in force.
decree-rules = What it grants
decree-draft = Draft
decree-in-force = In force
decree-ended = Ended
decree-revoked = Revoked
decree-revoke = Revoke
decree-revoke-lead = Its quotas are no longer granted. What was used stays recorded.
decree-revoke-do = Revoke this decree
decree-revoked-done = Decree revoked.
decree-not-allowed = You may not change quotas.
decree-number-taken = There is a decree with this number.
decree-ends-before-begin = It ends before it begins.
decree-no-rules = Fill in at least one row with its amount.
decree-changed = This decree has changed. Reload the page.
rule-row = Row { $number }
rule-more = Add five rows
rule-target = For
rule-target-what = a class of vehicle or a post
rule-plate = One vehicle only: its plate
rule-post = The holder of one post
rule-post-hint = Write agency: post, for example Dinas PUPR: Kepala Dinas.
post-unknown = The post { $post } was not found. Write agency: post, for example Dinas PUPR: Kepala Dinas.
rule-amount = Amount
rule-amount-what = the amount
rule-unit = Unit of measure
rule-unit-what = the unit of measure
rule-per = Counted
rule-per-what = how it is counted
rule-carry = Carries over
rule-carry-over = What is left may be used in the next month
target-class = Every { $name }
target-vehicle = Vehicle { $name }
target-post = Holder of the post { $name }

# At the station
authorise-unknown = This voucher is not known. Check the code, or ask the agency's fuel officer.
authorise-superseded = This QR was replaced by a newer one. Ask the driver to open the newest link.
authorise-no-shift = No shift is open on this device. Open one first.
authorise-not-yet = This voucher is not valid yet.
authorise-expired = This voucher has expired. The driver needs a new one.
authorise-cancelled = This voucher was cancelled. The driver has to ask the agency's fuel officer.
authorise-redeemed = This voucher has been used.
authorise-held = This voucher is being used on another device. Wait, or try again in 15 minutes.
authorise-other-station = This voucher is for another station.
authorise-contract = This station has no contract today. Call the agency.
authorise-product = This fuel is not covered by the voucher.
authorise-driver = This person is not a named driver. Check name and photo.
authorise-no-price = There is no price for this fuel yet. Call the city admin.
authorise-pin-wrong = The PIN is wrong. Ask the driver to repeat it.
authorise-pin-locked = Too many wrong PINs. Wait 15 minutes.
hold-unknown = There is no such filling at your station.
hold-over = This filling is finished, was returned or has run out.
capture-already = This filling is recorded already.
capture-nothing = Nothing was dispensed. Return the voucher instead.
capture-impossible = That is more than ten times what the voucher and the tank hold. Read the pump again, then type it anew.
capture-time = The time of filling is impossible. Check the device's clock.
capture-meter-negative = The odometer cannot be below zero.

# Import of quota decrees
row-class-unknown = The class { $class } is not known. Write its code or name as in the list.
row-target-missing = Give a class of vehicle, a plate or a post.
row-amount = The amount must be more than zero, at the finest 0.001 litres or 1 rupiah.
row-decree-revoked = The decree with this number was revoked.
row-dates-differ = A decree with this number exists with other dates.
row-rule-differs = This decree grants another amount to the same target already. A change needs a new decree.

# Audit trail
did-quota-edit = Quota decree recorded, adopted or revoked
did-voucher-issue = Voucher issued
did-voucher-cancel = Voucher cancelled
did-voucher-reissue = Voucher's QR replaced
did-voucher-expire = Voucher expired
did-authorise = Voucher held by a station
did-capture = Redemption recorded
did-release = Voucher released without dispensing
did-photograph = Photo added
did-standing-set = Standing voucher set up
did-standing-end = Standing voucher ended
did-standing-run = Standing voucher run
did-standing-refuse = Standing voucher could not be issued
audit-rule = Quota
audit-hold = Station's hold
audit-redemption = Redemption
audit-photo = Photo
audit-number = Decree number
audit-title = About
audit-valid-from-on = Valid from
audit-valid-until-on = Valid until
audit-state = State
audit-target = For
audit-class = Class
audit-vehicle-id = Vehicle
audit-post-id = Post
audit-unit = Unit
audit-amount = Amount
audit-per = Counted by
audit-carry-over = Carried over
audit-code = Code
audit-sequence = QR number
audit-kind = Kind
audit-agency-id = Agency
audit-drawer-id = Who may draw
audit-product = Product
audit-substitutes = Substitutes
audit-volume-ml = Volume
audit-price = Price per litre
audit-period = Month
audit-line-id = Budget line
audit-quota-unit = Quota's unit
audit-station-id = Station
audit-offline = Offline
audit-letter-number = Letter number
audit-purpose = Purpose
audit-hold-until-at = Held until
audit-settled-at = Settled
audit-settle-reason = Reason
audit-weekdays = Days
audit-hour = Hour
audit-days-valid = Valid (days)
audit-from-on = From
audit-until-on = Until
audit-last-issued-on = Last issued
audit-last-refusal = Last refusal
audit-device-id = Pump phone
audit-attendant-id = Attendant
audit-driver-id = Driver
audit-driver-check = Driver's check
audit-slip-amount = Rupiah on the slip
audit-typed = Typed in
audit-dispensed-at = Dispensed
audit-meter-value = Meter
audit-doubts = Doubts
audit-photo-of = Photo
audit-taken-at = Taken
audit-latitude-e7 = Latitude × 10⁷
audit-longitude-e7 = Longitude × 10⁷

# Audit trail: values
audit-check-pin = PIN
audit-check-photo = photo compared
audit-photo-plate = plate
audit-photo-meter = meter
audit-photo-pump = pump display
audit-photo-slip = slip
audit-standing-active = running
audit-standing-ended = ended
audit-target-class = a class of vehicles
audit-target-vehicle = one vehicle
audit-target-post = the holder of a post
audit-no-doubt = none

# First steps
start-quotas = Enter the quota decree
start-quotas-now = { $number } decrees in force
start-quotas-why = Only the ceiling limits: one vehicle can use up what others need.

# Audit trail: standing vouchers
did-standing-retry = Standing voucher tried again
audit-note-either-price = Within an hour of a price change: the pump showed the other price, as on the slip.
samples-plan-quota = A quota decree: { $volume } a month for each sample vehicle
samples-decrees = Quota decrees
samples-vouchers = Vouchers
samples-standing = Standing vouchers
samples-redemptions = Redemptions
samples-tie-voucher = Voucher { $code }
samples-tie-voucher-open = Cancel the voucher, or issue it anew without samples.
samples-tie-voucher-done = The voucher is settled: make the sample real.
samples-tie-standing = Standing voucher “{ $name }”
samples-tie-standing-advice = End that standing voucher.
issue-sample-mixed = Samples and real records cannot be mixed. A sample vehicle uses the sample station and line; a real vehicle uses real ones.
authorise-sample-mixed = Sample vouchers are drawn at the sample station only, and real vouchers at real stations only.
