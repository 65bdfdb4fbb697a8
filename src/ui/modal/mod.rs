//! What stands over the screen: one thing at a time is typed in, the topmost.

pub mod help;
pub mod order;
pub mod palette;
pub mod picker;
pub mod pin;
mod steps;
pub mod view;

use super::action::Task;
use super::closing::Steps;
use super::form::Form;
use super::keymap::Context;
use crate::rules::command::Submission;
use crate::rules::id::VisitId;
use help::Help;
use order::OrderList;
use palette::Search;
use picker::{Picker, Purpose};
use pin::PinPrompt;
use std::cell::Cell;

/// What happens when something is confirmed.
#[derive(Clone, Debug)]
pub enum Then {
    /// The command is given.
    Submit(Box<Submission>),
    /// This entry is taken back.
    Undo(u64),
    /// A task begins.
    Begin(Task),
}

/// A question before something happens.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// Its title.
    pub title: String,
    /// What would happen.
    pub lines: Vec<String>,
    /// What happens.
    pub then: Then,
    /// Whether it cannot be undone.
    pub grave: bool,
}

/// Lines to read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its title.
    pub title: String,
    /// The lines.
    pub lines: Vec<String>,
    /// The first line shown.
    pub top: usize,
    /// The visit whose case file it is, when it is one.
    pub case: Option<VisitId>,
    /// The furthest that it may go, known once it is drawn.
    pub last_top: Cell<usize>,
}

impl Reading {
    /// Lines read from the first on.
    pub const fn new(title: String, lines: Vec<String>) -> Self {
        Self { title, lines, top: 0, case: None, last_top: Cell::new(usize::MAX) }
    }
}

/// What stands over the screen.
#[derive(Clone, Debug)]
pub enum Modal {
    /// A form.
    Form(Box<Form>),
    /// A list to pick from.
    Picker(Picker),
    /// The order of the day.
    Order(OrderList),
    /// Something to confirm.
    Confirm(Confirm),
    /// Something to read.
    Reading(Reading),
    /// The search over all tasks.
    Palette(Search),
    /// The keys.
    Help(Help),
    /// A PIN that is asked for.
    Pin(Box<PinPrompt>),
    /// The steps of closing the day.
    Steps(Box<Steps>),
}

impl Modal {
    /// Goes to a row; tells whether that picks it.
    pub fn go_to(&mut self, at: usize) -> bool {
        match self {
            Self::Picker(picker) => {
                picker.at = at;
                picker.must_choose = false;
            }
            Self::Palette(search) => search.cursor.at = at,
            Self::Order(order) => order.at = at,
            Self::Steps(steps) => steps.cursor.at = at,
            _ => return false,
        }
        !matches!(self, Self::Order(_) | Self::Steps(_))
    }

    /// Where keys are pressed while it is the topmost.
    pub fn context(&self) -> Context {
        match self {
            Self::Form(form) => match form.focused().map(|field| &field.body) {
                Some(super::form::Body::Text(_) | super::form::Body::Client(_) | super::form::Body::Secret(_)) => {
                    Context::Field
                }
                _ => Context::Choice,
            },
            Self::Picker(picker) => match picker.purpose {
                Purpose::Presence(_) => Context::Presence,
                Purpose::BeenBefore => Context::Question,
                Purpose::Notice => Context::Notices,
                Purpose::Finish => Context::Finishing,
                _ => Context::Picker,
            },
            Self::Order(_) => Context::Order,
            Self::Confirm(_) => Context::Confirm,
            Self::Reading(reading) if reading.case.is_some() => Context::Case,
            Self::Reading(_) => Context::Reading,
            Self::Palette(_) => Context::Palette,
            Self::Help(_) => Context::Help,
            Self::Pin(_) => Context::Pin,
            Self::Steps(_) => Context::Closing,
        }
    }
}
