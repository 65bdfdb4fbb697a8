//! How long an arrival takes until it is durable, beside a plain append of as many bytes as its commit writes to the
//! write-ahead log, with a sync after each; and beside the same on a second register, where one is named. Between two
//! commands the register is tended, as at the desk and in `batch`, outside of what is measured.
//!
//! `cargo bench --bench commit [-- REGISTER]`: registers are copied first. Everything alternates in one run.

#![allow(clippy::expect_used, reason = "a bench that cannot begin must stop")]
#![allow(clippy::cast_precision_loss, reason = "figures are rounded anyway")]

use lunpai::desk::Desk;
use lunpai::rules::command::Submission;
use lunpai::rules::time::Timestamp;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SALESPEOPLE: u32 = 12;
/// Clients of the small register.
const CLIENTS: u32 = 1_000;
/// Arrivals a day: a busy one.
const A_DAY: u32 = 60;
/// Arrivals measured.
const MEASURED: usize = 600;
/// Arrivals before measuring begins.
const WARM: usize = 150;
/// A register with its clock.
struct Site {
    desk: Desk,
    now: Timestamp,
    came: u32,
    wal: PathBuf,
    mark: String,
}

impl Site {
    fn open(path: &Path, mark: &str) -> Self {
        let desk = Desk::open(path, Some(chrono_tz::Asia::Shanghai)).expect("a register");
        let start = Timestamp::parse("2026-01-05T08:30:00+08:00").expect("a time");
        let now = desk.floor().clock.map_or(start, |clock| clock.max(start));
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        Self { desk, now, came: 0, wal: wal.into(), mark: mark.to_owned() }
    }

    fn submission(&mut self, command: Value) -> Submission {
        self.now = self.now.plus_seconds(20);
        let mut submission = Submission::from_json(command).expect("a command");
        submission.at = Some(self.now);
        submission
    }

    fn give(&mut self, command: Value) {
        let submission = self.submission(command);
        self.desk.submit(&submission).expect("it is accepted");
    }

    /// Staff, where there is none, and an open day.
    fn begin(&mut self) {
        if self.desk.floor().salespeople().next().is_none() {
            self.give(json!({"do": "staff.add", "id": "m1", "name": "郑经理", "role": "manager"}));
            for number in 1..=SALESPEOPLE {
                let (id, name) = (format!("s{number}"), format!("销售{number}"));
                self.give(json!({"do": "staff.add", "id": id, "name": name, "role": "sales", "by": "m1"}));
            }
        }
        self.turn_day();
    }

    fn turn_day(&mut self) {
        if self.desk.floor().date.is_some() {
            let floor = self.desk.floor();
            let manager = floor.staff.keys().find(|id| floor.is_manager(Some(id))).expect("a manager").to_string();
            self.give(json!({"do": "day.close", "force": true, "by": manager}));
            self.now = self.now.plus_seconds(24 * 3_600);
        }
        let order: Vec<String> = self.desk.floor().salespeople().take(12).map(ToString::to_string).collect();
        self.give(json!({"do": "day.open", "order": order}));
    }

    /// A new client comes: how long until that is durable, and how many bytes it wrote.
    fn arrive(&mut self) -> (Duration, u64) {
        self.came += 1;
        if self.came.is_multiple_of(A_DAY) {
            self.turn_day();
        }
        let (visit, client) = (format!("{}v{}", self.mark, self.came), format!("{}c{}", self.mark, self.came));
        let arrival = self.submission(json!({
            "do": "arrive", "visit": visit, "new_client": client, "name": "欧阳女士", "source": "路过",
            "phone": format!("199{:08}", 30_000_000 + self.came), "been_before": false, "party": 2,
        }));
        let before = self.size();
        let begun = Instant::now();
        self.desk.submit(&arrival).expect("it is accepted");
        let took = begun.elapsed();
        let bytes = self.size().saturating_sub(before);
        self.desk.register().tend().expect("it is copied");
        self.give(json!({"do": "finish", "visit": visit}));
        self.desk.register().tend().expect("it is copied");
        (took, bytes)
    }

    fn size(&self) -> u64 {
        std::fs::metadata(&self.wal).map_or(0, |data| data.len())
    }
}

fn main() {
    let large = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = TempDir::new_in(".").expect("a folder on the disk that is measured");
    let mut small = Site::open(&folder.path().join("small.lunpai"), "b");
    small.begin();
    // What an arrival writes is seen while the write-ahead log still grows.
    let mut bytes: Vec<u64> = (0..CLIENTS).map(|_| small.arrive().1).filter(|bytes| *bytes > 0).collect();
    bytes.sort_unstable();
    let bytes = bytes[bytes.len() / 2];
    println!("an arrival writes {} pages (median)", bytes / 4_120);
    let mut large = large.map(|path| {
        let copy = folder.path().join("large.lunpai");
        std::fs::copy(path, &copy).expect("a copy");
        let mut site = Site::open(&copy, "b");
        site.begin();
        site
    });
    let mut plain = File::create(folder.path().join("plain")).expect("a file");
    let (mut own, mut raw, mut far) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..WARM + MEASURED {
        let took = small.arrive().0;
        let begun = Instant::now();
        plain.write_all(&vec![0x5a; usize::try_from(bytes).unwrap_or(0)]).expect("it is written");
        plain.sync_data().expect("it is synced");
        let append = begun.elapsed();
        let beside = large.as_mut().map(|site| site.arrive().0);
        if round >= WARM {
            own.push(took);
            raw.push(append);
            far.extend(beside);
        }
    }
    tell(own, raw, far);
}

fn tell(own: Vec<Duration>, raw: Vec<Duration>, far: Vec<Duration>) {
    let (own, raw) = (Figures::of(own), Figures::of(raw));
    own.print("arrival, durable");
    raw.print("plain append + fdatasync");
    println!("ratio of medians {:.2}; own p99 / own p50 {:.2}", own.p50 / raw.p50, own.p99 / own.p50);
    if !far.is_empty() {
        let far = Figures::of(far);
        far.print("arrival on the other register");
        println!("ratio of medians, other to small {:.2}", far.p50 / own.p50);
    }
}

struct Figures {
    p50: f64,
    p99: f64,
}

impl Figures {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |hundredths: usize| times[(times.len() - 1) * hundredths / 100].as_secs_f64() * 1e3;
        Self { p50: at(50), p99: at(99) }
    }

    fn print(&self, name: &str) {
        println!("{name:32} p50 {:.3} ms   p99 {:.3} ms", self.p50, self.p99);
    }
}
