//! The configuration: language, colours, keys. Read from TOML; where a file is found is the caller's.

use super::Keymap;
use super::keymap::{self, Bound};
use super::theme::Theme;
use crate::text::Lang;
use crate::text::config::{HEAD, Trouble};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::PathBuf;
use toml::Spanned;

/// What the user has configured.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The language of the screens.
    pub lang: Option<Lang>,
    /// The colours.
    pub theme: Option<Theme>,
    /// The site's name in the header.
    pub site_name: Option<String>,
    /// Whether the screen uses the mouse.
    pub mouse: Option<bool>,
    /// The folder of the closed days' files.
    pub day_folder: Option<PathBuf>,
    /// The folder for exports and receipts.
    pub exports: Option<PathBuf>,
    /// The keys.
    pub keymap: Keymap,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    folder: Option<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    day: Option<Day>,
    lang: Option<Spanned<String>>,
    theme: Option<Spanned<String>>,
    site: Option<String>,
    mouse: Option<bool>,
    exports: Option<String>,
    #[serde(default)]
    keys: BTreeMap<Spanned<String>, Spanned<Keys>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Many(Vec<String>),
}

/// Reads a configuration.
///
/// # Errors
/// What is wrong with it, and on which line.
pub fn read(text: &str) -> Result<Config, Trouble> {
    let line_of = |span: Range<usize>| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count();
    let file: File =
        toml::from_str(text).map_err(|error| Trouble::Malformed { line: error.span().map_or(1, line_of) })?;
    let theme = match file.theme {
        Some(name) => {
            let line = line_of(name.span());
            Some(Theme::named(name.get_ref()).ok_or(Trouble::UnknownTheme { line })?)
        }
        None => None,
    };
    let lang = match file.lang {
        Some(name) => Some(match name.get_ref().as_str() {
            "zh" => Lang::Zh,
            "en" => Lang::En,
            _ => return Err(Trouble::UnknownLang { line: line_of(name.span()) }),
        }),
        None => None,
    };
    let mut keymap = Keymap::default();
    let mut lines = BTreeMap::new();
    for (id, keys) in &file.keys {
        let line = line_of(id.span());
        let spelt = match keys.get_ref() {
            Keys::One(key) => std::slice::from_ref(key),
            Keys::Many(keys) => keys,
        };
        let unknown = |key: &String| Trouble::UnknownKey { line, key: key.clone() };
        let keys: Vec<_> =
            spelt.iter().map(|key| keymap::read(key).ok_or_else(|| unknown(key))).collect::<Result<_, _>>()?;
        if !keymap.rebind(id.get_ref(), &keys) {
            return Err(Trouble::UnknownName { line, name: id.get_ref().clone() });
        }
        lines.insert(id.get_ref().clone(), line);
    }
    // The table as it stands has no conflict, a test says so: only what the site chose is looked at.
    let conflict = (!lines.is_empty()).then(|| keymap.conflict()).flatten();
    if let Some((key, first, second)) = conflict {
        let (first, second) = (first.binding.words, second.binding.words);
        let line = lines.get(&second.id()).or_else(|| lines.get(&first.id())).copied().unwrap_or(1);
        let lang = lang.unwrap_or_default();
        return Err(Trouble::Conflict { line, key: keymap::name(lang, key), other: first.label(lang) });
    }
    let day_folder = file.day.and_then(|day| day.folder).filter(|folder| !folder.as_os_str().is_empty());
    let exports = file.exports.filter(|folder| !folder.is_empty()).map(PathBuf::from);
    Ok(Config { lang, theme, site_name: file.site, mouse: file.mouse, day_folder, exports, keymap })
}

/// The configuration as it is without a file, every line explained.
#[must_use]
pub fn documented() -> String {
    let mut text = HEAD.to_owned();
    let keymap = Keymap::default();
    for bound in keymap.configurable() {
        let words = bound.binding.words;
        let keys: Vec<String> = bound.keys.iter().map(|key| quoted(&keymap::name(Lang::En, *key))).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# {}：{} · {}", words.label(Lang::Zh), words.help(Lang::Zh), words.help(Lang::En));
        let _ = writeln!(text, "#{} = [{}]", words.id(), keys.join(", "));
    }
    text
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Whether two lines of the table want one key in one place.
pub(super) fn share_a_place(one: &Bound, other: &Bound) -> bool {
    one.binding.contexts.iter().any(|context| other.binding.contexts.contains(context))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_file_says_what_is_so_without_it() {
        let text = documented();
        let on: String = text
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some(rest) if !rest.starts_with(' ') && !rest.is_empty() => format!("{rest}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        for text in [text, on] {
            let config = read(&text).unwrap();
            let spelt = |keymap: &Keymap| -> Vec<_> { keymap.configurable().map(|bound| bound.keys.clone()).collect() };
            assert_eq!(spelt(&config.keymap), spelt(&Keymap::default()));
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let trouble = |text: &str| read(text).unwrap_err();
        assert_eq!(trouble("lang = \"zh\"\ntheme = \"pink\"\n"), Trouble::UnknownTheme { line: 2 });
        assert_eq!(trouble("lang = \"fr\"\n"), Trouble::UnknownLang { line: 1 });
        assert_eq!(trouble("\n[keys]\nfly = \"a\"\n"), Trouble::UnknownName { line: 3, name: "fly".to_owned() });
        let key = "Hyper-x".to_owned();
        assert_eq!(trouble("[keys]\narrival = [\"n\", \"Hyper-x\"]\n"), Trouble::UnknownKey { line: 2, key });
        assert!(matches!(trouble("[keys]\narrival = \"c\"\n"), Trouble::Conflict { line: 2, .. }));
        assert_eq!(trouble("lang = \n"), Trouble::Malformed { line: 1 });
        assert_eq!(trouble("wings = 2\n"), Trouble::Malformed { line: 1 });
    }

    #[test]
    fn a_key_of_ones_own_works() {
        let config = read("theme = \"light\"\n[keys]\narrival = [\"F2\", \"y\"]\n").unwrap();
        assert_eq!(config.theme, Some(Theme::light()));
        let bound = config.keymap.configurable().find(|bound| bound.binding.words.id() == "arrival").unwrap();
        assert_eq!(bound.keys, [keymap::Key::F(2), keymap::Key::Char('y')]);
    }
}
