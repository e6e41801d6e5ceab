//! The second step of a login, and enrolling it.

use askama::Template;
use base::{ActorId, PersonId, Uuid};
use db::{Access, ActionError, Command};
use fast_qr::ECL;
use fast_qr::convert::Builder as _;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::qr::QRBuilder;
use serde::Deserialize;
use web::axum::extract::State;
use web::axum::http::HeaderMap;
use web::axum::response::Response;
use web::{
    Answer, Budget, FieldErrors, Flash, Form, FrameKind, Locale, PageFrame, Site, Staff, Texts,
    Visitor, WebError, fl, redirect, render, render_refused,
};

use super::login::{ended, go_on, refusal_text};
use super::shape::{FormPage, SecretPage, nobody};
use super::ticket::{Step, Ticket};
use crate::actions::second_factor::{NewSecondFactor, enrol_second_factor, remove_second_factor};
use crate::actions::sign_in::{
    SecondProof, SignInRefusal, begin_second_factor, prove_second_factor,
};
use crate::hashing::random;
use crate::model::totp::TotpSecret;
use crate::secrets::{draw_recovery_code, recovery_hash};
use crate::sources::stamp_of;
use crate::store::accounts::{self, Account};
use crate::{Identity, texts};

/// Tries of codes per address.
const CODES: Budget = Budget {
    name: "second_factor",
    capacity: 30,
    per_seconds: 600,
};
/// Recovery codes made at once.
const RECOVERY_CODES: usize = 8;

/// What is typed in the second step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    ticket: String,
    code: String,
}

/// Asks for the code of the second factor.
pub(crate) fn show_code(visitor: &Visitor, site: &Site, ticket: &Ticket) -> Answer {
    let page = visitor.page(fl!(texts(visitor.locale), "code-title"));
    render(&code_page(page, ticket.seal(&site.key)))
}

fn code_page(page: PageFrame, ticket: String) -> FormPage {
    let texts = texts(page.locale);
    let button = page.submit(fl!(texts, "code-do")).cancel("/masuk");
    FormPage::new(page.kind(FrameKind::Plain), "/masuk/kode", button)
        .lead(fl!(texts, "code-lead"))
        .hidden("ticket", ticket)
        .field(|page| {
            page.code("code", fl!(texts, "code"))
                .hint(fl!(texts, "code-hint"))
                .autocomplete("one-time-code")
        })
        .note(fl!(texts, "code-lost"))
}

pub(crate) fn sample(locale: Locale) -> (&'static str, FormPage) {
    let page = nobody(PageFrame::sample(locale, fl!(texts(locale), "code-title")));
    ("code", code_page(page, "tiket".to_owned()))
}

/// The account of a person, where he has one.
pub(crate) async fn account_of(
    site: &Site,
    tenant: base::TenantId,
    person: PersonId,
) -> Result<Option<Account>, WebError> {
    let lookup = move |tx: &mut db::Tx<'_>| accounts::lookup_account(tx, tenant, person);
    Ok(site.db()?.read(tenant, Access::ReadOwn, lookup).await?)
}

pub(crate) async fn check_code(
    visitor: Visitor,
    State(site): State<Site>,
    headers: HeaderMap,
    form: Form<CodeForm>,
) -> Answer {
    site.spend(CODES, visitor.origin())?;
    let tenant = visitor.tenant();
    let Some(ticket) = Ticket::open(&site, tenant, Step::SecondFactor, &form.ticket) else {
        return Ok(start_again(&visitor));
    };
    let account = account_of(&site, tenant, ticket.person).await?;
    let Some(account) = account.filter(|account| ticket.fits(account)) else {
        return Ok(start_again(&visitor));
    };
    let mut errors = FieldErrors::new(visitor.locale);
    match prove(&visitor, &site, &account, &form.code).await? {
        Ok(()) => {
            let ticket = Ticket {
                step: Step::NewPassword,
                ..ticket
            };
            return go_on(&visitor, &site, &headers, (account, ticket)).await;
        }
        Err(refusal) => errors.add("code", refusal_text(refusal, visitor.locale, site.now())),
    }
    let page = visitor
        .page(fl!(texts(visitor.locale), "code-title"))
        .errors(errors);
    render_refused(&code_page(page, ticket.seal(&site.key)))
}

/// The ticket is old or worthless: from the beginning.
pub(crate) fn start_again(visitor: &Visitor) -> Response {
    visitor.flash(&Flash::warning(fl!(texts(visitor.locale), "sign-in-again")));
    redirect("/masuk")
}

/// Counts the try, then checks the code and uses it up.
async fn prove(
    visitor: &Visitor,
    site: &Site,
    account: &Account,
    typed: &str,
) -> Result<Result<(), SignInRefusal>, WebError> {
    let person = account.person;
    let stamp = stamp_of(visitor, ActorId::from(person));
    let command = Command::by(&stamp);
    let begin = move |tx: &mut db::Tx<'_>| begin_second_factor(tx, &stamp.fresh(), person);
    match site.db()?.write(command, begin).await {
        Ok(()) => {}
        Err(ActionError::Refused(refusal)) => return Ok(Err(refusal)),
        Err(error) => return Err(ended(error)),
    }
    let sealed = account.totp_secret.as_deref().unwrap_or_default();
    let key = site.part::<Identity>()?.data_key;
    let secret = key
        .open(person.uuid().as_bytes(), sealed)
        .map(TotpSecret::new)
        .ok_or_else(|| {
            WebError::bug("a second factor does not open with this data key".to_owned())
        })?;
    let proof = secret.check(typed, site.now()).map_or_else(
        || SecondProof::Recovery(recovery_hash(person, typed)),
        SecondProof::Step,
    );
    let stamp = stamp_of(visitor, ActorId::from(person));
    let command = Command::by(&stamp);
    let prove = move |tx: &mut db::Tx<'_>| prove_second_factor(tx, &stamp.fresh(), person, proof);
    match site.db()?.write(command, prove).await {
        Ok(()) => Ok(Ok(())),
        Err(ActionError::Refused(refusal)) => Ok(Err(refusal)),
        Err(error) => Err(ended(error)),
    }
}

/// The page on which a person enrols his second factor.
#[derive(Debug, Template)]
#[template(path = "second_factor.html")]
pub(crate) struct EnrolPage {
    page: PageFrame,
    texts: Texts,
    qr: String,
    typed: String,
    ticket: String,
}

impl EnrolPage {
    fn new(page: PageFrame, secret: &TotpSecret, account: &str, ticket: String) -> Self {
        let issuer = format!("Sihebat {}", page.city.name);
        Self {
            texts: texts(page.locale),
            qr: qr_svg(&secret.address(&issuer, account)),
            typed: secret.typed(),
            page,
            ticket,
        }
    }
}

/// A QR as SVG; empty where the text is too long for one, and the typed secret remains.
fn qr_svg(text: &str) -> String {
    QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map(|code| SvgBuilder::default().margin(4).to_str(&code))
        .unwrap_or_default()
}

pub(crate) async fn show_enrolment(staff: Staff, State(site): State<Site>) -> Answer {
    let person = PersonId::new(staff.actor().id.uuid());
    let account = account_of(&site, staff.tenant(), person).await?;
    if account.is_none_or(|account| account.totp_secret.is_some()) {
        return Ok(redirect("/akun"));
    }
    let secret = TotpSecret::draw(&*site.entropy);
    enrol_page(&staff, &site, &secret, FieldErrors::new(staff.locale))
        .and_then(|page| render(&page))
}

/// The secret travels in the form, sealed with the data key for this session only.
fn enrol_page(
    staff: &Staff,
    site: &Site,
    secret: &TotpSecret,
    errors: FieldErrors,
) -> Result<EnrolPage, WebError> {
    let key = site.part::<Identity>()?.data_key;
    let sealed = key
        .seal(
            staff.session().id.as_bytes(),
            secret.bytes(),
            &*site.entropy,
        )
        .ok_or_else(|| WebError::bug("a secret cannot be sealed".to_owned()))?;
    let texts = texts(staff.locale);
    let page = staff
        .page(fl!(texts, "enrol-title"))
        .crumb(fl!(texts, "own-account"), "/akun")
        .errors(errors);
    Ok(EnrolPage::new(
        page,
        secret,
        &staff.session().person_name,
        base::to_hex(&sealed),
    ))
}

pub(crate) async fn enrol(staff: Staff, State(site): State<Site>, form: Form<CodeForm>) -> Answer {
    site.spend(CODES, staff.origin())?;
    let texts = texts(staff.locale);
    let identity = site.part::<Identity>()?;
    let session = staff.session().id;
    let secret = base::from_hex(&form.ticket)
        .and_then(|sealed| identity.data_key.open(session.as_bytes(), &sealed))
        .map(TotpSecret::new);
    let Some(secret) = secret else {
        return Ok(redirect("/akun/kode"));
    };
    let Some(step) = secret.check(&form.code, site.now()) else {
        let mut errors = FieldErrors::new(staff.locale);
        errors.add("code", fl!(texts, "code-wrong"));
        return render_refused(&enrol_page(&staff, &site, &secret, errors)?);
    };
    let person = PersonId::new(staff.actor().id.uuid());
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| draw_recovery_code(&*site.entropy))
        .collect();
    let sealed = identity
        .data_key
        .seal(person.uuid().as_bytes(), secret.bytes(), &*site.entropy)
        .ok_or_else(|| WebError::bug("a secret cannot be sealed".to_owned()))?;
    let new = NewSecondFactor {
        sealed,
        step,
        recovery_hashes: codes
            .iter()
            .map(|code| recovery_hash(person, code))
            .collect(),
        salt: random(&*site.entropy),
    };
    let stamp = staff.stamp();
    let command = Command::by(&stamp);
    let enrol = move |tx: &mut db::Tx<'_>| enrol_second_factor(tx, &stamp.fresh(), person, &new);
    site.db()?
        .write(command, enrol)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    let page = staff
        .page(fl!(texts, "recovery-title"))
        .crumb(fl!(texts, "own-account"), "/akun");
    let done = (fl!(texts, "done"), "/akun".to_owned());
    render(&SecretPage::new(
        page,
        fl!(texts, "recovery-lead"),
        codes,
        done,
    ))
}

/// What is typed to take the own second factor away.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RemoveForm {
    password: String,
}

pub(crate) async fn show_removal(staff: Staff) -> Answer {
    render(&removal_page(&staff, FieldErrors::new(staff.locale)))
}

fn removal_page(staff: &Staff, errors: FieldErrors) -> FormPage {
    let texts = texts(staff.locale);
    let page = staff
        .page(fl!(texts, "remove-factor"))
        .crumb(fl!(texts, "own-account"), "/akun")
        .errors(errors);
    let button = page
        .submit(fl!(texts, "remove-factor"))
        .danger()
        .cancel("/akun");
    FormPage::new(page, "/akun/kode/hapus", button)
        .lead(fl!(texts, "remove-factor-lead"))
        .field(|page| {
            page.password("password", fl!(texts, "password"))
                .autocomplete("current-password")
        })
}

pub(crate) async fn remove(
    staff: Staff,
    State(site): State<Site>,
    form: Form<RemoveForm>,
) -> Answer {
    let texts = texts(staff.locale);
    site.spend(CODES, staff.origin())?;
    let person = PersonId::new(staff.actor().id.uuid());
    let account = account_of(&site, staff.tenant(), person).await?;
    let hash = account.and_then(|account| account.password_hash);
    let hasher = site.part::<Identity>()?.hasher;
    if !hasher.verify(hash, form.input.password).await? {
        let mut errors = FieldErrors::new(staff.locale);
        errors.add("password", fl!(texts, "password-wrong"));
        return render_refused(&removal_page(&staff, errors));
    }
    let (stamp, actor) = (staff.stamp(), staff.actor().clone());
    let command = Command::by(&stamp);
    let remove =
        move |tx: &mut db::Tx<'_>| remove_second_factor(tx, &stamp.fresh(), &actor, person);
    site.db()?
        .write(command, remove)
        .await
        .map_err(|error| WebError::action(error, staff.locale))?;
    staff.flash(&Flash::success(fl!(texts, "factor-removed")));
    Ok(redirect("/akun"))
}

impl web::Samples for EnrolPage {
    const NAME: &'static str = "identity-second-factor";

    fn samples(locale: Locale) -> Vec<(&'static str, Self)> {
        let secret = TotpSecret::new(
            Uuid::from_u128(77)
                .as_bytes()
                .repeat(2)
                .into_iter()
                .take(20)
                .collect(),
        );
        let page = PageFrame::sample(locale, fl!(texts(locale), "enrol-title"));
        vec![(
            "enrol",
            Self::new(page, &secret, "Maria Nggadas", "tiket".to_owned()),
        )]
    }
}
