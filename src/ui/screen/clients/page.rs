//! Everything shown of one client, in words: whole for the owner and for managers, without names,
//! numbers and notes for everybody else.

use crate::desk::ask;
use crate::register::discipline::ViolationLine;
use crate::register::dossier::{DepositLine, Dossier, Group, HoldLine, Listed, Member, OwnerLine, VisitLine, dossier};
use crate::register::fault::Fault;
use crate::register::hints::{self, Hint};
use crate::register::phone_log::{CallLine, CallState};
use crate::rules::decision::Path;
use crate::rules::event::OwnerCause;
use crate::rules::floor::VisitState;
use crate::rules::id::{ClientId, StaffId, VisitId};
use crate::rules::phone::mask;
use crate::rules::protection::Protection;
use crate::rules::time::Timestamp;
use crate::text::clients::{self as texts, Phrase};
use crate::text::hints as about;
use crate::text::width::width;
use crate::text::{Lang, because, client, screen, words};
use crate::ui::app::App;
use crate::ui::modal::Reading;
use std::collections::BTreeMap;

/// So many of those whom a client looks like are named.
const ALIKE_MAX: usize = 2;
/// Between the parts of a line.
const DOT: &str = " · ";

/// What is shown of a client.
#[derive(Debug)]
pub struct Page {
    /// Who.
    pub client: ClientId,
    /// Their last visit.
    pub visit: Option<VisitId>,
    /// Name, as far as it is shown.
    pub name: String,
    /// What must not be overlooked: they are here, they have bought.
    pub marks: Vec<String>,
    /// What is known, a line each.
    pub facts: Vec<(Phrase, String)>,
    /// The ids by which they are known.
    ids: String,
    /// Their visits, calls and deposits.
    pub sections: Vec<Section>,
    /// Why not everything is shown.
    pub note: Option<&'static str>,
}

/// Lines of one kind.
#[derive(Debug)]
pub struct Section {
    /// What they are.
    pub title: String,
    /// The lines.
    pub lines: Vec<String>,
    /// Whether there are more.
    pub has_more: bool,
}

impl Page {
    /// Reads what is shown of a client, at most `limit` lines of each kind.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn read(app: &App, client: &ClientId, limit: u32) -> Result<Option<Self>, Fault> {
        let Some(dossier) = dossier(app.register(), client, limit)? else { return Ok(None) };
        let owner = ask::owner_of(&app.desk, &dossier.id)?;
        let is_whole = app.may_read(owner.as_ref());
        let groups = [&dossier.household, &dossier.company].into_iter().flatten();
        let members: Vec<ClientId> =
            groups.flat_map(|group| &group.members.lines).map(|member| member.id.clone()).collect();
        let owners = ask::owners_of(&app.desk, &members)?;
        let member_owners = members.into_iter().zip(owners).filter_map(|(id, owner)| Some((id, owner?))).collect();
        let protection = ask::protection_of(&app.desk, &dossier.id)?;
        let alike = hints::of_client(app.register(), &dossier.id)?;
        let writer =
            Writer { app, dossier: &dossier, protection, alike, owner, member_owners, is_whole, lang: app.lang() };
        Ok(Some(writer.page()))
    }

    /// The same as something to read.
    pub fn reading(mut self, lang: Lang) -> Reading {
        self.facts.push((Phrase::Id, self.ids));
        let mut lines: Vec<String> = Vec::new();
        lines.extend(self.marks.iter().map(|mark| format!("  {mark}")));
        let cells = self.facts.iter().map(|(label, _)| width(label.get(lang))).max().unwrap_or(0) + 2;
        let label = |label: Phrase| crate::text::width::fit(label.get(lang), cells);
        lines.extend(self.facts.iter().map(|(name, text)| format!("  {}{text}", label(*name))));
        for section in self.sections {
            lines.push(String::new());
            lines.push(section.title);
            lines.extend(section.lines.iter().map(|line| format!("  {line}")));
        }
        if let Some(note) = self.note {
            lines.extend([String::new(), format!("  {note}")]);
        }
        Reading::new(self.name, lines)
    }
}

/// Puts a dossier into words.
struct Writer<'a> {
    app: &'a App,
    dossier: &'a Dossier,
    protection: Option<Protection>,
    /// Whom they look like.
    alike: Vec<Hint>,
    owner: Option<StaffId>,
    /// To whom the others of the groups belong now.
    member_owners: BTreeMap<ClientId, StaffId>,
    is_whole: bool,
    lang: Lang,
}

impl Writer<'_> {
    fn page(&self) -> Page {
        let dossier = self.dossier;
        Page {
            client: dossier.id.clone(),
            visit: dossier.visits.lines.first().map(|visit| visit.id.clone()),
            name: self.name_of(dossier.name.as_deref(), self.is_whole),
            marks: self.marks(),
            facts: self.facts(),
            ids: std::iter::once(&dossier.id).chain(&dossier.also).map(ClientId::as_str).collect::<Vec<_>>().join(" "),
            sections: self.sections(),
            note: (!self.is_whole).then_some(Phrase::Masked.get(self.lang)),
        }
    }

    fn name_of(&self, name: Option<&str>, is_whole: bool) -> String {
        let whole = name.filter(|name| is_whole && !name.is_empty()).map(crate::rules::fold::clean);
        whole.unwrap_or_else(|| client::name(self.lang, name))
    }

    fn staff<'s>(&'s self, id: &'s StaffId) -> &'s str {
        because::name(self.app.floor(), id)
    }

    fn day(&self, at: Timestamp) -> String {
        texts::day(at, self.app.now, self.app.floor().zone)
    }

    fn moment(&self, at: Timestamp) -> String {
        texts::moment(at, self.app.now, self.app.floor().zone)
    }

    fn ago(&self, at: Timestamp) -> String {
        texts::ago(self.lang, at, self.app.now, self.app.floor().zone)
    }

    /// Words that only the owner and managers read.
    fn private<'t>(&self, text: Option<&'t str>) -> Option<&'t str> {
        text.filter(|text| self.is_whole && !text.is_empty())
    }

    fn marks(&self) -> Vec<String> {
        let floor = self.app.floor();
        let mut open = floor.receiving.iter().chain(&floor.waiting);
        let here = open.find_map(|id| Some((id, floor.visit(id).filter(|visit| visit.client == self.dossier.id)?)));
        let here = here.map(|(id, visit)| {
            let receiver = visit.receiver.as_ref().map_or("", |staff| self.staff(staff));
            let state = texts::visit_state(self.lang, visit.state);
            joined([Some(Phrase::Here.get(self.lang)), Some(id.as_str()), Some(state), Some(receiver)], " ")
        });
        let closed = (self.dossier.purchases > 0).then(|| Phrase::Closed.get(self.lang).to_owned());
        let soon = self.protection.as_ref().filter(|protection| protection.is_soon && !protection.has_lapsed());
        let soon = soon.map(|_| about::Phrase::ProtectionSoon.get(self.lang).to_owned());
        let one = self.alike.iter().any(Hint::speaks_for_one);
        let one = one.then(|| about::Phrase::MayBeOne.get(self.lang).to_owned());
        here.into_iter().chain(closed).chain(soon).chain(one).collect()
    }

    fn facts(&self) -> Vec<(Phrase, String)> {
        let dossier = self.dossier;
        let mut facts = vec![(Phrase::Phones, self.phones()), (Phrase::Owner, self.ownership())];
        facts.extend(self.protection.as_ref().map(|protection| {
            let until = self.moment(protection.until);
            (Phrase::Protection, about::days_left(self.lang, protection.days_left, &until))
        }));
        let alike = self.alike.iter().take(ALIKE_MAX).map(|hint| {
            let reasons = about::reasons(self.lang, &hint.reasons);
            (Phrase::Alike, joined([Some("#"), Some(hint.other.as_str()), Some(reasons.as_str())], " "))
        });
        facts.extend(alike);
        if let Some(first) = dossier.first_contact {
            let by = dossier.first_owner.as_ref();
            let source = by.and_then(|by| self.private(by.source.as_deref()));
            let by = by.map(|by| self.staff(&by.owner));
            facts.push((Phrase::First, joined([Some(self.moment(first).as_str()), by, source], DOT)));
        }
        let last = dossier.last_visit.map_or_else(
            || Phrase::NeverHere.get(self.lang).to_owned(),
            |last| format!("{}{DOT}{}", self.moment(last), self.ago(last)),
        );
        facts.push((Phrase::Last, last));
        if self.is_whole && !dossier.shares.is_empty() {
            let shares = dossier.shares.iter();
            let shares = shares.map(|(id, points)| format!("{} {}", self.staff(id), texts::percent(*points)));
            facts.push((Phrase::Shares, shares.collect::<Vec<_>>().join(DOT)));
        }
        let alone = self.groups().filter(|(_, group)| self.others(group).next().is_none());
        facts.extend(alone.map(|(kind, group)| (kind, self.group(group))));
        facts
    }

    fn phones(&self) -> String {
        let phones = &self.dossier.phones;
        if self.is_whole && !phones.is_empty() {
            return phones.join("  ");
        }
        match phones.as_slice() {
            [] => "—".to_owned(),
            [only] => mask(only),
            [first, ..] => format!("{} {}", mask(first), texts::more_numbers(self.lang, phones.len())),
        }
    }

    /// To whom the client belongs now and since when; of an owner who counts no more, why.
    fn ownership(&self) -> String {
        let dossier = self.dossier;
        let Some(owner) = &self.owner else {
            let nobody = || Phrase::NoOwner.get(self.lang).to_owned();
            return dossier.written_owner.as_ref().map_or_else(nobody, |owner| {
                let is_gone = self.app.floor().employed(owner).is_none();
                let why = if is_gone { Phrase::Departed } else { Phrase::Lapsed };
                texts::belonged(self.lang, self.staff(owner), why)
            });
        };
        let since = dossier.owned_since(owner).map(|at| texts::since(self.lang, &self.day(at)));
        joined([Some(self.staff(owner)), since.as_deref()], DOT)
    }

    fn sections(&self) -> Vec<Section> {
        let dossier = self.dossier;
        let mut sections = vec![
            self.visits(),
            self.section(Phrase::Deposits, &dossier.deposits, |line| self.deposit(line)),
            self.section(Phrase::Holds, &dossier.holds, |line| self.hold(line)),
        ];
        sections.extend(self.groups().map(|(kind, group)| self.members(kind, group)));
        sections.push(self.section(Phrase::Calls, &dossier.calls, |line| self.call(line)));
        // The first contact is told above; what came after it is worth telling with it.
        if dossier.owners.lines.iter().any(|line| line.cause != OwnerCause::FirstContact) {
            sections.push(self.section(Phrase::Owners, &dossier.owners, |line| self.owner_change(line)));
        }
        if self.is_whole {
            sections.push(self.section(Phrase::Violations, &dossier.violations, |line| self.violation(line)));
        }
        sections.retain(|section| !section.lines.is_empty());
        sections
    }

    fn visits(&self) -> Section {
        let section = self.section(Phrase::Visits, &self.dossier.visits, |line| self.visit(line));
        // Someone who only waits has not been received: that stands in the line below.
        let received = (self.dossier.receptions > 0).then(|| texts::received(self.lang, self.dossier.receptions));
        let title = joined([Some(section.title.as_str()), received.as_deref()], DOT);
        Section { title, ..section }
    }

    fn section<T>(&self, title: Phrase, listed: &Listed<T>, write: impl Fn(&T) -> String) -> Section {
        let more = if listed.has_more { "+" } else { "" };
        Section {
            title: format!("{} {}{more}", title.get(self.lang), listed.lines.len()),
            lines: listed.lines.iter().map(write).collect(),
            has_more: listed.has_more,
        }
    }

    fn groups(&self) -> impl Iterator<Item = (Phrase, &Group)> {
        let groups = [(Phrase::Household, &self.dossier.household), (Phrase::Company, &self.dossier.company)];
        groups.into_iter().filter_map(|(kind, group)| Some((kind, group.as_ref()?)))
    }

    /// What a group is called and how many it has.
    fn group(&self, group: &Group) -> String {
        let count = texts::people(self.lang, group.members.lines.len(), group.members.has_more);
        let names = group.names.join("、");
        joined([self.private(Some(names.as_str())), Some(count.as_str())], DOT)
    }

    fn others<'g>(&self, group: &'g Group) -> impl Iterator<Item = &'g Member> {
        group.members.lines.iter().filter(|member| member.id != self.dossier.id)
    }

    /// The others of a group.
    fn members(&self, kind: Phrase, group: &Group) -> Section {
        Section {
            title: format!("{} {}", kind.get(self.lang), self.group(group)),
            lines: self.others(group).map(|member| self.member(member)).collect(),
            has_more: group.members.has_more,
        }
    }

    fn member(&self, member: &Member) -> String {
        let owner = self.member_owners.get(&member.id);
        let name = self.name_of(member.name.as_deref(), self.app.may_read(owner));
        let owner = owner.map(|owner| format!("{} {}", Phrase::OwnerHead.get(self.lang), self.staff(owner)));
        joined([Some(name.as_str()), owner.as_deref().or(Some(Phrase::NoOwner.get(self.lang)))], DOT)
    }

    fn visit(&self, line: &VisitLine) -> String {
        let state = match line.state {
            VisitState::Finished | VisitState::Receiving => None,
            state => Some(texts::visit_state(self.lang, state)),
        };
        let path = line.receiver.as_ref().and_then(|_| match line.path {
            _ if line.assist => Some(Phrase::Assist.get(self.lang)),
            Some(Path::Own) => Some(screen::Phrase::Own.get(self.lang)),
            path => path.map(|path| words::path(self.lang, path)),
        });
        let receiver = line.receiver.as_ref().map(|staff| self.staff(staff));
        let notes = [&line.note, &line.outcome, &line.end_note].map(|note| self.private(note.as_deref()));
        let at = self.moment(line.arrived_at);
        let head = joined([Some(at.as_str()), receiver, path, state], " ");
        let [first, second, third] = notes;
        joined([Some(head.as_str()), first, second, third], DOT)
    }

    fn call(&self, line: &CallLine) -> String {
        let at = self.moment(line.at);
        let who = line.answered_by.as_ref().map(|staff| self.staff(staff));
        let state = (line.state != CallState::Ended).then(|| texts::call_state(self.lang, line.state));
        let head = joined([Some(at.as_str()), who, state], " ");
        // Whoever answered has heard it all.
        let is_open = self.is_whole || self.app.may_read(line.answered_by.as_ref());
        let [project, needs, note] =
            [&line.project, &line.needs, &line.note].map(|text| text.as_deref().filter(|_| is_open));
        joined([Some(head.as_str()), project, needs, note], DOT)
    }

    fn deposit(&self, line: &DepositLine) -> String {
        let amount = texts::amount(self.lang, line.amount_fen);
        let day = self.day(line.at);
        let by = line.by.as_ref().map(|staff| self.staff(staff));
        let state = texts::deposit_state(self.lang, line.state);
        joined([Some(line.unit.as_str()), Some(amount.as_str()), Some(state), Some(day.as_str()), by], " ")
    }

    fn hold(&self, line: &HoldLine) -> String {
        let until = format!("{} {}", Phrase::Until.get(self.lang), self.moment(line.until));
        let over = (!line.stands_at(self.app.now)).then_some(Phrase::Over.get(self.lang));
        let by = line.by.as_ref().map(|staff| self.staff(staff));
        joined([Some(line.unit.as_str()), Some(until.as_str()), over, by], " ")
    }

    fn owner_change(&self, line: &OwnerLine) -> String {
        let to = line.to.as_ref().map_or(Phrase::NoOwner.get(self.lang), |staff| self.staff(staff));
        let head = format!("{} → {to} {}", self.day(line.at), texts::cause(self.lang, line.cause));
        joined([Some(head.as_str()), self.private(line.reason.as_deref())], DOT)
    }

    fn violation(&self, line: &ViolationLine) -> String {
        let (day, kind) = (self.day(line.at), words::violation(self.lang, self.app.floor(), line.kind));
        let penalty = screen::penalty(self.lang, &line.penalty);
        let voided = line.voided.as_ref().map(|_| Phrase::Voided.get(self.lang));
        let head =
            [Some(day.as_str()), Some(self.staff(&line.staff)), Some(kind.as_str()), Some(penalty.as_str()), voided];
        joined([Some(joined(head, " ").as_str()), self.private(line.note.as_deref())], DOT)
    }
}

/// The parts that are there, with something between them.
fn joined<'t>(parts: impl IntoIterator<Item = Option<&'t str>>, between: &str) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}
