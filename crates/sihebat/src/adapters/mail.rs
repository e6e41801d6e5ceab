//! Mail through the city's server (SMTP), for the letters to witnesses.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Mailbox, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport as _};
use serde::Deserialize;
use witness::Letter;

/// The longest a conversation with the server may take.
const LIMIT: Duration = Duration::from_secs(20);

/// `[mail]` of `config.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailSettings {
    /// The server's name.
    pub(crate) server: String,
    /// Its port; 587, or 465 with `security = "tls"`.
    pub(crate) port: Option<u16>,
    /// How the conversation is kept secret.
    #[serde(default)]
    pub(crate) security: Security,
    /// The sender's address.
    pub(crate) sender: String,
    /// Who signs in, where the server asks for it.
    pub(crate) user: Option<String>,
    /// File whose first line is his password.
    pub(crate) password_file: Option<PathBuf>,
    /// File with the certificate (PEM) of the authority that vouches for the server, where no public one does.
    pub(crate) authority_file: Option<PathBuf>,
}

/// How the conversation with the server is kept secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Security {
    /// It begins openly and must turn to TLS before anything is said.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: for a server on this machine, without a password.
    None,
}

/// A mail server ready to be spoken to.
pub(crate) struct MailServer {
    transport: SmtpTransport,
    sender: Mailbox,
}

impl MailServer {
    /// Reads password and certificate; the server is not asked yet.
    pub(crate) fn open(settings: &MailSettings) -> anyhow::Result<Self> {
        let sender = settings.sender.parse().context("the sender of [mail]")?;
        let is_open = settings.security == Security::None;
        ensure!(
            !(is_open && settings.user.is_some()),
            "[mail] would send a password openly: set security to starttls or tls"
        );
        let port = settings.port.unwrap_or(match settings.security {
            Security::Tls => 465,
            Security::StartTls => 587,
            Security::None => 25,
        });
        let tls = match settings.security {
            Security::StartTls => Tls::Required(parameters(settings)?),
            Security::Tls => Tls::Wrapper(parameters(settings)?),
            Security::None => Tls::None,
        };
        let mut transport = SmtpTransport::builder_dangerous(&settings.server)
            .port(port)
            .tls(tls)
            .timeout(Some(LIMIT));
        if let Some(user) = &settings.user {
            let file = settings.password_file.as_deref();
            let file = file.context("[mail] names a user and no password_file")?;
            let password = crate::commands::first_line(file)?;
            transport = transport.credentials(Credentials::new(user.clone(), password));
        }
        Ok(Self {
            transport: transport.build(),
            sender,
        })
    }

    /// Hands a letter over; what hinders is said in words.
    pub(crate) fn send(&self, letter: &Letter) -> anyhow::Result<()> {
        let host = self.sender.email.domain();
        let message = Message::builder()
            .from(self.sender.clone())
            .to(letter.email.parse().context("the address")?)
            .subject(&letter.subject)
            // A letter that was sent twice after a crash is one to the reader's mail program.
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .header(ContentTransferEncoding::QuotedPrintable)
                    .body(letter.body.clone()),
            )?;
        self.transport.send(&message)?;
        Ok(())
    }
}

fn parameters(settings: &MailSettings) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(settings.server.clone());
    if let Some(file) = &settings.authority_file {
        let pem = std::fs::read(file).with_context(|| format!("read {}", file.display()))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem)?);
    }
    Ok(builder.build()?)
}
