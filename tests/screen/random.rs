//! Keys at random, and sizes: whatever is pressed, nothing panics, nothing stale is shown and the log stays whole.

use super::driver;
use crate::walk::rng::Rng;
use lunpai::desk::Desk;
use lunpai::register::{rebuild, verify};
use lunpai::rules::time::Timestamp;
use lunpai::text::Lang;
use lunpai::ui::{App, Options};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;
use tempfile::TempDir;

/// How many events are given in all.
const EVENTS: usize = 100_000;
/// In so many walks.
const WALKS: usize = 4;
/// Every so many events the screen is drawn.
const DRAWN_EVERY: usize = 12;

const TEXTS: &[&str] = &[
    "13800001234",
    "1390000",
    "021-5555 6666",
    "+1 415 555 0100",
    "王先生",
    "欧阳娜娜",
    "O'Brien",
    "e\u{301}\u{200b}\u{202e}张\u{fe0f}",
    "👨‍👩‍👧‍👦",
    "𠮷野家",
    "5万",
    "50000.50",
    "1-0301",
    "明天 12:00",
    "3天",
    "zhang",
    "z",
    "缘由",
    "11-23",
    "30",
    "x",
];

const PASTES: &[&str] =
    &["138 0000 1234\n", "2026-11-20\t刘女士\t139-0000-0008\t3\t抖音\n下一行", "\t\t\n", "\u{1b}[31m", ""];

const SIZES: &[(u16, u16)] =
    &[(80, 24), (80, 24), (120, 36), (20, 5), (1, 1), (79, 24), (80, 23), (81, 25), (200, 50), (300, 80), (100, 30)];

const CODES: &[KeyCode] = &[
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::Null,
];

const LETTERS: &str = "0123456789abcdefghijklmnopqrstuvwxyz+-=/?:,.[] ＡｎＮ１？【】、";

fn key(rng: &mut Rng) -> Event {
    let (code, modifiers) = match rng.below(100) {
        0..45 => {
            let letters: Vec<char> = LETTERS.chars().collect();
            (KeyCode::Char(letters[rng.below(letters.len())]), KeyModifiers::NONE)
        }
        45..85 => (*rng.pick(CODES).unwrap(), KeyModifiers::NONE),
        85..93 => (KeyCode::F(u8::try_from(1 + rng.below(12)).unwrap()), KeyModifiers::NONE),
        93..96 => (KeyCode::Char(char::from(b'a' + u8::try_from(rng.below(26)).unwrap())), KeyModifiers::CONTROL),
        _ => (*rng.pick(&[KeyCode::Up, KeyCode::Down, KeyCode::Left]).unwrap(), KeyModifiers::SHIFT),
    };
    Event::Key(KeyEvent::new(code, modifiers))
}

fn click(rng: &mut Rng) -> Event {
    let kinds = [
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::Moved,
    ];
    let (column, row) = (u16::try_from(rng.below(130)).unwrap(), u16::try_from(rng.below(40)).unwrap());
    Event::Mouse(MouseEvent { kind: *rng.pick(&kinds).unwrap(), column, row, modifiers: KeyModifiers::NONE })
}

/// What is done on purpose now and then, so that a day goes on: keys as the driver names them; `@` types
/// one of the texts, `#` presses a digit.
const SCRIPTS: &[&str] = &[
    "Esc Esc Esc 1 n @ Enter n",
    "Esc Esc Esc 1 n @ Tab @ Tab # Enter n Enter",
    "Esc Esc Esc 1 n @ Enter y #",
    "Esc Esc Esc 1 f #",
    "Esc Esc Esc 1 f #",
    "Esc Esc Esc 1 f x",
    "Esc Esc Esc m 2",
    "Esc Esc Esc m #",
    "Esc Esc Esc 1 o Enter",
    "Esc Esc Esc 1 o ShiftDown Space Enter",
    "Esc Esc Esc 1 c @ Enter",
    "Esc Esc Esc 1 h #",
    "Esc Esc Esc 1 p #",
    "Esc Esc Esc 1 b #",
    "Esc Esc Esc 1 a #",
    "Esc Esc Esc 1 a #",
    "Esc Esc Esc 1 F6 Down Tab # Tab Space Tab @ Enter",
    "Esc Esc Esc 1 g #",
    "Esc Esc Esc 1 g x Enter",
    "Esc Esc Esc 1 e Tab @ Tab @ Enter",
    "Esc Esc Esc u Enter",
    "Esc Esc Esc 2 @ Enter Enter Esc l @ Down Enter",
    "Esc Esc Esc 2 @ Enter t # Tab @ Enter",
    "Esc Esc Esc 2 Down Enter n Enter n",
    "Esc Esc Esc 3 r Enter Esc h Enter p @ Enter",
    "Esc Esc Esc 4 Down Right d Down Tab Tab 5 0 0 0 Tab # Enter Enter",
    "Esc Esc Esc 4 Down h Down Tab 3 d Enter",
    "Esc Esc Esc 4 x Esc s Esc r @ Enter",
    "Esc Esc Esc 5 Right Down ] [ x ShiftDown Enter",
    "Esc Esc Esc 5 ] p r Down l ShiftUp Right < s Enter @ Enter",
    "Esc Esc Esc 5 r Right l Down > s @ Enter Esc Esc Enter",
    "Esc Esc Esc 6 Enter Down a Esc x Enter v + # Enter - @ Enter",
    "Esc Esc Esc 7 Down Enter Esc t Left Left Right Enter Esc Esc / # Enter",
    "Esc Esc Esc 8 v [ [ ] Down",
    "Esc Esc Esc : @ Enter",
    "Esc Esc Esc ? @ Down PgDn",
];

/// What goes about on a screen, and now and then does something there.
const MOVES: &[&str] = &[
    "Down",
    "Down",
    "Down",
    "Up",
    "Right",
    "Left",
    "Tab",
    "PgDn",
    "PgUp",
    "Home",
    "End",
    "Enter",
    "Esc",
    "[",
    "]",
    "v",
    "t",
    "r",
    "l",
    "p",
    "<",
    ">",
    "ShiftDown",
    "x",
    "/",
    "@",
    "m",
    "#",
    "y",
];

/// Somebody at the keys who knows little, on a demo site.
struct Monkey {
    app: App,
    terminal: Terminal<TestBackend>,
    now: Timestamp,
    rng: Rng,
    events: usize,
    folder: TempDir,
}

impl Monkey {
    fn new(seed: u64, lang: Lang) -> Self {
        let folder = TempDir::new().unwrap();
        let now = Timestamp::parse("2026-11-23T14:10:00+08:00").unwrap();
        let path = folder.path().join("m.lunpai");
        let demo = lunpai::demo::make(&path, seed, chrono_tz::Asia::Shanghai, now).unwrap();
        let mut app = App::new(demo.desk, Options::new(lang, "江湾一号")).unwrap();
        app.stop_clock(now).unwrap();
        let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        Self { app, terminal, now, rng: Rng::new(seed), events: 0, folder }
    }

    fn step(&mut self) {
        // A closed day stays closed: the next one is opened before long.
        if self.app.floor().date.is_none() && self.rng.percent(10) {
            self.now = self.now.plus_seconds(20 * 3_600);
            self.pass(3_600, 4);
            "Esc Esc Esc Esc 1 o Enter".split(' ').for_each(|name| self.press(name));
        }
        match self.rng.below(1_000) {
            0..120 => {
                let script = *self.rng.pick(SCRIPTS).unwrap();
                script.split(' ').for_each(|name| self.press(name));
            }
            120..820 => {
                let event = key(&mut self.rng);
                self.app.handle(&event).unwrap();
            }
            820..900 => {
                self.press("@");
            }
            900..920 => {
                let text = (*self.rng.pick(PASTES).unwrap()).to_owned();
                self.app.handle(&Event::Paste(text)).unwrap();
            }
            920..970 => {
                let event = click(&mut self.rng);
                self.app.handle(&event).unwrap();
            }
            970..990 => {
                let size = *self.rng.pick(SIZES).unwrap();
                self.resize(size);
            }
            990..999 => self.pass(60, 12),
            _ => self.pass(3_600, 20),
        }
    }

    fn press(&mut self, name: &str) {
        let keys: Vec<_> = match name {
            "@" => self.rng.pick(TEXTS).unwrap().chars().map(|c| (KeyCode::Char(c), KeyModifiers::NONE)).collect(),
            "#" => vec![driver::key(&self.rng.below(10).to_string())],
            name => vec![driver::key(name)],
        };
        for (code, modifiers) in keys {
            self.app.handle(&Event::Key(KeyEvent::new(code, modifiers))).unwrap();
            self.events += 1;
        }
    }

    fn resize(&mut self, (width, height): (u16, u16)) {
        self.terminal.backend_mut().resize(width, height);
        self.terminal.resize(Rect::new(0, 0, width, height)).unwrap();
        self.app.handle(&Event::Resize(width, height)).unwrap();
    }

    fn pass(&mut self, seconds: i64, times_max: usize) {
        let times = i64::try_from(self.rng.below(times_max)).unwrap();
        self.now = self.now.plus_seconds(seconds * times);
        self.app.stop_clock(self.now).unwrap();
        self.app.tick().unwrap();
    }

    fn draw(&mut self) -> Buffer {
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
        self.terminal.backend().buffer().clone()
    }

    /// What stands on the screen is what stands there once everything kept has been read again.
    fn look(&mut self) {
        let drawn = self.draw();
        self.app.stop_clock(self.now).unwrap();
        let anew = self.draw();
        assert_eq!(drawn, anew, "after {} events", self.events);
    }
}

fn walk(seed: u64, lang: Lang) {
    let mut monkey = Monkey::new(seed, lang);
    let path = monkey.folder.path().join("m.lunpai");
    let head = || Desk::open(&path, None).unwrap().register().head().unwrap().seq;
    let before = head();
    let mut steps = 0;
    while monkey.events < EVENTS / WALKS {
        monkey.step();
        monkey.events += 1;
        steps += 1;
        if steps % DRAWN_EVERY == 0 {
            monkey.look();
        }
    }
    assert!(head() > before + 600, "the day went on: {before} to {}", head());
    let desk = Desk::open(&path, None).unwrap();
    assert!(verify::verify(desk.register(), None).unwrap().is_whole(), "seed {seed}");
    assert_eq!(desk.floor(), monkey.app.floor(), "seed {seed}: a restart sees the same floor");
    assert_eq!(rebuild::rebuild(desk.register()).unwrap().changed, Vec::<&str>::new(), "seed {seed}");
}

#[test]
fn random_keys_in_chinese() {
    walk(1, Lang::Zh);
}

#[test]
fn random_keys_in_english() {
    walk(2, Lang::En);
}

#[test]
fn random_keys_on_another_day() {
    walk(3, Lang::Zh);
}

#[test]
fn random_keys_once_more() {
    walk(4, Lang::Zh);
}

#[test]
fn nothing_stale_is_shown_on_any_screen() {
    for (seed, lang, size) in [(5, Lang::Zh, (200, 50)), (6, Lang::En, (120, 36)), (7, Lang::Zh, (80, 24))] {
        let mut monkey = Monkey::new(seed, lang);
        monkey.resize(size);
        for screen in "1 2 3 4 5 6 7 8 9".split(' ') {
            "Esc Esc Esc".split(' ').chain([screen]).for_each(|name| monkey.press(name));
            for _ in 0..40 {
                match monkey.rng.below(20) {
                    0 => monkey.pass(43_200, 12),
                    1 => monkey.pass(60, 12),
                    _ => {
                        let name = *monkey.rng.pick(MOVES).unwrap();
                        monkey.press(name);
                    }
                }
                monkey.look();
            }
        }
    }
}
