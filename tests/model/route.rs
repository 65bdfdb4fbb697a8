//! Routing: to whom a visit goes, and what starting a reception does (sections 4 to 6).

use super::State;
use super::records::*;
use serde_json::{Value, json};

/// Where a visit leads at this moment.
pub struct Route {
    pub path: Path,
    pub owner: Option<Id>,
    pub x: Option<Id>,
    pub flags: Vec<&'static str>,
    /// A group made the match (rule 8).
    pub by_group: bool,
}

impl Route {
    /// The person whom the path leads to.
    pub fn wanted(&self) -> Option<&Id> {
        match self.path {
            Path::Rotation => None,
            Path::Own => self.owner.as_ref(),
            Path::Named => self.x.as_ref(),
        }
    }
}

impl State {
    pub fn route(&self, visit: &str) -> Route {
        let v = &self.visits[visit];
        let owner = self.owner_for(&v.client, Some(visit));
        let by_group = v.found == Found::New && self.through_group(&v.client, Some(visit));
        let recognised =
            owner.is_some() && (v.found == Found::Id || v.recognised_by == owner || self.policies.match_is_owner);
        let mut flags = vec![];
        if owner.is_some() && v.received_by.is_some() && v.received_by != owner {
            flags.push("claim_contradicts_register");
        }
        let mut claimed = v.asks_for.clone();
        if claimed.is_none() && owner.is_none() && v.received_by.is_some() {
            claimed = v.received_by.clone();
            flags.push("unregistered_return");
        }
        let x = claimed.filter(|id| {
            let s = &self.staff[id];
            if s.departed {
                flags.push("named_departed");
            } else if s.role != Role::Sales {
                flags.push("asked_for_other");
            }
            !s.departed && s.role == Role::Sales
        });
        let says_owner = owner.is_some() && v.received_by == owner;
        let path = match (&x, &owner) {
            (None, None) => Path::Rotation,
            (None, Some(_)) if recognised || says_owner => Path::Own,
            (None, Some(_)) => {
                flags.push("unrecognised_return");
                Path::Rotation
            }
            (Some(x), Some(o)) if x == o => Path::Own,
            (Some(_), o) => {
                if o.is_some() {
                    flags.push("named_other_than_owner");
                }
                Path::Named
            }
        };
        Route { path, owner, x, flags, by_group }
    }

    /// Who assists, and by which rule, when the wanted person can't receive.
    fn assistant(&mut self, path: Path, wanted: &str) -> Option<(Id, i64)> {
        if path == Path::Named
            && let Some(office) = self.free_office()
        {
            return Some((office, 2));
        }
        let last = || self.line().into_iter().rfind(|id| self.free(id));
        if path == Path::Own && !self.receptions(wanted).is_empty() {
            return last().map(|id| (id, 9));
        }
        if self.in_order(wanted) && self.staff[wanted].base != Base::Leave {
            return last().map(|id| (id, 20));
        }
        let cursor = self.day.as_ref()?.assist_next.clone();
        let found = self.round(&cursor).into_iter().find(|id| self.free(id))?;
        let after = self.round(&Some(found.clone())).get(1).cloned();
        self.day.as_mut()?.assist_next = after.or(Some(found.clone()));
        Some((found, 26))
    }

    /// The rules that a decision cites whoever receives, in ascending order.
    fn base_rules(&self, visit: &str, route: &Route) -> Vec<i64> {
        let v = &self.visits[visit];
        let (ring, own) = (route.path == Path::Rotation, route.path == Path::Own);
        let is_return = route.flags.contains(&"unrecognised_return") || (v.been_before && route.owner.is_none());
        let all = [
            (1, ring),
            (7, own && self.closed(&v.client)),
            (8, route.by_group),
            (9, ring),
            (11, route.path == Path::Named),
            (12, own || (ring && is_return)),
            (13, !own && v.referred),
            (22, ring && v.phoned),
        ];
        all.iter().filter(|r| r.1).map(|r| r.0).collect()
    }

    /// Gives the visit to somebody if anybody may receive it; the decision if so.
    pub fn try_assign(&mut self, visit: &str) -> Option<Value> {
        let route = self.route(visit);
        let plan = self.ring_plan();
        let mut rules = self.base_rules(visit, &route);
        let (mut counted, mut skips, mut turn, mut assist) = (false, vec![], None, false);
        let receiver = match route.wanted().cloned() {
            None => {
                let plan = plan.clone()?;
                (skips, turn) = self.ring_apply(&plan);
                counted = turn.is_some();
                if plan.doubled {
                    rules.push(16);
                }
                plan.taker
            }
            Some(wanted) => {
                if self.may_receive(&wanted) {
                    let on_turn = route.x.is_some() && plan.as_ref().is_some_and(|p| p.taker == wanted);
                    if on_turn && self.policies.named_counts {
                        (skips, turn) = self.ring_apply(plan.as_ref()?);
                        counted = turn.is_some();
                    }
                    wanted
                } else {
                    let (who, rule) = self.assistant(route.path, &wanted)?;
                    rules.push(rule);
                    assist = true;
                    who
                }
            }
        };
        rules.sort_unstable();
        rules.dedup();
        let holder = plan.map(|p| p.taker);
        let notice = match (&route.x, holder) {
            (Some(x), Some(t)) if *x != t => Some((t, x.clone())),
            _ => None,
        };
        let makeup = turn.as_ref().is_some_and(|t| t.makeup.is_some());
        self.start(visit, &receiver, &route);
        let clock = self.clock;
        let v = self.visits.get_mut(visit).unwrap();
        if route.path == Path::Rotation {
            v.turn = turn;
            v.given_to = Some(receiver.clone());
        }
        v.notice = notice.clone().map(|(holder, named)| Notice {
            holder,
            named,
            since: clock,
            state: NoticeState::Open,
            overdue: false,
        });
        let made = self.visits[visit].made_owner.clone();
        let client = self.resolve(&self.visits[visit].client);
        Some(json!({
            "visit": visit, "client": client, "path": path_name(route.path), "receiver": receiver,
            "waiting": false, "counted": counted, "makeup": makeup, "assist": assist,
            "owner": route.owner.clone().or(made), "rules": rules, "skips": skips,
            "notice": notice.map(|(holder, named)| json!({"holder": holder, "named": named})),
            "flags": route.flags,
        }))
    }

    /// Starts the reception and sets the owner where it makes one.
    pub fn start(&mut self, visit: &str, receiver: &str, route: &Route) {
        self.raise_flags(visit, &route.flags);
        self.waiting.retain(|w| w != visit);
        self.serial += 1;
        let serial = self.serial;
        let clock = self.clock;
        let v = self.visits.get_mut(visit).unwrap();
        v.status = Status::Receiving;
        v.path = route.path;
        v.receiver = Some(receiver.to_string());
        v.named = route.x.clone();
        v.started = Some(serial);
        let client = v.client.clone();
        let returning = self.first_contact(&client).is_some();
        self.clients.get_mut(&client).unwrap().first_contact.get_or_insert(clock);
        self.visits.get_mut(visit).unwrap().returning = returning;
        let becomes = match route.path {
            Path::Rotation => Some(receiver.to_string()),
            Path::Named => route.x.clone(),
            Path::Own => None,
        };
        if let (None, Some(owner)) = (&route.owner, becomes)
            && self.staff[&owner].role == Role::Sales
            && !self.barred(&owner, &client)
        {
            self.set_owner(&client, &owner);
            self.visits.get_mut(visit).unwrap().made_owner = Some(owner);
        }
    }

    pub fn raise_flags(&mut self, visit: &str, flags: &[&'static str]) {
        for flag in flags {
            if self.visits.get_mut(visit).unwrap().flags.insert(flag) {
                self.raise("flag", visit);
            }
        }
    }

    /// The decision of a visit that nobody can receive yet.
    pub fn waiting_decision(&mut self, visit: &str) -> Value {
        let route = self.route(visit);
        self.raise_flags(visit, &route.flags);
        let v = &self.visits[visit];
        json!({
            "visit": visit, "client": self.resolve(&v.client), "path": path_name(route.path), "receiver": null,
            "waiting": true, "counted": false, "makeup": false, "assist": false, "owner": route.owner,
            "rules": self.base_rules(visit, &route), "skips": [], "notice": null, "flags": route.flags,
        })
    }

    /// Lets in whoever waits and can be received; the decisions made.
    pub fn settle(&mut self) -> Vec<Value> {
        let mut made = vec![];
        'again: while self.day.is_some() {
            for v in self.waiting.clone() {
                if self.route(&v).wanted().is_some_and(|w| self.may_receive(w)) {
                    made.extend(self.try_assign(&v));
                    continue 'again;
                }
            }
            for v in self.waiting.clone() {
                if let Some(decision) = self.try_assign(&v) {
                    made.push(decision);
                    continue 'again;
                }
            }
            break;
        }
        made
    }
}

pub fn path_name(path: Path) -> &'static str {
    match path {
        Path::Rotation => "rotation",
        Path::Own => "own",
        Path::Named => "named",
    }
}
