//! A case file in words: plain lines for the screen and for paper, none wider than a page. Shows names,
//! numbers and free words only when told that the reader may see them.

use super::because::name;
use super::width::wrap_indented;
use super::{Lang, client, clients, facts, inbox, told, why, words};
use crate::register::case::CaseFile;
use crate::rules::decision::Decision;
use crate::rules::event::Event;
use crate::rules::floor::Floor;
use crate::rules::fold::clean;
use crate::rules::id::StaffId;
use crate::rules::phone::mask;
use crate::rules::time::Timestamp;

/// Cells of a line on paper.
pub const PAGE_CELLS: usize = 80;
const DIGITS_A_GROUP: usize = 4;
const GROUPS_A_LINE: usize = 8;

super::phrases! {
    /// Title.
    Title: "争议案卷" "Case file",
    /// The visit.
    Visit: "来访" "Visit",
    /// Where the log ended.
    LogEnds: "登记簿止于第" "the log ends at entry",
    /// The hash of the log's head.
    Digest: "校验码" "Digest",
    /// First part.
    TheVisit: "一、这次来访" "1. The visit",
    /// Second part.
    Owners: "二、客户归属的由来" "2. To whom the client belonged",
    /// Third part.
    Entries: "三、登记簿里关于这位客户的每一笔" "3. Every entry about the client",
    /// Fourth part.
    Notices: "四、转告" "4. Notices",
    /// Fifth part.
    Takes: "五、谁接了" "5. Who took whom",
    /// Sixth part.
    Calls: "六、来访前的来电" "6. Calls before the visit",
    /// Seventh part.
    Reasons: "七、当时的安排和理由" "7. The decisions and their reasons then",
    /// Eighth part.
    Violations: "八、违规" "8. Violations",
    /// Ninth part.
    Rulings: "九、经理裁定" "9. Rulings",
    /// There is none.
    None: "无" "none",
    /// The client.
    Client: "客户" "Client",
    /// When they came.
    Arrived: "到访" "Arrived",
    /// Who received.
    Receiver: "接待人" "Received by",
    /// Whom they asked for.
    AsksFor: "指定" "Asked for",
    /// The way it went.
    Path: "安排" "Way",
    /// How far it came.
    State: "状态" "State",
    /// The owner after it.
    Owner: "归属人" "Owner after it",
    /// The nameless desk.
    Desk: "前台" "desk",
    /// Nobody.
    Nobody: "无归属" "nobody",
    /// Taken back.
    Struck: "（已撤回）" " (taken back)",
    /// What only some may read.
    Hidden: "（经理可看）" "(for managers)",
    /// A missed call.
    Missed: "未接" "missed",
    /// Where people sign.
    Sign: "签字：" "Signed:",
    /// The manager's line.
    Manager: "经理 ______________________  日期 ____________" "Manager ______________________  Date ____________",
    /// The parties' lines.
    Party: "当事人 ____________________  日期 ____________" "Party   ______________________  Date ____________",
    /// The key that writes a ruling.
    Voided: "已撤销" "voided",
}

/// Who reads a case file, and how.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The language.
    pub lang: Lang,
    /// The floor, for the names of the staff.
    pub floor: &'a Floor,
    /// The site's name; empty when it has none.
    pub site: &'a str,
    /// Whether names, numbers and words are shown whole.
    pub is_open: bool,
}

/// The lines of a case file, wrapped to a page.
#[must_use]
pub fn lines(reader: Reader, case: &CaseFile) -> Vec<String> {
    let mut page = Page { reader, lines: Vec::new() };
    page.head(case);
    page.visit(case);
    page.owners(case);
    page.entries(case);
    page.notices(case);
    page.takes(case);
    page.calls(case);
    page.reasons(case);
    page.violations(case);
    page.rulings(case);
    page.signatures();
    page.lines
        .iter()
        .flat_map(|line| if line.is_empty() { vec![String::new()] } else { wrap_indented(line, PAGE_CELLS) })
        .collect()
}

struct Page<'a> {
    reader: Reader<'a>,
    lines: Vec<String>,
}

impl Page<'_> {
    const fn word(&self, phrase: Phrase) -> &'static str {
        phrase.get(self.reader.lang)
    }

    fn part(&mut self, title: Phrase, lines: Vec<String>) {
        self.lines.push(String::new());
        self.lines.push(self.word(title).to_owned());
        if lines.is_empty() {
            self.lines.push(format!("  {}", self.word(Phrase::None)));
        }
        self.lines.extend(lines.into_iter().map(|line| format!("  {line}")));
    }

    fn time(&self, at: Timestamp) -> String {
        at.in_zone(self.reader.floor.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    fn who(&self, staff: Option<&StaffId>, nobody: Phrase) -> String {
        staff.map_or(self.word(nobody), |staff| name(self.reader.floor, staff)).to_owned()
    }

    fn by_code(&self, staff: Option<&String>, nobody: Phrase) -> String {
        self.who(staff.map(|id| StaffId::from(id.as_str())).as_ref(), nobody)
    }

    fn client(&self, case: &CaseFile) -> String {
        let named = case.client.name.as_deref();
        let shown = match named.filter(|_| self.reader.is_open) {
            Some(whole) => clean(whole),
            None => client::name(self.reader.lang, named),
        };
        let phones =
            case.client.phones.iter().map(|phone| if self.reader.is_open { phone.clone() } else { mask(phone) });
        let parts = [case.client.id.to_string(), shown].into_iter().chain(phones);
        parts.collect::<Vec<_>>().join("  ")
    }

    fn head(&mut self, case: &CaseFile) {
        let title = [self.word(Phrase::Title), self.reader.site].join("  ");
        self.lines.push(title.trim_end().to_owned());
        let ends = match self.reader.lang {
            Lang::Zh => format!("{} {} 行", self.word(Phrase::LogEnds), case.head.seq),
            Lang::En => format!("{} {}", self.word(Phrase::LogEnds), case.head.seq),
        };
        self.lines.push(format!("{} {}    {ends}", self.word(Phrase::Visit), case.visit.id));
        self.lines.push(self.word(Phrase::Digest).to_owned());
        let hash = case.head.hash.to_string();
        let digits: Vec<char> = hash.chars().collect();
        let groups: Vec<String> = digits.chunks(DIGITS_A_GROUP).map(|group| group.iter().collect()).collect();
        self.lines.extend(groups.chunks(GROUPS_A_LINE).map(|line| format!("  {}", line.join(" "))));
    }

    fn visit(&mut self, case: &CaseFile) {
        let visit = &case.visit;
        let lang = self.reader.lang;
        let mut lines = vec![
            (Phrase::Client, self.client(case)),
            (Phrase::Arrived, self.time(visit.arrived_at)),
            (Phrase::Receiver, self.by_code(visit.receiver.as_ref(), Phrase::None)),
            (Phrase::AsksFor, self.by_code(visit.asks_for.as_ref(), Phrase::None)),
            (Phrase::State, words::visit_state(lang, &visit.state).to_owned()),
            (Phrase::Owner, self.by_code(visit.owner.as_ref(), Phrase::Nobody)),
        ];
        if let Some(path) = &visit.path {
            lines.insert(4, (Phrase::Path, words::path_code(lang, path).to_owned()));
        }
        let colon = lang.pick("：", ": ");
        let lines = lines.into_iter().map(|(label, value)| format!("{}{colon}{value}", self.word(label))).collect();
        self.part(Phrase::TheVisit, lines);
    }

    fn owners(&mut self, case: &CaseFile) {
        let line = |line: &crate::register::dossier::OwnerLine| {
            let to = self.who(line.to.as_ref(), Phrase::Nobody);
            let why = clients::cause(self.reader.lang, line.cause);
            let by = self.who(line.by.as_ref(), Phrase::Desk);
            let reason = line.reason.as_ref().map(|reason| self.secret(reason)).unwrap_or_default();
            format!("{}  {to}  {why}  {by}  {reason}", self.time(line.at)).trim_end().to_owned()
        };
        let lines = case.client.owners.lines.iter().rev().map(line).collect();
        self.part(Phrase::Owners, lines);
    }

    /// Free words, for those who may read them.
    fn secret(&self, text: &str) -> String {
        if self.reader.is_open { text.to_owned() } else { self.word(Phrase::Hidden).to_owned() }
    }

    fn entries(&mut self, case: &CaseFile) {
        let line = |line: &crate::register::journal::Line| {
            let header = &line.entry.header;
            let what = told::told_of(self.reader.lang, self.reader.floor, &line.entry, line.undone.as_deref());
            let struck = if line.is_struck() { self.word(Phrase::Struck) } else { "" };
            let by = self.who(header.by.as_ref(), Phrase::Desk);
            format!("{}  {}  {by}  {what}{struck}", header.seq, self.time(header.at))
        };
        let lines = case.lines.iter().map(line).collect();
        self.part(Phrase::Entries, lines);
    }

    fn notices(&mut self, case: &CaseFile) {
        let lang = self.reader.lang;
        let mut lines = Vec::new();
        for (line, event) in case.facts() {
            let at = self.time(line.entry.header.at);
            let opened = |holder: &StaffId, named: &StaffId| {
                inbox::must_tell(lang, name(self.reader.floor, holder), name(self.reader.floor, named))
            };
            match event {
                Event::VisitRouted { decision: Decision { visit, notice: Some(notice), .. }, .. }
                    if visit.as_str() == case.visit.id =>
                {
                    lines.push(format!("{at}  {}", opened(&notice.holder, &notice.named)));
                }
                Event::NoticeOpened { visit, holder, named } if visit.as_str() == case.visit.id => {
                    lines.push(format!("{at}  {}", opened(holder, named)));
                }
                Event::NoticeClosed { visit, end } if visit.as_str() == case.visit.id => {
                    lines.push(format!("{at}  {}", words::notice_end(lang, *end)));
                }
                _ => {}
            }
        }
        self.part(Phrase::Notices, lines);
    }

    fn takes(&mut self, case: &CaseFile) {
        let mut lines = Vec::new();
        for (line, event) in case.facts() {
            if let Event::VisitTaken { visit, .. } = event {
                let said = facts::said(self.reader.lang, self.reader.floor, event);
                let at = self.time(line.entry.header.at);
                lines.extend(
                    said.iter()
                        .enumerate()
                        .map(|(n, said)| if n == 0 { format!("{at}  {visit}  {said}") } else { said.clone() }),
                );
            }
        }
        self.part(Phrase::Takes, lines);
    }

    fn calls(&mut self, case: &CaseFile) {
        let before = case.client.calls.lines.iter().rev().filter(|call| call.at <= case.visit.arrived_at);
        let line = |call: &crate::register::phone_log::CallLine| {
            let number = call.phone.as_ref().map(|phone| if self.reader.is_open { phone.clone() } else { mask(phone) });
            let by = self.who(call.answered_by.as_ref(), Phrase::Missed);
            format!("{}  {}  {}  {by}", self.time(call.at), call.id, number.unwrap_or_default())
        };
        let lines = before.map(line).collect();
        self.part(Phrase::Calls, lines);
    }

    fn reasons(&mut self, case: &CaseFile) {
        let is_decision = |event: &Event| matches!(event, Event::VisitRouted { .. });
        let (lang, floor, visit) = (self.reader.lang, self.reader.floor, case.visit.id.as_str());
        let of = case.facts().filter(|(_, event)| is_decision(event));
        let lines = of.flat_map(|(line, event)| why::lines(lang, floor, &line.entry.header, event, visit)).collect();
        self.part(Phrase::Reasons, lines);
    }

    fn violations(&mut self, case: &CaseFile) {
        let lang = self.reader.lang;
        let mut lines = Vec::new();
        for violation in &case.violations {
            let what = [
                self.time(violation.at),
                violation.id.to_string(),
                name(self.reader.floor, &violation.staff).to_owned(),
                words::violation(lang, self.reader.floor, violation.kind),
                inbox::penalty(lang, &violation.penalty),
                inbox::cited(lang, self.reader.floor, inbox::rules_broken(violation.kind)),
            ];
            lines.push(what.join("  ").trim_end().to_owned());
            lines.extend(violation.note.as_ref().map(|note| format!("  {}", self.secret(note))));
            if let Some(voided) = &violation.voided {
                let by = self.who(voided.by.as_ref(), Phrase::Desk);
                let reason = voided.reason.as_ref().map(|reason| self.secret(reason)).unwrap_or_default();
                lines.push(format!("  {}  {}  {by}  {reason}", self.word(Phrase::Voided), self.time(voided.at)));
            }
        }
        self.part(Phrase::Violations, lines);
    }

    fn rulings(&mut self, case: &CaseFile) {
        let mut lines = Vec::new();
        for ruling in &case.rulings {
            let by = self.who(ruling.by.as_ref(), Phrase::Desk);
            let about = ruling.violation.as_ref().map(|id| format!("  {id}")).unwrap_or_default();
            lines.push(format!("{}  {by}{about}", self.time(ruling.at)));
            lines.extend(self.secret(&ruling.words).lines().map(|line| format!("  {line}")));
        }
        self.part(Phrase::Rulings, lines);
    }

    fn signatures(&mut self) {
        let lines = [Phrase::Manager, Phrase::Party, Phrase::Party].map(|line| format!("  {}", self.word(line)));
        self.lines.push(String::new());
        self.lines.push(self.word(Phrase::Sign).to_owned());
        for line in lines {
            self.lines.push(String::new());
            self.lines.push(line);
        }
    }
}
