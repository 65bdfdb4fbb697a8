//! Charts as SVG text, drawn by plotters: standing columns and lying bars, each with its number. Knows
//! no words; must never load anything from elsewhere.

use crate::text::width::{fit, width};
use plotters::coord::Shift;
use plotters::prelude::{
    ChartBuilder, Color, DrawingArea, IntoDrawingArea, IntoFont, RGBColor, Rectangle, SVGBackend, Text, TextStyle,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::error::Error;

/// How wide a chart is, and how high one of columns is, in points of the drawing.
const SIZE: (u32, u32) = (700, 190);
/// Height of a lying bar with the gap below it, and of the bar alone.
const ROW: (i32, i32) = (22, 14);
/// Where lying bars begin, and what stays free after the longest for its number.
const LYING: (i32, i32) = (110, 130);
const LABEL_CELLS: usize = 14;
const FONT_SIZE: f64 = 15.0;
/// About how wide a cell of text is drawn.
const CELL_POINTS: usize = 7;
const INK: RGBColor = RGBColor(51, 51, 51);
const GRID: RGBColor = RGBColor(224, 224, 224);
const BAR: RGBColor = RGBColor(46, 103, 148);

type Area<'s> = DrawingArea<SVGBackend<'s>, Shift>;

/// Columns side by side with their numbers above and labels below; where labels have no room every
/// second one stands, or fewer.
pub fn columns(rows: &[(String, u32)]) -> String {
    drawn(SIZE.1, |area| draw_columns(area, rows))
}

/// Lying bars below each other: the label, how long, and what stands after it.
pub fn lying(rows: &[(String, u64, String)]) -> String {
    let height = u32::try_from(rows.len()).unwrap_or(0) * ROW.0.unsigned_abs() + 4;
    drawn(height, |area| draw_lying(area, rows))
}

/// The drawing, or nothing when it cannot be made: the numbers stand in the tables too.
fn drawn(height: u32, draw: impl FnOnce(&Area) -> Result<(), Box<dyn Error>>) -> String {
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (SIZE.0, height)).into_drawing_area();
    let done = draw(&area).and_then(|()| Ok(area.present()?));
    drop(area);
    if done.is_ok() { svg } else { String::new() }
}

fn style<'s>(h_pos: HPos, v_pos: VPos) -> TextStyle<'s> {
    TextStyle::from(("sans-serif", FONT_SIZE).into_font()).color(&INK).pos(Pos::new(h_pos, v_pos))
}

#[allow(clippy::cast_precision_loss, reason = "a column's place, and there are few")]
fn draw_columns(area: &Area, rows: &[(String, u32)]) -> Result<(), Box<dyn Error>> {
    let most = rows.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let top = most + most.div_ceil(8).max(1);
    let mut chart = ChartBuilder::on(area)
        .margin(6)
        .x_label_area_size(20)
        .y_label_area_size(34)
        .build_cartesian_2d(0.0..rows.len().max(1) as f64, 0..top)?;
    let lines = usize::try_from(top.min(5)).unwrap_or(5);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(0)
        .y_labels(lines)
        .bold_line_style(GRID)
        .light_line_style(GRID.mix(0.0))
        .axis_style(INK)
        .label_style(style(HPos::Right, VPos::Center))
        .draw()?;
    chart.draw_series(rows.iter().enumerate().map(|(at, (_, value))| {
        let x = at as f64;
        Rectangle::new([(x + 0.18, 0), (x + 0.82, *value)], BAR.filled())
    }))?;
    let slot = SIZE.0 as usize / rows.len().max(1);
    let label_points = rows.iter().map(|(label, _)| width(label) * CELL_POINTS).max().unwrap_or(0);
    let every = (label_points + CELL_POINTS).div_ceil(slot.max(1)).max(1);
    for (at, (label, value)) in rows.iter().enumerate() {
        let (x, y) = chart.backend_coord(&(at as f64 + 0.5, *value));
        if *value > 0 && value.to_string().len() * CELL_POINTS <= slot {
            area.draw(&Text::new(value.to_string(), (x, y - 2), style(HPos::Center, VPos::Bottom)))?;
        }
        if at % every == 0 {
            let (_, floor) = chart.backend_coord(&(at as f64 + 0.5, 0));
            area.draw(&Text::new(label.clone(), (x, floor + 5), style(HPos::Center, VPos::Top)))?;
        }
    }
    Ok(())
}

fn draw_lying(area: &Area, rows: &[(String, u64, String)]) -> Result<(), Box<dyn Error>> {
    let most = u128::from(rows.iter().map(|(_, value, _)| *value).max().unwrap_or(0));
    let room = u128::from(SIZE.0) - u128::from((LYING.0 + LYING.1).unsigned_abs());
    for (y, (label, value, after)) in (2..).step_by(usize::try_from(ROW.0)?).zip(rows) {
        let long = (u128::from(*value) * room).checked_div(most).unwrap_or(0).max(u128::from(*value > 0));
        let end = LYING.0 + i32::try_from(long)?;
        let middle = y + ROW.0 / 2;
        let half = ROW.1 / 2;
        let label = fit(label, LABEL_CELLS).trim_end().to_owned();
        area.draw(&Text::new(label, (LYING.0 - 8, middle), style(HPos::Right, VPos::Center)))?;
        area.draw(&Rectangle::new([(LYING.0, middle - half), (end, middle + half)], BAR.filled()))?;
        area.draw(&Text::new(after.clone(), (end + 6, middle), style(HPos::Left, VPos::Center)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_numbers_break_a_chart() {
        for values in [vec![], vec![0], vec![u32::MAX / 2], vec![0; 400], vec![1, 0, 3]] {
            let rows: Vec<(String, u32)> = values.iter().map(|value| ("<&>".to_owned(), *value)).collect();
            let svg = columns(&rows);
            assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"), "{svg}");
            assert!(!svg.contains("<&>"), "{svg}");
            let rows: Vec<(String, u64, String)> = values
                .iter()
                .map(|value| ("很长很长很长很长的名字".to_owned(), u64::from(*value) << 20, "1".to_owned()))
                .collect();
            assert!(lying(&rows).starts_with("<svg"));
        }
        assert!(lying(&[("a".to_owned(), u64::MAX, String::new())]).starts_with("<svg"));
    }
}
