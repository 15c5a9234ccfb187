//! Payees: remembered as they are registered or looked up, asked about in full words, and what the provider refuses told
//! at its field.

use rstest::rstest;

use super::*;
use crate::domain::{
    ConnectionInfo, Environment, FieldErrors, KnownPayee, Payee, PayeeKey, PayeeNews, PayeeNo, PayeeStatus,
    PayoutAccount, PayoutAccounts, Phone, Read, Rejection, RetCode, Rows, Text,
};
use crate::message::{Message, PayeesNews};

pub const PAYOUTS: &str = "payouts";

pub fn payouts(name: &str) -> ConnectionInfo {
    ConnectionInfo {
        provider: "yuansfer",
        feeds: vec![FeedKind::Payouts],
        abilities: &[crate::domain::Ability::Payees, crate::domain::Ability::Transfers],
        ..sandbox(name)
    }
}

pub fn payee(no: &str, first: &str, last: &str) -> Payee {
    let text = |text: &str| Some(Text::new(text));
    Payee {
        code: text(&format!("payee-{}", &no[no.len() - 4..])),
        status: Some(PayeeStatus("Activated".into())),
        profile: text("INDIVIDUAL"),
        first_name: text(first),
        last_name: text(last),
        email: text(&format!("{}@example.com", first.to_lowercase())),
        date_of_birth: text("1999-01-01"),
        phone: Some(Phone::new("2125550123")),
        country: text("US"),
        state: text("NY"),
        city: text("New York"),
        street: text("123 Main St"),
        zip: text("10005"),
        created: Some(at(-86_400)),
        ..Payee::unknown(PayeeNo(no.into()))
    }
}

pub fn account(token: &str, ending: &str, status: &str) -> PayoutAccount {
    PayoutAccount {
        token: token.into(),
        tag: Some("main".into()),
        kind: "BANK_ACCOUNT".into(),
        country: Some("US".into()),
        currency: Some(crate::domain::Currency::new("USD")),
        ending: Some(ending.into()),
        status: PayeeStatus(status.into()),
        created: Some(at(-3_600)),
    }
}

pub const ADA: &str = "2000305455012345671001";

pub fn key_of(no: &str) -> PayeeKey {
    PayeeKey { connection: id(PAYOUTS), no: PayeeNo(no.into()) }
}

/// What the store tells of a payee that was looked up a while ago.
pub fn known(payee: Payee, accounts: Option<Vec<PayoutAccount>>) -> KnownPayee {
    let no = payee.no.clone();
    let mut known = KnownPayee::new(id(PAYOUTS), no.clone(), at(-600));
    known.learn(PayeeNews::Looked(Box::new(payee)), at(-600));
    if let Some(accounts) = accounts {
        known.learn(PayeeNews::Accounts(no, accounts), at(-600));
    }
    known.kept()
}

pub fn remembered() -> Vec<KnownPayee> {
    let mut ben = payee("2000305455012345671002", "Ben", "Ortiz");
    ben.status = Some(PayeeStatus("ACTIVATED".into()));
    let mut carol = payee("2000305455012345671003", "Carol", "Nguyen");
    carol.profile = Some("BUSINESS".into());
    carol.status = Some(PayeeStatus("under_review".into()));
    vec![
        known(
            payee(ADA, "Ada", "Long"),
            Some(vec![
                account("2010305455012345670001", "3298", "activated"),
                account("2010305455012345670002", "0042", "closed"),
            ]),
        ),
        known(ben, None),
        known(carol, Some(Vec::new())),
    ]
}

pub fn desk_of(payees: Vec<KnownPayee>) -> Desk {
    let mut desk = Desk::at(vec![payouts(PAYOUTS)]);
    desk.take(Message::Payees(Box::new(PayeesNews { payees, fault: None })));
    desk
}

/// The questions that were asked since this was last asked.
fn questions(desk: &mut Desk) -> Vec<(crate::message::Ticket, Read)> {
    let read = |effect| match effect {
        Effect::Read { read, ticket, .. } => Some((ticket, read)),
        _ => None,
    };
    desk.effects.drain(..).filter_map(read).collect()
}

fn answer_to(desk: &mut Desk, ticket: crate::message::Ticket, result: Result<Data, Fault>) {
    let usual = answer(FeedKind::Payouts, 0, desk.now, result);
    let to = crate::message::ReplyTo::Ticket(ticket);
    let reply = crate::message::Reply { connection: id(PAYOUTS), to, ..usual };
    desk.take(Message::Reply(Box::new(reply)));
}

/// The provider tells this of a payee, whatever is asked of them.
fn told(desk: &mut Desk, no: &str, payee: &Payee, accounts: &[PayoutAccount]) {
    for (ticket, read) in questions(desk) {
        let data = match &read {
            Read::Payee(own) if own.as_str() == no => Data::Payee(Box::new(payee.clone())),
            Read::PayoutAccounts(own) if own.as_str() == no => Data::PayoutAccounts(PayoutAccounts {
                payee: Some(PayeeNo(no.into())),
                name: payee.name(),
                accounts: Rows::from(accounts.to_vec()),
            }),
            other => panic!("{other:?}"),
        };
        answer_to(desk, ticket, Ok(data));
    }
}

/// Fills the form of a new payee, which stands on its last field then.
pub fn fill(desk: &mut Desk, code: &str, born: &str, country: &str, state: &str) {
    desk.press("n tab").type_text(code).press("tab").type_text("john@example.com").press("tab").type_text("John");
    desk.press("tab").type_text("Doe").press("tab").type_text(born).press("tab").type_text("2125550199").press("tab");
    desk.press("ctrl-u").type_text(country).press("tab").type_text(state).press("tab").type_text("hometown");
    desk.press("tab").type_text("123 main St").press("tab tab").type_text("10005");
}

#[test]
fn who_is_remembered_is_listed_and_found() {
    let mut desk = desk_of(Vec::new());
    desk.must_say("Nobody is remembered here yet");
    desk.take(Message::Payees(Box::new(PayeesNews { payees: remembered(), fault: None })));
    desk.must_show("Ada Long").must_show("Ben Ortiz").must_show("under_review").must_show("ACTIVATED");
    desk.must_show("••••3298").must_show("a•••@example.com").must_not_show("2125550123");
    // Status without case.
    desk.press("/").type_text("activated").must_show("2 of 3").must_not_show("Carol");
    desk.press("ctrl-u").type_text("BUSINESS").must_show("1 of 3").must_show("Carol Nguyen");
    desk.press("esc down down").must_show("none: nothing can be paid to them before one");
}

#[test]
fn one_is_looked_up_again() {
    let mut desk = desk_of(remembered());
    desk.must_say("date of birth and the street are not kept here");
    desk.press("R").must_show("asking");
    let moved = Payee { last_name: Some("Longer".into()), ..payee(ADA, "Ada", "Long") };
    told(&mut desk, ADA, &moved, &[account("2010305455012345670001", "3298", "activated")]);
    desk.must_show("Ada Longer").must_show("123 Main St").must_show("1999-••-••").must_not_show("1999-01-01");
    let fresh = desk.app.state().payees.get(&key_of(ADA)).unwrap();
    assert_eq!(fresh.accounts.as_ref().unwrap().len(), 1);
    // The store tells the same without what it does not keep: that stays in sight.
    let kept = fresh.kept();
    desk.take(Message::Payees(Box::new(PayeesNews { payees: vec![kept], fault: None })));
    desk.must_show("123 Main St");
    // What cannot be asked says so.
    desk.press("R");
    let asked = questions(&mut desk);
    answer_to(&mut desk, asked[0].0, Err(Fault::Status(502)));
    desk.must_show("failed").must_say("the look-up of");
}

#[test]
fn a_number_is_imported() {
    let mut desk = desk_of(Vec::new());
    desk.press("i").type_text(ADA).press("enter");
    told(&mut desk, ADA, &payee(ADA, "Ada", "Long"), &[]);
    desk.must_show("Ada Long (Activated), number 2000305455012345671001, is remembered from now");
    desk.must_show("They have no account yet that could be paid to.");
    desk.press("enter").must_show("Ada Long").must_show("none");
    desk.press("i").type_text("99").press("enter");
    let asked = questions(&mut desk);
    let code = RetCode::NoRelatedInformation.code();
    answer_to(&mut desk, asked[0].0, Err(Fault::Refused { code: code.into(), text: "no".into() }));
    desk.must_say("the provider knows nobody by this number").must_say("Nobody is remembered.");
}

#[test]
fn somebody_is_registered_once_after_full_words() {
    let mut desk = desk_of(remembered());
    fill(&mut desk, "c-77", "1999-01-31", "us", "ny");
    desk.must_show("United States");
    desk.press("enter").sent_nothing();
    desk.must_show("Register John Doe?").must_say("No money moves.").must_say("cannot be changed later");
    desk.must_not_show("2125550199").must_not_show("1999-01-31");
    let (intent, change) = desk.press("enter").sent_one();
    let Change::RegisterPayee(draft) = change else { panic!("{change:?}") };
    assert_eq!((draft.details.country.as_str(), draft.details.state.as_ref().unwrap().as_str()), ("US", "NY"));
    assert_eq!((draft.code.as_str(), draft.details.date_of_birth.as_str()), ("c-77", "1999-01-31"));
    let journal = format!("{:?}", desk.app.state().intents.get(intent).unwrap());
    for secret in ["1999-01-31", "2125550199", "john@", "123 main"] {
        assert!(!journal.contains(secret), "{secret} in {journal}");
    }
    desk.outcome(intent, Outcome::Done(Receipt::PayeeRegistered { payee: "2000305999".into() }));
    desk.must_say("John Doe is registered: the provider's number is 2000305999");
    told(&mut desk, "2000305999", &payee("2000305999", "John", "Doe"), &[]);
    desk.must_show("John Doe");
}

#[rstest]
#[case::born_in_the_future("c-1", "2030-01-01", "US", "NY", "has to be in the past")]
#[case::no_date("c-1", "31/01/1999", "US", "NY", "a date such as 1999-01-31")]
#[case::no_country("c-1", "1999-01-31", "XX", "NY", "the ISO code of a country")]
#[case::no_state("c-1", "1999-01-31", "US", "XX", "the postal code of a state")]
#[case::no_code("", "1999-01-31", "US", "NY", "has to be filled in")]
#[case::a_code_that_is_known("payee-1001", "1999-01-31", "US", "NY", "used already, by Ada Long")]
fn what_is_wrong_is_told_at_its_field(
    #[case] code: &str,
    #[case] born: &str,
    #[case] country: &str,
    #[case] state: &str,
    #[case] words: &str,
) {
    let mut desk = desk_of(remembered());
    fill(&mut desk, code, born, country, state);
    desk.press("enter").sent_nothing();
    desk.must_say(words).must_not_show("becomes a payee");
}

#[test]
fn what_the_provider_refuses_is_told_at_its_field_with_everything_still_there() {
    let mut desk = desk_of(remembered());
    fill(&mut desk, "c-77", "1999-01-31", "US", "NY");
    let (intent, _) = desk.press("enter enter").sent_one();
    let text = "Parameter Value Error: customerCode is used already";
    desk.outcome(intent, Outcome::Rejected(Rejection::Refused { code: "000023".into(), text: text.into() }));
    desk.must_say("used already: choose another").must_say("Nothing was done").must_show("john@example.com");
    let (intent, _) = desk.press("enter enter").sent_one();
    let mut errors = FieldErrors::default();
    errors.add("phone", "not a phone there");
    let invalid = Rejection::Invalid { code: "".into(), text: "".into(), fields: errors };
    desk.outcome(intent, Outcome::Rejected(invalid));
    desk.must_say("not a phone there");
}

#[test]
fn nobody_knows_what_became_of_it_and_it_is_not_sent_again() {
    let mut desk = desk_of(remembered());
    fill(&mut desk, "c-77", "1999-01-31", "US", "NY");
    let (intent, _) = desk.press("enter enter").sent_one();
    desk.outcome(intent, Outcome::Unconfirmed(Fault::ConnectionLost("x".into())));
    desk.must_say("UNCONFIRMED").must_not_show("Register a payee at");
    fill(&mut desk, "c-77", "1999-01-31", "US", "NY");
    desk.press("enter").must_say("An earlier registration with this code is not settled");
}

#[test]
fn a_change_says_what_differs_and_keeps_the_rest() {
    let mut desk = desk_of(remembered());
    desk.press("e").must_say("Waiting for the provider's answer");
    let asked = questions(&mut desk);
    answer_to(&mut desk, asked[0].0, Ok(Data::Payee(Box::new(payee(ADA, "Ada", "Long")))));
    desk.must_show("1999-01-01").must_show("••••••0123 (unchanged)");
    desk.press("backtab enter").sent_nothing();
    desk.must_say("Nothing differs from what the provider has.");
    desk.press("ctrl-u").type_text("10006").press("enter").sent_nothing();
    desk.must_say("postal code: 10005 becomes 10006");
    let (intent, change) = desk.press("enter").sent_one();
    let Change::UpdatePayee { payee: no, details } = change else { panic!("{change:?}") };
    assert_eq!((no.as_str(), details.zip.as_ref().unwrap().as_str()), (ADA, "10006"));
    assert_eq!(details.phone.as_ref().unwrap().full(), "2125550123", "what was not typed stays");
    desk.outcome(intent, Outcome::Done(Receipt::Nothing)).must_say("Ada Long is changed");
}

#[test]
fn an_account_is_added_by_a_number_that_is_not_shown() {
    let mut desk = desk_of(remembered());
    desk.press("a").type_text("101089293").press("tab").type_text("7861053298").press("enter enter enter enter enter");
    desk.sent_nothing();
    desk.must_say("no routing number: a digit is wrong").must_not_show("7861053298");
    desk.press("backspace").type_text("2").must_show("adds up");
    desk.press("enter").must_show("The CHECKING account ••••••3298 at the bank with the routing");
    desk.must_show("number 101089292 is added to Ada Long");
    desk.must_not_show("7861053298");
    let (intent, change) = desk.press("enter").sent_one();
    let Change::AddBankAccount(draft) = change else { panic!("{change:?}") };
    assert_eq!((draft.number.full(), draft.payee.as_str()), ("7861053298", ADA));
    assert!(!format!("{:?}", desk.app.state().intents.get(intent).unwrap()).contains("7861053298"));
    let added = account("2010305455012345670009", "3298", "ACTIVATED");
    desk.outcome(intent, Outcome::Done(Receipt::AccountAdded(Box::new(added.clone()))));
    desk.must_say("The account is added to Ada Long, and is ACTIVATED");
    told(&mut desk, ADA, &payee(ADA, "Ada", "Long"), &[added]);
    assert_eq!(desk.app.state().payees.get(&key_of(ADA)).unwrap().accounts.as_ref().unwrap().len(), 1);
}

#[test]
fn production_is_named_and_a_read_only_connection_changes_nothing() {
    let real = ConnectionInfo { environment: Environment::Production, ..payouts(PAYOUTS) };
    let mut desk = Desk::at(vec![real]);
    desk.press("n").must_show("Register a payee at payouts (PRODUCTION)");
    let mut desk = Desk::at(vec![read_only(payouts(PAYOUTS))]);
    desk.take(Message::Payees(Box::new(PayeesNews { payees: remembered(), fault: None })));
    desk.press("n").must_say("Every connection here is read-only");
    for keys in ["e", "a"] {
        desk.press("esc").press(keys).must_say("payouts is read-only: nothing can be changed there");
    }
    desk.press("i").must_show("Remember a payee of payouts");
}

#[test]
fn a_notification_settles_nothing_and_has_the_provider_asked() {
    use crate::domain::{
        Intent, IntentState, InvoiceId, Money, PostbackKind, PostbackStanding, RawJson, ReceivedPostback,
        TransferRequest,
    };
    use crate::message::{JournalNews, PostbackNews};
    let amount = Money::new(rust_decimal::Decimal::from(500), crate::domain::Currency::new("USD"));
    let change = Change::Transfer(Box::new(TransferRequest::new(ADA.into(), "2010305".into(), amount.clone())));
    let intent = Intent {
        connection: id(PAYOUTS),
        ..told_by_journal(&change, vec![IntentState::Sent, IntentState::Done { reference: None }])
    };
    let of = intent.id;
    let mut desk = desk_of(remembered());
    desk.take(Message::Journal(Box::new(JournalNews { intents: vec![intent], fault: None })));
    std::mem::take(&mut desk.effects);
    let received = ReceivedPostback {
        number: 1,
        at: at(5),
        provider: "yuansfer".into(),
        connection: Some(id(PAYOUTS)),
        kind: PostbackKind::Withdrawal,
        subject: Some(InvoiceId::of(of).0),
        status: Some("success".into()),
        amount: Some(amount),
        standing: PostbackStanding::Verified,
        body: RawJson::default(),
    };
    let news = PostbackNews { received: vec![received], ..PostbackNews::default() };
    desk.take(Message::Postbacks(Box::new(news)));
    desk.must_say("A notification says that").must_say("is success: its provider is asked whether that is so");
    let asks = |effect: &Effect| matches!(effect, Effect::Refresh { feed: FeedKind::Payouts, .. });
    assert_eq!(std::mem::take(&mut desk.effects).iter().filter(|effect| asks(effect)).count(), 1);
    assert_eq!(desk.app.state().intents.get(of).unwrap().state().word(), "done", "it settles nothing");
}

fn told_by_journal(change: &Change, states: Vec<crate::domain::IntentState>) -> crate::domain::Intent {
    crate::state::testing::told(1, change, states)
}
