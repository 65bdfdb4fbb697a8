//! The desk's screens. A key becomes an action, an action changes the app or asks for an effect, an
//! effect goes through the desk, and the screen is drawn from what then stands. Knows no rule: what
//! would be refused it learns from the desk.

mod action;
mod alike;
mod app;
mod approval;
mod board;
mod case;
mod closing;
pub mod config;
mod effect;
mod finder;
mod form;
mod guard;
mod handout;
mod input;
mod keep;
mod keymap;
mod lapsing;
mod modal;
mod scene;
mod screen;
mod subject;
mod task;
mod terminal;
pub mod theme;
mod update;
mod view;
mod widget;

use crate::desk::Desk;
use crate::register::fault::Fault;
use crate::rules::id::StaffId;
use crate::text::Lang;
pub use app::App;
pub use keymap::Keymap;
use std::path::PathBuf;
pub use theme::Theme;

/// How the desk is shown.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language of every word.
    pub lang: Lang,
    /// The colours.
    pub theme: Theme,
    /// Who is at the keys; nobody: the desk.
    pub actor: Option<StaffId>,
    /// The site's name in the header.
    pub site_name: String,
    /// The keys.
    pub keymap: Keymap,
    /// Whether the screen uses the mouse.
    pub mouse: bool,
    /// The folder of the closed days' files; beside the register when left out.
    pub day_folder: Option<PathBuf>,
    /// Whether a backup is written when a day closes.
    pub backs_up: bool,
    /// The folder for exports and receipts; nothing: one beside the register.
    pub exports: Option<PathBuf>,
    /// Whether the desk says so when a backup is due: not of a register that is thrown away.
    pub minds_backups: bool,
}

impl Options {
    /// The desk as nobody has configured it.
    #[must_use]
    pub fn new(lang: Lang, site_name: impl Into<String>) -> Self {
        Self {
            lang,
            theme: Theme::default(),
            actor: None,
            site_name: site_name.into(),
            keymap: Keymap::default(),
            mouse: true,
            day_folder: None,
            backs_up: true,
            exports: None,
            minds_backups: false,
        }
    }

    /// The same as a configuration says, and as the environment says before it.
    #[must_use]
    pub fn configured(self, config: config::Config) -> Self {
        Self {
            theme: Theme::of_environment().or(config.theme).unwrap_or(self.theme),
            site_name: config.site_name.filter(|name| !name.is_empty()).unwrap_or(self.site_name),
            keymap: config.keymap,
            mouse: config.mouse.unwrap_or(self.mouse),
            day_folder: config.day_folder.or(self.day_folder),
            exports: config.exports.or(self.exports),
            ..self
        }
    }
}

/// Runs the desk until it is left.
///
/// # Errors
/// When there is no terminal, or the register fails.
pub fn run(desk: Desk, options: Options) -> Result<(), Fault> {
    terminal::run(&mut App::new(desk, options)?)
}
