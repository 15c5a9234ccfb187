//! The operator's editor, by the variables that name it everywhere.

use super::location::Surroundings;

impl Surroundings {
    /// The editor's program and its arguments: `VISUAL`, then `EDITOR`, then vi.
    ///
    /// # Errors
    /// Where the variable cannot be understood, in words.
    pub fn editor(&self) -> Result<Vec<String>, String> {
        let named = ["VISUAL", "EDITOR"].into_iter().find_map(|name| Some((name, self.variable(name)?)));
        let Some((name, value)) = named else { return Ok(vec!["vi".to_owned()]) };
        let value = value.into_string().map_err(|_| format!("{name} is no UTF-8 text"))?;
        match shell_words::split(&value) {
            Ok(words) if !words.is_empty() => Ok(words),
            Ok(_) => Err(format!("{name} names nothing")),
            Err(error) => Err(format!("{name} cannot be understood: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], "vi")]
    #[case(&[("EDITOR", "nano")], "nano")]
    #[case(&[("EDITOR", "nano"), ("VISUAL", "code --wait")], "code|--wait")]
    #[case(&[("EDITOR", "'/opt/my editor' -n")], "/opt/my editor|-n")]
    #[case(&[("EDITOR", "  ")], "EDITOR names nothing")]
    #[case(&[("EDITOR", "'vi")], "EDITOR cannot be understood")]
    fn it_is_named_as_everywhere(#[case] set: &'static [(&'static str, &'static str)], #[case] expected: &str) {
        let lookup = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        let editor = Surroundings::new(lookup, None, None).editor();
        let words = editor.map_or_else(|why| why, |words| words.join("|"));
        assert!(words.starts_with(expected), "{words}");
    }
}
