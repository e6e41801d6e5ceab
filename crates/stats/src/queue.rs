//! Queues: Erlang B and C, staffing, Little's law.

use crate::number::real;

/// The most servers the formulas go up to; a limit on the loop, far above any office.
pub const SERVERS_MAX: u32 = 100_000;

/// The share of arrivals that find all `servers` busy and leave, at `load` erlangs.
///
/// Stable recursion B(0) = 1, B(k) = A B(k-1) / (k + A B(k-1)).
/// Source: Erlang, "Solution of some problems in the theory of probabilities", 1917.
pub fn erlang_b(servers: u32, load: f64) -> Option<f64> {
    if !load.is_finite() || load < 0.0 || servers > SERVERS_MAX {
        return None;
    }
    Some((1..=servers).fold(1.0, |blocked, server| {
        let offered = load * blocked;
        offered / (real(i64::from(server)) + offered)
    }))
}

/// The probability that an arrival must wait, at `load` erlangs; 1 when the queue is unstable.
pub fn erlang_c(servers: u32, load: f64) -> Option<f64> {
    let blocked = erlang_b(servers, load)?;
    let n = real(i64::from(servers));
    if load >= n {
        return Some(1.0);
    }
    Some(n * blocked / (n - load * (1.0 - blocked)))
}

/// What a queue with some number of servers delivers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Service {
    /// How many servers.
    pub servers: u32,
    /// The probability that an arrival waits at all.
    pub waiting_probability: f64,
    /// The share of arrivals served within the target time.
    pub service_level: f64,
    /// The mean share of time a server is busy.
    pub occupancy: f64,
}

/// The Erlang C service of `servers` for arrivals per unit of time with a handling time.
///
/// `arrival_rate`, `handling_time` and `target_wait` share one unit of time.
pub fn service(
    servers: u32,
    arrival_rate: f64,
    handling_time: f64,
    target_wait: f64,
) -> Option<Service> {
    let load = arrival_rate * handling_time;
    let waiting_probability = erlang_c(servers, load)?;
    let n = real(i64::from(servers));
    let within = if load < n && handling_time > 0.0 {
        1.0 - waiting_probability * (-(n - load) * target_wait.max(0.0) / handling_time).exp()
    } else {
        f64::from(u8::from(load <= 0.0))
    };
    let occupancy = if n > 0.0 { (load / n).min(1.0) } else { 1.0 };
    Some(Service {
        servers,
        waiting_probability,
        service_level: within,
        occupancy,
    })
}

/// The fewest servers that reach `service_level` (0 to below 1) within `target_wait`.
pub fn servers_needed(
    arrival_rate: f64,
    handling_time: f64,
    target_wait: f64,
    service_level: f64,
) -> Option<Service> {
    let enough = |servers: &Service| servers.service_level >= service_level;
    if !(0.0..1.0).contains(&service_level)
        || arrival_rate * handling_time >= f64::from(SERVERS_MAX)
    {
        return None;
    }
    let (mut low, mut high) = (0, 1_u32);
    while !enough(&service(high, arrival_rate, handling_time, target_wait)?) {
        low = high;
        high = high
            .checked_mul(2)
            .filter(|servers| *servers <= SERVERS_MAX)?;
    }
    while high - low > 1 {
        let middle = u32::midpoint(low, high);
        if enough(&service(middle, arrival_rate, handling_time, target_wait)?) {
            high = middle;
        } else {
            low = middle;
        }
    }
    service(high, arrival_rate, handling_time, target_wait)
}

/// Little's law: the mean number in the system, L = lambda W.
///
/// Source: Little, "A Proof for the Queuing Formula L = lambda W", Operations Research 9 (1961).
pub fn little_in_system(arrival_rate: f64, time_in_system: f64) -> f64 {
    arrival_rate * time_in_system
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erlang_b_matches_the_closed_form() {
        // B(2, 1) = (1/2) / (1 + 1 + 1/2) = 0.2
        assert!((erlang_b(2, 1.0).unwrap() - 0.2).abs() < 1e-15);
        assert_eq!(erlang_b(0, 3.0), Some(1.0));
        assert_eq!(erlang_b(3, f64::NAN), None);
    }

    #[test]
    fn erlang_c_staffing_matches_the_worked_example() {
        // pyworkforce 0.5.1: 100 calls in 30 min, 3 min handling, 80 % within 20 s.
        let found = servers_needed(100.0 / 30.0, 3.0, 20.0 / 60.0, 0.8).unwrap();
        assert_eq!(found.servers, 14);
        assert!((found.service_level - 0.888_350_019).abs() < 1e-9);
        assert!((found.waiting_probability - 0.174_131_934).abs() < 1e-9);
        assert!((found.occupancy - 0.714_285_714).abs() < 1e-9);
    }

    #[test]
    fn an_overloaded_queue_serves_nobody_in_time() {
        let overloaded = service(2, 1.0, 3.0, 5.0).unwrap();
        assert!(overloaded.service_level < 1e-12);
        assert!((overloaded.waiting_probability - 1.0).abs() < 1e-12);
        assert_eq!(servers_needed(1.0, f64::INFINITY, 1.0, 0.8), None);
    }

    #[test]
    fn little_gives_the_open_work() {
        // 30,000 reports a year with an eight-day promise leave 658 open.
        assert!((little_in_system(30_000.0 / 365.0, 8.0) - 657.5).abs() < 0.1);
    }
}
