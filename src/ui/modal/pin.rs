//! The window that asks for a PIN: what is typed, what for, and how long none is looked at. Shows
//! nothing of the PIN but how many digits were typed.

use crate::rules::command::Submission;
use crate::rules::id::StaffId;
use crate::rules::time::Timestamp;
use crate::text::pins::{self, Phrase};
use crate::text::width::width;
use crate::text::{because, words};
use crate::ui::app::App;
use crate::ui::input::SecretLine;
use crate::ui::widget::paint::{Pen, cells};
use crate::ui::widget::popup;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const SIZE: (u16, u16) = (50, 8);
const LABEL_CELLS: usize = 8;
const PIN_CELLS: usize = 14;

/// What a PIN is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Goal {
    /// Whoever gives it goes to the keys.
    Act,
    /// This command is given as theirs; an undo takes back this entry and no other.
    Give(Box<Submission>, Option<u64>),
}

/// A PIN being asked for.
#[derive(Clone, Debug)]
pub struct PinPrompt {
    /// Whose.
    pub staff: StaffId,
    /// What is typed.
    pub line: SecretLine,
    /// What for.
    pub goal: Goal,
    /// What was wrong.
    pub trouble: Option<String>,
    waits_until: Option<Timestamp>,
}

impl PinPrompt {
    /// Asks for somebody's.
    pub fn new(staff: StaffId, goal: Goal) -> Self {
        Self { staff, line: SecretLine::default(), goal, trouble: None, waits_until: None }
    }

    /// None is looked at for so many seconds from `now` on.
    pub fn wait(&mut self, now: Timestamp, seconds: u64) {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        self.waits_until = (seconds > 0).then(|| now.plus_seconds(seconds));
    }

    /// For how many seconds none is looked at.
    pub fn seconds_left(&self, now: Timestamp) -> u64 {
        let left = self.waits_until.map_or(0, |until| until.micros_since(now));
        u64::try_from(left).unwrap_or(0).div_ceil(1_000_000)
    }
}

/// Draws it; gives where its cursor stands.
pub fn draw(app: &App, prompt: &PinPrompt, buffer: &mut Buffer, whole: Rect) -> Position {
    let (lang, theme, floor) = (app.lang(), app.theme(), app.floor());
    let inside = popup::open(buffer, whole, SIZE, Phrase::Title.get(lang), theme, theme.accent);
    let role = floor.person(&prompt.staff).map_or("", |person| words::role(lang, person.role));
    let named = format!("{} {role}", because::name(floor, &prompt.staff));
    let goal = match &prompt.goal {
        Goal::Act => Phrase::Acting.get(lang),
        Goal::Give(submission, _) => words::command(lang, submission.command.name()),
    };
    for (row, (label, value)) in [(Phrase::Whose, named.as_str()), (Phrase::For, goal)].into_iter().enumerate() {
        let mut pen = Pen::new(buffer, inside, cells(row));
        pen.put_in(label.get(lang), LABEL_CELLS, theme.dim).put(value, theme.text);
    }
    let stars = "*".repeat(prompt.line.digits().len());
    let mut pen = Pen::new(buffer, inside, 3);
    pen.put_in(Phrase::Pin.get(lang), LABEL_CELLS, theme.accent).put_in(&stars, PIN_CELLS, theme.field);
    let left = prompt.seconds_left(app.now);
    let wait = (left > 0).then(|| pins::wait(lang, left));
    let message: Vec<&str> = prompt.trouble.as_deref().into_iter().chain(wait.as_deref()).collect();
    let (message, style) = if message.is_empty() {
        (Phrase::Keys.get(lang).to_owned(), theme.dim)
    } else {
        (message.join(lang.pick("，", "; ")), theme.bad)
    };
    Pen::new(buffer, inside, 5).put(&message, style);
    let column = LABEL_CELLS + width(&stars).min(PIN_CELLS - 1);
    Position { x: inside.x + cells(column), y: inside.y + 3.min(inside.height.saturating_sub(1)) }
}
