//! Clients that issue vouchers and redeem them without rest, and keep their own books.
//!
//! Whoever gets no answer asks again under the same key until he has one, as a till does.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::http;
use crate::town::Town;

/// How many clients there are.
const TILLS: usize = 4;

/// What a client knows of one voucher that was presented for capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slip {
    pub(crate) volume_ml: i64,
    /// The redemption and its amount, once acknowledged.
    pub(crate) acknowledged: Option<(String, i64)>,
}

/// Pauses the clients between two requests.
#[derive(Default)]
struct Gate {
    state: Mutex<(bool, usize)>,
    changed: Condvar,
}

impl Gate {
    fn enter(&self) {
        let state = self.state.lock().unwrap();
        let mut state = self.changed.wait_while(state, |(open, _)| !*open).unwrap();
        state.1 += 1;
    }

    fn leave(&self) {
        self.state.lock().unwrap().1 -= 1;
        self.changed.notify_all();
    }

    fn open(&self) {
        self.state.lock().unwrap().0 = true;
        self.changed.notify_all();
    }

    /// Closes, and waits until nobody is inside.
    fn close(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 = false;
        drop(
            self.changed
                .wait_while(state, |(_, inside)| *inside > 0)
                .unwrap(),
        );
    }
}

/// What the clients share.
struct Shared {
    town: Town,
    gate: Gate,
    stop: AtomicBool,
    /// Whether a server may answer 500 for the moment, as with a full disk.
    may_fail: AtomicBool,
    addresses: Mutex<Vec<SocketAddr>>,
    next: AtomicU64,
    acknowledged: AtomicU64,
    /// Requests that got no answer, or were told to come again.
    unanswered: AtomicU64,
    slips: Mutex<BTreeMap<String, Slip>>,
    /// An answer that no till should ever get.
    wrong: Mutex<Option<String>>,
}

/// Running clients; they begin paused.
pub(crate) struct Tills {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

impl Tills {
    pub(crate) fn start(town: &Town) -> Self {
        let shared = Arc::new(Shared {
            town: town.clone(),
            gate: Gate::default(),
            stop: AtomicBool::default(),
            may_fail: AtomicBool::default(),
            addresses: Mutex::default(),
            next: AtomicU64::default(),
            acknowledged: AtomicU64::default(),
            unanswered: AtomicU64::default(),
            slips: Mutex::default(),
            wrong: Mutex::default(),
        });
        let till = |place| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                while !shared.stop.load(Ordering::Relaxed) {
                    if redeem_one(&shared, place).is_none() {
                        return;
                    }
                }
            })
        };
        Self {
            threads: (0..TILLS).map(till).collect(),
            shared,
        }
    }

    /// Names the servers there are now.
    pub(crate) fn turn_to(&self, addresses: &[SocketAddr]) {
        *self.shared.addresses.lock().unwrap() = addresses.to_vec();
    }

    /// Takes a 500 for an answer to ask again after, too.
    pub(crate) fn bear_failures(&self, may_fail: bool) {
        self.shared.may_fail.store(may_fail, Ordering::Relaxed);
    }

    pub(crate) fn resume(&self) {
        self.shared.gate.open();
    }

    /// Returns once no request is on its way.
    pub(crate) fn pause(&self) {
        self.shared.gate.close();
        self.assert_well();
    }

    fn assert_well(&self) {
        let wrong = self.shared.wrong.lock().unwrap().clone();
        assert_eq!(wrong, None, "a till was answered wrongly");
    }

    pub(crate) fn acknowledged(&self) -> u64 {
        self.shared.acknowledged.load(Ordering::Relaxed)
    }

    pub(crate) fn unanswered(&self) -> u64 {
        self.shared.unanswered.load(Ordering::Relaxed)
    }

    /// Waits until so many more were acknowledged.
    pub(crate) fn wait_for(&self, more: u64) {
        let (waiting, wanted) = (Instant::now(), self.acknowledged() + more);
        while self.acknowledged() < wanted {
            self.assert_well();
            let in_time = waiting.elapsed() < Duration::from_secs(90);
            assert!(in_time, "the tills do not get through");
            std::thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// Waits until so many more requests have failed.
    pub(crate) fn wait_for_trouble(&self, more: u64) {
        let (waiting, wanted) = (Instant::now(), self.unanswered() + more);
        while self.unanswered() < wanted {
            self.assert_well();
            let in_time = waiting.elapsed() < Duration::from_mins(1);
            assert!(in_time, "nothing fails");
            std::thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// The books as they stand.
    pub(crate) fn slips(&self) -> BTreeMap<String, Slip> {
        self.shared.slips.lock().unwrap().clone()
    }

    /// Lets everyone finish what he has begun; nothing may be left unanswered then.
    pub(crate) fn finish(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        self.resume();
        for thread in self.threads.drain(..) {
            thread.join().expect("a till works to its end");
        }
        self.assert_well();
    }
}

impl Drop for Tills {
    fn drop(&mut self) {
        // A failed test ends with its process; the clients may wait for a server that is gone.
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

/// Issues, authorises and captures one voucher; `None` where the till cannot go on.
fn redeem_one(shared: &Shared, place: usize) -> Option<()> {
    let town = &shared.town;
    let number = shared.next.fetch_add(1, Ordering::Relaxed);
    let volume_ml = 1_000 + i64::try_from(number % 97).unwrap() * 10;
    let ask = |token: &str, path: &str, key: &str, body: &str| {
        insist(
            shared,
            place,
            &http::post_json(token, path, (&format!("{key}-{number}"), body)),
        )
    };
    let issued = ask(
        town.officer_token,
        "/api/v1/vouchers",
        "issue",
        &format!(
            "{{\"vehicle\":\"{}\",\"product\":\"pertamax\",\"volume_ml\":2000,\"line\":\"{}\",\
             \"valid_until\":\"{}\",\"purpose\":\"uji {number}\"}}",
            town.vehicle, town.line, town.valid_until
        ),
    )?;
    let (voucher, code) = (text(&issued, "id"), text(&issued, "code"));
    let held = ask(
        town.till_token,
        "/api/v1/redemptions/authorise",
        "authorise",
        &format!(
            "{{\"device\":\"{}\",\"presented\":\"{code}\",\"product\":\"pertamax\",\"driver\":\"{}\"}}",
            town.device, town.driver
        ),
    )?;
    let slip = Slip {
        volume_ml,
        acknowledged: None,
    };
    shared.slips.lock().unwrap().insert(voucher.clone(), slip);
    let captured = ask(
        town.till_token,
        "/api/v1/redemptions",
        "capture",
        &format!(
            "{{\"hold\":\"{}\",\"volume_ml\":{volume_ml},\"meter_note\":\"rusak\"}}",
            text(&held, "hold")
        ),
    )?;
    let amount = captured
        .get("amount_rupiah")
        .and_then(serde_json::Value::as_i64);
    let acknowledged = Some((text(&captured, "id"), amount.expect("an amount")));
    let mut slips = shared.slips.lock().unwrap();
    slips.get_mut(&voucher).unwrap().acknowledged = acknowledged;
    drop(slips);
    shared.acknowledged.fetch_add(1, Ordering::Relaxed);
    Some(())
}

/// Asks until there is an answer; each try goes to the next server.
fn insist(shared: &Shared, place: usize, request: &str) -> Option<serde_json::Value> {
    let mut turn = place;
    loop {
        shared.gate.enter();
        let addresses = shared.addresses.lock().unwrap().clone();
        let address = addresses.get(turn % addresses.len().max(1)).copied();
        let answer = address.map(|address| http::call(address, request));
        shared.gate.leave();
        let may_fail = shared.may_fail.load(Ordering::Relaxed);
        match answer {
            Some(Ok((500, _))) if may_fail => {
                shared.unanswered.fetch_add(1, Ordering::Relaxed);
                std::thread::park_timeout(Duration::from_millis(20));
            }
            Some(Ok((201, body))) => return serde_json::from_str(&body).ok(),
            Some(Ok((503, _)) | Err(_)) | None => {
                shared.unanswered.fetch_add(1, Ordering::Relaxed);
                turn += 1;
                std::thread::park_timeout(Duration::from_millis(20));
            }
            Some(Ok((status, body))) => {
                let line = request.lines().next().unwrap_or_default();
                let wrong = format!("{line}: {status} {body}");
                shared.wrong.lock().unwrap().get_or_insert(wrong);
                return None;
            }
        }
    }
}

fn text(answer: &serde_json::Value, name: &str) -> String {
    let text = answer.get(name).and_then(serde_json::Value::as_str);
    text.unwrap_or_else(|| panic!("no {name} in {answer}"))
        .to_owned()
}
