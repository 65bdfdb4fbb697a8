//! How long clients waited, as a whole and by the hour in which they arrived.

/// Hours of a day.
pub const HOURS: usize = 24;

/// How long clients waited. Who still waits is counted up to the floor's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Clients who had to wait, whatever came of it.
    pub waited: u32,
    /// Of these, those who left without having been received.
    pub left: u32,
    /// Of these, those who wait now.
    pub still: u32,
    /// Middle of the waiting times, seconds; nothing when nobody waited.
    pub median_seconds: Option<i64>,
    /// Mean of them, whole seconds.
    pub mean_seconds: Option<i64>,
    /// The shortest time that nine of ten did not exceed, seconds.
    pub p90_seconds: Option<i64>,
    /// The longest of them, seconds.
    pub longest_seconds: Option<i64>,
}

/// What came of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// They were received.
    Received,
    /// They left.
    Left,
    /// They wait.
    Still,
}

/// Waits while they are counted, each in the hour of its arrival.
#[derive(Debug, Default)]
pub(super) struct Waits {
    hours: [Vec<(i64, End)>; HOURS],
}

impl Waits {
    /// Takes a wait of so many seconds.
    pub fn add(&mut self, hour: usize, seconds: i64, end: End) {
        if let Some(waits) = self.hours.get_mut(hour) {
            waits.push((seconds, end));
        }
    }

    /// All together.
    pub fn all(&self) -> Waiting {
        summary(self.hours.iter().flatten())
    }

    /// Those of each hour.
    pub fn by_hour(&self) -> [Waiting; HOURS] {
        self.hours.each_ref().map(summary)
    }
}

fn summary<'w>(waits: impl IntoIterator<Item = &'w (i64, End)>) -> Waiting {
    let (mut seconds, ends): (Vec<i64>, Vec<End>) = waits.into_iter().copied().unzip();
    seconds.sort_unstable();
    let count = |end| u32::try_from(ends.iter().filter(|other| **other == end).count()).unwrap_or(u32::MAX);
    Waiting {
        waited: u32::try_from(seconds.len()).unwrap_or(u32::MAX),
        left: count(End::Left),
        still: count(End::Still),
        median_seconds: median(&seconds),
        mean_seconds: i64::try_from(seconds.len()).ok().and_then(|n| seconds.iter().sum::<i64>().checked_div(n)),
        p90_seconds: p90(&seconds),
        longest_seconds: seconds.last().copied(),
    }
}

/// The middle of sorted numbers; between the two middle ones, rounded down, where they are even.
pub(in crate::register) fn median(sorted: &[i64]) -> Option<i64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get((sorted.len() - 1) / 2)?;
    Some(i64::midpoint(lower, upper))
}

/// The smallest of sorted numbers that nine of ten do not exceed.
pub(in crate::register) fn p90(sorted: &[i64]) -> Option<i64> {
    sorted.get((sorted.len() * 9).div_ceil(10).saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[7]), Some(7));
        assert_eq!(median(&[1, 4]), Some(2));
        assert_eq!(median(&[1, 4, 90]), Some(4));
    }

    #[test]
    fn nine_of_ten_are_no_longer() {
        assert_eq!(p90(&[]), None);
        assert_eq!(p90(&[7]), Some(7));
        assert_eq!(p90(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), Some(9));
        assert_eq!(p90(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), Some(10));
    }

    #[test]
    fn waits_are_kept_by_the_hour() {
        let mut waits = Waits::default();
        waits.add(9, 60, End::Received);
        waits.add(9, 120, End::Left);
        waits.add(23, 600, End::Still);
        let by_hour = waits.by_hour();
        assert_eq!((by_hour[9].waited, by_hour[9].left, by_hour[9].median_seconds), (2, 1, Some(90)));
        assert_eq!((by_hour[23].still, by_hour[10]), (1, Waiting::default()));
        assert_eq!((waits.all().waited, waits.all().longest_seconds), (3, Some(600)));
    }
}
