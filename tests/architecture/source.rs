//! Rust read as text, as far as the rules need it: which paths a file names.

/// A file's words, without comments, texts and what is compiled for tests alone.
pub struct Source {
    words: Vec<Word>,
    /// Where the file stands among the modules: `panes::accounts::view`.
    module: Vec<String>,
}

/// A name, or a sign.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    text: String,
    line: usize,
}

/// A path that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its parts; from the root of the crate, where it is of the crate.
    pub parts: Vec<String>,
    /// Whether it begins with `crate`, `self` or `super`.
    pub of_crate: bool,
    /// Where.
    pub line: usize,
}

impl Source {
    /// Reads the file that stands at `file` under `src`.
    pub fn read(file: &str, text: &str) -> Self {
        let mut module: Vec<String> = file.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
            module.pop();
        }
        Self { words: without_tests(&words(text)), module }
    }

    /// Every path it names.
    pub fn paths(&self) -> Vec<Named> {
        let mut found = Vec::new();
        // The modules within the file, each with the depth of braces it began at.
        let mut within: Vec<(String, usize)> = Vec::new();
        let mut depth = 0;
        let mut at = 0;
        while let Some(word) = self.words.get(at) {
            match word.text.as_str() {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    within.pop_if(|(_, began)| *began == depth);
                }
                "mod" if self.text(at + 2) == "{" => within.push((self.text(at + 1).to_owned(), depth)),
                _ => {}
            }
            let continues = at > 0 && (self.text(at - 1) == "." || self.text(at - 1) == "::" && !self.is_root(at - 1));
            // The `crate` of `pub(crate)` says who sees, not what is named.
            let is_sight = at > 1 && self.text(at - 1) == "(" && self.text(at - 2) == "pub";
            if is_name(&word.text) && !continues && !is_sight {
                let mut module = self.module.clone();
                module.extend(within.iter().map(|(name, _)| name.clone()));
                let mut paths = Vec::new();
                let end = self.path(at, &mut Vec::new(), &mut paths);
                found.extend(paths.into_iter().map(|parts| resolve(parts, &module, word.line)));
                at = end;
            } else {
                at += 1;
            }
        }
        found
    }

    fn text(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text.as_str())
    }

    /// Whether the `::` at `at` begins a path.
    fn is_root(&self, at: usize) -> bool {
        at == 0 || !is_name(self.text(at - 1)) && self.text(at - 1) != ">"
    }

    /// Follows the path, or the group of paths, at `at`; gives the place after it.
    fn path(&self, mut at: usize, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> usize {
        let length = before.len();
        loop {
            match self.text(at) {
                "{" => {
                    at += 1;
                    while !["}", ""].contains(&self.text(at)) {
                        at = if self.text(at) == "," { at + 1 } else { self.path(at, before, found) };
                    }
                    at += 1;
                    break;
                }
                name if is_name(name) || name == "*" => {
                    before.push(name.to_owned());
                    at += 1;
                    if self.text(at) == "::" && (is_name(self.text(at + 1)) || ["{", "*"].contains(&self.text(at + 1)))
                    {
                        at += 1;
                        continue;
                    }
                    found.push(before.clone());
                    // What it is called here does not matter.
                    if self.text(at) == "as" && is_name(self.text(at + 1)) && length > 0 {
                        at += 2;
                    }
                    break;
                }
                _ => {
                    at += 1;
                    break;
                }
            }
        }
        before.truncate(length);
        at
    }
}

/// From the path as it is written to the path from the root of the crate.
fn resolve(parts: Vec<String>, module: &[String], line: usize) -> Named {
    let of_crate = ["crate", "self", "super"].contains(&parts[0].as_str());
    if !of_crate {
        return Named { parts, of_crate, line };
    }
    let mut full = module.to_vec();
    for part in parts {
        match part.as_str() {
            "crate" => full.clear(),
            "self" | "*" => {}
            "super" => drop(full.pop()),
            _ => full.push(part),
        }
    }
    Named { parts: full, of_crate, line }
}

/// Words that stand before a path and are no part of it.
const KEYWORDS: [&str; 14] =
    ["use", "return", "in", "else", "mut", "dyn", "impl", "for", "ref", "move", "where", "match", "if", "while"];

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_') && !KEYWORDS.contains(&text)
}

/// Leaves out whatever follows `#[cfg(test)]`, up to its end.
fn without_tests(words: &[Word]) -> Vec<Word> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !words[at..].iter().map(|word| word.text.as_str()).take(MARK.len()).eq(MARK) {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        let mut depth = 0_usize;
        while let Some(word) = words.get(at) {
            at += 1;
            match word.text.as_str() {
                "{" => depth += 1,
                "}" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}

/// The names and signs of a text, without comments, texts and characters.
fn words(text: &str) -> Vec<Word> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    let peek = |at: usize| chars.get(at).copied().unwrap_or('\0');
    while at < chars.len() {
        let from = at;
        let c = chars[at];
        if c == '/' && peek(at + 1) == '/' {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if c == '/' && peek(at + 1) == '*' {
            at = after_comment(&chars, at);
        } else if c == '"' {
            at = after_text(&chars, at);
        } else if c == '\'' {
            at = after_quote(&chars, at);
        } else if c.is_alphabetic() || c == '_' {
            while peek(at).is_alphanumeric() || peek(at) == '_' {
                at += 1;
            }
            let name: String = chars[from..at].iter().collect();
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            if ["r", "br", "cr"].contains(&name.as_str()) && peek(at + hashes) == '"' {
                at = after_raw_text(&chars, at + hashes + 1, hashes);
            } else if name == "r" && hashes == 1 {
                // A name such as `r#type`.
                at += 1;
            } else if !(["b", "c"].contains(&name.as_str()) && ['"', '\''].contains(&peek(at))) {
                found.push(Word { text: name, line });
            }
        } else if c == ':' && peek(at + 1) == ':' {
            found.push(Word { text: "::".into(), line });
            at += 2;
        } else {
            if !c.is_whitespace() {
                found.push(Word { text: c.into(), line });
            }
            at += 1;
        }
        line += chars[from..at].iter().filter(|c| **c == '\n').count();
    }
    found
}

/// Comments stand within comments.
fn after_comment(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn after_text(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

fn after_raw_text(chars: &[char], mut at: usize, hashes: usize) -> usize {
    while at < chars.len() {
        let closes = chars[at] == '"' && chars[at + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
        at += 1;
        if closes {
            return at + hashes;
        }
    }
    at
}

/// A character such as `'a'` or `'\''`, or a lifetime such as `'a`.
fn after_quote(chars: &[char], at: usize) -> usize {
    match chars[at..] {
        [_, '\\', ..] => {
            let end = chars[at + 3..].iter().position(|c| *c == '\'').unwrap_or(0);
            at + 3 + end + 1
        }
        [_, _, '\'', ..] => at + 3,
        _ => at + 1,
    }
}
