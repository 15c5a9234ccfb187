//! Paykassma: withdrawals, balances, deposits and their postbacks (the Paykassma API document).
//!
//! A call goes through `request` (a withdrawal through `withdrawal`, a screenshot through `form`), the shared
//! [`http`], `answer` and `map`. What comes in is rid of the connection's secrets
//! before anybody sees it, for the provider is sent one in every address.

mod answer;
mod form;
mod map;
mod postbacks;
mod raw;
mod request;
pub mod sandbox;

pub mod sign;
mod withdrawal;

use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt};
use jiff::Timestamp;
use jiff::tz::{self, TimeZone};
use secrecy::{ExposeSecret, SecretString};

use self::answer::Well;
use self::map::Kind;
use self::request::{Content, Said};
use super::body::text_of;
use super::curl::Written;
use super::http::{self, ChangeHttp, ChangePermit, Payload, ReadHttp, Reply};
use super::json::Json;
use super::known::{self, is_known};
use super::scrub::Scrub;
use super::{Answer, Changes, Client, Plain, Provider, Reads, Setting, SettingKind, Setup};
use crate::domain::{
    Ability, Activated, Change, Data, Fault, FeedKind, IntentId, OrderQuery, OrderStatus, Outcome, Postback,
    PostbackQuery, Read, Receipt, Rows, Text,
};

/// Bodies longer than this are decoded off the threads that everything else waits on.
const LONG: usize = 256 * 1024;

/// The provider, for the registry.
pub static PROVIDER: Provider = Provider {
    name: "paykassma",
    feeds: &[FeedKind::Balances, FeedKind::Payouts],
    abilities: &[Ability::Postbacks, Ability::Deposits, Ability::Withdrawals],
    operations: &[],
    settings: &SETTINGS,
    has_otp: false,
    has_handset: false,
    hooks: &[postbacks::DEPOSIT, postbacks::WITHDRAWAL],
    probe: || Read::Balances,
    open: |setup, permit| open(Settings::of(setup)?, permit),
    describe: |_: &Plain, change| request::describe(change),
    write: |_: &Plain, read| written(read),
};

/// What its connections have in the config.
const SETTINGS: [Setting; 5] = [
    Setting {
        name: "secret",
        kind: SettingKind::Secret,
        required: true,
        expected: "the API's secret key, such as { env = \"PAYKASSMA_SECRET\" }",
    },
    // Without it a connection reads and takes deposits, but signs no withdrawal.
    Setting {
        name: "private_key",
        kind: SettingKind::Secret,
        required: false,
        expected: "the private key that withdrawals are signed with, such as { env = \"PAYKASSMA_PRIVATE_KEY\" }",
    },
    Setting {
        name: "postback_access_key",
        kind: SettingKind::Secret,
        required: false,
        expected: "the access key of deposit postbacks, such as { env = \"PAYKASSMA_ACCESS_KEY\" }",
    },
    Setting {
        name: "postback_private_key",
        kind: SettingKind::Secret,
        required: false,
        expected: "the private key of deposit postbacks, such as { env = \"PAYKASSMA_POSTBACK_KEY\" }",
    },
    Setting {
        name: "time_zone",
        kind: SettingKind::TimeZone,
        required: false,
        expected: "an IANA time zone, such as \"Asia/Manila\"",
    },
];

/// How a connection to Paykassma is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How it speaks HTTP.
    pub http: http::Settings,
    /// What lets the caller in; it travels in addresses.
    pub secret: SecretString,
    /// What withdrawals are signed with; without it none is sent.
    pub private_key: Option<SecretString>,
    /// The zone of times that name none.
    pub zone: TimeZone,
}

impl Settings {
    /// The zone of an account that has set none: +08:00, Asia/Manila.
    #[must_use]
    pub fn usual_zone() -> TimeZone {
        TimeZone::fixed(tz::offset(8))
    }

    fn zone_of(plain: &Plain) -> Result<TimeZone, Fault> {
        match plain.texts.get("time_zone") {
            Some(name) => TimeZone::get(name).map_err(|_| Fault::Unusable("time_zone is not known here".into())),
            None => Ok(Self::usual_zone()),
        }
    }

    fn of(setup: Setup) -> Result<Self, Fault> {
        let Setup { http, plain, mut secrets, .. } = setup;
        let zone = Self::zone_of(&plain)?;
        let secret = secrets.remove("secret").ok_or_else(|| Fault::Unusable("secret is not set".into()))?;
        Ok(Self { http, secret, private_key: secrets.remove("private_key"), zone })
    }
}

/// Opens a connection: one that can change something only where there is a permit.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the settings. Nothing is sent yet.
pub fn open(settings: Settings, permit: Option<ChangePermit>) -> Result<Client, Fault> {
    let Settings { http, secret, private_key, zone } = settings;
    if secret.expose_secret().trim().is_empty() {
        return Err(Fault::Unusable("secret is empty".into()));
    }
    let headers = http.headers.iter().map(|(_, value)| value);
    let scrub = Arc::new(Scrub::of(headers.chain([&secret]).chain(&private_key)));
    let changes = match permit {
        Some(permit) => {
            let http = ChangeHttp::open(&http, permit)?;
            let (secret, scrub) = (secret.clone(), Arc::clone(&scrub));
            Some(Arc::new(Changer { http, secret, private_key, scrub }) as Arc<dyn Changes>)
        }
        None => None,
    };
    Ok(Client { reads: Arc::new(Reader { http: ReadHttp::open(&http)?, secret, zone, scrub }), changes })
}

/// Reads a postback in the JSON the provider sent it in, times without a zone in `zone`. Whether it is signed is for
/// [`sign`] to say.
///
/// # Errors
/// [`Fault::Unreadable`] or [`Fault::NotJson`].
pub fn read_postback(body: &[u8], zone: &TimeZone) -> Result<Postback, Fault> {
    let scrub = Scrub::default();
    let text = text_of(body);
    let unreadable = |words: &str| Fault::Unreadable(words.into());
    let json = Json::read(&text, &scrub).map_err(|_| unreadable("it is no JSON"))?;
    let whole = json.object().map_err(|_| unreadable("it is no object"))?;
    let kind = if whole.get("withdrawal_id").is_some() { Kind::Withdrawal } else { Kind::Deposit };
    map::postback(json, kind, zone, &scrub).map_err(|words| Fault::Unreadable(words.into()))
}

struct Reader {
    http: ReadHttp,
    secret: SecretString,
    zone: TimeZone,
    /// What no answer may bring back to a screen.
    scrub: Arc<Scrub>,
}

impl Reads for Reader {
    fn read<'a>(&'a self, read: &'a Read) -> BoxFuture<'a, Result<Answer, Fault>> {
        async move { self.ask(read).await.map_err(|fault| self.scrub.fault(fault)) }.boxed()
    }
}

impl Reader {
    async fn ask(&self, read: &Read) -> Result<Answer, Fault> {
        match read {
            Read::Orders(OrderQuery::Deposits(ids) | OrderQuery::Withdrawals(ids)) => self.orders(read, ids).await,
            read => self.ask_once(read, &[]).await,
        }
    }

    /// Many orders are asked for in several questions, one after the other.
    async fn orders(&self, read: &Read, ids: &[Text]) -> Result<Answer, Fault> {
        let mut all: Rows<OrderStatus> = Rows::default();
        let mut date = None;
        for some in ids.chunks(request::ORDERS_AT_ONCE) {
            let answer = self.ask_once(read, some).await?;
            if let Data::Orders(rows) = answer.data {
                all.rows.extend(rows.rows);
                all.bad.extend(rows.bad);
            }
            date = answer.date;
        }
        Ok(Answer { data: Data::Orders(all), date })
    }

    async fn ask_once(&self, read: &Read, orders: &[Text]) -> Result<Answer, Fault> {
        let call = request::ask(read, orders, &self.secret)?;
        let reply = self.http.send(&call).await.map_err(|fault| explained(fault, true))?;
        let (read, zone) = (read.clone(), self.zone.clone());
        let decode = move |well: Well<'_>, scrub: &Scrub| data(&well, &read, &zone, scrub);
        let (told, clock) = meaning(reply, &self.scrub, decode).await?;
        Ok(Answer { data: told, date: clock })
    }
}

/// What asking sends, the secret left out.
fn written(read: &Read) -> Result<Vec<Written>, Fault> {
    let parts: Vec<&[Text]> = match read {
        Read::Orders(OrderQuery::Deposits(ids) | OrderQuery::Withdrawals(ids)) => {
            ids.chunks(request::ORDERS_AT_ONCE).collect()
        }
        // It goes by POST, with the secret in its address: as a command it would be another request.
        Read::HashRedirects(_) => return Err(Fault::Unsupported),
        _ => vec![&[]],
    };
    // The secret is none of this one's business: its place is known.
    let written = |some: &[Text]| {
        let call = request::ask(read, some, &SecretString::from(String::new()))?;
        Written::of(&call)?.with_secret("secret", "secret")
    };
    parts.into_iter().map(written).collect()
}

/// What the answer to a question says.
fn data(well: &Well<'_>, read: &Read, zone: &TimeZone, scrub: &Scrub) -> Result<Data, Fault> {
    plain(well)?;
    let whole = &well.whole;
    match read {
        Read::Balances => map::balances(whole).map(Data::Balances),
        Read::PaymentSystems { .. } => map::payment_systems(whole).map(Data::PaymentSystems),
        Read::MediaHints => map::media_hints(whole).map(Data::MediaHints),
        Read::Savings { currency, .. } => map::savings(whole, currency).map(Data::Savings),
        Read::HashRedirects(_) => map::hashed_redirects(whole).map(Data::HashedRedirects),
        Read::Postback(query) => {
            let kind = match query {
                PostbackQuery::Withdrawal(_) => Kind::Withdrawal,
                PostbackQuery::Transaction(_) | PostbackQuery::Custom(_) => Kind::Deposit,
            };
            let json = whole.get("postback").ok_or_else(|| Fault::Unreadable("it has no postback".into()))?;
            let postback = map::postback(json, kind, zone, scrub).map_err(|words| Fault::Unreadable(words.into()))?;
            if let (PostbackQuery::Withdrawal(id), Some(told)) = (query, postback.withdrawal())
                && told.id != *id
            {
                return Err(Fault::Unreadable("it is the postback of another withdrawal".into()));
            }
            Ok(Data::Postback(Box::new(postback)))
        }
        Read::Orders(query) => {
            let kind = match query {
                OrderQuery::Deposits(_) => Kind::Deposit,
                OrderQuery::Withdrawals(_) => Kind::Withdrawal,
            };
            map::orders(whole, kind, zone, scrub).map(Data::Orders)
        }
        _ => Err(Fault::Unsupported),
    }
}

struct Changer {
    http: ChangeHttp,
    secret: SecretString,
    private_key: Option<SecretString>,
    /// What no answer may bring back to a screen.
    scrub: Arc<Scrub>,
}

impl Changes for Changer {
    fn change<'a>(&'a self, intent: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome> {
        async move {
            match self.tell(intent, change).await {
                Ok(receipt) => Outcome::Done(receipt),
                Err(fault) => Outcome::from_fault(self.scrub.fault(unless_known(fault, change))),
            }
        }
        .boxed()
    }
}

impl Changer {
    async fn tell(&self, intent: IntentId, change: &Change) -> Result<Receipt, Fault> {
        let id = request::id_of(intent);
        let path = request::path(change)?;
        let by_secret = path != request::WITHDRAWAL;
        let content = self.content(change, &id).await?;
        // A withdrawal is signed: the secret never goes with it.
        let address = if by_secret { request::address(&path, &self.secret, &[])? } else { path.into() };
        let sent = self.http.send(&request::tell(address, content)).await;
        let reply = sent.map_err(|fault| explained(fault, by_secret))?;
        let receipt = match change {
            Change::CreateTransaction(_) => {
                let created = |well: Well<'_>, _: &Scrub| {
                    plain(&well)?;
                    map::identifier(&well.whole).map(|identifier| Receipt::Transaction { identifier })
                };
                meaning(reply, &self.scrub, created).await?.0
            }
            Change::ActivateTransaction(_) | Change::ReportTransaction(_) => {
                Receipt::Activated(activated(reply, &self.scrub).await?)
            }
            Change::CreatePayment(_) => {
                let created = |well: Well<'_>, _: &Scrub| {
                    plain(&well)?;
                    Ok(Receipt::Payment { redirect: map::redirect_address(&well.whole) })
                };
                meaning(reply, &self.scrub, created).await?.0
            }
            _ => {
                let taken = move |well: Well<'_>, _: &Scrub| {
                    plain(&well)?;
                    Ok(Receipt::WithdrawalTaken { id: id.into() })
                };
                meaning(reply, &self.scrub, taken).await?.0
            }
        };
        Ok(receipt)
    }

    async fn content(&self, change: &Change, id: &str) -> Result<Content, Fault> {
        match change {
            Change::CreateWithdrawal(request) => {
                let key = self.private_key.as_ref().ok_or_else(|| {
                    Fault::Unusable("private_key is not set: withdrawals cannot be signed without it".into())
                })?;
                withdrawal::Signed::of(request, id, key).map(Content::Withdrawal)
            }
            Change::ReportTransaction(possible) => {
                let fields: Vec<(&'static str, Said)> = request::fields(change, id);
                form::form(&fields, possible.screenshot.as_deref(), id).await
            }
            change => Ok(Content::Fields(request::fields(change, id))),
        }
    }
}

/// Whether an answer is the plain success that was asked for: a possible transaction is none elsewhere.
fn plain(well: &Well<'_>) -> Result<(), Fault> {
    match well.possible {
        Some(_) => Err(Fault::Unreadable("it tells of a possible transaction, which this is not about".into())),
        None => Ok(()),
    }
}

/// What became of an activation. That a check of the deposit was started comes as an error (HTTP 400), and is none.
async fn activated(reply: Reply, scrub: &Arc<Scrub>) -> Result<Activated, Fault> {
    let bare = match &reply {
        Reply::Refusal { payload, .. } => answer::check_started_in(&text_of(&payload.body), scrub),
        Reply::Success(_) => None,
    };
    let meant = meaning(reply, scrub, |well, _| {
        Ok(well.possible.map_or(Activated::Accepted, |text| Activated::PossibleCreated { text }))
    });
    match meant.await {
        Ok((activated, _)) => Ok(activated),
        Err(fault) => match answer::check_started(&fault).or(bare) {
            Some(text) => Ok(Activated::CheckStarted { text }),
            None => Err(fault),
        },
    }
}

/// What `decode` makes of an answer that says that all is well, and the provider's clock. Of a 400 or 422 only a
/// refusal counts.
async fn meaning<T: Send + 'static>(
    reply: Reply,
    scrub: &Arc<Scrub>,
    decode: impl FnOnce(Well<'_>, &Scrub) -> Result<T, Fault> + Send + 'static,
) -> Result<(T, Option<Timestamp>), Fault> {
    let (payload, status) = match reply {
        Reply::Success(payload) => (payload, None),
        Reply::Refusal { status, payload } => (payload, Some(status)),
    };
    let (date, long) = (payload.date, payload.body.len() > LONG);
    let scrub = Arc::clone(scrub);
    let read = move || decoded(&payload, &scrub, decode);
    // Decoding does not panic; if it did, its answer would be unreadable and nothing more.
    let meaning = if long {
        let task = tokio::task::spawn_blocking(read);
        task.await.unwrap_or_else(|_| Err(Fault::Unreadable("decoding it broke off".into())))
    } else {
        read()
    };
    match (meaning, status) {
        (meaning, None) => meaning.map(|data| (data, date)),
        (Err(refused @ (Fault::Refused { .. } | Fault::Invalid { .. })), Some(_)) => Err(refused),
        (_, Some(status)) => Err(Fault::Status(status)),
    }
}

fn decoded<T>(
    payload: &Payload,
    scrub: &Scrub,
    decode: impl FnOnce(Well<'_>, &Scrub) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let text = text_of(&payload.body);
    decode(answer::judge(payload, &text, scrub)?, scrub)
}

/// That a withdrawal is refused because the provider has one by its id already is no refusal of it: it is unconfirmed,
/// and looked up by that id.
fn unless_known(fault: Fault, change: &Change) -> Fault {
    let (code, words) = match (&fault, change) {
        (Fault::Refused { code, text }, Change::CreateWithdrawal(_)) if is_known(text) => (code, text.to_string()),
        (Fault::Invalid { code, fields, .. }, Change::CreateWithdrawal(_))
            if fields
                .0
                .iter()
                .any(|error| error.field.as_str() == "withdrawal_id" && error.texts.iter().any(is_known)) =>
        {
            (code, fields.to_string())
        }
        _ => return fault,
    };
    Fault::Trouble { code: code.clone(), text: known::told(&words) }
}

/// A 404 is what this provider answers to whoever it does not know.
fn explained(fault: Fault, by_secret: bool) -> Fault {
    match fault {
        Fault::NotFound(404) => Fault::UnknownCaller { by_secret },
        fault => fault,
    }
}
