//! The HTTP client all providers share: strict about where it goes, how long it waits and how much it reads, and
//! divided by type into what may only read and what may change something.
//!
//! It follows no redirect, repeats no request and keeps no cookie. What goes wrong is told as a [`Fault`] without
//! URL, header or body. A change goes out on a connection of its own, so that it never meets one the provider has
//! just closed, which would leave its outcome unknown.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::net::IpAddr;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
pub use reqwest::{Method, StatusCode};
use reqwest::{Response, Url};
use secrecy::{ExposeSecret, SecretBox, SecretString};
use serde::Serialize;
use tokio_util::bytes::Bytes;

use super::error;
use crate::domain::{Fault, Text};

/// How a connection speaks HTTP.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What every path is appended to, such as `https://api.example.com`; plain `http` to loopback only.
    pub base_url: String,
    /// Headers sent with every request; their values may be secrets and are never printed.
    pub headers: Vec<(String, SecretString)>,
    /// How long a connection may take to stand, TLS included.
    pub connect_timeout: Duration,
    /// How long an answer may take, from the first step to its last byte.
    pub timeout: Duration,
    /// How many bytes of an answer are read at most.
    pub max_body_bytes: u64,
    /// PEM certificates to trust beside the system's.
    pub ca_pem: Option<Vec<u8>>,
}

impl Settings {
    /// The largest body that is read where nothing else is set: 32 MiB.
    pub const MAX_BODY_BYTES: u64 = 32 * 1024 * 1024;

    /// The defaults for `base_url`: 10 s to connect, 30 s to answer, [`Settings::MAX_BODY_BYTES`].
    #[must_use]
    pub fn new(base_url: &str) -> Self {
        Self {
            base_url: base_url.into(),
            headers: Vec::new(),
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_body_bytes: Self::MAX_BODY_BYTES,
            ca_pem: None,
        }
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Reading {}
    impl Sealed for super::Changing {}
}

/// What a request does to the provider: [`Reading`] or [`Changing`], and nothing else.
pub trait Effect: sealed::Sealed + Send + Sync + 'static {}

/// It changes nothing.
#[derive(Debug)]
pub enum Reading {}

/// It may change something.
#[derive(Debug)]
pub enum Changing {}

impl Effect for Reading {}
impl Effect for Changing {}

/// Leave to change something, which a read-only connection never gets.
#[derive(Clone, Debug)]
pub struct ChangePermit(());

impl ChangePermit {
    /// The only way to a permit: there is none where the connection, or the whole program, may only read.
    #[must_use]
    pub fn unless(read_only: bool) -> Option<Self> {
        (!read_only).then_some(Self(()))
    }
}

/// A request of a provider's API.
pub trait Operation {
    /// Whether it reads or changes.
    type Effect: Effect;

    /// Its method.
    fn method(&self) -> Method;

    /// What is appended to the base URL; begins with `/`, and ends with the query where there is one.
    fn path(&self) -> &str;

    /// Its body, where it has one.
    ///
    /// # Errors
    /// [`Fault::Unusable`] where what it says cannot be said to this provider; nothing is sent then.
    fn body(&self) -> Result<Option<Body>, Fault>;
}

/// A body on its way out; wiped from memory when it has gone.
pub struct Body {
    bytes: SecretBox<Vec<u8>>,
    kind: Cow<'static, str>,
}

impl Body {
    /// `value` as JSON.
    ///
    /// # Errors
    /// [`Fault::Unusable`] where it has no JSON form.
    pub fn json(value: &impl Serialize) -> Result<Self, Fault> {
        // Room for every body there is: a buffer that grows leaves copies of itself behind.
        let mut bytes = Vec::with_capacity(2048);
        serde_json::to_writer(&mut bytes, value).map_err(|_| Fault::Unusable("the request has no JSON form".into()))?;
        Ok(Self { bytes: SecretBox::new(Box::new(bytes)), kind: "application/json".into() })
    }

    /// Fields as a form (`application/x-www-form-urlencoded`), in their order.
    pub fn url_encoded<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let mut bytes = Vec::with_capacity(4096);
        for (name, value) in fields {
            if !bytes.is_empty() {
                bytes.push(b'&');
            }
            form_urlencoded::byte_serialize(name.as_bytes()).for_each(|part| bytes.extend_from_slice(part.as_bytes()));
            bytes.push(b'=');
            form_urlencoded::byte_serialize(value.as_bytes()).for_each(|part| bytes.extend_from_slice(part.as_bytes()));
        }
        let kind = "application/x-www-form-urlencoded".into();
        Self { bytes: SecretBox::new(Box::new(bytes)), kind }
    }

    /// Its kind, as `Content-Type` tells it.
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// A form (`multipart/form-data`) whose parts `boundary` keeps apart.
    #[must_use]
    pub fn form(bytes: Vec<u8>, boundary: &str) -> Self {
        let kind = format!("multipart/form-data; boundary={boundary}").into();
        Self { bytes: SecretBox::new(Box::new(bytes)), kind }
    }
}

impl AsRef<[u8]> for Body {
    fn as_ref(&self) -> &[u8] {
        self.bytes.expose_secret()
    }
}

/// What came back.
#[derive(Debug)]
pub enum Reply {
    /// A 2xx.
    Success(Payload),
    /// A 400 or 422, whose body may hold a refusal in the provider's own words. Where it does not, it is
    /// [`Fault::Status`].
    Refusal {
        /// Which of the two.
        status: u16,
        /// The body.
        payload: Payload,
    },
}

/// The body of an answer, and what is known about it.
pub struct Payload {
    /// The bytes.
    pub body: Vec<u8>,
    /// The provider's clock (`Date`).
    pub date: Option<Timestamp>,
    /// What the provider calls the body (`Content-Type`, with the `Content-Encoding` where there is one).
    pub kind: Text,
}

impl Payload {
    /// The fault that tells what the body is instead of JSON.
    #[must_use]
    pub fn not_json(&self) -> Fault {
        error::not_json(&self.kind, &self.body)
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Payload({} bytes of {})", self.body.len(), self.kind)
    }
}

/// A client that sends operations of one effect.
///
/// A read goes through the reading client:
///
/// ```
/// use paytop::domain::Fault;
/// use paytop::providers::http::{Body, Method, Operation, ReadHttp, Reading};
///
/// struct Look;
/// impl Operation for Look {
///     type Effect = Reading;
///     fn method(&self) -> Method { Method::POST }
///     fn path(&self) -> &str { "/pay" }
///     fn body(&self) -> Result<Option<Body>, Fault> { Ok(None) }
/// }
///
/// async fn look(http: &ReadHttp) {
///     let _ = http.send(&Look).await;
/// }
/// ```
///
/// A change does not:
///
/// ```compile_fail,E0271
/// use paytop::domain::Fault;
/// use paytop::providers::http::{Body, Changing, Method, Operation, ReadHttp};
///
/// struct Pay;
/// impl Operation for Pay {
///     type Effect = Changing;
///     fn method(&self) -> Method { Method::POST }
///     fn path(&self) -> &str { "/pay" }
///     fn body(&self) -> Result<Option<Body>, Fault> { Ok(None) }
/// }
///
/// async fn pay(http: &ReadHttp) {
///     let _ = http.send(&Pay).await;
/// }
/// ```
///
/// And the changing client cannot be had without a permit, nor a permit made up:
///
/// ```compile_fail,E0423
/// let permit = paytop::providers::http::ChangePermit(());
/// ```
pub struct Http<E: Effect> {
    client: reqwest::Client,
    base_url: String,
    connect_timeout: Duration,
    timeout: Duration,
    max_body_bytes: u64,
    effect: PhantomData<fn() -> E>,
}

/// The client for what only reads.
pub type ReadHttp = Http<Reading>;

/// The client for what may change something.
pub type ChangeHttp = Http<Changing>;

impl ReadHttp {
    /// A client with these settings.
    ///
    /// # Errors
    /// [`Fault::Unusable`] with what is wrong with the settings.
    pub fn open(settings: &Settings) -> Result<Self, Fault> {
        Self::build(settings, |builder| builder)
    }
}

impl ChangeHttp {
    /// A client with these settings.
    ///
    /// # Errors
    /// [`Fault::Unusable`] with what is wrong with the settings.
    pub fn open(settings: &Settings, _permit: ChangePermit) -> Result<Self, Fault> {
        // Without idle connections there is none the provider may have closed: a change that cannot connect has
        // certainly not left, and one that has connected is written once.
        Self::build(settings, |builder| builder.pool_max_idle_per_host(0))
    }
}

impl<E: Effect> Http<E> {
    fn build(
        settings: &Settings,
        kind: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, Fault> {
        let base = base_url(&settings.base_url)?;
        let connect_timeout = settings.connect_timeout.min(settings.timeout);
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("paytop/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers(&settings.headers)?)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(connect_timeout)
            .timeout(settings.timeout);
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        if let Some(pem) = &settings.ca_pem {
            let certificates = reqwest::Certificate::from_pem_bundle(pem).unwrap_or_default();
            if certificates.is_empty() {
                return Err(Fault::Unusable("the CA file holds no PEM certificate".into()));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        // The error may quote the CA file or a header: its words stay here.
        let client = kind(builder)
            .build()
            .map_err(|_| Fault::Unusable("TLS cannot be set up: check the CA file and the system's CA store".into()))?;
        Ok(Self {
            client,
            base_url: settings.base_url.trim_end_matches('/').to_owned(),
            connect_timeout,
            timeout: settings.timeout,
            max_body_bytes: settings.max_body_bytes,
            effect: PhantomData,
        })
    }

    /// Sends the operation once and reads the answer.
    ///
    /// # Errors
    /// Any [`Fault`] but those that the body's meaning decides. [`Fault::never_sent`] holds only where no byte of
    /// the request can have left.
    pub async fn send<O: Operation<Effect = E>>(&self, operation: &O) -> Result<Reply, Fault> {
        let path = operation.path();
        if !path.starts_with('/') {
            return Err(Fault::Unusable("a path of the connection does not begin with /".into()));
        }
        let mut request = self.client.request(operation.method(), format!("{}{path}", self.base_url));
        request = request.header(ACCEPT, "application/json");
        if let Some(body) = operation.body()? {
            request = request.header(CONTENT_TYPE, &*body.kind).body(Bytes::from_owner(body));
        }
        let response = request.send().await.map_err(|error| self.fault(&error))?;
        if let Some(fault) = error::of_status(response.status(), response.headers()) {
            return Err(fault);
        }
        let status = response.status();
        let payload = self.read(response).await;
        if status.is_success() {
            return payload.map(Reply::Success);
        }
        payload
            .map(|payload| Reply::Refusal { status: status.as_u16(), payload })
            .map_err(|_| Fault::Status(status.as_u16()))
    }

    /// The body, as long as it is within the limit: not a chunk is read beyond it.
    async fn read(&self, mut response: Response) -> Result<Payload, Fault> {
        let limit = self.max_body_bytes;
        let announced = response.content_length().unwrap_or_default();
        if announced > limit {
            return Err(Fault::TooLarge(limit));
        }
        let (date, kind) = (error::date(response.headers()), error::kind(response.headers()));
        let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or_default());
        while let Some(chunk) = response.chunk().await.map_err(|error| self.fault(&error))? {
            if (body.len() + chunk.len()) as u64 > limit {
                return Err(Fault::TooLarge(limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Payload { body, date, kind })
    }

    fn fault(&self, error: &reqwest::Error) -> Fault {
        error::of_transport(error, self.connect_timeout, self.timeout)
    }
}

/// The base URL, if requests may go there.
fn base_url(text: &str) -> Result<Url, Fault> {
    let unusable = |words: &str| Err(Fault::Unusable(words.into()));
    let Ok(url) = Url::parse(text) else {
        return unusable("base_url is no URL: write it like https://api.example.com");
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return unusable("base_url must begin with https://");
    }
    if url.scheme() == "http" && !is_loopback(&url) {
        return unusable("base_url must begin with https://: plain http is for this machine only");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return unusable("base_url must hold no user name or password: use headers");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return unusable("base_url must end with its path: no ? or # in it");
    }
    Ok(url)
}

/// Whether the address is this machine itself.
fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let address: Result<IpAddr, _> = host.trim_matches(['[', ']']).parse();
        address.map_or(host == "localhost", |address| address.is_loopback())
    })
}

/// The connection's headers, their values marked as sensitive.
fn headers(list: &[(String, SecretString)]) -> Result<HeaderMap, Fault> {
    let mut headers = HeaderMap::new();
    for (name, value) in list {
        let Ok(parsed) = HeaderName::try_from(name.as_str()) else {
            return Err(Fault::Unusable(Text::new(&format!("{name:?} cannot be the name of a header"))));
        };
        // These say where a request ends and whom it is for: the client's own business.
        if matches!(parsed.as_str(), "host" | "content-length" | "transfer-encoding" | "connection") {
            return Err(Fault::Unusable(Text::new(&format!("the header {parsed} cannot be set"))));
        }
        let Ok(mut value) = HeaderValue::from_str(value.expose_secret()) else {
            return Err(Fault::Unusable(Text::new(&format!("the value of the header {parsed} has bytes it must not"))));
        };
        value.set_sensitive(true);
        headers.append(parsed, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn opened(settings: &Settings) -> Result<ReadHttp, Fault> {
        ReadHttp::open(settings)
    }

    #[rstest]
    #[case("https://api.example.com")]
    #[case("https://api.example.com:8443/v1/")]
    #[case("http://127.0.0.1:8900")]
    #[case("http://127.9.9.9")]
    #[case("http://[::1]:8900")]
    #[case("http://localhost:8900/base")]
    fn https_and_loopback_are_usable(#[case] base_url: &str) {
        assert!(opened(&Settings::new(base_url)).is_ok());
    }

    #[rstest]
    #[case("http://api.example.com")]
    #[case("http://localhost.example.com")]
    #[case("http://10.0.0.1")]
    #[case("ftp://127.0.0.1")]
    #[case("file:///etc/passwd")]
    #[case("api.example.com")]
    #[case("")]
    #[case("https://user:hush@api.example.com")]
    #[case("https://api.example.com?key=hush")]
    #[case("https://api.example.com#x")]
    fn anything_else_is_not_and_is_not_quoted(#[case] base_url: &str) {
        let Err(Fault::Unusable(words)) = opened(&Settings::new(base_url)) else { panic!("{base_url} was accepted") };
        assert!(!words.as_str().contains("hush"));
    }

    #[rstest]
    #[case("X-Key", "two\nlines")]
    #[case("X Key", "hush")]
    #[case("Content-Length", "hush")]
    #[case("host", "hush")]
    fn bad_headers_are_named_without_their_value(#[case] name: &str, #[case] value: &str) {
        let headers = vec![(name.to_owned(), SecretString::from(value))];
        let settings = Settings { headers, ..Settings::new("https://api.example.com") };
        let Err(fault) = opened(&settings) else { panic!("{name} was accepted") };
        assert!(!fault.to_string().contains("hush") && !fault.to_string().contains("lines"), "{fault}");
    }

    #[test]
    fn settings_print_no_header_values() {
        let headers = vec![("authorization".to_owned(), SecretString::from("hush"))];
        let settings = Settings { headers, ..Settings::new("https://api.example.com") };
        assert!(!format!("{settings:?}").contains("hush"));
    }

    #[test]
    fn a_ca_file_without_certificates_is_told() {
        let settings = Settings { ca_pem: Some(b"no pem".to_vec()), ..Settings::new("https://api.example.com") };
        assert!(matches!(opened(&settings), Err(Fault::Unusable(_))));
    }

    #[test]
    fn read_only_gets_no_permit() {
        assert!(ChangePermit::unless(true).is_none());
        assert!(ChangePermit::unless(false).is_some());
    }
}
