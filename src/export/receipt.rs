//! A deposit's receipt as a page of HTML that prints on a sheet of A5: nothing in it is fetched, nothing runs.

use crate::export::html::escaped;
use crate::text::Lang;
use crate::text::receipt::{Phrase, Slip};
use std::fmt::Write;

const STYLE: &str = "@page{size:A5 landscape;margin:12mm}\
*{box-sizing:border-box}\
body{font:14px/1.6 \"Noto Sans CJK SC\",\"Microsoft YaHei\",\"PingFang SC\",SimSun,sans-serif;margin:0 auto;max-width:180mm;color:#000}\
h1{font-size:22px;text-align:center;letter-spacing:.3em;margin:0 0 4mm}\
.head{display:flex;justify-content:space-between;border-bottom:1px solid #000;padding-bottom:1mm}\
.again{border:1px solid #000;padding:0 2mm}\
table{width:100%;border-collapse:collapse}\
th,td{border-bottom:1px solid #999;padding:1.5mm 2mm;text-align:left;vertical-align:top}\
th{width:28mm;font-weight:normal;white-space:nowrap}\
td{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}\
.signs{display:flex;gap:10mm;margin-top:12mm}.signs div{flex:1;border-bottom:1px solid #000}";

/// The page.
#[must_use]
pub fn html(slip: &Slip) -> String {
    let lang = slip.lang;
    let (number, again) = slip.numbered();
    let title = Phrase::Title.get(lang);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<title>{title} {number}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n",
        match lang {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    );
    let again = again.map(|again| format!("<span class=\"again\">{}</span>", escaped(&again))).unwrap_or_default();
    // Writing to a text cannot fail.
    let _ =
        writeln!(out, "<div class=\"head\"><span>{} {number}</span>{again}</div>\n<table>", Phrase::Number.get(lang));
    for (label, value) in slip.fields() {
        let _ = writeln!(out, "<tr><th>{label}<td>{}", escaped(&value));
    }
    out.push_str("</table>\n");
    if let Some(warning) = slip.warning() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&warning));
    }
    let signs = [Phrase::SignTaker, Phrase::SignClient].map(|sign| format!("<div>{}</div>", sign.get(lang)));
    let _ = writeln!(out, "<div class=\"signs\">{}</div>", signs.concat());
    out
}
