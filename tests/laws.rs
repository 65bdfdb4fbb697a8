//! Laws that hold whatever happens: the books of section 3 balance, chances are equal, a unit has
//! one active deposit, nobody stands free while somebody waits, and an undo leaves the floor as if
//! the command had never been given.

use crate::driver::Site;
use proptest::prelude::*;
use serde_json::{Value, json};

const ORDER: [&str; 4] = ["s1", "s2", "s3", "s4"];
const POLICIES: [(&str, &str); 14] = [
    ("when_all_busy", "\"double_up\""),
    ("when_all_busy", "\"wait\""),
    ("makeup_cap", "1"),
    ("makeup_cap", "0"),
    ("makeup_run", "0"),
    ("makeup_run", "1"),
    ("double_up_max", "3"),
    ("named_on_turn", "\"counts\""),
    ("named_on_turn", "\"free\""),
    ("late_arrival", "\"keep\""),
    ("suspension_start", "\"today\""),
    ("register_match", "\"rotation\""),
    ("suspended_serves_own", "false"),
    ("notify_minutes", "1"),
];

/// Something that happens on a floor; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Happening {
    WalkIn,
    Phone(u8),
    Named(u8, u8),
    Finish(u8),
    Leave(u8),
    Presence(u8, u8),
    Call,
    HangUp(u8),
    Take { visit: u8, staff: u8, agreed: bool, by_manager: bool },
    Told(u8),
    NotTold(u8),
    Deposit(u8, u8),
    Refund(u8),
    Reorder(u8),
    Policy(u8),
    Pass(u16),
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening::*;
    prop_oneof![
        6 => Just(WalkIn),
        4 => any::<u8>().prop_map(Phone),
        3 => any::<(u8, u8)>().prop_map(|(c, s)| Named(c, s)),
        8 => any::<u8>().prop_map(Finish),
        1 => any::<u8>().prop_map(Leave),
        6 => any::<(u8, u8)>().prop_map(|(s, to)| Presence(s, to)),
        2 => Just(Call),
        2 => any::<u8>().prop_map(HangUp),
        3 => any::<(u8, u8, bool, bool)>()
            .prop_map(|(visit, staff, agreed, by_manager)| Take { visit, staff, agreed, by_manager }),
        1 => any::<u8>().prop_map(Told),
        1 => any::<u8>().prop_map(NotTold),
        2 => any::<(u8, u8)>().prop_map(|(u, c)| Deposit(u, c)),
        1 => any::<u8>().prop_map(Refund),
        1 => any::<u8>().prop_map(Reorder),
        2 => any::<u8>().prop_map(Policy),
        2 => any::<u16>().prop_map(Pass),
    ]
}

/// A floor to which things happen.
struct Play {
    site: Site,
    visits: Vec<String>,
    calls: u32,
    deposits: u32,
}

fn pick<T: Clone>(list: &[T], number: u8) -> Option<T> {
    (!list.is_empty()).then(|| list[usize::from(number) % list.len()].clone())
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Play {
    fn new() -> Self {
        let mut site = Site::open(&ORDER);
        for unit in 0..3 {
            site.ok(json!({"do": "unit.add", "unit": format!("u{unit}")}));
        }
        Self { site, visits: Vec::new(), calls: 0, deposits: 0 }
    }

    /// The command that a happening is, as things stand.
    fn command(&mut self, happening: &Happening) -> Option<Value> {
        use Happening::*;
        let state = self.site.state();
        let receiving: Vec<String> = ["s1", "s2", "s3", "s4", "o1", "o2"]
            .iter()
            .flat_map(|staff| texts(&state["staff"][staff]["receiving"]))
            .collect();
        let calls: Vec<String> = ORDER.iter().flat_map(|staff| texts(&state["staff"][staff]["calls"])).collect();
        let arrive = |this: &mut Self, mut fields: Value| {
            let visit = format!("n{}", this.visits.len());
            fields["do"] = json!("arrive");
            fields["visit"] = json!(visit);
            fields["been_before"] = json!(false);
            this.visits.push(visit);
            fields
        };
        let phone = |number: u8| format!("1380000{:04}", number % 12);
        Some(match happening {
            WalkIn => arrive(self, json!({})),
            Phone(number) => arrive(self, json!({"phone": phone(*number)})),
            Named(number, staff) => arrive(self, json!({"phone": phone(*number), "asks_for": pick(&ORDER, *staff)})),
            Finish(number) => json!({"do": "finish", "visit": pick(&receiving, *number)?}),
            Leave(number) => json!({"do": "visit.leave", "visit": pick(&texts(&state["waiting"]), *number)?}),
            Presence(staff, to) => {
                let to = pick(&["available", "private", "business", "available", "private", "business", "leave"], *to);
                json!({"do": "presence", "staff": pick(&ORDER, *staff), "to": to, "by": "m1"})
            }
            Call => {
                self.calls += 1;
                json!({"do": "call.start", "call": format!("t{}", self.calls)})
            }
            HangUp(number) => json!({"do": "call.end", "call": pick(&calls, *number)?}),
            Take { visit, staff, agreed, by_manager } => {
                let mut take = json!({"do": "visit.take", "visit": pick(&self.visits, *visit)?, "staff": pick(&ORDER, *staff), "agreed": agreed});
                if *by_manager {
                    take["by"] = json!("m1");
                    take["reason"] = json!("调整");
                }
                take
            }
            Told(visit) => json!({"do": "notice.ack", "visit": pick(&self.visits, *visit)?}),
            NotTold(visit) => json!({"do": "notice.fail", "visit": pick(&self.visits, *visit)?, "by": "m1"}),
            Deposit(unit, number) => {
                self.deposits += 1;
                let client = format!("c-{:04}", u16::from(*number) % 6 + 1);
                json!({"do": "deposit.take", "deposit": format!("e{}", self.deposits), "unit": format!("u{}", unit % 3),
                    "client": client, "amount_fen": 100, "by": "s1"})
            }
            Refund(number) => {
                let deposit = u32::from(*number) % self.deposits.max(1) + 1;
                json!({"do": "deposit.refund", "deposit": format!("e{deposit}"), "reason": "退", "by": "m1"})
            }
            Reorder(number) => {
                let mut order = ORDER.to_vec();
                order.rotate_left(usize::from(number % 4));
                order.truncate(4 - usize::from(number % 3 == 0));
                json!({"do": "day.reorder", "order": order, "by": "m1"})
            }
            Policy(number) => {
                let (key, value) = pick(&POLICIES, *number)?;
                let value: Value = serde_json::from_str(value).unwrap();
                json!({"do": "policy.set", "key": key, "value": value, "by": "m1"})
            }
            Pass(seconds) => json!({"pass": seconds % 900}),
        })
    }

    /// Lets something happen; tells whether it was a command that was accepted.
    fn happen(&mut self, happening: &Happening) -> bool {
        let Some(command) = self.command(happening) else { return false };
        if let Some(seconds) = command["pass"].as_i64() {
            self.site.pass(seconds);
            return false;
        }
        self.site.run(command)["ok"] == true
    }
}

#[track_caller]
fn books_balance(state: &Value) {
    let owed = texts(&state["owed"]);
    for (id, person) in state["staff"].as_object().unwrap() {
        let count = |name: &str| person[name].as_i64().unwrap();
        let still = i64::try_from(owed.iter().filter(|staff| *staff == id).count()).unwrap();
        assert_eq!(
            count("passed"),
            count("taken") + count("consumed") + count("owed_granted") + count("capped"),
            "the turns of {id}: {person}"
        );
        assert_eq!(
            count("carried") + count("owed_granted"),
            count("made_up") + count("forfeited") + count("expired") + still,
            "the owed turns of {id}: {person}"
        );
    }
}

#[track_caller]
fn nobody_free_while_somebody_waits(state: &Value) {
    if texts(&state["waiting"]).is_empty() {
        return;
    }
    for id in texts(&state["order"]) {
        let person = &state["staff"][&id];
        let idle = texts(&person["receiving"]).is_empty() && texts(&person["calls"]).is_empty();
        let free = person["base"] == "available" && person["suspended"] == false && idle;
        assert!(!free, "{id} is free while {} wait", state["waiting"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn turns_are_conserved_and_nobody_waits_for_nothing(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut play = Play::new();
        for happening in &happenings {
            play.happen(happening);
            let state = play.site.state();
            books_balance(&state);
            nobody_free_while_somebody_waits(&state);
        }
    }

    #[test]
    fn chances_are_equal(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut play = Play::new();
        let mut were_out = Vec::new();
        for happening in happenings.iter().filter(|h| !matches!(h, Happening::Reorder(_))) {
            play.happen(happening);
            let state = play.site.state();
            for staff in ORDER {
                let person = &state["staff"][staff];
                if person["base"] == "leave" || person["base"] == "off" || person["suspended"] == true {
                    were_out.push(staff);
                }
            }
            let passed: Vec<i64> = ORDER
                .iter()
                .filter(|staff| !were_out.contains(staff))
                .map(|staff| state["staff"][staff]["passed"].as_i64().unwrap())
                .collect();
            if let (Some(least), Some(most)) = (passed.iter().min(), passed.iter().max()) {
                prop_assert!(most - least <= 1, "turns passed: {passed:?}");
            }
        }
    }

    #[test]
    fn a_unit_has_one_active_deposit(happenings in prop::collection::vec(happening(), 1..60)) {
        let mut play = Play::new();
        let mut active: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
        for happening in &happenings {
            let Some(command) = play.command(happening).filter(|c| c["do"].is_string()) else { continue };
            let answer = play.site.run(command.clone());
            if answer["ok"] == true && command["do"] == "deposit.take" {
                let before = active.insert(command["unit"].to_string(), command["deposit"].to_string());
                prop_assert!(before.is_none(), "{before:?} and {command} on one unit");
            }
            if answer["ok"] == true && command["do"] == "deposit.refund" {
                let refunded = command["deposit"].to_string();
                active.retain(|_, deposit| *deposit != refunded);
            }
        }
        for unit in ["u0", "u1", "u2"] {
            let deposit = active.get(&json!(unit).to_string());
            prop_assert_eq!(play.site.unit(unit)["status"] == "reserved", deposit.is_some());
        }
    }

    #[test]
    fn an_undo_leaves_the_floor_as_if_it_had_never_been(
        before in prop::collection::vec(happening(), 1..30),
        taken_back in prop::collection::vec(happening(), 1..6),
    ) {
        let mut play = Play::new();
        // What passing time does is not taken back, and is not what this law is about.
        play.site.ok(json!({"do": "policy.set", "key": "notify_minutes", "value": 60, "by": "m1"}));
        let lasts = |h: &&Happening| !matches!(h, Happening::Pass(_) | Happening::Policy(13));
        for happening in before.iter().filter(lasts) {
            play.happen(happening);
        }
        let mut states = vec![(play.site.state(), play.site.tables())];
        for happening in taken_back.iter().filter(lasts).filter(|h| !matches!(h, Happening::Deposit(..))) {
            if play.happen(happening) {
                states.push((play.site.state(), play.site.tables()));
            }
        }
        states.pop();
        while let Some((floor, tables)) = states.pop() {
            play.site.ok(json!({"do": "undo", "by": "m1"}));
            prop_assert_eq!(play.site.state(), floor);
            prop_assert_eq!(play.site.tables(), tables);
        }
        let live = play.site.state();
        play.site.restart();
        prop_assert_eq!(play.site.state(), live, "replay equals live");
        prop_assert!(play.site.rebuild().is_empty(), "a rebuild changes nothing");
        prop_assert!(play.site.is_whole());
    }
}
