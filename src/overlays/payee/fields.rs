//! The fields of who is registered or changed: what they are called, by the document too, and what is made of them.

use crate::domain::{Country, PayeeDetails, Phone, ProfileKind, Text};
use crate::ui::field::{Kind, TextField};
use crate::ui::form::{Choice, Choosable, Entry, Form};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Connection,
    Profile,
    Code,
    Email,
    FirstName,
    LastName,
    Born,
    Phone,
    Country,
    State,
    City,
    Street,
    Street2,
    Zip,
}

/// The fields by the document's names of them.
pub const NAMES: [(&str, Field); 14] = [
    ("profileType", Field::Profile),
    ("customerCode", Field::Code),
    ("email", Field::Email),
    ("firstName", Field::FirstName),
    ("lastName", Field::LastName),
    ("dateOfBirth", Field::Born),
    ("phone", Field::Phone),
    ("countryCode", Field::Country),
    ("country", Field::Country),
    ("state", Field::State),
    ("city", Field::City),
    ("street", Field::Street),
    ("street2", Field::Street2),
    ("zip", Field::Zip),
];

fn text(max: usize) -> TextField {
    TextField::new(Kind::Plain).with_max(max)
}

/// The form: of a new payee where there are `connections`, else of one that is there.
pub fn form(connections: Option<Choice>) -> Form<Field> {
    let profiles = vec![Choosable::new("INDIVIDUAL", "INDIVIDUAL"), Choosable::new("BUSINESS", "BUSINESS")];
    let mut entries = Vec::new();
    let is_new = connections.is_some();
    if let Some(connections) = connections.filter(|choice| choice.options().len() > 1) {
        entries.push(Entry::choice(Field::Connection, "connection", connections));
    }
    entries.push(
        Entry::choice(Field::Profile, "profile", Choice::new(profiles))
            .with_help("a person, or a company and who speaks for it"),
    );
    if is_new {
        entries.extend([
            Entry::text(Field::Code, "your code", text(60)).required().with_help("your own id of the payee; used once"),
            Entry::text(Field::Email, "email", text(190)).required().with_help("cannot be changed later"),
        ]);
    }
    entries.extend([
        Entry::text(Field::FirstName, "first name", text(60)).required(),
        Entry::text(Field::LastName, "last name", text(60)).required(),
        Entry::text(Field::Born, "date of birth", text(10).with_placeholder("such as 1999-01-31")).required(),
        Entry::text(Field::Phone, "phone", text(16)).with_help("8 to 15 digits, may begin with +"),
        Entry::text(Field::Country, "country", text(2).with_text(if is_new { "US" } else { "" }))
            .required()
            .with_help("two letters, such as US"),
        Entry::text(Field::State, "state", text(60)),
        Entry::text(Field::City, "city", text(190)),
        Entry::text(Field::Street, "street", text(190)).with_help("with the number"),
        Entry::text(Field::Street2, "street, more", text(190)),
        Entry::text(Field::Zip, "postal code", text(60)),
    ]);
    Form::new(entries)
}

/// Says beside the country which it is, and what a state and a postal code are there.
pub fn follow(form: &mut Form<Field>) {
    let country = Country::new(form.text(Field::Country).trim());
    let name = country.map_or("", Country::name).to_owned();
    form.explain(Field::Country, "two letters, such as US", &name);
    let is_us = country.is_some_and(Country::is_us);
    let (state, zip) = if is_us { ("two letters, such as NY", "5 digits, or 5 and 4") } else { ("", "") };
    form.explain(Field::State, state, "");
    form.explain(Field::Zip, zip, "");
}

/// What was typed: codes in capitals, and nothing where nothing was.
pub fn details(form: &Form<Field>) -> PayeeDetails {
    let typed = |field| form.text(field).trim().to_owned();
    let needed = |field| Text::new(&typed(field));
    let given = |field| Some(typed(field)).filter(|text| !text.is_empty()).map(|text| Text::new(&text));
    let country = typed(Field::Country).to_ascii_uppercase();
    let is_us = Country::new(&country).is_some_and(Country::is_us);
    let capital = |text: Text| Text::new(&text.as_str().to_ascii_uppercase());
    let business = form.chosen(Field::Profile) == Some("BUSINESS");
    PayeeDetails {
        profile: if business { ProfileKind::Business } else { ProfileKind::Individual },
        first_name: needed(Field::FirstName),
        last_name: needed(Field::LastName),
        date_of_birth: needed(Field::Born),
        phone: given(Field::Phone).map(|phone| Phone::new(phone.as_str())),
        country: Text::new(&country),
        state: given(Field::State).map(|state| if is_us { capital(state) } else { state }),
        city: given(Field::City),
        street: given(Field::Street),
        street2: given(Field::Street2),
        zip: given(Field::Zip),
    }
}

/// Fills in what is known; the phone stays hidden, and what is not typed of it stays as it is.
pub fn fill_in(form: &mut Form<Field>, known: &PayeeDetails) {
    form.choose(Field::Profile, &known.profile.to_string());
    let optional = |text: &Option<Text>| text.clone().unwrap_or_default();
    let texts = [
        (Field::FirstName, known.first_name.clone()),
        (Field::LastName, known.last_name.clone()),
        (Field::Born, known.date_of_birth.clone()),
        (Field::Country, known.country.clone()),
        (Field::State, optional(&known.state)),
        (Field::City, optional(&known.city)),
        (Field::Street, optional(&known.street)),
        (Field::Street2, optional(&known.street2)),
        (Field::Zip, optional(&known.zip)),
    ];
    for (field, text) in texts {
        form.set_text(field, text.as_str());
    }
    if let Some(phone) = &known.phone {
        form.suggest(Field::Phone, &format!("{} (unchanged)", phone.masked()));
    }
    follow(form);
}

/// What differs between what is known and what is wanted, a line each.
pub fn differences(known: &PayeeDetails, wanted: &PayeeDetails) -> Vec<String> {
    let optional = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let phone = |phone: &Option<Phone>| phone.as_ref().map(Phone::masked).unwrap_or_default();
    let both = [
        ("profile", known.profile.to_string(), wanted.profile.to_string()),
        ("first name", known.first_name.to_string(), wanted.first_name.to_string()),
        ("last name", known.last_name.to_string(), wanted.last_name.to_string()),
        ("country", known.country.to_string(), wanted.country.to_string()),
        ("state", optional(&known.state), optional(&wanted.state)),
        ("city", optional(&known.city), optional(&wanted.city)),
        ("postal code", optional(&known.zip), optional(&wanted.zip)),
    ];
    let told = |text: &str| if text.is_empty() { "nothing".to_owned() } else { crate::domain::mask_digits(text) };
    let mut lines: Vec<String> = both
        .into_iter()
        .filter(|(_, was, is)| was != is)
        .map(|(name, was, is)| format!("{name}: {} becomes {}", told(&was), told(&is)))
        .collect();
    if known.phone != wanted.phone {
        lines.push(format!("phone: {} becomes {}", told(&phone(&known.phone)), told(&phone(&wanted.phone))));
    }
    // The journal keeps what was shown, and these are nobody's business there.
    let hidden = [
        ("date of birth", known.date_of_birth != wanted.date_of_birth),
        ("street", known.street != wanted.street || known.street2 != wanted.street2),
    ];
    lines
        .extend(hidden.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| format!("{name}: as you typed it")));
    lines
}
