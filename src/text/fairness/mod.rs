//! The fairness statement in words: tables for the eye, the reason for every difference, and what
//! the check found. Lines of 80 cells, fit to be printed; counts nothing.

mod cause;

use super::because::{name, names};
use super::figures::{Column, Short, span};
use super::width::{fit, fit_right, width, wrap_indented};
use super::{Lang, phrases, words};
use crate::register::fairness::{Law, Mismatch, PersonStatement, Statement};
use crate::rules::fairness::{Chance, Line, Reorder, Spell, Term, Uncovered};
use crate::rules::floor::Floor;
use crate::rules::id::StaffId;
use crate::rules::time::Date;
use cause::{clock, short};

/// Cells of a printed line at most.
pub const LINE_CELLS: usize = 80;
const NAME_CELLS: usize = 8;

phrases! {
    /// Words of the statement.
    Word {
        /// The title.
        Title: "轮次公平说明" "Fairness statement",
        /// The page's button.
        Page: "公平" "Fairness",
        /// A day is not over.
        SoFar: "（当日未收班，数到此刻）" " (day still open: so far)",
        /// The table of turns.
        Turns: "轮次" "Turns",
        /// The table of receptions.
        Receptions: "接待" "Received",
        /// Why people differ.
        Why: "为什么不一样" "Why they differ",
        /// Nothing sets someone apart.
        NoReason: "每次轮到都接了客户，没有别的事由" "a client on every turn, nothing else",
        /// Someone is compared with nobody.
        Most: "轮接最多" "most rotation clients",
        /// The check.
        Check: "核对" "The check",
        /// It holds.
        AddsUp: "全部相符：每人每天 到位 = 已接 + 算名额 + 新欠 + 超限，上结 + 新欠 = 补接 + 作废 + 过期 + 尚欠，轮接与名额对得上；每个数字都有登记簿里的记录。"
            "Everything adds up: for each person and day, turns = taken + used + owed + capped, and before + owed = made up + lost + expired + left; rotation clients agree with turns, and every number with entries of the log.",
        /// It does not.
        DoesNotAddUp: "账不平，不相符的地方：" "The books do not balance. Where:",
        /// The promise.
        Chance: "机会均等" "Equal chance",
        /// What is promised.
        Promise: "开班起一直在轮次里的任意两人，当日到位次数最多差 1；经理改了当日顺序则不保证。"
            "For any two in the order since the day opened, and never out, turns differ by at most one, unless a manager changes the order.",
        /// Nothing was entered.
        Nothing: "这段时间没有登记" "Nothing was entered in this time",
        /// The total.
        Total: "合计" "Total",
        /// Prepayments used.
        PrepaidUsed: "抵用" "paid",
        /// Someone joined later.
        JoinedLater: "后来加入" "joined later",
        /// The promise was broken.
        Broken: "不均等，请查对" "NOT equal: look into it",
    }
}

/// The whole statement, line by line.
#[must_use]
pub fn print(lang: Lang, floor: &Floor, statement: &Statement) -> Vec<String> {
    let so_far = if statement.has_open_day { Word::SoFar.get(lang) } else { "" };
    let mut lines = vec![format!("{}  {}{so_far}", Word::Title.get(lang), span(lang, &statement.span)), String::new()];
    if statement.people.is_empty() {
        lines.push(Word::Nothing.get(lang).to_owned());
        return lines;
    }
    lines.extend(tables(lang, floor, statement));
    lines.extend([String::new(), Word::Why.get(lang).to_owned()]);
    for person in statement.people.iter().filter(|person| person.holds_turns()) {
        lines.extend(reasons(lang, floor, statement, person));
    }
    lines.push(String::new());
    lines.extend(check(lang, floor, statement));
    lines.push(String::new());
    lines.extend(chances(lang, floor, &statement.chances));
    lines.iter().flat_map(|line| wrapped(line)).collect()
}

fn wrapped(line: &str) -> Vec<String> {
    if line.is_empty() { vec![String::new()] } else { wrap_indented(line, LINE_CELLS) }
}

/// The two tables: turns, and receptions.
#[must_use]
pub fn tables(lang: Lang, floor: &Floor, statement: &Statement) -> Vec<String> {
    let mut lines = table(lang, floor, statement, Word::Turns, &turn_columns(lang));
    lines.push(String::new());
    lines.extend(table(lang, floor, statement, Word::Receptions, &reception_columns(lang)));
    lines
}

type Number = (&'static str, fn(&PersonStatement) -> i64);

fn turn_columns(lang: Lang) -> Vec<Number> {
    vec![
        (Column::DaysOnDuty.get(lang), |p| p.days_on_duty.into()),
        (Column::Passed.get(lang), |p| p.terms.tally.passed),
        (Column::Taken.get(lang), |p| p.terms.tally.taken),
        (Column::Consumed.get(lang), |p| p.terms.tally.consumed),
        (Short::Granted.get(lang), |p| p.terms.tally.owed_granted),
        (Short::Capped.get(lang), |p| p.terms.tally.capped),
        (Column::Carried.get(lang), |p| p.terms.tally.carried),
        (Column::MadeUp.get(lang), |p| p.terms.tally.made_up),
        (Column::Forfeited.get(lang), |p| p.terms.tally.forfeited),
        (Column::Expired.get(lang), |p| p.terms.tally.expired),
        (Short::StillOwed.get(lang), |p| p.terms.still_owed),
        (Word::PrepaidUsed.get(lang), |p| p.terms.prepaid_used),
    ]
}

fn reception_columns(lang: Lang) -> Vec<Number> {
    vec![
        (Short::All.get(lang), |p| p.receptions.total().into()),
        (Column::Rotation.get(lang), |p| p.receptions.rotation.into()),
        (Column::Named.get(lang), |p| p.receptions.named.into()),
        (Column::Own.get(lang), |p| p.receptions.own.into()),
        (Short::Assist.get(lang), |p| p.receptions.assist.into()),
        (Short::Grabbed.get(lang), |p| p.receptions.grabbed.into()),
    ]
}

fn table(lang: Lang, floor: &Floor, statement: &Statement, title: Word, columns: &[Number]) -> Vec<String> {
    let total = |value: fn(&PersonStatement) -> i64| statement.people.iter().map(value).sum::<i64>();
    let cells: Vec<usize> =
        columns.iter().map(|(head, value)| width(head).max(total(*value).to_string().len()) + 1).collect();
    let row = |first: &str, texts: Vec<String>| {
        let texts = texts.iter().zip(&cells).map(|(text, cells)| fit_right(text, *cells));
        format!("{}{}", fit(first, NAME_CELLS), texts.collect::<String>())
    };
    let heads = columns.iter().map(|(head, _)| (*head).to_owned()).collect();
    let mut lines = vec![row(title.get(lang), heads)];
    for person in &statement.people {
        let numbers = columns.iter().map(|(_, value)| value(person).to_string()).collect();
        lines.push(row(name(floor, &person.staff), numbers));
    }
    lines.push(row(Word::Total.get(lang), columns.iter().map(|(_, value)| total(*value).to_string()).collect()));
    lines
}

const fn term(lang: Lang, term: Term) -> &'static str {
    match term {
        Term::Passed => Column::Passed.get(lang),
        Term::Carried => Column::Carried.get(lang),
        Term::WithoutTurn => lang.pick("不占名额", "without a turn"),
        Term::Consumed => Column::Consumed.get(lang),
        Term::Capped => Short::Capped.get(lang),
        Term::Forfeited => Column::Forfeited.get(lang),
        Term::Expired => Column::Expired.get(lang),
        Term::StillOwed => Short::StillOwed.get(lang),
        Term::PrepaidUsed => Word::PrepaidUsed.get(lang),
        Term::Elsewhere => lang.pick("名额另用", "used elsewhere"),
    }
}

/// Whether a term takes away from someone's rotation clients.
const fn takes_away(term: Term) -> bool {
    !matches!(term, Term::Passed | Term::Carried | Term::WithoutTurn)
}

/// What someone's rotation clients are made up of; what is nothing is left out.
#[must_use]
pub fn equation(lang: Lang, person: &PersonStatement) -> String {
    let mut text = format!("{} {} =", Column::Rotation.get(lang), person.receptions.rotation);
    for (at, (of, number)) in person.terms.signed().into_iter().enumerate() {
        if at > 0 && number == 0 {
            continue;
        }
        let sign = match (at, takes_away(of)) {
            (0, _) => "",
            (_, true) => " -",
            (_, false) => " +",
        };
        text = format!("{text}{sign} {} {}", term(lang, of), number.abs());
    }
    text
}

/// By what someone differs from whoever had most rotation clients, term by term.
#[must_use]
pub fn difference(lang: Lang, floor: &Floor, person: &PersonStatement, leader: &PersonStatement) -> String {
    if person.staff == leader.staff {
        return Word::Most.get(lang).to_owned();
    }
    let terms: Vec<String> = person
        .terms
        .beyond(&leader.terms)
        .into_iter()
        .map(|(of, number)| {
            let is_more = (number > 0) != takes_away(of);
            let (word, count) = (term(lang, of), number.abs());
            match (lang, is_more) {
                (Lang::Zh, true) => format!("{word}多 {count}"),
                (Lang::Zh, false) => format!("{word}少 {count}"),
                (Lang::En, true) => format!("{word} +{count}"),
                (Lang::En, false) => format!("{word} -{count}"),
            }
        })
        .collect();
    let fewer = leader.receptions.rotation.saturating_sub(person.receptions.rotation);
    let (who, colon) = (name(floor, &leader.staff), if terms.is_empty() { "" } else { lang.pick("：", ": ") });
    let terms = terms.join(lang.pick("，", ", "));
    match (lang, fewer) {
        (Lang::Zh, 0) => format!("与{who}一样多{colon}{terms}"),
        (Lang::Zh, _) => format!("比{who}少轮接 {fewer} 位{colon}{terms}"),
        (Lang::En, 0) => format!("as many as {who}{colon}{terms}"),
        (Lang::En, _) => format!("{fewer} fewer than {who}{colon}{terms}"),
    }
}

/// Someone's part of the reasons: the equation, the difference, and every line behind it.
#[must_use]
pub fn reasons(lang: Lang, floor: &Floor, statement: &Statement, person: &PersonStatement) -> Vec<String> {
    let who = name(floor, &person.staff);
    let mut lines = vec![format!("{who}  {}", equation(lang, person))];
    if let Some(leader) = statement.leader() {
        lines.push(format!("  {}", difference(lang, floor, person, leader)));
        lines.extend(turns_apart(lang, floor, statement, person, leader));
    }
    let staff = &person.staff;
    let mut told: Vec<(Date, i64, String)> = Vec::new();
    let mut tell = |date: Date, at: i64, text: String| told.push((date, at, format!("    {} {text}", short(date))));
    for line in statement.lines.iter().filter(|line| line.staff == *staff && line.cause.is_reason()) {
        tell(line.date, line.at.micros(), entered(lang, floor, line));
    }
    for spell in statement.spells.iter().filter(|spell| spell.staff == *staff) {
        tell(spell.date, spell.from.micros(), held_no_turn(lang, floor, spell));
    }
    for (date, reorder) in &statement.reorders {
        if let Some(text) = moved(lang, floor, reorder, staff) {
            tell(*date, reorder.at.micros(), text);
        }
    }
    told.sort_by_key(|(date, at, _)| (*date, *at));
    if told.is_empty() && person.terms.tally.passed > 0 {
        lines.push(format!("    {}", Word::NoReason.get(lang)));
    }
    lines.extend(told.into_iter().map(|(_, _, text)| text));
    lines
}

/// Why somebody's turn came less or more often than the leader's, beyond what the lines below say.
fn turns_apart(
    lang: Lang,
    floor: &Floor,
    statement: &Statement,
    person: &PersonStatement,
    leader: &PersonStatement,
) -> Option<String> {
    let who = name(floor, &leader.staff);
    let (ours, theirs) = (person.days_on_duty, leader.days_on_duty);
    if ours != theirs {
        return Some(match lang {
            Lang::Zh => format!("    当班 {ours} 天，{who} {theirs} 天"),
            Lang::En => format!("    {ours} days on duty, {who} {theirs}"),
        });
    }
    let was_out = |staff: &StaffId| statement.spells.iter().any(|spell| spell.staff == *staff);
    let is_by_place = statement.reorders.is_empty() && !was_out(&person.staff) && !was_out(&leader.staff);
    let differs = person.terms.tally.passed != leader.terms.tally.passed;
    (is_by_place && differs).then(|| match lang {
        Lang::Zh => "    到位次数之差只因各日顺序先后".to_owned(),
        Lang::En => "    turns differ only by the places in the orders".to_owned(),
    })
}

/// A line of the log: when, at which visit, what and why.
fn entered(lang: Lang, floor: &Floor, line: &Line) -> String {
    let visit = line.visit.as_ref().map(|visit| format!("{visit} ")).unwrap_or_default();
    format!("{}  {visit}{}", clock(floor, line.at), cause::said(lang, floor, &line.staff, &line.cause))
}

fn held_no_turn(lang: Lang, floor: &Floor, spell: &Spell) -> String {
    let until = spell.until.map(|at| clock(floor, at)).unwrap_or_default();
    let (from, mut out, count) = (clock(floor, spell.from), cause::out(lang, spell.out), spell.passed_over);
    if let Some(code) = &spell.reason {
        out = words::absence(lang, floor, code);
    }
    let passed = match (lang, count) {
        (_, 0) => String::new(),
        (Lang::Zh, _) => format!("，其间轮过 {count} 次"),
        (Lang::En, _) => format!(", passed over {count} times"),
    };
    match lang {
        Lang::Zh => format!("{from}–{until}  {out}，不参加轮次{passed}"),
        Lang::En => format!("{from}–{until}  {out}: no turns{passed}"),
    }
}

/// Where a manager's change of the order moved someone; nothing when they stayed where they were.
fn moved(lang: Lang, floor: &Floor, reorder: &Reorder, staff: &StaffId) -> Option<String> {
    let place = |order: &[StaffId]| order.iter().position(|other| other == staff);
    let (before, after) = (place(&reorder.before), place(&reorder.after));
    if before == after {
        return None;
    }
    let said = |place: Option<usize>| match (lang, place) {
        (Lang::Zh, Some(at)) => format!("第 {} 位", at + 1),
        (Lang::En, Some(at)) => format!("place {}", at + 1),
        (_, None) => lang.pick("不在顺序里", "not in the order").to_owned(),
    };
    let by = reorder.by.as_ref().map_or("", |by| name(floor, by));
    let (at, before, after) = (clock(floor, reorder.at), said(before), said(after));
    Some(match lang {
        Lang::Zh => format!("{at}  {by}调整顺序：{before} → {after}"),
        Lang::En => format!("{at}  {by} changed the order: {before} → {after}"),
    })
}

/// What the check found, with the sums that it is about.
#[must_use]
pub fn check(lang: Lang, floor: &Floor, statement: &Statement) -> Vec<String> {
    let total = |value: fn(&PersonStatement) -> u32| statement.people.iter().map(value).sum::<u32>();
    let kinds = [
        (Column::Rotation.get(lang), total(|p| p.receptions.rotation)),
        (Column::Named.get(lang), total(|p| p.receptions.named)),
        (Column::Own.get(lang), total(|p| p.receptions.own)),
        (Short::Assist.get(lang), total(|p| p.receptions.assist)),
        (Short::Grabbed.get(lang), total(|p| p.receptions.grabbed)),
    ];
    let kinds: Vec<String> = kinds.iter().map(|(word, count)| format!("{word} {count}")).collect();
    let all = total(|p| p.receptions.total());
    let mut lines = vec![Word::Check.get(lang).to_owned()];
    lines.push(format!("  {} {all} = {}", Word::Receptions.get(lang), kinds.join(" + ")));
    if statement.adds_up() {
        lines.push(format!("  {}", Word::AddsUp.get(lang)));
    } else {
        lines.push(format!("  {}", Word::DoesNotAddUp.get(lang)));
        lines.extend(statement.mismatches.iter().map(|wrong| format!("    {}", mismatch(lang, floor, wrong))));
    }
    lines
}

fn mismatch(lang: Lang, floor: &Floor, wrong: &Mismatch) -> String {
    let law = match wrong.law {
        Law::Turns => lang.pick("到位次数与结果", "turns and what became of them"),
        Law::MakeUps => lang.pick("欠补与去处", "turns owed and what became of them"),
        Law::CarriedOver => lang.pick("前一日尚欠与上结", "owed at the end and carried over"),
        Law::Lines => lang.pick("账与登记簿的记录", "the books and the entries"),
        Law::Rotation => lang.pick("轮接与名额", "rotation clients and turns"),
        Law::Receptions => lang.pick("接待与登记簿的记录", "receptions and the entries"),
        Law::Total => lang.pick("各人接待与各日接待", "receptions by person and by day"),
    };
    let date = wrong.date.map(|date| format!("{} ", short(date))).unwrap_or_default();
    let who = wrong.staff.as_ref().map(|staff| format!("{} ", name(floor, staff))).unwrap_or_default();
    format!("{date}{who}{law}: {} / {}", wrong.left, wrong.right)
}

/// The promise of equal chance, day by day.
#[must_use]
pub fn chances(lang: Lang, floor: &Floor, chances: &[Chance]) -> Vec<String> {
    let mut lines = vec![Word::Chance.get(lang).to_owned(), format!("  {}", Word::Promise.get(lang))];
    for chance in chances {
        lines.push(format!("  {} {}", short(chance.date), judged(lang, floor, chance)));
        if !chance.uncovered.is_empty() && chance.changed.is_none() {
            let each = chance.uncovered.iter().map(|(staff, why)| {
                let why = match why {
                    Uncovered::JoinedLater => Word::JoinedLater.get(lang),
                    Uncovered::WasOut { out } => cause::out(lang, *out),
                };
                format!("{}（{why}）", name(floor, staff))
            });
            let each: Vec<String> = each.collect();
            let each = each.join(lang.pick("、", ", "));
            lines.push(format!("    {}{each}", lang.pick("不在其内：", "not covered: ")));
        }
    }
    lines
}

fn judged(lang: Lang, floor: &Floor, chance: &Chance) -> String {
    if let Some(reorder) = &chance.changed {
        let (at, by) = (clock(floor, reorder.at), reorder.by.as_ref().map_or("", |by| name(floor, by)));
        return match lang {
            Lang::Zh => format!("{by} {at} 调整了顺序，当日不保证"),
            Lang::En => format!("{by} changed the order at {at}: nothing is promised"),
        };
    }
    let Some((most, least, difference)) = chance.largest() else {
        return lang.pick("没有可比的两人", "no two people to compare").to_owned();
    };
    let pairs = chance.pairs();
    let covered = names(lang, floor, chance.covered.iter().map(|(staff, _)| staff));
    let verdict = if chance.is_kept() { "" } else { Word::Broken.get(lang) };
    let (most, least) = (name(floor, most), name(floor, least));
    match (lang, difference) {
        (Lang::Zh, 0) => format!("{covered}，{pairs} 对，到位次数一样"),
        (Lang::Zh, _) => format!("{covered}，{pairs} 对，最多差 {difference}（{most}比{least}多）{verdict}"),
        (Lang::En, 0) => format!("{covered}: {pairs} pairs, all with the same number of turns"),
        (Lang::En, _) => {
            format!("{covered}: {pairs} pairs, at most {difference} apart ({most} ahead of {least}) {verdict}")
        }
    }
}
