//! The withdraw-tool API: tool accounts, their withdraw tasks, OTP and SMS authorisation.
//!
//! A call goes through `request`, the shared [`http`], `envelope`, `list` and `map`; `wire`, `field` and `decimal` are
//! what is on the wire.

mod envelope;
mod field;
mod list;
mod map;
mod paths;
mod request;
pub mod sandbox;
mod wire;

use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt};
use jiff::Timestamp;
use secrecy::SecretString;

pub use self::paths::Paths;
pub use self::request::describe;

use self::envelope::Whatever;
use self::field::{Field, Ident, Object};
use self::list::List;
use self::map::{Entity, Session};
use self::request::{Ask, Tell};
use super::curl::Written;
use super::decimal;
use super::http::{self, ChangeHttp, ChangePermit, Payload, ReadHttp, Reply};
use super::{Answer, Changes, Client, Provider, Reads, Setup};
use crate::domain::{
    Account, Change, Data, Fault, FeedKind, HandsetMessage, IntentId, Outcome, Read, Receipt, Rows, Text,
};

/// Bodies longer than this are decoded off the threads that everything else waits on.
const LONG: usize = 256 * 1024;

/// The provider, for the registry.
pub static PROVIDER: Provider = Provider {
    name: "withdraw-tool",
    feeds: &[FeedKind::Accounts, FeedKind::Tools],
    abilities: &[],
    operations: &paths::OPERATIONS,
    settings: &[],
    has_otp: true,
    has_handset: true,
    hooks: &[],
    probe: || Read::Tools,
    open: |setup, permit| {
        let Setup { http, plain, .. } = setup;
        open(Settings { http, paths: Paths::with(&plain.paths), handset: plain.handset }, permit)
    },
    describe: |plain, change| describe(&Paths::with(&plain.paths), change),
    write: |plain, read| {
        let paths = Paths::with(&plain.paths);
        paths.check()?;
        Ok(vec![Written::of(&Ask { paths: &paths, read })?])
    },
};

/// How a connection to a withdraw-tool provider is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How it speaks HTTP.
    pub http: http::Settings,
    /// Where the operations are found.
    pub paths: Paths,
    /// Whether the other end is a paytop sandbox, which has a simulated handset at `/sandbox/handset`.
    pub handset: bool,
}

/// Opens a connection: one that can change something only where there is a permit.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the settings. Nothing is sent yet.
pub fn open(settings: Settings, permit: Option<ChangePermit>) -> Result<Client, Fault> {
    let Settings { http, paths, handset } = settings;
    paths.check()?;
    let paths = Arc::new(paths);
    let secrets: Arc<[SecretString]> = http.headers.iter().map(|(_, value)| value.clone()).collect();
    let changes = match permit {
        Some(permit) => {
            let http = ChangeHttp::open(&http, permit)?;
            let (paths, secrets) = (Arc::clone(&paths), Arc::clone(&secrets));
            Some(Arc::new(Changer { http, paths, handset, secrets }) as Arc<dyn Changes>)
        }
        None => None,
    };
    Ok(Client { reads: Arc::new(Reader { http: ReadHttp::open(&http)?, paths, handset, secrets }), changes })
}

struct Reader {
    http: ReadHttp,
    paths: Arc<Paths>,
    handset: bool,
    /// The values of the connection's headers, which no answer may bring back to a screen.
    secrets: Arc<[SecretString]>,
}

impl Reads for Reader {
    fn read<'a>(&'a self, read: &'a Read) -> BoxFuture<'a, Result<Answer, Fault>> {
        async move { self.ask(read).await.map_err(|fault| without_secrets(fault, &request::words(&self.secrets))) }
            .boxed()
    }
}

impl Reader {
    async fn ask(&self, read: &Read) -> Result<Answer, Fault> {
        if self.paths.of_read(read).is_none() || (*read == Read::Handset && !self.handset) {
            return Err(Fault::Unsupported);
        }
        let reply = self.http.send(&Ask { paths: &self.paths, read }).await?;
        let (data, clock) = match read {
            Read::Tools => decoded(reply, |payload| rows::<Object<wire::Tool>>(payload).map(Data::Tools)).await,
            Read::Accounts => decoded(reply, |payload| accounts(payload).map(Data::Accounts)).await,
            Read::UpiIds { .. } => decoded(reply, |payload| rows::<Field<Ident>>(payload).map(Data::UpiIds)).await,
            Read::Handset => decoded(reply, |payload| handset(payload).map(Data::Handset)).await,
            _ => Err(Fault::Unsupported),
        }?;
        Ok(Answer { data, date: clock })
    }
}

struct Changer {
    http: ChangeHttp,
    paths: Arc<Paths>,
    handset: bool,
    /// The values of the connection's headers, which no answer may bring back to a screen.
    secrets: Arc<[SecretString]>,
}

impl Changes for Changer {
    fn change<'a>(&'a self, _: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome> {
        async move {
            match self.tell(change).await {
                Ok(receipt) => Outcome::Done(receipt),
                Err(fault) => {
                    let mut secrets = request::secrets(change);
                    secrets.extend(request::words(&self.secrets));
                    Outcome::from_fault(without_secrets(fault, &secrets))
                }
            }
        }
        .boxed()
    }
}

impl Changer {
    async fn tell(&self, change: &Change) -> Result<Receipt, Fault> {
        let to_handset = matches!(change, Change::SendFromHandset { .. });
        if self.paths.of_change(change).is_none() || (to_handset && !self.handset) {
            return Err(Fault::Unsupported);
        }
        let reply = self.http.send(&Tell { paths: &self.paths, change }).await?;
        let receipt = match change {
            Change::SaveAccount(_) => decoded(reply, saved).await,
            Change::SendOtp { .. } => decoded(reply, otp_sent).await,
            Change::StartSms { .. } => decoded(reply, sms_started).await,
            Change::CreateOrder { .. } => decoded(reply, ordered).await,
            Change::SendFromHandset { .. } => decoded(reply, sent_from_handset).await,
            _ => decoded(reply, nothing).await,
        };
        receipt.map(|(receipt, _)| receipt)
    }
}

/// What `decode` makes of the reply, and the provider's clock. Of a 400 or 422 only a refusal counts.
async fn decoded<T: Send + 'static>(
    reply: Reply,
    decode: impl FnOnce(&Payload) -> Result<T, Fault> + Send + 'static,
) -> Result<(T, Option<Timestamp>), Fault> {
    let (payload, status) = match reply {
        Reply::Success(payload) => (payload, None),
        Reply::Refusal { status, payload } => (payload, Some(status)),
    };
    let date = payload.date;
    let meaning = if payload.body.len() > LONG {
        // Decoding does not panic; if it did, its answer would be unreadable and nothing more.
        let task = tokio::task::spawn_blocking(move || decode(&payload));
        task.await.unwrap_or_else(|_| Err(Fault::Unreadable("decoding it broke off".into())))
    } else {
        decode(&payload)
    };
    match (meaning, status) {
        (meaning, None) => meaning.map(|data| (data, date)),
        (Err(refused @ Fault::Refused { .. }), Some(_)) => Err(refused),
        (_, Some(status)) => Err(Fault::Status(status)),
    }
}

fn rows<E: Entity>(payload: &Payload) -> Result<Rows<E::Noun>, Fault> {
    envelope::decode::<List<E>>(payload)?.into_rows()
}

/// Decodes the answer to the account list (section 2): a list, one object, `null` or nothing in `data`; a bad row
/// loses only itself.
///
/// # Errors
/// [`Fault::Refused`], [`Fault::Contradictory`], [`Fault::Unreadable`] or [`Fault::NotJson`].
pub fn accounts(payload: &Payload) -> Result<Rows<Account>, Fault> {
    rows::<Object<wire::Account>>(payload)
}

/// The handset answers without an envelope.
fn handset(payload: &Payload) -> Result<Vec<HandsetMessage>, Fault> {
    let answer = envelope::bare::<wire::Handset<List<Object<wire::HandsetMessage>>>>(payload)?;
    let Object::Good(wire::Handset { messages }) = answer else {
        return Err(Fault::Unreadable("the handset's answer is no object".into()));
    };
    let Rows { rows, bad } = messages.into_rows()?;
    match bad.into_iter().next() {
        Some(words) => Err(Fault::Unreadable(words)),
        None => Ok(rows),
    }
}

fn nothing(payload: &Payload) -> Result<Receipt, Fault> {
    envelope::decode::<Whatever>(payload).map(|_| Receipt::Nothing)
}

/// The account is told where it can be read: it is saved either way.
fn saved(payload: &Payload) -> Result<Receipt, Fault> {
    let account = envelope::decode::<List<Object<wire::Account>>>(payload)?.into_first();
    Ok(Receipt::Saved(account.map(Box::new)))
}

fn session(payload: &Payload) -> Result<Session, Fault> {
    let session = envelope::decode::<List<Object<wire::Session>>>(payload)?.into_first();
    session.ok_or_else(|| Fault::Unreadable("data has no sessionId that can be read".into()))
}

fn otp_sent(payload: &Payload) -> Result<Receipt, Fault> {
    session(payload).map(|session| Receipt::OtpSent { session: session.id })
}

fn sms_started(payload: &Payload) -> Result<Receipt, Fault> {
    let Session { id, target, text } = session(payload)?;
    match (target, text) {
        (Some(target), Some(text)) => Ok(Receipt::SmsStarted { session: id, target, text }),
        _ => Err(Fault::Unreadable("data has no targetPhone or no smsText".into())),
    }
}

/// The order was taken; its id is told where `data` has one.
fn ordered(payload: &Payload) -> Result<Receipt, Fault> {
    let reference = envelope::decode::<List<Object<wire::Identified>>>(payload)?.into_first();
    Ok(Receipt::Order { reference })
}

/// The sandbox's answer needs no envelope; where it has one, its refusal counts.
fn sent_from_handset(payload: &Payload) -> Result<Receipt, Fault> {
    match envelope::decode::<Whatever>(payload) {
        Err(fault @ (Fault::Refused { .. } | Fault::Contradictory { .. })) => Err(fault),
        _ => Ok(Receipt::Nothing),
    }
}

/// `fault` without codes, pins, account numbers and header values, should the other side have sent them back.
fn without_secrets(fault: Fault, secrets: &[Text]) -> Fault {
    let scrub = |text: Text| request::scrubbed(&text, secrets);
    match fault {
        Fault::Refused { code, text } => Fault::Refused { code: scrub(code), text: scrub(text) },
        Fault::Contradictory { success, code, text } => {
            Fault::Contradictory { success, code: scrub(code), text: scrub(text) }
        }
        Fault::NotJson(text) => Fault::NotJson(scrub(text)),
        Fault::Unreadable(text) => Fault::Unreadable(scrub(text)),
        fault => fault,
    }
}
