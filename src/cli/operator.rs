//! Whose name the journal bears: the config's, or else that of the system's user.

use crate::config::Config;
use crate::domain::Text;

/// Who works here.
#[must_use]
pub fn operator(config: Option<&Config>) -> Text {
    if let Some(name) = config.and_then(|config| config.operator.name.clone()) {
        return name;
    }
    let user = whoami::username().map(Text::from).unwrap_or_default();
    // A user without a name is one all the same.
    if user.as_str().trim().is_empty() { "unknown".into() } else { user }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Location, Named, Surroundings, parse};

    #[test]
    fn the_config_comes_before_the_system() {
        let location = Location { path: "/etc/c.toml".into(), named: Named::ByFlag };
        let surroundings = Surroundings::new(|_| None, None, None);
        let read = |text: &str| parse(text, &location, &surroundings).unwrap();
        assert_eq!(operator(Some(&read("operator.name = \"asha\""))).as_str(), "asha");
        assert_eq!(operator(Some(&read(""))), operator(None));
        assert!(!operator(None).is_empty());
    }
}
