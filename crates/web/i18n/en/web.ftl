# Frame
skip = Skip to content
title-error = Error:
simulated = Simulated data.
simulated-long = All figures, names and events here are made up.
sign-out = Sign out
help = Guide
menu = Menu
menu-main = Main menu
crumbs = Breadcrumb
page-made = Made
nav-work = Work
nav-register = Registers
nav-oversight = Oversight
nav-setup = Settings
flash-good = Done.
flash-warn = Please note.
error-summary = Something needs correcting
months = January February March April May June July August September October November December
months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec

# Components
optional = (may stay empty)
cancel = Cancel
change = Change
pager = Pages of the list
pager-first = First page
pager-next = Next page
progress = { $done } of { $whole }
export = Download { $format }
filter = Show
filter-clear = Clear filters
filter-more = More filters
filter-title = Filter the list

# Times and numbers
ago-now = just now
ago-past = { $number } { $unit ->
    [minute] { $number ->
        [one] minute
       *[other] minutes
    }
    [hour] { $number ->
        [one] hour
       *[other] hours
    }
   *[day] { $number ->
        [one] day
       *[other] days
    }
} ago
ago-ahead = in { $number } { $unit ->
    [minute] { $number ->
        [one] minute
       *[other] minutes
    }
    [hour] { $number ->
        [one] hour
       *[other] hours
    }
   *[day] { $number ->
        [one] day
       *[other] days
    }
}
rupiah-million = Rp { $number } million
rupiah-billion = Rp { $number } billion

# Wrong input
check-enter = Enter { $what }
check-enter-example = Enter { $what }, for example { $example }
check-digits = Write { $what } in digits, for example { $example }
check-precise = Write { $what } with at most { $decimals } decimals, for example { $example }
check-range = { $what } must be between { $least } and { $most }
check-long = Shorten { $what } to at most { $most } characters
check-choose = Choose { $what }

# Error pages
error-again = Try again
error-home = Go to the start page
error-number = Number for the support staff:
error-not-found = Page not found
error-not-found-next = The address may be mistyped, moved, or not for your account. Check the address or begin at the start page.
error-forbidden = Your account may not do this
error-forbidden-next = If this is your duty, ask the city admin to add the role.
error-same-hand = Another person must decide
error-same-hand-next = You proposed or receive this. Ask another authorised officer to decide.
error-sign-in = Sign in first
error-sign-in-next = This page is only for people who are signed in.
error-token = The token is missing or not valid
error-token-next = Send a valid token in the header Authorization: Bearer.
error-bad = The request cannot be read
error-bad-next = Go back, reload the page and try again.
error-expired = The form has expired
error-expired-next = Nothing was saved. Go back to the form, reload the page and send it again.
error-large = Too much was sent
error-large-next = Make the file smaller or split it, then send it again.
error-refused-next = Nothing was changed.
error-reused = The idempotency key was used with other content
error-reused-next = Nothing was changed. Reload the page before to get a fresh form.
error-invalid = Some fields need correcting
error-invalid-next = Correct the named fields and send again.
error-often = Too many tries
error-often-next = Wait { $seconds } seconds, then try again.
error-busy = The system is busy
error-busy-next = Nothing was changed. Wait a moment, then try again.
error-internal = Something failed on our side
error-internal-next = It has been recorded. Try again in a moment; if it happens again, tell the support staff the number below.
sample = sample
sample-all = Sample data for practice, no real record.
sample-some = The figures on this page contain sample data.
sample-name = { $name } (sample)
