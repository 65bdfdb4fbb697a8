//! The first sheet of a workbook: the figures of its days, with charts that the spreadsheet draws from the
//! cells beside them. Takes the register's figures and counts nothing.

use super::Privacy;
use super::xlsx::{Book, fault, write_yuan};
use crate::register::fault::Fault;
use crate::register::figures::Figures;
use crate::rules::floor::Floor;
use crate::text::export::Phrase;
use crate::text::{Lang, because, figures};
use rust_xlsxwriter::{Chart, ChartType, Worksheet, XlsxError};

/// Where the tables beside the summary begin.
const DAYS_COLUMN: u16 = 3;
const PEOPLE_COLUMN: u16 = 6;
const CHARTS_COLUMN: u16 = 9;
const CHART_ROWS: u32 = 16;

impl Book {
    /// Writes the sheet of figures.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn overview(&mut self, lang: Lang, floor: &Floor, privacy: Privacy, found: &Figures) -> Result<(), Fault> {
        let name = Phrase::Overview.get(lang);
        let page = self.workbook.add_worksheet();
        let look = &self.look;
        let write = || -> Result<(), XlsxError> {
            page.set_name(name)?;
            page.set_freeze_panes(1, 0)?;
            let heads = [Phrase::Item, Phrase::Value].map(|head| head.get(lang));
            heading(page, look, 0, heads)?;
            summary(page, look, lang, privacy, found)?;
            let is_day = found.span.from == found.span.to;
            let (title, last) = if is_day {
                heading(page, look, DAYS_COLUMN, [Phrase::Hour, Phrase::Arrivals].map(|head| head.get(lang)))?;
                (Phrase::ByHour, hours(page, found)?)
            } else {
                heading(page, look, DAYS_COLUMN, [Phrase::Days, Phrase::Arrivals].map(|head| head.get(lang)))?;
                (Phrase::ByDay, days(page, found)?)
            };
            chart(page, name, title.get(lang), ChartType::Column, (DAYS_COLUMN, last), 1)?;
            heading(page, look, PEOPLE_COLUMN, [Phrase::Person, Phrase::Receptions].map(|head| head.get(lang)))?;
            let last = people(page, floor, found)?;
            chart(page, name, Phrase::ByPerson.get(lang), ChartType::Bar, (PEOPLE_COLUMN, last), 2 + CHART_ROWS)?;
            for (column, cells) in [(0, 26), (1, 24), (3, 14), (4, 10), (6, 14), (7, 10)] {
                page.set_column_width(column, cells)?;
            }
            Ok(())
        };
        let mut write = write;
        write().map_err(fault)
    }
}

fn heading(page: &mut Worksheet, look: &super::xlsx::Look, column: u16, heads: [&str; 2]) -> Result<(), XlsxError> {
    for (head, at) in heads.into_iter().zip(column..) {
        page.write_string_with_format(0, at, head, &look.heading)?;
    }
    Ok(())
}

fn summary(
    page: &mut Worksheet,
    look: &super::xlsx::Look,
    lang: Lang,
    privacy: Privacy,
    found: &Figures,
) -> Result<(), XlsxError> {
    let words = if privacy == Privacy::Open { Phrase::InFull } else { Phrase::Masked };
    for (row, (item, text)) in
        (1..).zip([(Phrase::Days, figures::span(lang, &found.span)), (Phrase::Names, words.get(lang).to_owned())])
    {
        page.write_string(row, 0, item.get(lang))?;
        page.write_string(row, 1, text)?;
    }
    let waiting = &found.waiting;
    let counts = [
        (Phrase::Arrivals, found.arrivals()),
        (Phrase::Receptions, found.receptions()),
        (Phrase::Left, waiting.left),
        (Phrase::Rotation, found.paths.rotation),
        (Phrase::Own, found.paths.own),
        (Phrase::Named, found.paths.named),
        (Phrase::Assists, found.paths.assists),
        (Phrase::Answered, found.calls.answered),
        (Phrase::Missed, found.calls.missed),
        (Phrase::Deposits, found.deposits.taken.count),
        (Phrase::Refunds, found.deposits.refunded.count),
    ];
    let mut row = 3;
    for (item, count) in counts {
        page.write_string(row, 0, item.get(lang))?;
        page.write_number(row, 1, count)?;
        row += 1;
    }
    let amounts =
        [(Phrase::DepositAmount, found.deposits.taken.fen), (Phrase::RefundAmount, found.deposits.refunded.fen)];
    for (item, fen) in amounts {
        page.write_string(row, 0, item.get(lang))?;
        write_yuan(page, look, (row, 1), fen)?;
        row += 1;
    }
    if let Some(seconds) = waiting.median_seconds {
        page.write_string(row, 0, Phrase::MedianWait.get(lang))?;
        page.write_number(row, 1, i32::try_from(seconds / 60).unwrap_or(i32::MAX))?;
    }
    Ok(())
}

/// Arrivals of every hour between the first and the last that had any.
fn hours(page: &mut Worksheet, found: &Figures) -> Result<u32, XlsxError> {
    let by_hour = &found.arrivals_by_hour;
    let first = by_hour.iter().position(|count| *count > 0).unwrap_or(9);
    let last = by_hour.iter().rposition(|count| *count > 0).unwrap_or(18);
    let mut row = 0;
    for (hour, count) in by_hour.iter().enumerate().take(last + 1).skip(first) {
        row += 1;
        page.write_string(row, DAYS_COLUMN, format!("{hour:02}:00"))?;
        page.write_number(row, DAYS_COLUMN + 1, *count)?;
    }
    Ok(row)
}

/// Arrivals of every day.
fn days(page: &mut Worksheet, found: &Figures) -> Result<u32, XlsxError> {
    let mut row = 0;
    for date in found.span.days() {
        row += 1;
        page.write_string(row, DAYS_COLUMN, date.to_string())?;
        page.write_number(row, DAYS_COLUMN + 1, found.day(date).arrivals)?;
    }
    Ok(row)
}

fn people(page: &mut Worksheet, floor: &Floor, found: &Figures) -> Result<u32, XlsxError> {
    let mut row = 0;
    for person in &found.people {
        row += 1;
        page.write_string(row, PEOPLE_COLUMN, because::name(floor, &person.staff))?;
        page.write_number(row, PEOPLE_COLUMN + 1, person.receptions.total())?;
    }
    Ok(row)
}

/// A chart of a table's two columns; none of a table without rows.
fn chart(
    page: &mut Worksheet,
    sheet: &str,
    title: &str,
    kind: ChartType,
    (column, last): (u16, u32),
    row: u32,
) -> Result<(), XlsxError> {
    if last == 0 {
        return Ok(());
    }
    let mut chart = Chart::new(kind);
    chart.add_series().set_categories((sheet, 1, column, last, column)).set_values((
        sheet,
        1,
        column + 1,
        last,
        column + 1,
    ));
    chart.title().set_name(title);
    chart.legend().set_hidden();
    page.insert_chart(row, CHARTS_COLUMN, &chart)?;
    Ok(())
}
