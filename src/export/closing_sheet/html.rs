//! The closing sheet as HTML: one page of A4, black on white, nothing fetched from anywhere.

use super::{Paper, Section};
use crate::export::html::escaped;
use crate::text::Lang;
use crate::text::closing::Phrase;
use std::fmt::Write;

const STYLE: &str = "
@page { size: A4; margin: 14mm 15mm; }
body { margin: 0 auto; max-width: 180mm; color: #000; background: #fff;
  font: 10pt/1.35 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'SimSun', sans-serif; }
h1 { font-size: 17pt; text-align: center; margin: 0 0 3mm; letter-spacing: .1em; }
h2 { font-size: 10.5pt; margin: 4mm 0 1mm; border-bottom: .6pt solid #000; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4mm 4mm; margin: 0; }
dt { font-weight: 600; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border: .4pt solid #777; padding: .5mm 1.5mm; text-align: left; vertical-align: top; }
th { font-weight: 600; background: #f2f2f2; print-color-adjust: exact; }
.n { text-align: right; white-space: nowrap; }
tr { break-inside: avoid; }
p { margin: 1mm 0; }
.digest { font: 11pt/1.5 'DejaVu Sans Mono', 'Noto Sans Mono', Consolas, monospace; letter-spacing: .04em; }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); gap: 7mm 8mm; margin-top: 6mm; break-inside: avoid; }
.sign div { border-bottom: .6pt solid #000; padding-bottom: .5mm; }
";

/// The sheet as a page of its own. Writing to a text cannot fail.
#[must_use]
pub fn html(paper: &Paper) -> String {
    let lang = paper.lang;
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = escaped(&paper.title);
    let date = paper.facts.first().map(|(_, date)| escaped(date)).unwrap_or_default();
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} {date}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<dl>\n"
    );
    for (label, value) in &paper.facts {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(label), escaped(value));
    }
    out.push_str("</dl>\n");
    for section in &paper.sections {
        write_section(&mut out, lang, section);
    }
    let _ = writeln!(out, "<h2>{}</h2>", Phrase::Digest.get(lang));
    let _ = writeln!(out, "<p class=\"digest\">{}</p>", paper.digest.join("<br>"));
    let _ = writeln!(out, "<p>{}</p>", escaped(Phrase::Check.get(lang)));
    let _ = writeln!(out, "<h2>{}</h2>\n<div class=\"sign\">", Phrase::Signatures.get(lang));
    for who in &paper.signatures {
        let _ = writeln!(out, "<div>{}</div>", escaped(who));
    }
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

fn write_section(out: &mut String, lang: Lang, section: &Section) {
    let _ = writeln!(out, "<h2>{}</h2>", escaped(section.title));
    if section.rows.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", Phrase::Nothing.get(lang));
        return;
    }
    let class = |column: usize| {
        if section.columns.get(column).is_some_and(|(_, number)| *number) { " class=\"n\"" } else { "" }
    };
    out.push_str("<table>\n<tr>");
    for (column, (heading, _)) in section.columns.iter().enumerate() {
        let _ = write!(out, "<th{}>{}</th>", class(column), escaped(heading));
    }
    out.push_str("</tr>\n");
    for row in &section.rows {
        out.push_str("<tr>");
        for (column, text) in row.iter().enumerate() {
            let _ = write!(out, "<td{}>{}</td>", class(column), escaped(text));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
    for line in &section.below {
        let _ = writeln!(out, "<p>{}</p>", escaped(line));
    }
}
