//! Who is asking: sessions and tokens for the web layer, read from the database.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use authz::{Actor, ActorKind};
use base::{ActorId, Stamp, TenantId, UtcMicros, Uuid};
use db::{Access, ActionError, Command, Db, Tx};
use flume::Sender;
use web::{Failure, Locale, Looking, Session, SessionSource, TokenSource};

use crate::known_tokens::KnownTokens;
use crate::store::grants;
use crate::store::integrations::{self, ApiTokenId};
use crate::store::sessions::{self, SEEN_EVERY_SECONDS};

/// Something was used: written down later, outside the request.
#[derive(Debug, Clone, Copy)]
enum Use {
    Session(TenantId, Uuid, UtcMicros),
    Token(TenantId, ApiTokenId, UtcMicros),
}

/// Finds sessions and tokens; cheap to clone. The last use is written on a thread of its own.
#[derive(Clone)]
pub struct Sources {
    db: Db,
    writer: Arc<UseWriter>,
    known: Arc<KnownTokens>,
}

impl std::fmt::Debug for Sources {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sources")
    }
}

struct UseWriter {
    queue: Mutex<Option<Sender<Use>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl UseWriter {
    fn note(&self, used: Use) {
        if let Some(queue) = &*self.queue.lock().unwrap_or_else(PoisonError::into_inner) {
            // A full queue loses a note of a last use, which the next request makes again.
            let _ = queue.try_send(used);
        }
    }

    fn finish(&self) {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

impl Drop for UseWriter {
    fn drop(&mut self) {
        self.finish();
    }
}

impl Sources {
    /// Sources over a database.
    ///
    /// # Errors
    /// Where the thread cannot be started.
    pub fn start(db: Db) -> std::io::Result<Self> {
        let (queue, uses) = flume::bounded::<Use>(1_024);
        let writing = db.clone();
        let thread = std::thread::Builder::new()
            .name("identity-use".to_owned())
            .spawn(move || {
                for used in uses {
                    write_use(&writing, used);
                }
            })?;
        let writer = UseWriter {
            queue: Mutex::new(Some(queue)),
            thread: Mutex::new(Some(thread)),
        };
        Ok(Self {
            db,
            writer: Arc::new(writer),
            known: Arc::default(),
        })
    }

    /// Writes what waits and stops writing; sessions and tokens are found as before.
    pub fn finish(&self) {
        self.writer.finish();
    }
}

fn write_use(db: &Db, used: Use) {
    let (tenant, at) = match used {
        Use::Session(tenant, _, at) | Use::Token(tenant, _, at) => (tenant, at),
    };
    let command = Command {
        tenant,
        actor: ActorId::new(Uuid::nil()),
        at,
        key: None,
        request_hash: [0; 32],
        order_by: 0,
    };
    let written = db.write_blocking(command, move |tx| {
        match used {
            Use::Session(tenant, id, at) => sessions::touch_session(tx, tenant, id, at)?,
            Use::Token(tenant, id, at) => integrations::touch_token(tx, tenant, id, at)?,
        }
        Ok::<_, ActionError<()>>(())
    });
    if let Err(error) = written {
        tracing::warn!(%error, "a last use was not written");
    }
}

/// Whether a last use is old enough to be written again.
fn is_due(last: Option<UtcMicros>, now: UtcMicros) -> bool {
    last.is_none_or(|last| now.since(last) >= SEEN_EVERY_SECONDS * 1_000_000)
}

impl SessionSource for Sources {
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Session>, Failure>> {
        Box::pin(async move {
            let read = move |tx: &mut Tx<'_>| read_session(tx, tenant, &token_hash, now);
            let found = self.db.read(tenant, Access::ReadOwn, read).await?;
            let Some((session, seen_at)) = found else {
                return Ok(None);
            };
            if is_due(Some(seen_at), now) {
                self.writer.note(Use::Session(tenant, session.id, now));
            }
            Ok(Some(session))
        })
    }
}

fn read_session(
    tx: &mut Tx<'_>,
    tenant: TenantId,
    token_hash: &[u8; 32],
    now: UtcMicros,
) -> Result<Option<(Session, UtcMicros)>, db::Failure> {
    let Some(found) = sessions::lookup_session(tx, tenant, token_hash, now)? else {
        return Ok(None);
    };
    let grants = grants::list_grants_at(tx, tenant, found.person, now)?;
    let csrf_secret = found
        .csrf_secret
        .try_into()
        .map_err(|_| db::Failure::bug("a session's secret has 32 bytes"))?;
    let session = Session {
        id: found.id,
        actor: Actor::person(tenant, found.person, grants),
        person_name: found.person_name,
        locale: found.locale.as_deref().and_then(Locale::from_code),
        csrf_secret,
    };
    Ok(Some((session, found.seen_at)))
}

impl TokenSource for Sources {
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Actor>, Failure>> {
        let key = (tenant, token_hash);
        if let Some(actor) = self.known.recall(&key, now) {
            return Box::pin(std::future::ready(Ok(Some(actor))));
        }
        Box::pin(async move {
            let read =
                move |tx: &mut Tx<'_>| integrations::lookup_token(tx, tenant, &token_hash, now);
            let found = self.db.read(tenant, Access::ReadOwn, read).await?;
            let Some((integration, token, used_at)) = found else {
                return Ok(None);
            };
            if is_due(used_at, now) {
                self.writer.note(Use::Token(tenant, token, now));
            }
            let actor = Actor {
                tenant,
                id: ActorId::new(integration.id.uuid()),
                kind: ActorKind::Integration,
                grants: vec![integration.grant],
            };
            self.known.remember(key, now, &actor);
            Ok(Some(actor))
        })
    }
}

/// Asks several sources of tokens in turn: integrations, then enrolled devices.
#[derive(Clone)]
pub struct FirstOf(pub Vec<Arc<dyn TokenSource>>);

impl TokenSource for FirstOf {
    fn lookup(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: UtcMicros,
    ) -> Looking<'_, Result<Option<Actor>, Failure>> {
        Box::pin(async move {
            for source in &self.0 {
                if let Some(actor) = source.lookup(tenant, token_hash, now).await? {
                    return Ok(Some(actor));
                }
            }
            Ok(None)
        })
    }
}

/// A stamp for what a visitor does who is not signed in yet: setting a first password, say.
pub(crate) fn stamp_of(visitor: &web::Visitor, actor: ActorId) -> Stamp {
    let site = &visitor.site;
    Stamp::new(
        visitor.tenant(),
        actor,
        visitor.origin(),
        &*site.clock,
        &*site.entropy,
    )
}
