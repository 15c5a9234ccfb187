//! Lines that become transfers (Yuansfer payouts, "Transfer").

use super::{Cells, Column, LineKind};
use crate::domain::{Change, Currency, FieldErrors, Money, TransferRequest};

const PAYEE: &str = "customerNo";
const ACCOUNT: &str = "accountToken";
const AMOUNT: &str = "amount";
const CURRENCY: &str = "currency";

/// A transfer a line. The columns are the document's fields; `invoiceId` is none of them, as it is made of the intent's.
pub static TRANSFERS: LineKind = LineKind {
    provider: "yuansfer",
    plural: "transfers",
    singular: "transfer",
    columns: &[
        Column::required(PAYEE),
        Column::required(ACCOUNT),
        Column::required(AMOUNT),
        Column::required(CURRENCY),
        Column::optional("subject"),
        Column::optional("note"),
        Column::optional("description"),
    ],
    own_id: "invoiceId",
    amount: AMOUNT,
    way_and_number: |cells| ("", cells.raw(PAYEE)),
    read,
    is_test: |_| false,
    payout,
};

fn read(cells: &Cells<'_>, faults: &mut FieldErrors) -> Option<Change> {
    let currency = Currency::new(cells.raw(CURRENCY));
    let money = cells.money(AMOUNT, currency.clone(), faults);
    // What cannot be an amount is a fault already: the rest of the line is checked all the same.
    let sound = money.clone().unwrap_or_else(|| Money::new(1.into(), currency));
    let request = TransferRequest {
        subject: cells.text("subject", faults),
        note: cells.text("note", faults),
        description: cells.text("description", faults),
        ..TransferRequest::new(cells.number(PAYEE, faults).into(), cells.number(ACCOUNT, faults).into(), sound)
    };
    if let Err(found) = request.check() {
        for error in found.0 {
            for text in error.texts {
                faults.add(error.field.as_str(), text);
            }
        }
    }
    money.is_some().then(|| Change::Transfer(Box::new(request)))
}

/// To whichever of their accounts it goes: a payee who was paid is paid, and asking once too often is better than paying
/// twice.
fn payout(change: &Change) -> Vec<String> {
    let Change::Transfer(request) = change else { return Vec::new() };
    let TransferRequest { payee, amount, .. } = &**request;
    vec![
        "transfer".to_owned(),
        payee.to_string(),
        amount.amount.normalize().to_string(),
        amount.currency.code().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::Sheet;
    use super::*;
    use crate::domain::Limits;

    const PAYEE_NO: &str = "2000305228292319592008";
    const TOKEN: &str = "2010305228303182765718";

    fn sheet(lines: &str) -> Sheet {
        let text = format!("customerNo,accountToken,amount,currency,note\n{lines}");
        Sheet::read(&TRANSFERS, text.as_bytes(), &Limits::default()).unwrap()
    }

    #[test]
    fn a_line_becomes_the_transfer_it_says() {
        let sheet = sheet(&format!("{PAYEE_NO},{TOKEN},500.10,usd,\"Thanks, John\"\n"));
        assert!(sheet.is_sound(), "{:?}", sheet.lines[0].faults);
        let Some(Change::Transfer(request)) = &sheet.lines[0].change else { panic!("it becomes a transfer") };
        assert_eq!((request.payee.as_str(), request.account.as_str()), (PAYEE_NO, TOKEN));
        assert_eq!((request.digits().as_str(), request.amount.to_string().as_str()), ("500.10", "USD 500.10"));
        assert_eq!(request.note.as_ref().unwrap().as_str(), "Thanks, John");
        assert!(!sheet.lines[0].is_test);
    }

    #[rstest]
    #[case::rounded("2.0003E+21,2010,5,USD,", "a spreadsheet has rounded this number")]
    #[case::comma("2000,2010,\"1,500\",USD,", "no commas, spaces or signs")]
    #[case::fine("2000,2010,1.005,USD,", "too many decimals")]
    #[case::nothing("2000,2010,0,USD,", "more than zero")]
    #[case::no_payee(",2010,5,USD,", "customerNo: has to be filled in")]
    #[case::no_account("2000,,5,USD,", "accountToken: has to be filled in")]
    #[case::no_currency("2000,2010,5,dollars,", "a currency code of three letters")]
    #[case::spaces("2000,2010,5,USD,x ", "no spaces before or after")]
    fn what_is_wrong_is_told(#[case] line: &str, #[case] words: &str) {
        let faults = sheet(line).lines[0].faults.to_string();
        assert!(faults.contains(words), "{faults}");
    }

    #[test]
    fn the_same_amount_to_one_payee_is_the_same_payout_on_any_account() {
        let sheet = sheet("2000,2010,5,USD,a\n2000,2011,5.00,USD,b\n2000,2010,5.01,USD,a\n2001,2010,5,USD,a\n");
        let known: Vec<_> = sheet.lines.iter().map(|line| payout(line.change.as_ref().unwrap())).collect();
        assert_eq!(known[0], known[1]);
        assert!(known[0] != known[2] && known[0] != known[3]);
        assert_eq!(sheet.lines[1].same_as, Some(2), "the line below is told to pay the same");
    }

    #[test]
    fn an_invoice_id_is_no_column() {
        let read = Sheet::read(&TRANSFERS, b"invoiceId,customerNo\n1,2\n", &Limits::default());
        assert!(read.unwrap_err().to_string().contains("paytop makes the ids itself"));
    }
}
