//! The clinic's file, read, and laid out as days of a floor.
//! Owns what a consultation and a day are; it must never know a rule of the floor.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The file inside the data folder.
const FILE: &str = "Merged_ServiceTime.csv";

/// The service time put where the file has none (28 rows, each the last of its session): about
/// the median of the others.
const SERVICE_SECONDS_UNKNOWN: u32 = 700;

/// How many half-day sessions of the one physician make a day of the floor.
const SESSIONS_A_DAY: usize = 6;

/// One patient seen once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// The file's patient id.
    pub patient: String,
    /// The half-day session, counted from 1.
    pub session: u32,
    /// When it began, in seconds after midnight.
    pub start_seconds: u32,
    /// How long it took.
    pub service_seconds: u32,
}

/// One day of the floor: six sessions laid over one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// A made-up date: the weekdays from 2025-01-06 on, without a gap.
    pub date: NaiveDate,
    /// The day's consultations, earliest first.
    pub consultations: Vec<Consultation>,
}

/// Finds the clinic's file: in the folder given, else in `../shared/data/hangu_clinic` beside the
/// crate. None when there is no such file: the test then says 'skipped'.
#[must_use]
pub fn file(folder: Option<&Path>) -> Option<PathBuf> {
    let folder = match folder {
        Some(folder) => folder.to_path_buf(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/hangu_clinic"),
    };
    Some(folder.join(FILE)).filter(|file| file.is_file())
}

/// Reads every consultation, in the file's order.
///
/// # Errors
/// Says which line could not be read, and why.
pub fn read(path: &Path) -> Result<Vec<Consultation>, String> {
    let mut reader = csv::Reader::from_path(path).map_err(|error| error.to_string())?;
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    let column =
        |name: &str| headers.iter().position(|header| header == name).ok_or_else(|| format!("no column {name}"));
    let (patient, session) = (column("ID")?, column("Session")?);
    let (start, service) = (column("StartTime")?, column("ServTime")?);
    let mut consultations = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let line = index + 2;
        let record = record.map_err(|error| format!("line {line}: {error}"))?;
        let field = |at: usize| record.get(at).unwrap_or_default();
        let wrong = |name: &str, at: usize| format!("line {line}: {name} {:?}", field(at));
        consultations.push(Consultation {
            patient: Some(field(patient)).filter(|id| !id.is_empty()).ok_or_else(|| wrong("ID", patient))?.to_owned(),
            session: field(session).parse().map_err(|_| wrong("Session", session))?,
            start_seconds: seconds(field(start)).ok_or_else(|| wrong("StartTime", start))?,
            service_seconds: match field(service) {
                "NA" => SERVICE_SECONDS_UNKNOWN,
                text => text.parse().map_err(|_| wrong("ServTime", service))?,
            },
        });
    }
    Ok(consultations)
}

/// Reads `8:31:40` as seconds after midnight.
fn seconds(clock: &str) -> Option<u32> {
    let parts: Vec<u32> = clock.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [hour, minute, second] if hour < 24 && minute < 60 && second < 60 => Some(hour * 3600 + minute * 60 + second),
        _ => None,
    }
}

/// Lays each six sessions over one another as one day of the floor; what is left over at the end
/// makes a shorter last day.
#[must_use]
pub fn days(consultations: &[Consultation]) -> Vec<Day> {
    let sessions: BTreeSet<u32> = consultations.iter().map(|one| one.session).collect();
    let sessions: Vec<u32> = sessions.into_iter().collect();
    let weekdays = NaiveDate::from_ymd_opt(2025, 1, 6)
        .into_iter()
        .flat_map(|first| first.iter_days())
        .filter(|date| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun));
    sessions
        .chunks(SESSIONS_A_DAY)
        .zip(weekdays)
        .map(|(overlaid, date)| {
            let mut consultations: Vec<Consultation> =
                consultations.iter().filter(|one| overlaid.contains(&one.session)).cloned().collect();
            consultations.sort_by_key(|one| (one.start_seconds, one.session));
            Day { date, consultations }
        })
        .collect()
}

/// The Monday of the week, which names the week.
pub(super) fn monday(date: NaiveDate) -> NaiveDate {
    let past = u64::from(date.weekday().num_days_from_monday());
    date.checked_sub_days(Days::new(past)).unwrap_or(date)
}

/// The client id that stands for a patient.
pub(super) fn client_id(patient: &str) -> String {
    format!("p{}", patient.to_lowercase())
}

/// A mainland mobile number for a patient: always the same one, and nobody's on purpose.
pub(super) fn phone(patient: &str) -> String {
    const PREFIXES: [&str; 8] = ["131", "135", "137", "138", "150", "159", "186", "189"];
    let mut seeded = Seeded::new(0, hash(patient));
    let prefix = seeded.pick(&PREFIXES).copied().unwrap_or("138");
    format!("{prefix}{:08}", seeded.below(100_000_000))
}

/// A made-up name for a patient.
pub(super) fn name(patient: &str) -> String {
    const SURNAMES: [char; 12] = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙'];
    const GIVEN: [char; 16] =
        ['伟', '芳', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明', '超'];
    let mut seeded = Seeded::new(1, hash(patient));
    let surname = seeded.pick(&SURNAMES).copied();
    let first = seeded.pick(&GIVEN).copied();
    let second = seeded.pick(&GIVEN).copied();
    surname.into_iter().chain(first).chain(second).collect()
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// splitmix64: the same seed and stream, the same numbers.
pub(super) struct Seeded(u64);

impl Seeded {
    /// Starts one stream of a seed.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut seeded = Self(seed);
        let start = seeded.next();
        Self(start ^ stream.wrapping_mul(0xd134_2543_de82_ef95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is above zero.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.next() % u64::from(bound)).unwrap_or_default()
    }

    /// One of the items; None when there are none.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let bound = u32::try_from(items.len()).ok().filter(|&len| len > 0)?;
        items.get(usize::try_from(self.below(bound)).ok()?)
    }
}
