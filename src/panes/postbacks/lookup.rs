//! A look-up: an id, what it was taken for, and what the provider told of it.

use jiff::Timestamp;

use crate::domain::{
    ConnectionId, Currency, Data, DepositPostback, Fault, Found, Money, OrderQuery, Postback, PostbackBody,
    PostbackQuery, Read, Text, check_withdrawal_id,
};
use crate::message::{Ids, Step, Ticket};

/// What an id is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Whatever is found by it.
    #[default]
    Any,
    /// The provider's number of a payment.
    Transaction,
    /// The operator's own id of a deposit.
    Custom,
    /// The id of a withdrawal.
    Withdrawal,
}

/// The most transaction ids at once: the provider takes one in a question.
const MOST_TRANSACTIONS: usize = 20;

/// A look-up of one id.
#[derive(Clone, Debug)]
pub struct LookUp {
    /// Its number in this session.
    pub number: u64,
    /// When it was asked.
    pub at: Timestamp,
    /// Who was asked.
    pub connection: ConnectionId,
    /// The id.
    pub id: Text,
    /// What it was taken for.
    pub kind: Kind,
    /// The questions that were asked for it.
    parts: Vec<Part>,
}

/// One question of a look-up.
#[derive(Clone, Debug)]
struct Part {
    kind: Kind,
    ticket: Ticket,
    told: Option<Told>,
}

/// What the provider told of an id.
#[derive(Clone, Debug)]
enum Told {
    Postback(Box<Postback>),
    Nothing(Text),
    Failed(Fault),
}

/// What came of a look-up as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// The answer is awaited.
    Waiting,
    /// There is a postback.
    Found(&'a Postback),
    /// There is none yet, in the provider's words.
    Nothing(&'a Text),
    /// It is not known.
    Failed(&'a Fault),
}

impl Kind {
    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Any => "any id",
            Self::Transaction => "transaction id",
            Self::Custom => "custom id",
            Self::Withdrawal => "withdrawal id",
        }
    }

    /// The next one, from the last to the first.
    pub fn next(self) -> Self {
        match self {
            Self::Any => Self::Transaction,
            Self::Transaction => Self::Custom,
            Self::Custom => Self::Withdrawal,
            Self::Withdrawal => Self::Any,
        }
    }

    /// The questions for the postback of one id, whatever it can be taken for.
    pub fn reads(self, id: &Text) -> Vec<Read> {
        let can_be = |kind: &&Self| **kind != Self::Withdrawal || may_be_withdrawal(id);
        self.each().iter().filter(can_be).map(|kind| Read::Postback(query(*kind, id))).collect()
    }

    /// What it can be taken for.
    fn each(self) -> &'static [Self] {
        match self {
            Self::Any => &[Self::Withdrawal, Self::Custom, Self::Transaction],
            Self::Transaction => &[Self::Transaction],
            Self::Custom => &[Self::Custom],
            Self::Withdrawal => &[Self::Withdrawal],
        }
    }
}

/// Whether an id can be a withdrawal's at all.
fn may_be_withdrawal(id: &Text) -> bool {
    check_withdrawal_id(id.as_str()).is_ok()
}

/// The look-ups of these ids, and the questions to ask for them.
///
/// # Errors
/// Says why they cannot be asked for so.
pub fn ask(
    listed: &[Text],
    kind: Kind,
    connection: &ConnectionId,
    now: Timestamp,
    first: u64,
    ids: &mut Ids,
) -> Result<(Vec<LookUp>, Vec<Step>), String> {
    if kind == Kind::Withdrawal
        && let Some(wrong) = listed.iter().find(|id| !may_be_withdrawal(id))
    {
        return Err(format!("{wrong} is no withdrawal id: those have at most 36 characters"));
    }
    if kind == Kind::Transaction && listed.len() > MOST_TRANSACTIONS {
        return Err(format!("at most {MOST_TRANSACTIONS} transaction ids at once: each is a question of its own"));
    }
    let one = |(id, number): (&Text, u64)| LookUp {
        number,
        at: now,
        connection: connection.clone(),
        id: id.clone(),
        kind,
        parts: Vec::new(),
    };
    let mut lookups: Vec<LookUp> = listed.iter().zip(first..).map(one).collect();
    let mut steps = Vec::new();
    let mut question = |read| {
        let ticket = ids.ticket();
        steps.push(Step::Read { connection: connection.clone(), read, ticket });
        ticket
    };
    let many = listed.len() > 1;
    for kind in kind.each() {
        let meant = |lookup: &LookUp| *kind != Kind::Withdrawal || may_be_withdrawal(&lookup.id);
        if !many || kind == &Kind::Transaction {
            // Of many whatever-they-are, transactions alone would be a question each.
            if many && listed.len() > MOST_TRANSACTIONS {
                continue;
            }
            for lookup in lookups.iter_mut().filter(|lookup| meant(lookup)) {
                let ticket = question(Read::Postback(query(*kind, &lookup.id)));
                lookup.parts.push(Part { kind: *kind, ticket, told: None });
            }
            continue;
        }
        let all: Vec<Text> = lookups.iter().filter(|lookup| meant(lookup)).map(|lookup| lookup.id.clone()).collect();
        if all.is_empty() {
            continue;
        }
        let query = if *kind == Kind::Withdrawal { OrderQuery::Withdrawals(all) } else { OrderQuery::Deposits(all) };
        let ticket = question(Read::Orders(query));
        for lookup in lookups.iter_mut().filter(|lookup| meant(lookup)) {
            lookup.parts.push(Part { kind: *kind, ticket, told: None });
        }
    }
    Ok((lookups, steps))
}

fn query(kind: Kind, id: &Text) -> PostbackQuery {
    match kind {
        Kind::Withdrawal => PostbackQuery::Withdrawal(id.clone()),
        Kind::Custom => PostbackQuery::Custom(id.clone()),
        Kind::Any | Kind::Transaction => PostbackQuery::Transaction(id.clone()),
    }
}

impl LookUp {
    /// Takes up an answer; says whether it is its own.
    pub fn take(&mut self, ticket: Ticket, result: &Result<Data, Fault>) -> bool {
        let Some(part) = self.parts.iter_mut().find(|part| part.ticket == ticket && part.told.is_none()) else {
            return false;
        };
        part.told = Some(told(&self.id, result));
        true
    }

    /// What came of it: a postback, whatever else was told; else what is awaited; else what went wrong.
    pub fn outcome(&self) -> Outcome<'_> {
        let told = || self.parts.iter().map(|part| part.told.as_ref());
        if let Some(postback) = self.postbacks().next() {
            return Outcome::Found(postback);
        }
        if told().any(|told| told.is_none()) {
            return Outcome::Waiting;
        }
        let failed = told().find_map(|told| if let Some(Told::Failed(fault)) = told { Some(fault) } else { None });
        let nothing = told().find_map(|told| if let Some(Told::Nothing(text)) = told { Some(text) } else { None });
        match (failed, nothing) {
            (Some(fault), _) => Outcome::Failed(fault),
            (None, Some(text)) => Outcome::Nothing(text),
            (None, None) => Outcome::Waiting,
        }
    }

    /// Every postback that was found by the id, each once.
    pub fn postbacks(&self) -> impl Iterator<Item = &Postback> {
        let found = |part: &Part| if let Some(Told::Postback(_)) = &part.told { Some(part.kind) } else { None };
        let mut kinds: Vec<Kind> = self.parts.iter().filter_map(found).collect();
        // A deposit that is found by both of its ids is one.
        let same = |a: Kind, b: Kind| matches!((self.of(a), self.of(b)), (Some(a), Some(b)) if a.told == b.told);
        let mut kept: Vec<Kind> = Vec::new();
        kinds.retain(|kind| {
            let is_new = !kept.iter().any(|other| same(*other, *kind));
            kept.extend(is_new.then_some(*kind));
            is_new
        });
        kinds.into_iter().filter_map(|kind| self.of(kind))
    }

    /// What it was found as.
    pub fn found_as(&self) -> Option<Kind> {
        self.parts.iter().find(|part| matches!(part.told, Some(Told::Postback(_)))).map(|part| part.kind)
    }

    /// What it was asked as, each with what was told, in words.
    pub fn told(&self) -> Vec<(Kind, String)> {
        let words = |told: &Option<Told>| match told {
            None => "waiting for the answer".to_owned(),
            Some(Told::Postback(_)) => "found".to_owned(),
            Some(Told::Nothing(text)) => format!("not found yet ({text})"),
            Some(Told::Failed(fault)) => fault.to_string(),
        };
        self.parts.iter().map(|part| (part.kind, words(&part.told))).collect()
    }

    fn of(&self, kind: Kind) -> Option<&Postback> {
        self.parts.iter().find(|part| part.kind == kind).and_then(|part| match &part.told {
            Some(Told::Postback(postback)) => Some(&**postback),
            _ => None,
        })
    }
}

fn told(id: &Text, result: &Result<Data, Fault>) -> Told {
    let unreadable = |words: &str| Told::Failed(Fault::Unreadable(words.into()));
    match result {
        Ok(Data::Postback(postback)) => Told::Postback(postback.clone()),
        Ok(Data::Orders(rows)) => match rows.rows.iter().find(|row| row.id == *id).map(|row| &row.found) {
            Some(Found::Postback(postback)) => Told::Postback(postback.clone()),
            Some(Found::Nothing(text)) => Told::Nothing(text.clone()),
            None => match rows.bad.first() {
                Some(bad) => Told::Failed(Fault::Unreadable(bad.clone())),
                None => unreadable("the provider left this id out of its answer"),
            },
        },
        Ok(_) => unreadable("an answer to another question"),
        // That there is none comes as a refusal in words.
        Err(Fault::Refused { text, .. }) if text.as_str().to_lowercase().contains("not found") => {
            Told::Nothing(text.clone())
        }
        Err(fault) => Told::Failed(fault.clone()),
    }
}

/// How much a postback is about, where it is one currency.
pub fn amount(postback: &Postback) -> Option<Money> {
    match &postback.told {
        PostbackBody::Withdrawal(told) => Some(told.amount.clone()),
        PostbackBody::Deposit(told) => paid(told),
    }
}

/// What was paid in altogether, where all of it is one currency.
fn paid(told: &DepositPostback) -> Option<Money> {
    if !told.transactions.bad.is_empty() {
        return None;
    }
    let mut rows = told.transactions.rows.iter().map(|row| &row.amount);
    let first = rows.next()?.clone();
    let currency: Currency = first.currency.clone();
    rows.try_fold(first.amount, |sum, money| {
        (money.currency == currency).then(|| sum.checked_add(money.amount)).flatten()
    })
    .map(|sum| Money::new(sum, currency))
}
