//! The terminal: taken over, read, and given back as it was, however the desk ends.

use super::app::App;
use crate::register::fault::Fault;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{EnterAlternateScreen, enable_raw_mode};
use ratatui::layout::Rect;
use ratatui::{Terminal, try_restore};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::io::{BufWriter, IsTerminal, Stdout, stdin, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How long to wait for a key before looking at the clock and at what others entered.
const WAIT: Duration = Duration::from_millis(500);
/// How long the desk has to end by itself when it is told to.
const GRACE: Duration = Duration::from_millis(1_500);
/// The most events taken in before the screen is drawn.
const EVENTS_MAX: usize = 64;
/// Room for a whole frame, so that it goes to the terminal in one piece.
const FRAME_BYTES: usize = 64 << 10;

/// The terminal as it is drawn on.
type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// Runs the app on the terminal until it is left.
///
/// # Errors
/// When there is no terminal, or the register fails.
pub fn run(app: &mut App) -> Result<(), Fault> {
    if !stdin().is_terminal() || !stdout().is_terminal() {
        return Err(Fault::NoTerminal);
    }
    let told_to_end = watch_signals()?;
    let mut terminal = set_up().inspect_err(|_| restore()).map_err(|_| Fault::NoTerminal)?;
    let done = converse(app, &mut terminal, &told_to_end);
    restore();
    // Whatever fails here, everything entered is durable.
    let _ = app.desk.leave();
    done
}

fn set_up() -> std::io::Result<Screen> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    let terminal = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, stdout())))?;
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        restore();
        before(info);
    }));
    execute!(stdout(), EnableBracketedPaste, EnableMouseCapture)?;
    Ok(terminal)
}

fn restore() {
    // A terminal that is gone cannot be restored; there is nobody to tell.
    let _ = execute!(stdout(), DisableMouseCapture, DisableBracketedPaste);
    let _ = try_restore();
}

/// Watches the signals in a thread of its own: reading from a terminal that is gone may never
/// return. Everything entered is durable already, so the process may simply end.
fn watch_signals() -> Result<Arc<AtomicBool>, Fault> {
    let told = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&told);
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT])?;
    thread::spawn(move || {
        if signals.forever().next().is_some() {
            flag.store(true, Ordering::Relaxed);
            thread::sleep(GRACE);
            restore();
            std::process::exit(0);
        }
    });
    Ok(told)
}

fn converse(app: &mut App, terminal: &mut Screen, told_to_end: &AtomicBool) -> Result<(), Fault> {
    let mut mouse = true;
    let mut is_first = true;
    while !app.is_leaving() && !told_to_end.load(Ordering::Relaxed) {
        app.tick()?;
        // Several changes of size may end at the size they began with: nothing drawn is trusted.
        if std::mem::take(&mut app.must_clear) && blank(terminal).is_err() {
            return Ok(());
        }
        if app.is_stale() {
            // A terminal that takes nothing more is gone.
            if terminal.draw(|frame| app.draw(frame)).is_err() {
                return Ok(());
            }
        }
        if std::mem::take(&mut is_first) {
            // Clients can be found a moment after the first frame, which nothing runs beside.
            app.keys.read_beside(app.register());
        }
        if app.uses_mouse() != mouse {
            mouse = app.uses_mouse();
            if mouse { execute!(stdout(), EnableMouseCapture)? } else { execute!(stdout(), DisableMouseCapture)? }
        }
        let Ok(is_there) = event::poll(WAIT) else { return Ok(()) };
        if is_there {
            if take_in(app)?.is_none() {
                return Ok(());
            }
        } else {
            app.idle()?;
        }
    }
    Ok(())
}

/// Blanks the screen, so that everything is drawn again. (`Terminal::clear` would ask the terminal
/// where its cursor stands, and not every terminal answers.)
fn blank(terminal: &mut Screen) -> std::io::Result<()> {
    let size = terminal.size()?;
    terminal.resize(Rect { x: 0, y: 0, width: size.width, height: size.height })
}

/// Takes in the events that are there; nothing when the terminal gives no more.
fn take_in(app: &mut App) -> Result<Option<()>, Fault> {
    for _ in 0..EVENTS_MAX {
        let Ok(event) = event::read() else { return Ok(None) };
        app.handle(&event)?;
        match event::poll(Duration::ZERO) {
            Ok(true) if !app.is_leaving() => {}
            Ok(_) => break,
            Err(_) => return Ok(None),
        }
    }
    Ok(Some(()))
}
