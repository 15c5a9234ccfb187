//! Accounts, tools and UPI ids as rows, with the field names of the withdraw-tool API. Phones are masked unless the
//! operator asked to see them.

use crate::cli::output::{Field, Row};
use crate::cli::reveal::Reveal;
use crate::domain::{Account, Tool, UpiId, WithdrawTask};

/// The fields of an account (section 2).
pub const ACCOUNT: &[&str] =
    &["id", "collectionType", "type", "phone", "status", "enabled", "otpAuth", "smsAuth", "upiWithdrawTask"];

/// The fields of a task (section 2, `UpiWithdrawTask`).
pub const TASK: &[&str] =
    &["id", "startTime", "estimateTime", "orderCount", "successOrderCount", "amount", "withdrawAmount"];

/// The fields of a tool (section 1).
pub const TOOL: &[&str] = &["id", "name", "icon", "enabled", "type", "sort"];

/// The field of a UPI id (section 9 lists bare texts).
pub const UPI: &[&str] = &["upi"];

/// An account.
#[must_use]
pub fn account(account: &Account, reveal: Reveal) -> Row {
    Row::default()
        .with("id", account.id.as_str())
        .with("collectionType", account.collection.as_str())
        .with("type", account.tool.as_str())
        .with("phone", Field::Text(reveal.phone(&account.phone)))
        .with("status", account.status.as_ref().map_or(Field::Null, |status| status.as_str().into()))
        .with("enabled", Field::Flag(account.enabled))
        .with("otpAuth", Field::Flag(account.otp_auth))
        .with("smsAuth", Field::Flag(account.sms_auth))
        .with("upiWithdrawTask", Field::Object { names: TASK, row: account.task.as_ref().map(task) })
}

/// A task: `startTime` in seconds since 1970 (0 where it is not known), `estimateTime` in minutes, amounts in rupees.
fn task(task: &WithdrawTask) -> Row {
    Row::default()
        .with("id", task.id.as_str())
        .with("startTime", Field::Integer(task.started.map_or(0, jiff::Timestamp::as_second).into()))
        .with("estimateTime", Field::Integer(task.estimate.as_mins().into()))
        .with("orderCount", Field::Integer(task.orders.into()))
        .with("successOrderCount", Field::Integer(task.succeeded.into()))
        .with("amount", Field::Amount(task.amount))
        .with("withdrawAmount", Field::Amount(task.withdrawn))
}

/// A tool.
#[must_use]
pub fn tool(tool: &Tool) -> Row {
    Row::default()
        .with("id", tool.id.as_str())
        .with("name", tool.name.as_str())
        .with("icon", tool.icon.as_str())
        .with("enabled", Field::Flag(tool.enabled))
        .with("type", tool.kind.as_str())
        .with("sort", Field::Integer(tool.sort.into()))
}

/// A UPI id.
#[must_use]
pub fn upi(upi: &UpiId, reveal: Reveal) -> Row {
    Row::default().with("upi", Field::Text(reveal.upi(upi)))
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use rust_decimal::Decimal;

    use super::*;
    use crate::cli::output::{Format, Records, write, write_line};
    use crate::domain::{AuthStatus, CollectionType, Phone};

    fn an_account() -> Account {
        Account {
            id: "a17".into(),
            collection: CollectionType::Upi,
            tool: "PHONEPE".into(),
            phone: Phone::new("9876543210"),
            status: Some(AuthStatus::Authorized),
            enabled: true,
            otp_auth: true,
            sms_auth: false,
            task: Some(WithdrawTask {
                id: "t1".into(),
                started: Some(Timestamp::from_second(1_700_000_000).unwrap()),
                estimate: SignedDuration::from_mins(45),
                orders: 10,
                succeeded: 9,
                amount: Decimal::from_str_exact("1000.10").unwrap(),
                withdrawn: Decimal::from_str_exact("250").unwrap(),
            }),
        }
    }

    #[test]
    fn json_has_the_document_s_names_and_exact_amounts() {
        let mut out = Vec::new();
        write_line(&mut out, &account(&an_account(), Reveal(true))).unwrap();
        let expected = concat!(
            r#"{"id":"a17","collectionType":"UPI","type":"PHONEPE","phone":"9876543210","status":"AUTHORIZED","#,
            r#""enabled":true,"otpAuth":true,"smsAuth":false,"upiWithdrawTask":{"id":"t1","startTime":1700000000,"#,
            r#""estimateTime":45,"orderCount":10,"successOrderCount":9,"amount":1000.10,"withdrawAmount":250}}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn phones_are_masked_in_every_form_unless_revealed() {
        for format in [Format::Table, Format::Json, Format::Csv] {
            let printed = |reveal| {
                let mut out = Vec::new();
                let rows = vec![account(&an_account(), Reveal(reveal))];
                write(&mut out, format, &Records::Many { names: ACCOUNT, rows }).unwrap();
                String::from_utf8(out).unwrap()
            };
            assert!(!printed(false).contains("987654") && printed(false).contains("3210"));
            assert!(printed(true).contains("9876543210"));
        }
        let id = UpiId::new("9876543210@ybl");
        assert_ne!(upi(&id, Reveal(false)), upi(&id, Reveal(true)));
    }

    #[test]
    fn an_account_without_a_task_has_null_and_its_names_in_order() {
        let row = account(&Account { task: None, status: None, ..an_account() }, Reveal(false));
        let names: Vec<_> = row.0.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ACCOUNT);
        let mut out = Vec::new();
        write_line(&mut out, &row).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert!(value["upiWithdrawTask"].is_null() && value["status"].is_null());
    }
}
