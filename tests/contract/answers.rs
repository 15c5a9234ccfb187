//! What is made of the answers: every accepted shape, refusals, contradictions, and rows that are not sound.

use jiff::{SignedDuration, Timestamp};
use paytop::domain::{
    Account, AccountDraft, AuthStatus, Change, CollectionType, Data, Fault, Outcome, Phone, Read, Receipt, Rejection,
    Rows, Text, Tool, UpiId,
};
use rstest::rstest;
use rust_decimal::Decimal;

use crate::stub::{self, Stub, change, order, response};

const ACCOUNTS: &str = include_str!("../../src/providers/withdraw_tool/fixtures/accounts.json");
const TOOLS: &str = include_str!("../../src/providers/withdraw_tool/fixtures/tools.json");

async fn asked(read: Read, body: impl AsRef<[u8]>) -> Result<Data, Fault> {
    Stub::answering(body).await.client().reads.read(&read).await.map(|answer| answer.data)
}

async fn accounts(body: impl AsRef<[u8]>) -> Result<Rows<Account>, Fault> {
    asked(Read::Accounts, body).await.map(|data| match data {
        Data::Accounts(rows) => rows,
        other => panic!("{other:?}"),
    })
}

/// The accounts whose list is `data`.
async fn listed(data: &str) -> Rows<Account> {
    accounts(format!(r#"{{"success":true,"errCode":"0","errMsg":"","data":{data}}}"#)).await.unwrap()
}

async fn told(of: &Change, body: impl AsRef<[u8]>) -> Outcome {
    change(&Stub::answering(body).await.client(), of).await
}

fn bad(rows: &Rows<Account>) -> String {
    rows.bad.iter().map(Text::as_str).collect::<Vec<_>>().join("\n")
}

fn ids(rows: &Rows<Account>) -> Vec<&str> {
    rows.rows.iter().map(|account| account.id.as_str()).collect()
}

fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

#[tokio::test]
async fn the_documents_account_list_is_understood() {
    let Rows { rows, bad } = accounts(ACCOUNTS).await.unwrap();
    assert!(bad.is_empty(), "{bad:?}");
    let [upi, card, unknown] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((upi.id.as_str(), &upi.collection, upi.tool.as_str()), ("a1", &CollectionType::Upi, "PHONEPE"));
    assert_eq!((upi.phone.full(), &upi.status), ("9876543210", &Some(AuthStatus::Authorized)));
    assert_eq!((upi.enabled, upi.otp_auth, upi.sms_auth), (true, true, true));
    let task = upi.task.as_ref().unwrap();
    assert_eq!((task.id.as_str(), task.started), ("t1", Some(Timestamp::from_second(1_700_000_000).unwrap())));
    assert_eq!((task.estimate, task.orders, task.succeeded), (SignedDuration::from_mins(90), 40, 31));
    assert_eq!((task.amount, task.withdrawn), (decimal("500000.10"), decimal("123456.70")));
    assert_eq!((&card.collection, &card.status, &card.task), (&CollectionType::Card, &None, &None));
    assert!(card.tool.is_empty());
    // What is unknown is kept and shown as it came.
    assert_eq!(unknown.collection, CollectionType::Other("WALLET".into()));
    assert_eq!(unknown.status, Some(AuthStatus::Other("SUSPENDED".into())));
    assert_eq!(unknown.tool.as_str(), "NEWPAY");
}

#[tokio::test]
async fn the_documents_tool_list_is_understood() {
    let Data::Tools(Rows { rows, bad }) = asked(Read::Tools, TOOLS).await.unwrap() else { panic!() };
    assert!(bad.is_empty(), "{bad:?}");
    let coming = Tool {
        id: "3".into(),
        name: "FreeCharge".into(),
        icon: "fc.png".into(),
        enabled: false,
        kind: "FREECHARGE".into(),
        sort: 3,
    };
    assert_eq!((rows.len(), &rows[2]), (3, &coming));
}

#[rstest]
#[case(r#"["ravi@ybl","9876543210@okaxis"]"#, &["ravi@ybl", "9876543210@okaxis"])]
#[case(r#""ravi@ybl""#, &["ravi@ybl"])]
#[case("null", &[])]
#[case("[]", &[])]
#[tokio::test]
async fn upi_ids_are_a_list_one_or_none(#[case] data: &str, #[case] ids: &[&str]) {
    let read = Read::UpiIds { account: "a1".into() };
    let body = format!(r#"{{"success":true,"errCode":0,"data":{data}}}"#);
    let Data::UpiIds(Rows { rows, bad }) = asked(read, body).await.unwrap() else { panic!() };
    assert!(bad.is_empty());
    assert_eq!(rows.iter().map(UpiId::full).collect::<Vec<_>>(), ids);
}

const ROW: &str = r#"{"id":"a1","collectionType":"UPI","type":"PAYTM","phone":"9876543210","enabled":false}"#;

#[rstest]
#[case::list(r#"{"success":true,"errCode":"0","errMsg":"","data":[ROW]}"#, 1)]
#[case::numeric_code(r#"{"success":true,"errCode":0,"errMsg":null,"data":[ROW]}"#, 1)]
#[case::one_object(r#"{"success":true,"errCode":"0","data":ROW}"#, 1)]
#[case::null(r#"{"success":true,"errCode":"0","data":null}"#, 0)]
#[case::absent(r#"{"success":true,"errCode":"0"}"#, 0)]
#[case::empty_text(r#"{"success":true,"errCode":"0","data":""}"#, 0)]
#[case::no_code(r#"{"success":true,"data":[ROW]}"#, 1)]
#[case::null_code(r#"{"success":true,"errCode":null,"data":[ROW]}"#, 1)]
#[case::empty_code(r#"{"success":true,"errCode":"","data":[ROW]}"#, 1)]
#[case::no_success(r#"{"errCode":"0","data":[ROW]}"#, 1)]
#[case::data_first(r#"{"data":[ROW],"errMsg":"","errCode":"0","success":true}"#, 1)]
#[case::more_fields(r#"{"success":true,"errCode":"0","trace":{"id":[1,{}]},"data":[ROW],"time":1.5}"#, 1)]
#[case::byte_order_mark("\u{feff}{\"success\":true,\"errCode\":\"0\",\"data\":[ROW]}", 1)]
#[tokio::test]
async fn every_shape_of_success_is_accepted(#[case] body: &str, #[case] rows: usize) {
    let read = accounts(body.replace("ROW", ROW)).await.unwrap();
    assert_eq!((read.rows.len(), read.bad.len()), (rows, 0));
    let outcome = told(&Change::SetWithdrawals { account: "a1".into(), enabled: true }, body.replace("ROW", ROW)).await;
    assert!(matches!(outcome, Outcome::Done(Receipt::Nothing)), "{outcome:?}");
}

#[rstest]
#[case::text(r#"{"success":false,"errCode":"8001","errMsg":"otp not authorized","data":null}"#, "8001")]
#[case::number(r#"{"success":false,"errCode":8001,"errMsg":"otp not authorized"}"#, "8001")]
#[case::no_success(r#"{"errCode":8001,"errMsg":"otp not authorized"}"#, "8001")]
#[case::no_code(r#"{"success":false,"errMsg":"otp not authorized"}"#, "none")]
#[case::data_object(r#"{"success":false,"errCode":"8001","errMsg":"otp not authorized","data":{"id":[]}}"#, "8001")]
#[case::data_text(r#"{"success":false,"errCode":"8001","errMsg":"otp not authorized","data":"none"}"#, "8001")]
#[case::data_number(r#"{"success":false,"errCode":"8001","errMsg":"otp not authorized","data":12.5}"#, "8001")]
#[case::data_flag(r#"{"success":false,"errCode":"8001","errMsg":"otp not authorized","data":false}"#, "8001")]
#[case::data_list(r#"{"data":[[1],null,"x"],"success":false,"errCode":"8001","errMsg":"otp not authorized"}"#, "8001")]
#[case::data_broken(r#"{"success":false,"errCode":"8001","errMsg":"otp not authorized","data":["\ud800"]}"#, "8001")]
#[tokio::test]
async fn a_refusal_is_a_refusal_whatever_its_data(#[case] body: &str, #[case] code: &str) {
    let refused = Rejection::Refused { code: code.into(), text: "otp not authorized".into() };
    let changes = [order(), Change::SetWithdrawals { account: "a1".into(), enabled: true }];
    for of in &changes {
        let outcome = told(of, body).await;
        assert!(matches!(&outcome, Outcome::Rejected(rejection) if *rejection == refused), "{outcome:?}");
    }
    let fault = accounts(body).await.unwrap_err();
    assert_eq!(fault, Fault::Refused { code: code.into(), text: "otp not authorized".into() });
}

#[rstest]
#[case(r#"{"success":true,"errCode":"9","errMsg":"?"}"#, true, "9")]
#[case(r#"{"success":true,"errCode":"FAIL","errMsg":"?"}"#, true, "FAIL")]
#[case(r#"{"success":false,"errCode":"0","errMsg":"?"}"#, false, "0")]
#[case(r#"{"success":false,"errCode":0,"errMsg":"?"}"#, false, "0")]
#[tokio::test]
async fn a_contradiction_leaves_an_order_unconfirmed(#[case] body: &str, #[case] success: bool, #[case] code: &str) {
    let fault = Fault::Contradictory { success, code: code.into(), text: "?".into() };
    assert_eq!(accounts(body).await.unwrap_err(), fault);
    let outcome = told(&order(), body).await;
    assert!(matches!(&outcome, Outcome::Unconfirmed(why) if *why == fault), "{outcome:?}");
}

#[rstest]
#[case("{}")]
#[case(r#"{"data":[]}"#)]
#[case(r#"{"success":null,"errCode":null,"data":[]}"#)]
#[case(r#"{"success":"yes","errCode":"0"}"#)]
#[case(r#"{"success":1,"errCode":"0"}"#)]
#[case(r#"{"success":true,"errCode":[0]}"#)]
#[case(r#"{"success":true,"errCode":{}}"#)]
#[case(r#"{"success":true,"success":false,"errCode":"0"}"#)]
#[case(r#"[true,"0","",[]]"#)]
#[case("null")]
#[case("true")]
#[case("0")]
#[case("\"ok\"")]
#[tokio::test]
async fn what_is_no_envelope_is_unreadable_and_an_order_unconfirmed(#[case] body: &str) {
    let fault = accounts(body).await.unwrap_err();
    assert!(matches!(fault, Fault::Unreadable(_)), "{fault:?}");
    let outcome = told(&order(), body).await;
    assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Unreadable(_))), "{outcome:?}");
}

#[rstest]
#[case("5")]
#[case("true")]
#[case("\"none\"")]
#[tokio::test]
async fn an_account_list_that_is_no_list_is_unreadable(#[case] data: &str) {
    // It must not pass for an empty one: that would take every account off the screen.
    let fault = accounts(format!(r#"{{"success":true,"errCode":"0","data":{data}}}"#)).await.unwrap_err();
    assert!(matches!(fault, Fault::Unreadable(_)), "{fault:?}");
}

#[rstest]
#[case::not_an_object("7", "row 2: is a number, not an object")]
#[case::list(r#"["a9"]"#, "row 2: is a list, not an object")]
#[case::null("null", "row 2: is null, not an object")]
#[case::no_id(r#"{"phone":"9876543210"}"#, "row 2: has no id")]
#[case::empty_id(r#"{"id":"","phone":"9876543210"}"#, "row 2: has no id")]
#[case::flag(r#"{"id":"a9","enabled":"yes"}"#, "row 2 (id a9): enabled is a text")]
#[case::flag_number(r#"{"id":"a9","otpAuth":1}"#, "row 2 (id a9): otpAuth is a number")]
#[case::phone(r#"{"id":"a9","phone":["9876543210"]}"#, "row 2 (id a9): phone is a list")]
#[case::status(r#"{"id":"a9","status":{"a":"9876543210"}}"#, "row 2 (id a9): status is an object")]
#[case::surrogate(r#"{"id":"a9","type":"\ud800"}"#, "row 2 (id a9)")]
#[case::twice(r#"{"id":"a9","phone":"1","phone":"2"}"#, "row 2 (id a9): a field comes twice")]
#[case::beyond_numbers(r#"{"id":"a9","more":[],"phone":1e999}"#, "row 2 (id a9)")]
#[case::invisible_id(r#"{"id":"a\u200b1"}"#, "row 2: id is a text too long or with characters no id may have")]
#[case::phone_as_id(r#"{"id":"9876543210","enabled":[]}"#, "row 2 (id ••••••3210): enabled is a list")]
#[tokio::test]
async fn a_bad_row_loses_only_itself_and_says_why(#[case] row: &str, #[case] words: &str) {
    let good = |id| ROW.replace("a1", id);
    let rows = listed(&format!("[{},{row},{}]", good("a1"), good("a3"))).await;
    assert_eq!(ids(&rows), ["a1", "a3"]);
    assert_eq!(rows.bad.len(), 1);
    assert!(bad(&rows).contains(words), "{}", bad(&rows));
    assert!(!bad(&rows).contains("9876543210"));
}

#[tokio::test]
async fn bytes_that_are_no_text_lose_only_their_row() {
    let mut body = br#"{"success":true,"errCode":"0","data":[{"id":"a1"},{"id":"a2","type":"PAY"#.to_vec();
    body.extend_from_slice(b"\xff\xfe\"},{\"id\":\"a3\"}]}");
    let rows = accounts(body).await.unwrap();
    assert_eq!(ids(&rows), ["a1", "a3"]);
    assert!(bad(&rows).contains("row 2") && bad(&rows).contains("UTF-8"), "{}", bad(&rows));
}

#[rstest]
#[case("\"amount\":NaN")]
#[case("\"amount\":-Infinity")]
#[case("\"amount\":\"NaN\"")]
#[case("\"amount\":1e400")]
#[case("\"amount\":true")]
#[case("\"withdrawAmount\":\"12,5\"")]
#[case("\"orderCount\":-1")]
#[case("\"orderCount\":1.5")]
#[case("\"successOrderCount\":\"many\"")]
#[case("\"successOrderCount\":99999999999999999999999")]
#[case("\"startTime\":{}")]
#[case("\"estimateTime\":\"soon\"")]
#[tokio::test]
async fn a_broken_task_costs_the_account_its_task_and_is_told(#[case] field: &str) {
    let name = field.split('"').nth(1).unwrap();
    let data = format!(r#"[{{"id":"a1","enabled":true,"upiWithdrawTask":{{"id":"t1",{field}}}}},{{"id":"a2"}}]"#);
    let rows = listed(&data).await;
    assert_eq!(ids(&rows), ["a1", "a2"]);
    assert!(rows.rows[0].enabled && rows.rows[0].task.is_none());
    assert!(bad(&rows).starts_with(&format!("row 1 (id a1): its task: {name} is ")), "{}", bad(&rows));
}

#[rstest]
#[case::seconds("1700000000", Some(1_700_000_000_000))]
#[case::milliseconds("1700000000123", Some(1_700_000_000_123))]
#[case::limit("100000000000", Some(100_000_000_000_000))]
#[case::over_limit("100000000001", Some(100_000_000_001))]
#[case::text("\"1700000000\"", Some(1_700_000_000_000))]
#[case::float("1700000000.0", Some(1_700_000_000_000))]
#[case::zero("0", None)]
#[case::null("null", None)]
#[case::negative("-5", None)]
#[case::beyond_calendars("9223372036854775807", None)]
#[case::beyond_integers("18446744073709551615", None)]
#[tokio::test]
async fn start_times_have_no_unit(#[case] time: &str, #[case] millis: Option<i64>) {
    let rows = listed(&format!(r#"[{{"id":"a1","upiWithdrawTask":{{"id":"t1","startTime":{time}}}}}]"#)).await;
    assert!(rows.bad.is_empty(), "{}", bad(&rows));
    assert_eq!(rows.rows[0].task.as_ref().unwrap().started.map(Timestamp::as_millisecond), millis);
}

#[rstest]
#[case("90", 5_400)]
#[case("1.5", 90)]
#[case("\"45\"", 2_700)]
#[case("\"0.5\"", 30)]
#[case("null", 0)]
#[case("-3", 0)]
#[case("1e300", 0)]
#[tokio::test]
async fn estimates_are_minutes_in_any_spelling(#[case] time: &str, #[case] seconds: i64) {
    let rows = listed(&format!(r#"[{{"id":"a1","upiWithdrawTask":{{"id":"t1","estimateTime":{time}}}}}]"#)).await;
    // A number no decimal holds is no time: its task is told, never shown with a wrong one.
    if time == "1e300" {
        assert!(rows.rows[0].task.is_none() && rows.bad.len() == 1);
        return;
    }
    assert_eq!(rows.rows[0].task.as_ref().unwrap().estimate, SignedDuration::from_secs(seconds));
}

#[rstest]
#[case("0.1", "0.1")]
#[case("123456789012345.67", "123456789012345.67")]
#[case("1e5", "100000")]
#[case("\"500.10\"", "500.10")]
#[tokio::test]
async fn amounts_keep_their_digits(#[case] sent: &str, #[case] amount: &str) {
    let rows = listed(&format!(r#"[{{"id":"a1","upiWithdrawTask":{{"id":"t1","amount":{sent}}}}}]"#)).await;
    assert_eq!(rows.rows[0].task.as_ref().unwrap().amount, decimal(amount));
}

#[tokio::test]
async fn an_amount_less_than_nothing_loses_its_task_and_says_so() {
    let rows = listed(r#"[{"id":"a1","upiWithdrawTask":{"id":"t1","amount":10,"withdrawAmount":-1.5}}]"#).await;
    assert!(rows.rows[0].task.is_none() && rows.bad.len() == 1);
}

#[tokio::test]
async fn ids_sent_as_numbers_are_their_digits() {
    let rows = listed(r#"[{"id":9007199254740993,"phone":9876543210}]"#).await;
    assert_eq!((ids(&rows), rows.rows[0].phone.full()), (vec!["9007199254740993"], "9876543210"));
}

#[tokio::test]
async fn of_rows_with_one_id_the_last_counts_and_it_is_told() {
    let rows =
        listed(r#"[{"id":"a1","enabled":false},{"id":"a2"},{"id":"a1","enabled":true},{"id":1},{"id":"1"}]"#).await;
    assert_eq!(ids(&rows), ["a2", "a1", "1"]);
    assert!(rows.rows[1].enabled);
    assert_eq!(
        bad(&rows),
        "id a1 comes more than once: the last one counts\nid 1 comes more than once: the last one counts"
    );
}

#[tokio::test]
async fn a_list_of_nothing_but_bad_rows_stays_small() {
    let rows = listed(&format!("[{}0]", "0,".repeat(99_999))).await;
    assert!(rows.rows.is_empty());
    assert_eq!(rows.bad.len(), 101);
    assert_eq!(rows.bad[100], Text::new("and 99900 more"));
}

#[tokio::test]
async fn hostile_text_arrives_harmless() {
    let rows = listed(
        "[{\"id\":\"a1\",\"type\":\"\\u001b[31mPAY\\u0007\\u202eTM\",\"status\":\"\\u009b2J\",\
         \"phone\":\"98\\u200b76\\u001b]0;x\\u0007\"}]",
    )
    .await;
    let account = &rows.rows[0];
    assert_eq!(account.tool.as_str(), "[31mPAYTM");
    assert_eq!(account.status.as_ref().unwrap().as_str(), "2J");
    assert_eq!(account.phone.full(), "9876]0;x");
    let refused = told(&order(), "{\"success\":false,\"errCode\":\"\\u001b[2J9\",\"errMsg\":\"a\\u001bb\"}").await;
    let Outcome::Rejected(Rejection::Refused { code, text }) = refused else { panic!("{refused:?}") };
    assert_eq!((code.as_str(), text.as_str()), ("[2J9", "ab"));
}

#[rstest]
// Beside what is wanted, and where it is not expected.
#[case(r#"{"success":true,"errCode":"0","data":[],"more":DEEP}"#, true)]
#[case(r#"{"success":true,"errCode":"0","data":[{"id":"a1","phone":DEEP}]}"#, true)]
#[case("DEEP", false)]
#[tokio::test]
async fn deeply_nested_json_is_survived(#[case] body: &str, #[case] readable: bool) {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let rows = accounts(body.replace("DEEP", &deep)).await;
    assert_eq!(rows.is_ok(), readable, "{rows:?}");
    let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let rows = accounts(body.replace("DEEP", &deep)).await;
    assert_eq!(rows.is_ok(), readable, "{rows:?}");
}

fn sms() -> Change {
    Change::StartSms { account: "a1".into(), phone: Phone::new("9876543210") }
}

#[rstest]
#[case("[SESSION]")]
#[case("SESSION")]
#[tokio::test]
async fn sessions_come_as_a_list_or_an_object(#[case] data: &str) {
    let body = format!(r#"{{"success":true,"errCode":"0","data":{data}}}"#);
    let body = body.replace("SESSION", r#"{"sessionId":77,"targetPhone":"9000000001","smsText":"AUTH 77"}"#);
    let Outcome::Done(receipt) = told(&Change::SendOtp { account: "a1".into() }, &body).await else { panic!() };
    assert_eq!(receipt, Receipt::OtpSent { session: "77".into() });
    let Outcome::Done(receipt) = told(&sms(), &body).await else { panic!() };
    let target = Phone::new("9000000001");
    assert_eq!(receipt, Receipt::SmsStarted { session: "77".into(), target, text: "AUTH 77".into() });
}

#[rstest]
#[case("null")]
#[case("[]")]
#[case("{}")]
#[case("\"s1\"")]
#[tokio::test]
async fn a_session_that_cannot_be_read_is_unconfirmed(#[case] data: &str) {
    // The OTP or SMS may be under way: it is not called rejected.
    let body = format!(r#"{{"success":true,"errCode":"0","data":{data}}}"#);
    for of in [Change::SendOtp { account: "a1".into() }, sms()] {
        let outcome = told(&of, &body).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Unreadable(_))), "{outcome:?}");
    }
}

#[rstest]
#[case(r#"{"id":"w1","status":"NEW"}"#, Some("w1"))]
#[case(r#"[{"id":17}]"#, Some("17"))]
#[case("null", None)]
#[case("[]", None)]
#[case("true", None)]
#[case(r#"{"id":{}}"#, None)]
#[tokio::test]
async fn an_order_taken_is_done_with_or_without_an_id(#[case] data: &str, #[case] id: Option<&str>) {
    let outcome = told(&order(), format!(r#"{{"success":true,"errCode":"0","data":{data}}}"#)).await;
    let Outcome::Done(receipt) = outcome else { panic!("{outcome:?}") };
    assert_eq!(receipt, Receipt::Order { reference: id.map(Text::new) });
}

fn draft() -> Change {
    Change::SaveAccount(AccountDraft {
        id: None,
        collection: CollectionType::Upi,
        tool: Some("PAYTM".into()),
        phone: Phone::new("9876543210"),
        pin: Some("4711".into()),
        name: None,
        account_number: None,
        ifsc: None,
    })
}

#[tokio::test]
async fn a_saved_account_comes_back_where_the_provider_tells_it() {
    let body = format!(r#"{{"success":true,"errCode":"0","data":{ROW}}}"#);
    let Outcome::Done(Receipt::Saved(Some(account))) = told(&draft(), body).await else { panic!() };
    assert_eq!((account.id.as_str(), account.tool.as_str(), &account.status), ("a1", "PAYTM", &None));
    for data in ["null", "[]", "7", "[{}]"] {
        let outcome = told(&draft(), format!(r#"{{"success":true,"errCode":"0","data":{data}}}"#)).await;
        assert!(matches!(outcome, Outcome::Done(Receipt::Saved(None))), "{outcome:?}");
    }
}

#[tokio::test]
async fn codes_pins_and_phones_that_are_echoed_are_not_told() {
    let otp = Change::ConfirmOtp { account: "a1".into(), session: "s1".into(), code: "482913".into() };
    let refusal = r#"{"success":false,"errCode":"482913","errMsg":"code 482913 is wrong for 9876543210"}"#;
    let contradiction = refusal.replace("false", "true");
    let page = "<html><body>482913 9876543210</body></html>";
    for body in [refusal, &contradiction, page] {
        for (of, secret) in [(&otp, "482913"), (&draft(), "4711")] {
            let words = format!("{:?}", told(of, body.replace("482913", secret)).await);
            assert!(!words.contains(secret) && !words.contains("9876543210"), "{words}");
        }
    }
    let Outcome::Rejected(Rejection::Refused { text, .. }) = told(&otp, refusal).await else { panic!() };
    assert_eq!(text.as_str(), "code ••• is wrong for ••••••3210");
}

#[rstest]
#[case("400 Bad Request")]
#[case("422 Unprocessable Content")]
#[tokio::test]
async fn a_refusal_may_come_with_400_or_422_and_nothing_else_may(#[case] status: &str) {
    let code: u16 = status[..3].parse().unwrap();
    let with = |body: &str| stub::Reaction::Say(response(status, "", body.as_bytes()));
    let refusal = r#"{"success":false,"errCode":"1004","errMsg":"phone is required"}"#;
    let stub = Stub::always(with(refusal)).await;
    let outcome = change(&stub.client(), &order()).await;
    assert_eq!(outcome.code(), Some("1004"));
    for body in [r#"{"success":true,"errCode":"0"}"#, r#"{"error":"Bad Request"}"#, "<html>", ""] {
        let stub = Stub::always(with(body)).await;
        let outcome = change(&stub.client(), &order()).await;
        assert!(matches!(outcome, Outcome::Unconfirmed(Fault::Status(status)) if status == code), "{outcome:?}");
    }
}

#[tokio::test]
async fn the_providers_clock_is_told() {
    let headers = "Date: Fri, 20 Nov 2026 10:00:00 GMT\r\n";
    let body = response("200 OK", headers, br#"{"success":true,"errCode":"0","data":[]}"#);
    let stub = Stub::always(stub::Reaction::Say(body)).await;
    let answer = stub::read(&stub.client()).await.unwrap();
    assert_eq!(answer.date, Some("2026-11-20T10:00:00Z".parse().unwrap()));
}
