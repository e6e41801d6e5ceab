# List of lines
lines = Fuel budget
lines-lead = The ceiling, what vouchers have promised, what is used, and what is left.
lines-table = Budget lines { $year }
lines-none = No budget lines yet
lines-none-text = A budget line is a sub-activity and fuel account of the DPA. Add one, or import them all from Excel.
lines-no-match = No line matches
lines-no-match-text = Change or clear the filter above.
line-new = Add a budget line
lines-import = Import the DPA

lines-export-sheet = Fuel budget
export-filter = Filter
export-made = Made
export-meaning = Available
export-meaning-text = The ceiling less what is promised and used. Months that are frozen or overdrawn count as zero.
filter = Filter the list
filter-show = Show
filter-clear = Clear filter
year = Year
month = Month
months-all = Whole year
agency = Agency
agencies-all = All agencies
search = Search activity or account
with-closed = Show closed lines too
activity = Sub-activity
status = Status
allocated = Ceiling
pending = Promised
posted = Used
available = Available
pending-note = waiting to be used
posted-note = { $share } of the ceiling
available-note = { $share } of the ceiling
overdrawn-note = overdrawn by { $amount }
total = Total
state-open = In use
state-closed = Closed
state-overdrawn = Overdrawn { $amount }
state-frozen = Frozen { $count } months
state-frozen-month = Frozen
state-fine = Fine
chart-agencies = Use of the budget by agency
chart-agencies-text = Those that have used most of their ceiling stand on top; at most { $count } agencies.
chart-lines = Use of the budget by line
chart-months = Use of the budget by month
chart-rupiah = Rupiah

# Source of funds
fund-apbd = APBD (city budget)
fund-blud = BLUD (public service agency)
fund-btt = BTT (unforeseen spending)
fund-dak = DAK (special allocation)

# One line
line-account = Account
line-account-code = Account code
line-account-name = Account name
line-activity-code = Sub-activity code
line-activity-name = Sub-activity name
line-fund = Source of funds
line-year = Budget year
line-edit = Edit details
line-trail = Audit trail
line-months = Ceilings by month
line-overdrawn = The ceiling is overdrawn by { $amount }.
line-overdrawn-text = Overdrawn months cannot issue new vouchers. Fuel already dispensed is still recorded. Cancel unused vouchers or raise the ceiling.
line-empty = No ceiling yet.
line-empty-text = Set the ceilings of the twelve months so that vouchers can be issued.

# Form of a line
line-form-agency-what = an agency
line-form-year-what = the budget year
line-form-activity-code-hint = As in the DPA, for example 1.03.01.2.09.0002.
line-form-activity-code-wrong = Write the sub-activity code with digits and dots, for example 1.03.01.2.09.0002
line-form-activity-name-what = the sub-activity name
line-form-account-code-hint = Fuel and lubricants: 5.1.02.01.01.0004.
line-form-account-code-wrong = Write the account code with digits and dots, for example 5.1.02.01.01.0004
line-form-account-name-what = the account name
line-form-account-name-usual = Belanja Bahan-Bahan Bakar dan Pelumas
line-form-fund-what = a source of funds
line-form-closed = Close this line
line-form-closed-hint = A closed line is not used for new vouchers. Its figures stay.
line-form-next = Save and set ceilings
line-form-save = Save
line-saved = The details of the line are saved.
line-added = The budget line is added. Now set its ceilings.

# Form of ceilings
ceilings = Set ceilings
ceilings-lead = Type each month's ceiling, or one amount for the year, spread evenly.
ceilings-way = How to fill in
ceilings-way-months = By month
ceilings-way-annual = Amount for the year
ceilings-way-annual-hint = Divided by twelve and rounded down to whole thousands; December takes the rest.
ceilings-annual = Amount for the year
ceilings-annual-what = the amount for the year
ceilings-months = Ceilings of the twelve months
ceilings-month-what = the ceiling of { $month }
ceilings-taken = Promised and used { $amount }
ceilings-sum = Sum of twelve months: { $amount }
ceilings-before = before { $amount }
ceilings-count = Add up
ceilings-document = Ground of the change
document-kind = Kind of document
document-kind-what = a kind of document
document-number = Document number
document-number-what = the document number
document-on = Document date
document-on-what = the document date
document-reason = Reason
document-reason-what = the reason
document-reason-hint = Required for a correction.
document-dpa = DPA (budget implementation document)
document-provisional = Provisional ceiling before the DPA
document-pergeseran = Pergeseran (shift)
document-dppa = DPPA (amended budget)
document-correction = Correction of a typing error
ceilings-save = Save ceilings
leave = Cancel
ceilings-saved = Ceilings saved: { $count } months changed, { $delta } over the year.
ceilings-saved-overdrawn = Ceilings saved, but overdrawn by { $amount }. New vouchers are refused in overdrawn months.

# History
history = History of ceilings
history-none = No changes of ceilings yet
history-none-text = Every change of a ceiling is recorded here with its document.
history-document = { $kind } { $number }
history-dated = Dated { $date }, recorded { $at }
history-delta = Change
history-change = Change by month, { $document }

# One month
month-movements = Use
month-movements-table = Use in { $month }
month-none = Not used yet
month-none-text = Vouchers that use this month's ceiling will appear here.
movement-at = Time
movement-amount = Amount
movement-voucher = Voucher
movement-settled = settled { $at }
movement-pending = Promised
movement-posted = Used
movement-fact = Used without a promise
movement-reversal = Taken back
movement-voided = Cancelled
movement-expired = Expired
freeze = Freeze this month
freeze-text = New vouchers are refused. Vouchers already issued can still be used.
freeze-reason = Reason
freeze-reason-what = the reason
frozen = Frozen since { $at }.
unfreeze = Reopen this month
month-frozen = { $month } is frozen.
month-unfrozen = { $month } is open again.

# Refusals
refusal-denied = You may not change this budget. Ask the city treasury or the finance officer.
refusal-agency-unknown = There is no such agency. Choose one from the list.
refusal-line-taken = A line with this sub-activity, account and source of funds exists for that year. Open that line.
refusal-changed = Someone else has just changed this line. Reload the page, check the figures, then try again.
refusal-nothing-changes = Every month already has what you typed. There is nothing to save.
refusal-reason-missing = Write the reason.
refusal-month-unknown = The line has no such month.
refusal-already-frozen = This month is frozen already.
refusal-not-frozen = This month is not frozen.

# Import
import-agency-unknown = There is no agency with code { $code }. Add it first, or correct the code.
import-year-invalid = Write the budget year with four digits, for example 2026
import-ceilings-missing = Fill in each month's ceiling or the amount for the year.
import-ceilings-out-of-range = A ceiling must lie between 0 and 10 trillion rupiah a month.
import-sum-differs = The twelve months add up to { $sum }, but the year says { $annual }. Make them agree.
import-money-foreign = Ceilings must be in rupiah.

# Audit trail
did-line-edit = Budget line or its ceilings changed
audit-allocation = Change of ceiling
audit-freeze = Month frozen
audit-account = Balance afterwards
audit-agency-id = Agency
audit-year = Year
audit-activity-code = Activity code
audit-activity-name = Activity
audit-account-code = Account code
audit-account-name = Account
audit-fund-source = Source of funds
audit-state = State
audit-line-id = Budget line
audit-month = Month
audit-delta = Change
audit-document-kind = Document
audit-document-number = Document number
audit-document-on = Document date
audit-reason = Reason
audit-frozen-at = Frozen
audit-lifted-at = Lifted
audit-lift-reason = Why lifted
audit-allocated = Ceiling
audit-pending = Pending
audit-posted = Posted
audit-overdrawn = Overdrawn

# First steps
start-ceilings = Fill in this month's ceiling
start-ceilings-now = { $number } lines, { $funded } with a ceiling this month
start-ceilings-why = Vouchers are refused: there is no money to hold back.
samples-plan-line = One budget line: Rp 10.000.000 for each month of this year
samples-lines = Budget lines
