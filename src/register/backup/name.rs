//! What backups are called: of which register, when, how far, and by whom they may be thrown away.

use chrono::NaiveDateTime;

/// The ending of registers and of their backups.
const ENDING: &str = ".lunpai";
/// How the time stands in a name.
const TIME: &str = "%Y-%m-%d-%H%M%S";
/// Letters that a time takes in a name.
const TIME_LETTERS: usize = 17;
/// The mark of a register without an entry.
const NO_MARK: &str = "000000000000";

/// A backup's name, apart from its folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What the register's file is called.
    pub register: String,
    /// When it was taken, by the clocks of the site.
    pub taken: NaiveDateTime,
    /// Number of the last event in it.
    pub events: u64,
    /// What tells registers apart; see [`super::Register::mark`].
    pub mark: String,
}

impl Name {
    /// A name for a register with a mark, which is none before its first entry.
    #[must_use]
    pub fn new(register: &str, taken: NaiveDateTime, events: u64, mark: &str) -> Self {
        let mark = if mark.is_empty() { NO_MARK } else { mark };
        Self { register: register.to_owned(), taken, events, mark: mark.to_owned() }
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> String {
        let Self { register, taken, events, mark } = self;
        format!("{register}-{}-{events}-{mark}{ENDING}", taken.format(TIME))
    }

    /// Reads the name of a backup of the register called `register`; nothing when the file is none, or was
    /// named by somebody else.
    #[must_use]
    pub fn read(register: &str, file: &str) -> Option<Self> {
        let rest = file.strip_prefix(register)?.strip_prefix('-')?.strip_suffix(ENDING)?;
        let (time, rest) = rest.split_at_checked(TIME_LETTERS)?;
        let (events, mark) = rest.strip_prefix('-')?.split_once('-')?;
        let taken = NaiveDateTime::parse_from_str(time, TIME).ok()?;
        let is_mark = mark.len() == NO_MARK.len() && mark.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
        let name = Self::new(register, taken, events.parse().ok()?, mark);
        (is_mark && name.file() == file).then_some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_as_the_program_writes_them_are_read() {
        let taken = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(18, 45, 2).unwrap();
        let name = Name::new("江湾-一号", taken, 1_234, "0123456789ab");
        assert_eq!(name.file(), "江湾-一号-2026-11-23-184502-1234-0123456789ab.lunpai");
        assert_eq!(Name::read("江湾-一号", &name.file()), Some(name.clone()));
        assert_eq!(Name::read("江湾", &name.file()), None, "another register's");
        for other in [
            "江湾-一号.lunpai",
            "江湾-一号-2026-11-23-184502.lunpai",
            "江湾-一号-2026-11-23-184502-1234-0123456789ab.lunpai.bak",
            "江湾-一号-2026-11-23-184502-01234-0123456789ab.lunpai",
            "江湾-一号-2026-11-23-184502-1234-0123456789AB.lunpai",
            "江湾-一号-2026-13-23-184502-1234-0123456789ab.lunpai",
            "江湾-一号-2026-11-23-18450量-1234-0123456789ab.lunpai",
            "copy of 江湾-一号-2026-11-23-184502-1234-0123456789ab.lunpai",
            "江湾-一号-before-restore-2026-11-23-184502-1234-0123456789ab.lunpai",
        ] {
            assert_eq!(Name::read("江湾-一号", other), None, "{other}");
        }
    }
}
