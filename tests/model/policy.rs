//! The site's policies.

use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expiry {
    Week,
    Day,
    Never,
}

#[derive(Clone, Debug)]
pub struct Policies {
    pub match_is_owner: bool,
    pub double_up: bool,
    pub makeup_cap: i64,
    pub makeup_run: i64,
    pub double_up_max: i64,
    pub named_counts: bool,
    pub expires: Expiry,
    pub late_to_end: bool,
    pub suspend_today: bool,
    pub suspended_serves_own: bool,
    pub notify_minutes: i64,
    pub protection_days: i64,
}

impl Default for Policies {
    fn default() -> Self {
        Policies {
            match_is_owner: true,
            double_up: false,
            makeup_cap: 0,
            makeup_run: 2,
            double_up_max: 2,
            named_counts: false,
            expires: Expiry::Week,
            late_to_end: true,
            suspend_today: false,
            suspended_serves_own: true,
            notify_minutes: 5,
            protection_days: 0,
        }
    }
}

fn choose(value: &Value, first: &str, second: &str) -> Option<bool> {
    match value.as_str() {
        Some(s) if s == first => Some(true),
        Some(s) if s == second => Some(false),
        _ => None,
    }
}

fn number(value: &Value, least: i64, most: i64) -> Option<i64> {
    value.as_i64().filter(|n| (least..=most).contains(n))
}

impl Policies {
    /// Sets one policy; `None` when there is no such policy or no such value.
    pub fn set(&mut self, key: &str, value: &Value) -> Option<()> {
        match key {
            "register_match" => self.match_is_owner = choose(value, "owner", "rotation")?,
            "when_all_busy" => self.double_up = choose(value, "double_up", "wait")?,
            "makeup_cap" => self.makeup_cap = number(value, 0, 1_000_000)?,
            "makeup_run" => self.makeup_run = number(value, 0, 1_000_000)?,
            "double_up_max" => self.double_up_max = number(value, 1, 1_000_000)?,
            "named_on_turn" => self.named_counts = choose(value, "counts", "free")?,
            "makeup_expires" => {
                self.expires = match value.as_str()? {
                    "week" => Expiry::Week,
                    "day" => Expiry::Day,
                    "never" => Expiry::Never,
                    _ => return None,
                }
            }
            "late_arrival" => self.late_to_end = choose(value, "end", "keep")?,
            "suspension_start" => self.suspend_today = choose(value, "today", "next_duty_day")?,
            "suspended_serves_own" => self.suspended_serves_own = value.as_bool()?,
            "notify_minutes" => self.notify_minutes = number(value, 1, 60)?,
            "protection_days" => self.protection_days = number(value, 0, 1_000_000)?,
            _ => return None,
        }
        Some(())
    }
}
