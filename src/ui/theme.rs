//! The colours of the screens. Meaning is never in a colour alone: a word or a mark stands beside it.

use ratatui::style::{Color, Modifier, Style};

/// The styles that every screen draws with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Plain text on the ground.
    pub text: Style,
    /// Text that may be overlooked.
    pub dim: Style,
    /// Frames.
    pub frame: Style,
    /// Titles of frames.
    pub title: Style,
    /// What stands out: keys, the one whose turn it is.
    pub accent: Style,
    /// Free, done.
    pub good: Style,
    /// Receiving, on a call.
    pub busy: Style,
    /// Away, owed, waiting.
    pub warn: Style,
    /// Overdue, refused, suspended.
    pub bad: Style,
    /// The row chosen.
    pub selected: Style,
    /// The ground of a field that can be typed in.
    pub field: Style,
    /// The line at the top.
    pub header: Style,
    /// What must not be overlooked in it.
    pub alert: Style,
}

const fn on(ground: Color, text: Color) -> Style {
    Style::new().fg(text).bg(ground)
}

impl Theme {
    /// Calm colours on a dark ground.
    #[must_use]
    pub const fn dark() -> Self {
        let ground = Color::Indexed(234);
        Self {
            text: on(ground, Color::Indexed(252)),
            dim: on(ground, Color::Indexed(244)),
            frame: on(ground, Color::Indexed(239)),
            title: on(ground, Color::Indexed(250)).add_modifier(Modifier::BOLD),
            accent: on(ground, Color::Indexed(110)).add_modifier(Modifier::BOLD),
            good: on(ground, Color::Indexed(108)),
            busy: on(ground, Color::Indexed(110)),
            warn: on(ground, Color::Indexed(179)),
            bad: on(ground, Color::Indexed(167)),
            selected: Style::new().bg(Color::Indexed(238)).add_modifier(Modifier::BOLD),
            field: on(Color::Indexed(237), Color::Indexed(255)),
            header: on(Color::Indexed(237), Color::Indexed(254)),
            alert: on(Color::Indexed(237), Color::Indexed(215)),
        }
    }

    /// Calm colours on a light ground.
    #[must_use]
    pub const fn light() -> Self {
        let ground = Color::Indexed(255);
        Self {
            text: on(ground, Color::Indexed(235)),
            dim: on(ground, Color::Indexed(242)),
            frame: on(ground, Color::Indexed(249)),
            title: on(ground, Color::Indexed(237)).add_modifier(Modifier::BOLD),
            accent: on(ground, Color::Indexed(25)).add_modifier(Modifier::BOLD),
            good: on(ground, Color::Indexed(28)),
            busy: on(ground, Color::Indexed(25)),
            warn: on(ground, Color::Indexed(94)),
            bad: on(ground, Color::Indexed(124)),
            selected: Style::new().bg(Color::Indexed(252)).add_modifier(Modifier::BOLD),
            field: on(Color::Indexed(253), Color::Indexed(232)),
            header: on(Color::Indexed(252), Color::Indexed(234)),
            alert: on(Color::Indexed(252), Color::Indexed(124)),
        }
    }

    /// Black and white with few, strong colours.
    #[must_use]
    pub const fn high_contrast() -> Self {
        let ground = Color::Black;
        Self {
            text: on(ground, Color::White),
            dim: on(ground, Color::Gray),
            frame: on(ground, Color::White),
            title: on(ground, Color::White).add_modifier(Modifier::BOLD),
            accent: on(ground, Color::LightCyan).add_modifier(Modifier::BOLD),
            good: on(ground, Color::LightGreen).add_modifier(Modifier::BOLD),
            busy: on(ground, Color::LightCyan),
            warn: on(ground, Color::LightYellow).add_modifier(Modifier::BOLD),
            bad: on(ground, Color::LightRed).add_modifier(Modifier::BOLD),
            selected: on(Color::White, Color::Black).add_modifier(Modifier::BOLD),
            field: Style::new().fg(Color::White).bg(Color::Black).add_modifier(Modifier::UNDERLINED),
            header: on(Color::White, Color::Black).add_modifier(Modifier::BOLD),
            alert: on(Color::LightYellow, Color::Black).add_modifier(Modifier::BOLD),
        }
    }

    /// No colours at all.
    #[must_use]
    pub const fn plain() -> Self {
        let text = Style::new();
        Self {
            text,
            dim: text.add_modifier(Modifier::DIM),
            frame: text.add_modifier(Modifier::DIM),
            title: text.add_modifier(Modifier::BOLD).remove_modifier(Modifier::DIM),
            accent: text.add_modifier(Modifier::BOLD),
            good: text,
            busy: text,
            warn: text.add_modifier(Modifier::BOLD),
            bad: text.add_modifier(Modifier::BOLD),
            selected: text.add_modifier(Modifier::REVERSED),
            field: text.add_modifier(Modifier::UNDERLINED),
            header: text.add_modifier(Modifier::REVERSED),
            alert: text.add_modifier(Modifier::REVERSED.union(Modifier::BOLD)),
        }
    }

    /// The theme of a name: `dark`, `light` or `contrast`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "dark" => Some(Self::dark()),
            "light" => Some(Self::light()),
            "contrast" => Some(Self::high_contrast()),
            _ => None,
        }
    }

    /// The theme that the environment asks for: none with `NO_COLOR`, else the one that
    /// `LUNPAI_THEME` names.
    #[must_use]
    pub fn of_environment() -> Option<Self> {
        if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            return Some(Self::plain());
        }
        std::env::var("LUNPAI_THEME").ok().and_then(|name| Self::named(&name))
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::dark()
    }
}
