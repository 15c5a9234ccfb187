//! `paykassma balances`: what lies in the wallets (Paykassma API, "Accounts' balance").

use rust_decimal::Decimal;

use super::rows;
use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::cli::output::{Format, Records};
use crate::domain::{Balance, Currency, Data, FieldErrors, Money, Read};

/// Lists them in the provider's order.
pub async fn run(job: &mut Job<'_>) -> Result<Exit, Exit> {
    let Data::Balances(balances) = job.read(&Read::Balances).await? else { return job.confused() };
    let whole = balances.bad.is_empty();
    let balances = job.rows(balances.rows, &balances.bad);
    let rows = balances.iter().map(rows::balance).collect();
    let exit = job.print(&Records::Many { names: rows::BALANCE, rows })?;
    if job.format() == Format::Table && !balances.is_empty() {
        let sums: Vec<String> = sums(&balances).iter().map(Money::to_string).collect();
        let of = if whole { "together" } else { "together, as far as it could be read" };
        job.console.say(&format!("{of}: {}. The Settlement balance is none of them.", sums.join(", ")));
    }
    Ok(exit)
}

/// Says, where a withdrawal was refused for want of money, what lies in the wallets of its currency.
pub async fn explain_insufficient(job: &mut Job<'_>, fields: &FieldErrors, wanted: &Money) -> Result<(), Exit> {
    if !fields.is_insufficient_balance() {
        return Ok(());
    }
    let why = "The balances in a currency have to cover every withdrawal in it that is not final yet, and this one.";
    let balances = match job.ask(&Read::Balances).await? {
        Ok(Data::Balances(balances)) => balances,
        Ok(_) => return job.confused(),
        Err(fault) => {
            let words = format!("{why} What they are cannot be told: {}", job.fault_words(&fault));
            job.console.say(&words);
            return Ok(());
        }
    };
    let balances = job.rows(balances.rows, &balances.bad);
    let words = format!("{why} {}", beside(&balances, wanted));
    job.console.say(&words);
    Ok(())
}

/// The balances in the currency of an amount beside it.
fn beside(balances: &[Balance], wanted: &Money) -> String {
    let mine: Vec<&Balance> = balances.iter().filter(|balance| balance.money.currency == wanted.currency).collect();
    if mine.is_empty() {
        return format!("There is no wallet in {}.", wanted.currency);
    }
    let each: Vec<String> =
        mine.iter().map(|balance| format!("{} {}", balance.wallet, balance.money.digits())).collect();
    let sum = Money::new(mine.iter().map(|balance| balance.money.amount).sum(), wanted.currency.clone());
    let so = if sum.amount < wanted.amount {
        format!("less than {wanted}")
    } else {
        format!("which covers {wanted} alone: others that are not final take the rest")
    };
    format!("There is {sum} ({}), {so}.", each.join(", "))
}

/// The sum of each currency, in the order in which they come.
fn sums(balances: &[Balance]) -> Vec<Money> {
    let mut sums: Vec<(&Currency, Decimal)> = Vec::new();
    for Balance { money, .. } in balances {
        match sums.iter_mut().find(|(currency, _)| *currency == &money.currency) {
            Some((_, sum)) => *sum += money.amount,
            None => sums.push((&money.currency, money.amount)),
        }
    }
    sums.into_iter().map(|(currency, sum)| Money::new(sum, currency.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(wallet: &str, code: &str, amount: i64) -> Balance {
        Balance { wallet: wallet.into(), money: Money::new(amount.into(), Currency::new(code)) }
    }

    #[test]
    fn a_balance_stands_beside_what_was_wanted() {
        let balances = [balance("paytm", "INR", 1_000), balance("bkash", "BDT", 9_000), balance("upi_ib", "INR", -300)];
        let inr = |amount: i64| Money::inr(amount.into());
        assert_eq!(
            beside(&balances, &inr(5_000)),
            "There is INR 700.00 (paytm 1,000.00, upi_ib -300.00), less than INR 5,000.00."
        );
        assert_eq!(
            beside(&balances, &inr(700)),
            "There is INR 700.00 (paytm 1,000.00, upi_ib -300.00), which covers INR 700.00 alone: others that are not \
             final take the rest."
        );
        let euros = Money::new(5.into(), Currency::new("EUR"));
        assert_eq!(beside(&balances, &euros), "There is no wallet in EUR.");
    }

    #[test]
    fn currencies_are_summed_by_themselves() {
        let balances = [balance("paytm", "INR", 1_000), balance("bkash", "BDT", 9_000), balance("upi_ib", "INR", -300)];
        let told: Vec<String> = sums(&balances).iter().map(Money::to_string).collect();
        assert_eq!(told, ["INR 700.00", "BDT 9,000.00"]);
    }
}
