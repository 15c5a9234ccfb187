//! Ids of what is asked for: as arguments, or one a line on standard input.

use std::collections::HashSet;

use crate::cli::exit::Exit;
use crate::cli::job::Job;
use crate::domain::Text;

/// The most bytes of standard input that are read.
const LONGEST: u64 = 1024 * 1024;

/// Those that were named; else those on standard input, unless a person sits there. Each once, in their order.
pub fn ids(
    job: &mut Job<'_>,
    named: Vec<String>,
    check: impl Fn(&str) -> Result<(), String>,
) -> Result<Vec<Text>, Exit> {
    let named = if named.is_empty() { piped(job)? } else { named };
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    for id in named {
        if let Err(words) = check(&id) {
            return job.end(Exit::Usage, &format!("{}: {words}; nothing was asked", Text::new(&id)));
        }
        if seen.insert(id.clone()) {
            ids.push(Text::new(&id));
        }
    }
    Ok(ids)
}

fn piped(job: &mut Job<'_>) -> Result<Vec<String>, Exit> {
    if job.console.is_interactive() {
        return job.end(Exit::Usage, "name the ids, or pipe them in, one a line");
    }
    let bytes = match job.console.input(LONGEST + 1) {
        Ok(bytes) => bytes,
        Err(error) => return job.end(Exit::Usage, &format!("cannot read the ids from standard input: {error}")),
    };
    if bytes.len() as u64 > LONGEST {
        return job.end(Exit::Usage, "more than 1 MiB of ids on standard input; nothing was asked");
    }
    let Ok(text) = String::from_utf8(bytes) else {
        return job.end(Exit::Usage, "the ids on standard input are no UTF-8; nothing was asked");
    };
    let ids: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if ids.is_empty() {
        return job.end(Exit::Usage, "name the ids, or pipe them in, one a line: there are none");
    }
    Ok(ids)
}

/// Whether a deposit can have this id.
pub fn of_deposit(id: &str) -> Result<(), String> {
    let sound = !id.is_empty() && id.trim() == id && id.chars().count() <= 190 && Text::new(id).as_str() == id;
    if sound { Ok(()) } else { Err("is no id of an order: 1 to 190 visible characters".to_owned()) }
}
