//! A site to test: a register of its own and a clock, spoken to in the command language only.

pub mod binary;
pub mod terminal;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use lunpai::cli::batch::Conversation;
use lunpai::cli::credentials::Credentials;
use lunpai::desk::Desk;
use lunpai::register::{Register, rebuild, verify};
use lunpai::rules::pin::Pin;
use lunpai::text::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A site with its register and its clock.
pub struct Site {
    folder: TempDir,
    conversation: Conversation,
    clock: NaiveDateTime,
}

impl Site {
    /// The register's file.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("site.lunpai")
    }

    /// A fresh register, nobody on the staff.
    pub fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("site.lunpai");
        let conversation = Conversation::open(&path, chrono_tz::Asia::Shanghai, Lang::Zh).unwrap();
        let clock = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(8, 30, 0).unwrap();
        Self { folder, conversation, clock }
    }

    /// A site with manager m1, office o1 and o2, the salespeople of `order` and s9 beside it, whose
    /// day 2026-11-23 was opened at nine.
    pub fn open(order: &[&str]) -> Self {
        let mut site = Self::empty();
        site.ok(json!({"do": "staff.add", "id": "m1", "name": "王经理", "role": "manager"}));
        let office = ["o1", "o2"].map(|id| (id, "office"));
        let sales = order.iter().copied().chain(["s9"]).map(|id| (id, "sales"));
        for (id, role) in office.into_iter().chain(sales) {
            let name = format!("员工{id}");
            site.ok(json!({"do": "staff.add", "id": id, "name": name, "role": role, "by": "m1"}));
        }
        site.at("09:00");
        site.ok(json!({"do": "day.open", "order": order, "by": "m1"}));
        site
    }

    /// Sets the clock of the current day.
    pub fn at(&mut self, time: &str) -> &mut Self {
        let time = NaiveTime::parse_from_str(time, "%H:%M:%S").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"));
        self.clock = self.clock.date().and_time(time.unwrap());
        self
    }

    /// Sets the date, at half past eight.
    pub fn day(&mut self, date: &str) -> &mut Self {
        self.clock = date.parse::<NaiveDate>().unwrap().and_hms_opt(8, 30, 0).unwrap();
        self
    }

    /// Gives one command, a second later than the last unless it names its own time.
    pub fn run(&mut self, mut command: Value) -> Value {
        if command.get("at").is_none() {
            self.clock += TimeDelta::seconds(1);
            command["at"] = json!(format!("{}+08:00", self.clock.format("%Y-%m-%dT%H:%M:%S")));
        }
        self.say(&command.to_string())
    }

    /// Gives one line as it stands.
    pub fn say(&mut self, line: &str) -> Value {
        self.conversation.answer(1, line).unwrap().unwrap().json
    }

    /// Gives a command that must be accepted.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "commands are written where they are given")]
    pub fn ok(&mut self, command: Value) -> Value {
        let answer = self.run(command.clone());
        assert_eq!(answer["ok"], true, "{command} was answered {answer}");
        answer
    }

    /// Gives a command that must be refused with `code` and change nothing.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "commands are written where they are given")]
    pub fn refused(&mut self, command: Value, code: &str) {
        let before = self.state();
        let answer = self.run(command.clone());
        assert_eq!(answer["error"], code, "{command} was answered {answer}");
        assert_eq!(answer["ok"], false);
        assert!(!answer["message"].as_str().unwrap().is_empty());
        assert_eq!(self.state(), before, "{command} was refused and changed something");
    }

    /// Gives a command that a wrong PIN is refused for, which is entered.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value, reason = "commands are written where they are given")]
    pub fn refused_with_entry(&mut self, command: Value) {
        let before = self.register().head().unwrap().seq;
        let answer = self.run(command);
        assert_eq!(answer["error"], "needs_manager", "{answer}");
        assert_eq!(self.register().head().unwrap().seq, before + 2, "one entry: what was tried, and what followed");
    }

    /// The desk behind the conversation.
    pub const fn desk(&self) -> &Desk {
        self.conversation.desk()
    }

    /// The board.
    pub fn state(&mut self) -> Value {
        self.conversation.state().unwrap()
    }

    /// The register, for reading what screens read.
    pub const fn register(&self) -> &Register {
        self.conversation.desk().register()
    }

    /// The bodies of the log's rows of a kind, oldest first.
    pub fn logged(&self, kind: &str) -> Vec<String> {
        let conn = rusqlite::Connection::open(self.path()).unwrap();
        let mut statement = conn.prepare("SELECT body FROM events WHERE kind = ?1 ORDER BY seq").unwrap();
        let rows = statement.query_map([kind], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    /// A client; null when unknown.
    pub fn client(&mut self, id: &str) -> Value {
        self.conversation.client(id).unwrap().unwrap_or_default()
    }

    /// A unit; null when unknown.
    pub fn unit(&mut self, id: &str) -> Value {
        self.conversation.unit(id).unwrap().unwrap_or_default()
    }

    /// A new walk-in.
    #[track_caller]
    pub fn arrive_new(&mut self, visit: &str) -> Value {
        self.ok(json!({"do": "arrive", "visit": visit, "new_client": format!("c-{visit}"), "been_before": false}))
    }

    /// Ends a reception.
    #[track_caller]
    pub fn finish(&mut self, visit: &str) {
        self.ok(json!({"do": "finish", "visit": visit}));
    }

    /// Says where someone is.
    #[track_caller]
    pub fn presence(&mut self, staff: &str, to: &str) {
        self.ok(json!({"do": "presence", "staff": staff, "to": to}));
    }

    /// To whom turns are owed, first in first out.
    pub fn owed(&mut self) -> Vec<String> {
        self.ids("owed")
    }

    /// The line.
    pub fn line(&mut self) -> Vec<String> {
        self.ids("line")
    }

    /// Who waits.
    pub fn waiting(&mut self) -> Vec<String> {
        self.ids("waiting")
    }

    fn ids(&mut self, field: &str) -> Vec<String> {
        self.state()[field].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
    }

    /// One number of someone's books.
    #[track_caller]
    pub fn tally(&mut self, staff: &str, count: &str) -> i64 {
        self.state()["staff"][staff][count].as_i64().unwrap()
    }

    /// Where someone is.
    pub fn base(&mut self, staff: &str) -> String {
        self.state()["staff"][staff]["base"].as_str().unwrap().to_owned()
    }

    /// Lets time pass.
    pub fn pass(&mut self, seconds: i64) {
        self.clock += TimeDelta::seconds(seconds);
    }

    /// Closes the register and opens it again, as after a restart.
    pub fn restart(&mut self) {
        let path = self.folder.path().join("site.lunpai");
        self.conversation = Conversation::open(&path, chrono_tz::Asia::Shanghai, Lang::Zh).unwrap();
    }

    /// Speaks on with this PIN, or without one.
    pub fn speak_with(&mut self, pin: Option<&str>) -> &mut Self {
        self.restart();
        if let Some(pin) = pin {
            let path = self.folder.path().join("site.lunpai");
            let conversation = Conversation::open(&path, chrono_tz::Asia::Shanghai, Lang::Zh).unwrap();
            self.conversation = conversation.with(Credentials::of(Pin::typed(pin)));
        }
        self
    }

    /// Digests of the tables that an undo takes back.
    pub fn tables(&self) -> Vec<[u8; 32]> {
        let kept = [0, 1, 2, 3, 4]; // requests, imports, struck entries, whom those were about and receipts stand
        let all = rebuild::digests_of(self.conversation.desk().register()).unwrap();
        all.into_iter().enumerate().filter(|(place, _)| !kept.contains(place)).map(|(_, digest)| digest).collect()
    }

    /// Makes the tables again; the names of those that were not right.
    pub fn rebuild(&self) -> Vec<&'static str> {
        rebuild::rebuild(self.conversation.desk().register()).unwrap().changed
    }

    /// Whether the chain is whole.
    pub fn is_whole(&self) -> bool {
        verify::verify(self.conversation.desk().register(), None).unwrap().is_whole()
    }
}
