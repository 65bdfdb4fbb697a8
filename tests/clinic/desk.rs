//! What the desk says of somebody who comes: mostly plain, sometimes not.
//! Owns the seeded choice of words; the answers are held to the rules elsewhere.

use serde_json::{Value, json};

use super::data::{Consultation, Seeded, client_id, name, phone};
use super::shadow::Visit;
use super::{OFFICE, Replay, SALES};

impl Replay<'_> {
    /// What the desk says of an arrival, the visit it must make, and its flags.
    pub(super) fn arrival(&self, client: &str, one: &Consultation) -> (String, Value, Visit, Option<&'static str>) {
        let number = self.figures.arrivals + 1;
        let id = format!("v{number:05}");
        let mut seeded = Seeded::new(self.seed, u64::from(number));
        let someone = *seeded.pick(&SALES).unwrap_or(&SALES[0]);
        let office = *seeded.pick(&OFFICE).unwrap_or(&OFFICE[0]);
        let roll = seeded.below(100);
        let known = self.shadow.clients.get(client);
        let owner = known.and_then(|client| client.owner.as_deref());
        let mut command = json!({"do": "arrive", "visit": id});
        let mut visit = Visit::new(client, self.now, one.service_seconds);
        let mut wants = None;
        let mut flag = None;
        if let Some(known) = known {
            let by_id = roll < 8 || !known.has_phone;
            if by_id {
                command["client"] = json!(client);
            } else {
                command["phone"] = json!(spelled(&phone(&one.patient), seeded.below(8)));
            }
            match roll {
                5..11 => wants = Some(someone),
                11..14 => wants = owner,
                _ => {}
            }
            if let 14..17 = roll {
                command["been_before"] = json!(true);
                command["received_by"] = json!(someone);
                flag = Some("claim_contradicts_register").filter(|_| owner != Some(someone));
            }
            if wants.is_some() && wants != owner {
                flag = Some("named_other_than_owner");
            }
        } else {
            command["new_client"] = json!(client);
            command["name"] = json!(name(&one.patient));
            command["been_before"] = json!((3..8).contains(&roll));
            match roll {
                0..3 => wants = Some(someone),
                3..6 => {
                    command["received_by"] = json!(someone);
                    wants = Some(someone);
                    flag = Some("unregistered_return");
                }
                6..8 => command["received_by"] = Value::Null,
                _ => {}
            }
            if !(9..12).contains(&roll) {
                command["phone"] = json!(phone(&one.patient));
                visit.phoned = self.phoned.contains(&one.patient);
            }
            let friend = seeded.pick(&self.patients).map(|id| client_id(id));
            let friend = friend.filter(|id| self.shadow.clients.contains_key(id));
            if let (10..20, Some(friend)) = (roll, friend) {
                command["referred_by"] = json!(friend);
                visit.referred = true;
            }
            visit.says_been_before = (3..8).contains(&roll);
        }
        if let (Some(wants), None) = (wants, command.get("received_by")) {
            command["asks_for"] = json!(wants);
        }
        if roll == 99 {
            command["asks_for"] = json!(office);
            flag = Some("asked_for_other");
        }
        visit.want(wants, owner);
        (id, command, visit, flag)
    }
}

/// A phone as desks write it: most often plain, now and then with dashes or the country's code.
fn spelled(phone: &str, way: u32) -> String {
    match (phone.get(..3), phone.get(3..7), phone.get(7..), way) {
        (Some(a), Some(b), Some(c), 0) => format!("+86 {a}-{b}-{c}"),
        (Some(a), Some(b), Some(c), 1) => format!("{a} {b} {c}"),
        _ => phone.to_owned(),
    }
}
