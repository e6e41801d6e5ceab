//! Password hashes, made and checked on threads of their own.

use std::sync::Arc;
use std::thread::JoinHandle;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use base::Entropy;
use flume::{Sender, TrySendError};
use tokio::sync::oneshot;

/// Hashes that may wait; past it people are told to come back in a moment.
const QUEUE: usize = 64;

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Passwords: argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).
    Password,
    /// PINs: a quarter of the memory and one pass. Ten thousand PINs are guessed at any cost, so what
    /// protects them is the counter of tries; the pump must not wait.
    Pin,
    /// Tests only: as cheap as the algorithm allows.
    Test,
}

impl Cost {
    fn argon2(self) -> Result<Argon2<'static>, HashError> {
        let (memory_kib, passes) = match self {
            Self::Password => (19 * 1_024, 2),
            Self::Pin => (4 * 1_024 + 768, 1),
            Self::Test => (8, 1),
        };
        let params = Params::new(memory_kib, passes, 1, None).map_err(|_| HashError::Broken)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// Why there is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many wait.
    #[error("too many passwords are being checked")]
    Busy,
    /// The threads are gone or the algorithm refused.
    #[error("passwords cannot be hashed")]
    Broken,
}

impl From<HashError> for web::WebError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::busy(2),
            HashError::Broken => Self::bug(error.to_string()),
        }
    }
}

/// Hashes a secret now, on this thread: about 18 ms of CPU for a password.
///
/// # Errors
/// [`HashError::Broken`] where the algorithm refuses, which it does not for our parameters.
pub fn hash_now(secret: &str, salt: &[u8; 16], cost: Cost) -> Result<String, HashError> {
    let hash = cost
        .argon2()?
        .hash_password_with_salt(secret.as_bytes(), salt);
    hash.map(|hash| hash.to_string())
        .map_err(|_| HashError::Broken)
}

/// Whether a secret fits a hash; the hash says what it cost.
fn verify_now(hash: &str, secret: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(secret.as_bytes(), &parsed)
            .is_ok()
    })
}

/// Whether a typed PIN fits a kept hash; takes milliseconds, so never inside a transaction.
pub fn check_pin(hash: &str, typed: &str) -> bool {
    verify_now(hash, typed)
}

type Job = Box<dyn FnOnce() + Send>;

/// Threads that hash and check passwords; cheap to clone.
#[derive(Clone)]
pub struct Hasher(Arc<Workers>);

struct Workers {
    jobs: Option<Sender<Job>>,
    threads: Vec<JoinHandle<()>>,
    cost: Cost,
    /// A hash nobody's password fits, checked for unknown names so that they cost the same.
    decoy: String,
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs.take();
        for thread in self.threads.drain(..) {
            // A worker that panicked has told so in the log.
            let _ = thread.join();
        }
    }
}

impl std::fmt::Debug for Hasher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Hasher")
    }
}

impl Hasher {
    /// Starts so many threads; passwords cost `cost`.
    ///
    /// # Errors
    /// [`HashError::Broken`] where a thread cannot be started.
    pub fn start(threads: usize, cost: Cost, entropy: &dyn Entropy) -> Result<Self, HashError> {
        let (jobs, queue) = flume::bounded::<Job>(QUEUE);
        let threads: Result<Vec<_>, _> = (0..threads.max(1))
            .map(|number| {
                let queue = queue.clone();
                std::thread::Builder::new()
                    .name(format!("hash-{number}"))
                    .spawn(move || {
                        for job in queue {
                            job();
                        }
                    })
            })
            .collect();
        let salt = random(entropy);
        let nothing: [u8; 16] = random(entropy);
        let decoy = hash_now(&base::to_hex(&nothing), &salt, cost)?;
        Ok(Self(Arc::new(Workers {
            jobs: Some(jobs),
            threads: threads.map_err(|_| HashError::Broken)?,
            cost,
            decoy,
        })))
    }

    /// Hashes a password.
    ///
    /// # Errors
    /// [`HashError`] where too much waits.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, HashError> {
        let cost = self.0.cost;
        self.run(move || hash_now(&password, &salt, cost)).await?
    }

    /// Hashes a PIN.
    ///
    /// # Errors
    /// [`HashError`] where too much waits.
    pub async fn hash_pin(&self, pin: String, salt: [u8; 16]) -> Result<String, HashError> {
        let cost = if self.0.cost == Cost::Test {
            Cost::Test
        } else {
            Cost::Pin
        };
        self.run(move || hash_now(&pin, &salt, cost)).await?
    }

    /// Whether a password fits; without a hash (an unknown name) it takes as long and does not.
    ///
    /// # Errors
    /// [`HashError`] where too much waits.
    pub async fn verify(&self, hash: Option<String>, password: String) -> Result<bool, HashError> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.0.decoy.clone());
        let fits = self.run(move || verify_now(&hash, &password)).await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let (reply, waiting) = oneshot::channel();
        let job: Job = Box::new(move || {
            // Nobody waits any more where the request was dropped.
            let _ = reply.send(work());
        });
        let jobs = self.0.jobs.as_ref().ok_or(HashError::Broken)?;
        jobs.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => HashError::Busy,
            TrySendError::Disconnected(_) => HashError::Broken,
        })?;
        waiting.await.map_err(|_| HashError::Broken)
    }
}

/// Unpredictable bytes.
pub(crate) fn random<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_costs_what_owasp_asks() {
        let hash = hash_now("kerbau naik lontar", &[7; 16], Cost::Password).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(verify_now(&hash, "kerbau naik lontar"));
        assert!(!verify_now(&hash, "kerbau naik lontar "));
    }

    #[test]
    fn an_unknown_name_costs_as_much_as_a_known_one() {
        let hasher = Hasher::start(1, Cost::Password, &base::SystemEntropy).unwrap();
        assert!(
            hasher
                .0
                .decoy
                .starts_with("$argon2id$v=19$m=19456,t=2,p=1$")
        );
    }

    #[test]
    fn a_damaged_hash_fits_nothing() {
        assert!(!check_pin("", ""));
        assert!(!check_pin("$argon2id$", "1234"));
    }
}
