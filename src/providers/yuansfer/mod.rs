//! Yuansfer payouts: payees, their bank accounts, and transfers (the Yuansfer payouts document).
//!
//! A call goes through `request`, where it is signed, the shared [`http`], `answer` and `map`. The time that requests
//! bear comes with the settings, as a function: nothing here reads a clock of its own.

mod answer;
mod ipn;
mod map;
mod request;
pub mod sandbox;
pub mod sign;

use std::net::IpAddr;
use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use self::request::{Call, Own, Signer};
use super::body::text_of;
use super::http::{self, ChangeHttp, ChangePermit, Payload, ReadHttp, Reading, Reply};
use super::json::Object;
use super::known::{self, is_known};
use super::scrub::Scrub;
use super::{Answer, Changes, Client, Provider, Reads, Setting, SettingKind, Setup};
use crate::domain::{
    Ability, Change, Data, Fault, FeedKind, Inquiry, IntentId, InvoiceId, Outcome, Read, Receipt, Rejection, RetCode,
    TransferFound, TransferStatus, WebAddress,
};

/// Bodies longer than this are decoded off the threads that everything else waits on.
const LONG: usize = 256 * 1024;

/// The most transfers that are asked for in one read: they are asked one after the other, and a reader waits for all.
const AT_ONCE: usize = 50;

/// The provider, for the registry.
pub static PROVIDER: Provider = Provider {
    name: "yuansfer",
    feeds: &[FeedKind::Payouts],
    abilities: &[Ability::Payees, Ability::Transfers],
    operations: &[],
    settings: &SETTINGS,
    has_otp: false,
    has_handset: false,
    hooks: &[ipn::IPN],
    // No transfer has this id; that the provider says so shows that it was reached and knows the merchant.
    probe: || Read::Transfers(vec!["paytop-check".into()]),
    open: |setup, permit| open(Settings::of(setup)?, permit),
    describe: request::describe,
    write: request::write,
};

/// What its connections have in the config.
const SETTINGS: [Setting; 6] = [
    Setting {
        name: "merchant_no",
        kind: SettingKind::Text,
        required: true,
        expected: "the merchant's number, such as \"202333\"",
    },
    Setting {
        name: "store_no",
        kind: SettingKind::Text,
        required: true,
        expected: "the store's number, such as \"301854\"",
    },
    Setting {
        name: "token",
        kind: SettingKind::Secret,
        required: true,
        expected: "the token that requests are signed with, such as { env = \"YUANSFER_TOKEN\" }",
    },
    Setting {
        name: "ipn_url",
        kind: SettingKind::Text,
        required: false,
        expected: "where notifications go, such as \"https://example.com/yuansfer/ipn\"",
    },
    Setting {
        name: "client_ip",
        kind: SettingKind::Text,
        required: false,
        expected: "the IP address that bank accounts are added from, such as \"203.0.113.7\"",
    },
    Setting {
        name: "encoding",
        kind: SettingKind::OneOf(&["json", "form"]),
        required: false,
        expected: "\"json\" or \"form\"",
    },
];

/// How the fields of a request go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Encoding {
    /// As JSON, as the document has it.
    #[default]
    Json,
    /// Form-encoded, as the vendor's own SDKs have it.
    Form,
}

/// How a connection to Yuansfer is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How it speaks HTTP.
    pub http: http::Settings,
    /// The merchant's number.
    pub merchant_no: String,
    /// The store's number.
    pub store_no: String,
    /// What requests are signed with; it is never sent.
    pub token: SecretString,
    /// Where notifications go.
    pub ipn_url: Option<String>,
    /// The address that bank accounts are added from.
    pub client_ip: Option<String>,
    /// How the fields of a request go out.
    pub encoding: Encoding,
    /// Tells the moment in which a request leaves.
    pub clock: fn() -> Timestamp,
}

impl Settings {
    fn of(setup: Setup) -> Result<Self, Fault> {
        let Setup { http, plain, mut secrets, clock } = setup;
        let text = |name: &str| plain.texts.get(name).cloned();
        let unset = |name: &str| Fault::Unusable(format!("{name} is not set").into());
        let needed = |name: &str| text(name).ok_or_else(|| unset(name));
        let encoding = text("encoding").map_or(Ok(Encoding::default()), |word| word.parse());
        Ok(Self {
            http,
            merchant_no: needed("merchant_no")?,
            store_no: needed("store_no")?,
            token: secrets.remove("token").ok_or_else(|| unset("token"))?,
            ipn_url: text("ipn_url"),
            client_ip: text("client_ip"),
            encoding: encoding.map_err(|_| Fault::Unusable("encoding is neither json nor form".into()))?,
            clock,
        })
    }

    /// What is wrong with them, where something is.
    fn check(&self) -> Result<(), Fault> {
        let wrong = |words: &str| Err(Fault::Unusable(words.into()));
        if self.token.expose_secret().trim().is_empty() {
            return wrong("token is empty");
        }
        if self.ipn_url.as_deref().is_some_and(|url| WebAddress::new(url).is_none_or(|url| !is_secure(&url))) {
            return wrong(
                "ipn_url must be an address that begins with https://, or with http:// at this machine itself",
            );
        }
        if self.client_ip.as_deref().is_some_and(|address| address.parse::<IpAddr>().is_err()) {
            return wrong("client_ip is no IP address");
        }
        Ok(())
    }
}

/// Whether nobody on the way reads what is sent there: a sandbox on this machine has no certificate.
fn is_secure(url: &WebAddress) -> bool {
    let host = url.as_str().strip_prefix("http://").and_then(|rest| rest.split(['/', '?', '#']).next());
    let host = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    url.as_str().starts_with("https://") || host.is_some_and(|host| ["127.0.0.1", "localhost", "[::1]"].contains(&host))
}

/// Opens a connection: one that can change something only where there is a permit.
///
/// # Errors
/// [`Fault::Unusable`] with what is wrong with the settings. Nothing is sent yet.
pub fn open(settings: Settings, permit: Option<ChangePermit>) -> Result<Client, Fault> {
    settings.check()?;
    let Settings { http, merchant_no, store_no, token, ipn_url, client_ip, encoding, clock } = settings;
    let headers = http.headers.iter().map(|(_, value)| value);
    let scrub = Arc::new(Scrub::of(headers.chain([&token])));
    let signer = Signer { merchant_no, store_no, token, own: Own { ipn_url, client_ip }, encoding, clock };
    let changes = match permit {
        Some(permit) => {
            let http = ChangeHttp::open(&http, permit)?;
            let (signer, scrub) = (signer.clone(), Arc::clone(&scrub));
            Some(Arc::new(Changer { http, signer, scrub }) as Arc<dyn Changes>)
        }
        None => None,
    };
    Ok(Client { reads: Arc::new(Reader { http: ReadHttp::open(&http)?, signer, scrub }), changes })
}

struct Reader {
    http: ReadHttp,
    signer: Signer,
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
            Read::Payee(no) => {
                let asked = no.clone();
                let decode = move |whole: &Object<'_>| map::payee(whole, &asked).map(Box::new).map(Data::Payee);
                self.answer(self.signer.payee(no)?, decode).await
            }
            Read::PayoutAccounts(no) => {
                let decode = |whole: &Object<'_>| map::accounts(whole).map(Data::PayoutAccounts);
                self.answer(self.signer.payout_accounts(no)?, decode).await
            }
            Read::Transfers(ids) => self.inquire(ids).await,
            _ => Err(Fault::Unsupported),
        }
    }

    async fn answer(
        &self,
        call: Call<Reading>,
        decode: impl FnOnce(&Object<'_>) -> Result<Data, Fault> + Send + 'static,
    ) -> Result<Answer, Fault> {
        let reply = self.http.send(&call).await?;
        let (told, date) = meaning(reply, &self.scrub, decode).await?;
        Ok(Answer { data: told, date })
    }

    /// Asks for one transfer after the other. Each answers for itself, but where the way to the provider is closed, the
    /// rest is not asked, so that nobody waits for as many timeouts as there are transfers.
    async fn inquire(&self, ids: &[InvoiceId]) -> Result<Answer, Fault> {
        let mut found = Vec::with_capacity(ids.len());
        let (mut date, mut closed) = (None, None);
        for (invoice, at) in ids.iter().zip(0..) {
            let answer = match &closed {
                Some(fault) => TransferFound::Fault(Fault::clone(fault)),
                None if at >= AT_ONCE => {
                    let words = format!("not asked: at most {AT_ONCE} transfers are asked for at once");
                    TransferFound::Fault(Fault::Withheld(words.into()))
                }
                None => match self.inquire_one(invoice).await {
                    Ok((transfer, clock)) => {
                        date = clock.or(date);
                        TransferFound::Transfer(Box::new(transfer))
                    }
                    Err(Fault::Refused { code, text }) if code.as_str() == RetCode::NoRelatedInformation.code() => {
                        TransferFound::Unknown(self.scrub.text(text.as_str()))
                    }
                    Err(fault) => {
                        let fault = self.scrub.fault(fault);
                        closed = is_closed(&fault).then(|| fault.clone());
                        TransferFound::Fault(fault)
                    }
                },
            };
            found.push(Inquiry { invoice: invoice.clone(), found: answer });
        }
        // Where nothing was learned, the question itself went wrong.
        let learned = found.iter().any(|inquiry| !matches!(inquiry.found, TransferFound::Fault(_)));
        match found.first().map(|inquiry| &inquiry.found) {
            Some(TransferFound::Fault(fault)) if !learned => Err(fault.clone()),
            _ => Ok(Answer { data: Data::Transfers(found), date }),
        }
    }

    async fn inquire_one(&self, invoice: &InvoiceId) -> Result<(crate::domain::Transfer, Option<Timestamp>), Fault> {
        let reply = self.http.send(&self.signer.inquiry(invoice)?).await?;
        let asked = invoice.clone();
        meaning(reply, &self.scrub, move |whole: &Object<'_>| map::looked_up(whole, &asked)).await
    }
}

/// Whether a fault says that asking anything else now is in vain.
fn is_closed(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Timeout { .. }
            | Fault::Unreachable(_)
            | Fault::Unauthorized(_)
            | Fault::NotFound(_)
            | Fault::NotLetIn { .. }
            | Fault::RateLimited { .. }
            | Fault::Redirect(_)
            | Fault::Unusable(_)
    )
}

struct Changer {
    http: ChangeHttp,
    signer: Signer,
    /// What no answer may bring back to a screen.
    scrub: Arc<Scrub>,
}

impl Changes for Changer {
    fn change<'a>(&'a self, intent: IntentId, change: &'a Change) -> BoxFuture<'a, Outcome> {
        async move {
            match self.tell(intent, change).await {
                Ok(Receipt::Transfer(transfer)) if transfer.status == TransferStatus::Failed => {
                    failed(&transfer.status)
                }
                Ok(receipt) => Outcome::Done(receipt),
                Err(fault) => Outcome::from_fault(self.scrub.fault(unless_known(fault, change))),
            }
        }
        .boxed()
    }
}

/// That a transfer is refused because the provider has one by its invoice id already is no refusal of it: it is
/// unconfirmed, and looked up by that id.
fn unless_known(fault: Fault, change: &Change) -> Fault {
    match (fault, change) {
        (Fault::Refused { code, text }, Change::Transfer(_)) if is_known(&text) => {
            Fault::Trouble { code, text: known::told(text.as_str()) }
        }
        (fault, _) => fault,
    }
}

/// A transfer that was answered as failed was refused: by the document no money left the merchant's account.
fn failed(status: &TransferStatus) -> Outcome {
    Outcome::Rejected(Rejection::Refused { code: status.word().into(), text: status.plain().into() })
}

impl Changer {
    async fn tell(&self, intent: IntentId, change: &Change) -> Result<Receipt, Fault> {
        let call = self.signer.tell(change, intent)?;
        let reply = self.http.send(&call).await?;
        let (change, id) = (change.clone(), InvoiceId::of(intent));
        let decode = move |whole: &Object<'_>| match &change {
            Change::RegisterPayee(_) => map::registered(whole).map(|payee| Receipt::PayeeRegistered { payee }),
            Change::AddBankAccount(_) => map::added(whole).map(|account| Receipt::AccountAdded(Box::new(account))),
            Change::Transfer(request) => {
                map::taken_on(whole, request, &id).map(|transfer| Receipt::Transfer(Box::new(transfer)))
            }
            _ => Ok(Receipt::Nothing),
        };
        Ok(meaning(reply, &self.scrub, decode).await?.0)
    }
}

/// What `decode` makes of an answer that says that all is well, and the provider's clock. Of a 400 or 422 only what is
/// no success counts.
async fn meaning<T: Send + 'static>(
    reply: Reply,
    scrub: &Arc<Scrub>,
    decode: impl FnOnce(&Object<'_>) -> Result<T, Fault> + Send + 'static,
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
        (Err(told @ (Fault::Refused { .. } | Fault::NotLetIn { .. } | Fault::Trouble { .. })), Some(_)) => Err(told),
        (_, Some(status)) => Err(Fault::Status(status)),
    }
}

fn decoded<T>(
    payload: &Payload,
    scrub: &Scrub,
    decode: impl FnOnce(&Object<'_>) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let text = text_of(&payload.body);
    decode(&answer::judge(payload, &text, scrub)?)
}
