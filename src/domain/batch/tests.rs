//! Files as people make them, read; and the ids that follow from them.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;

use super::*;
use crate::domain::{
    Change, ConnectionId, ConnectionInfo, Currency, Environment, Fault, FieldErrors, IntentId, IntentState, Limit,
    Limits, Outcome, Polling, Rejection, Told,
};

const TITLES: &str = "payment_system,amount,currency_code,label,is_test,account_number,account_name,bank_code";

fn read(text: &str) -> Result<Sheet, FileFault> {
    Sheet::read(&WITHDRAWALS, text.as_bytes(), &Limits::default())
}

fn sheet(lines: &str) -> Sheet {
    read(&format!("{TITLES}\n{lines}")).unwrap()
}

/// What is wrong with the only line.
fn wrong(line: &str) -> String {
    sheet(line).lines[0].faults.to_string()
}

#[test]
fn a_line_becomes_the_withdrawal_it_says() {
    let sheet = sheet("imps_ib,1500.00,inr,user-7,false,001122334455,\"Rao, Asha\",MAHB0001821\n");
    // A comma is no letter: the rules of a withdrawal are those of the form.
    assert_eq!(sheet.lines[0].faults.to_string(), "account_name: letters and spaces alone");
    let sheet = self::sheet("imps_ib,1500.00,inr,user-7,false,001122334455,Asha Rao,MAHB0001821\n");
    let Some(Change::CreateWithdrawal(request)) = &sheet.lines[0].change else { panic!("it becomes a withdrawal") };
    assert!(sheet.is_sound());
    assert_eq!(request.amount.to_string(), "INR 1,500.00");
    assert_eq!(request.account_number.as_ref().unwrap().full(), "001122334455", "zeros in front stay");
    assert_eq!(request.bank_code.as_ref().unwrap().as_str(), "MAHB0001821");
    assert!(!request.is_test);
    assert_eq!((sheet.lines[0].number, sheet.lines[0].amount.as_str()), (2, "INR 1,500.00"));
}

#[rstest]
#[case::bom("\u{feff}", "\n", ',')]
#[case::crlf("", "\r\n", ',')]
#[case::semicolons("", "\n", ';')]
#[case::all_of_it("\u{feff}", "\r\n", ';')]
fn what_spreadsheets_write_reads_the_same(#[case] start: &str, #[case] end: &str, #[case] delimiter: char) {
    let plain = format!("{TITLES}\npaytm,100,INR,1,true,9876543210,,\n\npaytm,200,INR,2,true,9876543211,,");
    let written = format!("{start}{}", plain.replace('\n', end).replace(',', &delimiter.to_string()));
    let (plain, written) = (read(&plain).unwrap(), read(&written).unwrap());
    let told = |sheet: &Sheet| format!("{:?}", sheet.lines);
    assert_eq!(told(&written), told(&plain));
    assert_eq!(written.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 4]);
    assert_ne!(written.digest, plain.digest, "other bytes are another file");
}

#[test]
fn columns_stand_in_any_order_and_by_their_short_names() {
    let text = "bank_details.branch_code,is_test,LABEL,currency_code, amount ,payment_system,account_number\n\
                7,false,1,INR,100,paytm,9876543210\n";
    let sheet = read(text).unwrap();
    let Some(Change::CreateWithdrawal(request)) = &sheet.lines[0].change else { panic!("it becomes a withdrawal") };
    assert_eq!(request.branch_code.as_ref().unwrap().as_str(), "7");
    assert!(sheet.is_sound(), "{:?}", sheet.lines);
}

#[rstest]
#[case::nothing("", "there is no line in it")]
#[case::titles_alone("payment_system,amount,currency_code,label,is_test\n", "there is no line in it")]
#[case::blank_lines("payment_system,amount,currency_code,label,is_test\n\n,,,,\n", "there is no line in it")]
#[case::no_titles("paytm,100,INR,1,false\n", "no such column: paytm; there are payment_system, amount")]
#[case::a_number_for_a_title("9876543210\n", "no such column: ••••••3210")]
#[case::missing("payment_system,amount\n", "missing: currency_code, label, is_test")]
#[case::unknown("payment_system,amount,currency_code,label,is_test,note\n", "no such column: note")]
#[case::own_ids("withdrawal_id,payment_system,amount,currency_code,label,is_test\n", "paytop makes the ids itself")]
#[case::unnamed("payment_system,amount,currency_code,label,is_test,\n", "a column without a title")]
#[case::twice("amount,bank_code,bank_details.bank_code\n", "the column bank_details.bank_code is there twice")]
#[case::bad_titles("a\"b\n", "the first line has to name the columns: a quote stands within a cell")]
#[case::old_line_ends("payment_system,amount\rpaytm,100\r", "line 1 ends in CR alone")]
fn a_file_that_is_none_says_why(#[case] text: &str, #[case] words: &str) {
    let fault = read(text).unwrap_err().to_string();
    assert!(fault.contains(words), "{fault}");
}

#[test]
fn other_encodings_are_told_by_their_line() {
    let bytes = |bytes: &[u8]| Sheet::read(&WITHDRAWALS, bytes, &Limits::default()).unwrap_err();
    assert_eq!(bytes(b"\xff\xfea\0"), FileFault::Utf16);
    assert_eq!(bytes(b"amount\n1\n\xe9\n"), FileFault::NotUtf8(3));
    assert_eq!(bytes(&vec![b'a'; MAX_BYTES + 1]), FileFault::TooLarge);
}

#[test]
fn a_hundred_thousand_lines_are_read_and_no_more() {
    let line = |at: usize| format!("paytm,{}0,INR,{at},false,9876543210,,\n", at + 1);
    let mut text = format!("{TITLES}\n");
    text.extend((0..MAX_LINES).map(line));
    let sheet = read(&text).unwrap();
    assert_eq!((sheet.lines.len(), sheet.faulty, sheet.duplicates()), (MAX_LINES, 0, 0));
    // 10 + 20 + ... + 1,000,000, a hundred thousand of them.
    assert_eq!(sheet.totals.words(), "INR 50,00,05,00,000.00");
    text.push_str(&line(MAX_LINES));
    assert_eq!(read(&text).unwrap_err(), FileFault::TooLong);
}

#[rstest]
#[case("paytm,100,INR,1,false,9876543210,", "line: has 7 cells, where the first line has 8")]
#[case("paytm,100,INR,1,false,9876543210,,,", "line: has 9 cells, where the first line has 8")]
#[case("paytm,100,INR,1,false,\"9876543210,,", "line: a quote is not closed: a cell cannot hold a line break")]
#[case("paytm,1005,INR,1,false,9876543210,,", "amount: must be a multiple of 10")]
#[case("upi_ib,10.5,INR,1,false,9876543210,Asha,", "amount: must be a whole number: this provider pays no fractions")]
#[case("paytm,100,INR,1,false,98765,,", "account_number: 10 digits, without +91")]
#[case("paytm,100,INR,1,false,=9876543210,,", "account_number: 10 digits, without +91")]
#[case("paytm,100,RUPEES,1,false,9876543210,,", "currency_code: a currency code of three letters, such as INR")]
#[case("paytm,100,INR,,false,9876543210,,", "label: has to be filled in")]
#[case("paytm,100,INR,1,maybe,9876543210,,", "is_test: true or false")]
#[case("paytm,100,INR,1,,9876543210,,", "is_test: true or false")]
#[case("paytm,100,INR, 1,false,9876543210,,", "label: no spaces before or after it")]
#[case(
    "newpay,100,INR,1,false,9.87654E+09,,",
    "account_number: a spreadsheet has rounded this number: make its column text, and fill it in again"
)]
fn every_fault_of_a_line_is_told_at_its_field(#[case] line: &str, #[case] words: &str) {
    assert_eq!(wrong(line), words);
}

#[rstest]
#[case("1,500")]
#[case("1.500,00")]
#[case("12 000")]
#[case("-5")]
#[case("+5")]
#[case("1e3")]
#[case("₹500")]
#[case("٥٠٠")]
#[case("=500")]
fn an_amount_that_can_be_read_in_two_ways_is_a_fault(#[case] amount: &str) {
    let said = wrong(&format!("paytm,\"{amount}\",INR,1,false,9876543210,,"));
    assert!(said.starts_with("amount: digits and at most one point"), "{amount}: {said}");
}

#[test]
fn all_faults_of_a_line_are_told_together_and_no_number_whole() {
    let said = wrong("imps_ib,1.5,rs,,x,9876543210x,,mahb0001821");
    for field in
        ["amount", "currency_code", "label", "is_test", "account_number", "account_name", "bank_details.bank_code"]
    {
        assert!(said.contains(field), "{field} is not in {said}");
    }
    let sheet = sheet("paytm,1005,INR,1,false,9876543210,,\nnewpay,x,INR,1,false,9876543210,,\n");
    let told: Vec<_> =
        sheet.lines.iter().map(|line| format!("{} {} {}", line.payee, line.amount, line.faults)).collect();
    assert!(!told.concat().contains("987654"), "{told:?}");
    assert!(told[1].starts_with("newpay ••••••3210 x"), "{told:?}");
    assert!(!format!("{sheet:?}").contains("987654"));
}

#[rstest]
#[case::long("paytm,105,INR,1,false,9876543210,,", "paytm ••••••3210")]
#[case::long_and_rounded("paytm,x,INR,1,false,9.87654E+09,,", "paytm •••••••E+09")]
#[case::eight("paytm,100,INR,1,false,98765432,,", "paytm ••••5432")]
#[case::seven("paytm,100,INR,1,false,9876543,,", "paytm ••••")]
#[case::one("paytm,100,INR,1,false,1,,", "paytm ••••")]
#[case::short_without_an_amount("paytm,x,INR,1,false,98765,,", "paytm ••••")]
#[case::none("paytm,x,INR,1,false,,,", "paytm")]
#[case::nothing(",x,INR,1,false,,,", "")]
fn a_line_with_faults_is_told_by_its_system_and_no_more_than_the_end_of_a_long_number(
    #[case] line: &str,
    #[case] payee: &str,
) {
    let sheet = sheet(line);
    assert!(!sheet.is_sound());
    assert_eq!(sheet.lines[0].payee.as_str(), payee);
}

#[test]
fn what_looks_like_a_formula_is_data() {
    let text = format!("{TITLES},comment\nnewpay,100,INR,=1+1,false,@SUM(A1),,,+cmd|' /C calc'!A0\n");
    let sheet = read(&text).unwrap();
    let Some(Change::CreateWithdrawal(request)) = &sheet.lines[0].change else { panic!("it becomes a withdrawal") };
    assert_eq!(request.label.as_str(), "=1+1");
    assert_eq!(request.account_number.as_ref().unwrap().full(), "@SUM(A1)");
    assert_eq!(request.comment.as_ref().unwrap().as_str(), "+cmd|' /C calc'!A0");
    assert!(sheet.is_sound());
}

#[test]
fn what_cannot_be_seen_is_a_fault_and_not_left_out_in_silence() {
    assert!(wrong("paytm,100,INR,us\u{202e}er,false,9876543210,,").contains("label: holds what cannot be seen"));
    assert!(wrong("paytm,100,INR,a\tb,false,9876543210,,").contains("label: holds what cannot be seen"));
    assert!(!wrong("newpay,100,INR,1,false,98\u{7}76,,").is_empty());
    let long = "x".repeat(20_000);
    assert!(wrong(&format!("paytm,100,INR,{long},false,9876543210,,")).contains("line: longer than 16384 bytes"));
}

#[test]
fn what_is_more_than_may_ever_leave_is_a_fault_of_its_line() {
    let limit = Limit { largest: Some(Decimal::from(500)), ..Limit::default() };
    let limits = Limits::default().with(Currency::inr(), limit);
    let text = format!("{TITLES}\npaytm,500,INR,1,false,9876543210,,\npaytm,510,INR,1,false,9876543210,,\n");
    let sheet = Sheet::read(&WITHDRAWALS, text.as_bytes(), &limits).unwrap();
    assert_eq!(sheet.faulty, 1);
    assert!(sheet.lines[1].faults.to_string().contains("largest single amount"), "{:?}", sheet.lines[1]);
}

#[test]
fn the_same_payee_and_amount_is_a_duplicate_whatever_else_a_line_says() {
    let sheet = sheet(
        "paytm,100,INR,1,false,9876543210,,\npaytm,100.00,INR,2,false,9876543210,Asha,\n\
         paytm,110,INR,1,false,9876543210,,\npaytm,100,INR,1,true,9876543210,,\nPAYTM,100,INR,1,false,9876543210,,\n\
         newpay,100,INR,1,false,,,\nnewpay,100,INR,2,false,,,\n",
    );
    let same: Vec<_> = sheet.lines.iter().map(|line| line.same_as).collect();
    assert_eq!(same, [None, Some(2), None, None, Some(2), None, None]);
    assert_eq!(sheet.duplicates(), 2);
}

#[test]
fn sums_are_told_by_currency() {
    let sheet =
        sheet("paytm,100,INR,1,false,9876543210,,\nnewpay,7,USD,1,false,1,,\npaytm,200,INR,1,false,9876543210,,\n");
    let sums: Vec<_> = sheet.totals.iter().map(|(count, sum)| format!("{count} {sum}")).collect();
    assert_eq!(sums, ["2 INR 300.00", "1 USD 7.00"]);
    assert_eq!(sheet.totals.words(), "INR 300.00 and USD 7.00");
    assert_eq!(sheet.sums_words(), "The whole file: INR 300.00 in 2 withdrawals, USD 7.00 in 1 withdrawal");
}

#[test]
fn a_line_with_faults_is_in_no_sum_and_that_is_said() {
    let sheet = sheet("paytm,100,INR,1,false,9876543210,,\npaytm,200,INR,2,false,98765,,\n");
    assert_eq!(sheet.sums_words(), "Without the lines that have faults: INR 100.00 in 1 withdrawal");
    assert_eq!(self::sheet("paytm,200,INR,2,false,98765,,\n").sums_words(), "Every line has faults");
}

fn batch(bytes: &[u8], connection: &str, number: u32) -> BatchId {
    BatchId { digest: FileDigest::of(bytes), connection: ConnectionId::new(connection), number }
}

#[test]
fn a_file_is_known_by_what_sha256sum_prints() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let digest = FileDigest::of(b"");
    assert_eq!((digest.to_string().as_str(), digest.short().as_str()), (empty, "e3b0c442"));
    assert_eq!(empty.parse(), Ok(digest));
    assert_eq!((batch(b"", "a", 1).name().as_str(), batch(b"", "a", 2).name().as_str()), ("e3b0c442", "e3b0c442-2"));
}

#[test]
fn an_id_follows_from_the_file_and_says_nothing_else() {
    let id = batch(b"abc", "india-a", 1).intent(2, 1);
    assert_eq!(id, batch(b"abc", "india-a", 1).intent(2, 1), "whoever asks arrives at the same");
    assert_eq!(id.0.get_version_num(), 8);
    let others = [
        batch(b"abd", "india-a", 1).intent(2, 1),
        batch(b"abc", "india-b", 1).intent(2, 1),
        batch(b"abc", "india-a", 2).intent(2, 1),
        batch(b"abc", "india-a", 1).intent(3, 1),
        batch(b"abc", "india-a", 1).intent(2, 2),
    ];
    assert_eq!(others.iter().chain([&id]).collect::<HashSet<_>>().len(), 6);
    // It stays so for ever, for what an older version has sent is known by it. Computed elsewhere, from SHA-256 and the
    // bytes that the method names.
    assert_eq!(id.to_string(), "e30bf430-696b-8327-82ec-5d07b758e116");
}

#[test]
fn no_two_lines_of_a_large_file_have_one_id() {
    let batch = batch(b"abc", "india-a", 1);
    let ids: HashSet<IntentId> = (2..100_002).map(|line| batch.intent(line, 1)).collect();
    assert_eq!(ids.len(), 100_000);
}

#[test]
fn a_hash_is_keyed_and_its_parts_do_not_run_together() {
    let parts = |parts: &[&str]| parts.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>();
    let (key, other) = (PayoutKey::new([1; 32]), PayoutKey::new([2; 32]));
    assert_ne!(key.hash(&parts(&["a", "bc"])), key.hash(&parts(&["ab", "c"])));
    assert_eq!(key.hash(&parts(&["a"])), key.hash(&parts(&["a"])));
    assert_ne!(key.hash(&parts(&["a"])), other.hash(&parts(&["a"])));
    assert_eq!(key.hash(&parts(&["a"])).as_str().len(), 32);
    assert_eq!(format!("{key:?}"), "PayoutKey(left out)");
}

#[rstest]
#[case(Outcome::Unconfirmed(Fault::ConnectionLost("reset".into())), 1, None)]
#[case(Outcome::Unconfirmed(Fault::ConnectionLost("reset".into())), 3, Some(Pause::Unconfirmed(3)))]
#[case(refused("no such payee"), 0, None)]
#[case(refused("Insufficient balance"), 0, Some(Pause::Balance))]
#[case(Outcome::from_fault(Fault::Unauthorized(401)), 0, Some(Pause::Fault(Fault::Unauthorized(401))))]
#[case(
    Outcome::from_fault(Fault::UnknownCaller { by_secret: true }),
    0,
    Some(Pause::Fault(Fault::UnknownCaller { by_secret: true }))
)]
#[case(Outcome::from_fault(Fault::Unreachable("no route".into())), 0, Some(Pause::Fault(Fault::Unreachable("no route".into()))))]
fn a_batch_pauses_where_the_next_line_would_meet_the_same(
    #[case] outcome: Outcome,
    #[case] unconfirmed: usize,
    #[case] pause: Option<Pause>,
) {
    assert_eq!(pauses(&outcome, unconfirmed), pause);
}

fn refused(words: &str) -> Outcome {
    Outcome::Rejected(Rejection::Refused { code: "".into(), text: words.into() })
}

#[test]
fn too_little_in_the_wallets_is_known_by_the_field_too() {
    let mut fields = FieldErrors::default();
    fields.add("withdrawals_sum_amount", "Insufficient balance");
    let outcome = Outcome::Rejected(Rejection::Invalid { code: "".into(), text: "".into(), fields });
    assert_eq!(pauses(&outcome, 0), Some(Pause::Balance));
}

fn info() -> ConnectionInfo {
    let limit = Limit { type_from: Some(Decimal::from(300)), ..Limit::default() };
    ConnectionInfo {
        id: ConnectionId::new("india-a"),
        provider: "paykassma",
        environment: Environment::Production,
        host: "api.example.com".into(),
        polling: Polling::default(),
        feeds: Vec::new(),
        abilities: &[],
        read_only: false,
        limits: Limits::default().with(Currency::inr(), limit),
        otp_validity: Duration::ZERO,
        otp_cool_down: Duration::ZERO,
    }
}

fn review(sheet: &Sheet, which: Which, begun: &[(u32, IntentState)]) -> Review {
    let id = BatchId { digest: sheet.digest, connection: ConnectionId::new("india-a"), number: 1 };
    let begun = begun
        .iter()
        .map(|(line, state)| (*line, Begun { attempt: 1, intent: id.intent(*line, 1), state: state.clone() }));
    let sendings = if which == Which::First {
        Vec::new()
    } else {
        let (at, operator) = (Timestamp::UNIX_EPOCH, "asha".into());
        vec![Sending { id: id.clone(), at, operator, lines: 4, is_elsewhere: false }]
    };
    Review { which, begun: begun.collect(), sendings, repeats: HashMap::new(), payouts: HashMap::new(), id }
}

#[test]
fn the_question_says_all_of_it_and_wants_the_figures() {
    let sheet = sheet(
        "paytm,100,INR,1,false,9876543210,,\npaytm,100,INR,2,false,9876543210,,\npaytm,110,INR,1,true,9876543211,,\n\
         newpay,7,USD,1,false,1,,\n",
    );
    let question = Question::new(&sheet, &review(&sheet, Which::First, &[]), Wants::default(), &info(), 30);
    assert_eq!((question.lines, question.duplicates, question.repeats, question.retries), (4, 1, 0, 0));
    assert_eq!(question.sums.iter().map(ToString::to_string).collect::<Vec<_>>(), ["INR 310.00"]);
    let short = &question.paragraphs[0];
    assert_eq!(
        *short,
        format!(
            "india-a (PRODUCTION, api.example.com): send batch {}, 4 withdrawals of 4 lines: INR 310.00 and USD 7.00 in \
             all, one after the other, at most 30 a minute. 1 of the lines is a test, with which no money goes out.",
            sheet.digest.short()
        )
    );
    assert!(question.paragraphs[1].contains("line 3"), "{question:?}");
}

#[test]
fn going_on_leaves_out_what_left_and_refusals_want_a_word() {
    let sheet = sheet(
        "paytm,100,INR,1,false,9876543210,,\npaytm,110,INR,2,false,9876543210,,\npaytm,120,INR,1,false,9876543211,,\n\
         newpay,7,USD,1,false,1,,\n",
    );
    let states = [
        (2, IntentState::Done { reference: None }),
        (3, IntentState::Unconfirmed(Told::plain("no answer"))),
        (4, IntentState::Rejected(Told::plain("refused"))),
    ];
    let review = review(&sheet, Which::Resume, &states);
    let plain = review.tally(&sheet, Wants::default());
    assert_eq!((plain.sends, plain.done, plain.unconfirmed, plain.refused, plain.open), (1, 1, 1, 1, 1));
    assert_eq!(plain.to_send.words(), "USD 7.00");
    let wants = Wants { refused: true, repeats: false };
    let question = Question::new(&sheet, &review, wants, &info(), 30);
    assert_eq!((question.lines, question.retries), (2, 1));
    assert!(question.paragraphs[0].contains("go on with batch"), "{question:?}");
    assert!(
        question.paragraphs.iter().any(|words| words.contains("1 taken on or paid already; 1 unconfirmed")),
        "{question:?}"
    );
}

#[test]
fn what_somebody_settled_as_not_done_is_not_tried_again_by_itself() {
    let sheet = sheet("paytm,100,INR,1,false,9876543210,,\n");
    let settled = IntentState::Settled(crate::domain::Settlement {
        happened: Some(false),
        how: crate::domain::How::Operator,
        by: "asha".into(),
        evidence: "the bank's statement".into(),
        reference: None,
    });
    let review = review(&sheet, Which::Resume, &[(2, settled)]);
    let all = review.tally(&sheet, Wants { refused: true, repeats: true });
    assert_eq!((all.sends, all.undone), (0, 1));
}

proptest! {
    #[test]
    fn no_file_makes_it_panic_and_no_number_shows(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Sheet::read(&WITHDRAWALS, &bytes, &Limits::default());
    }

    #[test]
    fn no_cells_make_it_panic(cells in prop::collection::vec("\\PC{0,24}", 8), quoted in any::<bool>()) {
        let line = if quoted {
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
        } else {
            cells.join(",")
        };
        let text = format!("{TITLES}\n{line}\n");
        if let Ok(sheet) = read(&text) {
            for line in &sheet.lines {
                // Either it becomes something, or it says why not.
                prop_assert!(line.change.is_some() || !line.faults.is_empty());
            }
        }
    }
}
