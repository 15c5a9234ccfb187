//! What can be done in the world, and when it refuses.

use rust_decimal::Decimal;

use super::agenda::Due;
use super::otp::{self, OtpSession};
use super::sms::SmsSession;
use super::tools::{TOOLS, ToolEntry};
use super::{Account, AccountNo, Bank, Order, OrderNo, Pays, Refusal, World, cast};
use crate::domain::{AccountNumber, Phone, Text, UpiId};

/// What to change of an account; what is `None` stays.
#[derive(Default)]
pub struct Edit {
    /// The holder's phone.
    pub phone: Option<String>,
    /// The tool's type; UPI only.
    pub tool: Option<String>,
    /// Who holds the bank account; CARD only, like what follows.
    pub name: Option<Text>,
    /// The bank account's number.
    pub number: Option<AccountNumber>,
    /// The bank's branch.
    pub ifsc: Option<Text>,
}

/// What the holder is to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmsRequest {
    /// The session to confirm it in.
    pub session: String,
    /// Where it goes.
    pub target: Phone,
    /// What it says.
    pub text: String,
}

impl World {
    /// Opens a UPI account: off, and not authorised.
    ///
    /// # Errors
    /// An unknown tool or one that is coming soon, no phone, or a phone and type that are taken.
    pub fn open_upi(&mut self, tool: &str, phone: &str) -> Result<&Account, Refusal> {
        let (tool, phone) = (usable(tool)?, checked_phone(phone)?);
        self.free(&phone, Some(tool), None)?;
        Ok(self.add(phone, Pays::Upi { tool, chosen: None }))
    }

    /// Opens a CARD account: off, and with something to withdraw.
    ///
    /// # Errors
    /// No phone, or one that has a CARD account already.
    pub fn open_card(&mut self, phone: &str, bank: Bank) -> Result<&Account, Refusal> {
        let phone = checked_phone(phone)?;
        self.free(&phone, None, None)?;
        let balance = cast::balance(&mut self.rng);
        Ok(self.add(phone, Pays::Card { bank, balance }))
    }

    fn add(&mut self, phone: Phone, pays: Pays) -> &Account {
        let place = self.accounts.len();
        self.accounts.push(Account::new(AccountNo::at(place), phone, pays, self.rng.fork()));
        &self.accounts[place]
    }

    /// Whether no account but `except` has this phone and type.
    fn free(&self, phone: &Phone, tool: Option<&'static ToolEntry>, except: Option<AccountNo>) -> Result<(), Refusal> {
        let taken = |account: &Account| Some(account.no) != except && account.phone == *phone && account.tool() == tool;
        if self.accounts.iter().any(taken) { Err(Refusal::Duplicate) } else { Ok(()) }
    }

    /// Changes what is given of an account, all of it or, where anything is refused, nothing.
    ///
    /// # Errors
    /// Those of opening one, and an unknown account.
    pub fn edit(&mut self, no: AccountNo, edit: Edit) -> Result<&Account, Refusal> {
        let account = self.account(no)?;
        let phone = edit.phone.as_deref().map(checked_phone).transpose()?.unwrap_or_else(|| account.phone.clone());
        let tool = match (account.tool(), &edit.tool) {
            (Some(current), Some(kind)) if current.kind != kind => Some(usable(kind)?),
            (current, _) => current,
        };
        if phone != account.phone || tool != account.tool() {
            self.free(&phone, tool, Some(no))?;
        }
        let account = self.account_mut(no)?;
        account.phone = phone;
        match &mut account.pays {
            Pays::Upi { tool: current, .. } => *current = tool.unwrap_or(current),
            Pays::Card { bank, .. } => {
                bank.name = edit.name.unwrap_or_else(|| bank.name.clone());
                bank.number = edit.number.unwrap_or_else(|| bank.number.clone());
                bank.ifsc = edit.ifsc.unwrap_or_else(|| bank.ifsc.clone());
            }
        }
        Ok(account)
    }

    /// Chooses the UPI id an account uses; its holder's first one where none is given.
    ///
    /// # Errors
    /// An unknown account, one that is not UPI, or what is no UPI id.
    pub fn set_upi(&mut self, no: AccountNo, upi: Option<&str>) -> Result<(), Refusal> {
        let Pays::Upi { chosen, .. } = &mut self.account_mut(no)?.pays else { return Err(Refusal::NotUpi) };
        *chosen = upi.map(checked_upi).transpose()?;
        Ok(())
    }

    /// Sends an OTP, which takes a moment to the handset, and gives the session's id. Earlier sessions are void.
    ///
    /// # Errors
    /// An unknown account, or an OTP sent just before.
    pub fn send_otp(&mut self, no: AccountNo) -> Result<String, Refusal> {
        let now = self.now;
        let since = self.account(no)?.otp_sent.map(|sent| now - sent);
        if let Some(since) = since.filter(|since| *since < otp::COOL_DOWN) {
            return Err(Refusal::OtpTooSoon { seconds: otp::COOL_DOWN - since });
        }
        self.otp_sessions += 1;
        let session = OtpSession::new(self.otp_sessions, now, &mut self.sessions);
        let id = session.id.clone();
        self.agenda.put(now + otp::DELIVERY, Due::Otp { account: no.place(), session: session.number });
        let account = self.account_mut(no)?;
        account.otp_sent = Some(now);
        account.otp = Some(session);
        Ok(id)
    }

    /// Authorises by the code the holder was sent; the session is used up then.
    ///
    /// # Errors
    /// An unknown account or session, and a wrong or expired code, or one too many.
    pub fn confirm_otp(&mut self, no: AccountNo, session: &str, code: &str) -> Result<(), Refusal> {
        let now = self.now;
        let account = self.account_mut(no)?;
        let open = account.otp.as_mut().filter(|open| open.id == session).ok_or(Refusal::OtpUnknown)?;
        open.check(code, now)?;
        account.otp = None;
        account.otp_auth = true;
        Ok(())
    }

    /// Asks the holder of `phone` to send an SMS. Earlier sessions are void.
    ///
    /// # Errors
    /// An unknown account, or no phone.
    pub fn start_sms(&mut self, no: AccountNo, phone: &str) -> Result<SmsRequest, Refusal> {
        self.account(no)?;
        checked_phone(phone)?;
        let session = SmsSession::new(self.now, &mut self.sessions);
        self.handset.put(self.now, no, session.target.clone(), session.text.clone(), Some(false));
        let request =
            SmsRequest { session: session.id.clone(), target: session.target.clone(), text: session.text.clone() };
        self.account_mut(no)?.sms = Some(session);
        Ok(request)
    }

    /// Sends the SMS with this number and text from the handset; gives the message's id, or nothing where none waits.
    pub fn send_sms_from_handset(&mut self, to: &str, text: &str) -> Option<u64> {
        let message = self.handset.send(to, text)?;
        let (id, no) = (message.id, message.account);
        if let Some(session) = self.account_mut(no).ok().and_then(|account| account.sms.as_mut())
            && session.text == text
        {
            session.received = true;
        }
        Some(id)
    }

    /// Authorises by the SMS the holder has sent; the session is used up then.
    ///
    /// # Errors
    /// An unknown account or session, an expired one, and an SMS that has not arrived.
    pub fn confirm_sms(&mut self, no: AccountNo, session: &str) -> Result<(), Refusal> {
        let now = self.now;
        let account = self.account_mut(no)?;
        let open = account.sms.as_ref().filter(|open| open.id == session).ok_or(Refusal::SmsUnknown)?;
        open.check(now)?;
        account.sms = None;
        account.sms_auth = true;
        Ok(())
    }

    /// Switches withdrawals on, after which a UPI account starts a task by itself, or off, which ends its task.
    ///
    /// # Errors
    /// An unknown account; switching a UPI account on that is not authorised, the OTP asked for first.
    pub fn enable(&mut self, no: AccountNo, enabled: bool) -> Result<(), Refusal> {
        let account = self.account_mut(no)?;
        if !enabled {
            account.stop();
            return Ok(());
        }
        if account.is_upi() && !account.otp_auth {
            return Err(Refusal::OtpNotAuthorized);
        }
        if account.is_upi() && !account.sms_auth {
            return Err(Refusal::SmsNotAuthorized);
        }
        if !account.enabled {
            account.enabled = true;
            if account.is_upi() {
                let after = account.rng.u32(4..=10);
                self.schedule(no.place(), after);
            }
        }
        Ok(())
    }

    /// Withdraws `amount` rupees from a CARD account.
    ///
    /// # Errors
    /// An unknown account, one that is not CARD or is off, and an amount that cannot be paid.
    pub fn order(&mut self, no: AccountNo, amount: Decimal) -> Result<Order, Refusal> {
        let (at, id) = (self.now, OrderNo(self.orders.len() as u64 + 1));
        let account = self.account_mut(no)?;
        let Pays::Card { balance, .. } = &mut account.pays else { return Err(Refusal::NotCard) };
        if amount <= Decimal::ZERO {
            return Err(Refusal::NotPositive);
        }
        if amount.normalize().scale() > 2 {
            return Err(Refusal::TooFine);
        }
        if !account.enabled {
            return Err(Refusal::Disabled);
        }
        if amount > *balance {
            return Err(Refusal::Insufficient { available: *balance });
        }
        *balance -= amount;
        let order = Order { id, account: no, amount, at };
        self.orders.push(order.clone());
        Ok(order)
    }

    /// Takes both authorisations and every open session from an account, and switches it off.
    ///
    /// # Errors
    /// An unknown account.
    pub fn deauthorize(&mut self, no: AccountNo) -> Result<&Account, Refusal> {
        let account = self.account_mut(no)?;
        account.stop();
        account.otp_auth = false;
        account.sms_auth = false;
        account.otp = None;
        account.sms = None;
        Ok(account)
    }
}

/// The tool of this type, which has to be usable.
fn usable(kind: &str) -> Result<&'static ToolEntry, Refusal> {
    match TOOLS.iter().find(|tool| tool.kind == kind) {
        Some(tool) if tool.enabled => Ok(tool),
        Some(tool) => Err(Refusal::ComingSoon(tool.kind)),
        None => Err(Refusal::UnknownTool),
    }
}

fn checked_phone(phone: &str) -> Result<Phone, Refusal> {
    let digits = phone.strip_prefix('+').unwrap_or(phone);
    let sound = (6..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if sound { Ok(Phone::new(phone)) } else { Err(Refusal::BadPhone) }
}

fn checked_upi(upi: &str) -> Result<UpiId, Refusal> {
    let part = |part: &str, also: &str| {
        !part.is_empty() && part.len() <= 64 && part.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
    };
    match upi.split_once('@') {
        Some((name, bank)) if part(name, ".-_") && part(bank, "") => Ok(UpiId::new(upi)),
        _ => Err(Refusal::BadUpi),
    }
}
