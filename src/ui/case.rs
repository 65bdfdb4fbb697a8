//! The case file at the screen: opened for the visit that the screen has chosen, and ruled on by a
//! manager. Shows names and words whole to whoever may read them.

use super::app::App;
use super::form::{Form, Pending};
use super::modal::{Modal, Reading};
use crate::desk::{NotDone, ask};
use crate::register::case::case_file;
use crate::register::fault::Fault;
use crate::register::query;
use crate::rules::command::RuleCase;
use crate::rules::id::VisitId;
use crate::rules::refusal::Code;
use crate::text::case::{self, Phrase, Reader};
use crate::text::refusal;
use crate::text::screen::Phrase as Shared;

/// Opens the case file of what the screen has chosen.
pub fn open(app: &mut App) {
    let read = chosen(app).and_then(|visit| visit.map_or(Ok(None), |visit| reading(app, visit)));
    match app.keep(read) {
        Some(Some(reading)) => app.modals.push(Modal::Reading(reading)),
        Some(None) => app.warn(Shared::NothingHere.get(app.lang())),
        None => {}
    }
}

/// The visit chosen, else the last one of the client chosen, else that of the last decision.
fn chosen(app: &App) -> Result<Option<VisitId>, Fault> {
    let subject = app.subject();
    if subject.visit.is_some() {
        return Ok(subject.visit);
    }
    match &subject.client {
        Some(client) => {
            let visits = query::visits_of(app.register(), client)?;
            Ok(visits.last().map(|visit| VisitId::from(visit.as_str())))
        }
        None => Ok(super::task::last_visit(app)),
    }
}

fn reading(app: &App, visit: VisitId) -> Result<Option<Reading>, Fault> {
    let (lang, floor) = (app.lang(), app.floor());
    let Some(found) = case_file(app.register(), floor.zone, &visit)? else { return Ok(None) };
    let owner = ask::owner_of(&app.desk, &found.client.id)?;
    let is_open = app.may_read(owner.as_ref());
    let lines = case::lines(Reader { lang, floor, site: &app.options.site_name, is_open }, &found);
    let title = format!("{} {visit}", Phrase::Title.get(lang));
    Ok(Some(Reading { case: Some(visit), ..Reading::new(title, lines) }))
}

/// Opens the form of a ruling over the case file that is read, for whoever may rule.
pub fn open_ruling(app: &mut App) {
    let Some(Modal::Reading(Reading { case: Some(visit), .. })) = app.modals.last() else {
        return open(app);
    };
    let visit = visit.clone();
    let lang = app.lang();
    let ruling = RuleCase { visit: visit.clone(), ruling: "x".to_owned(), violation: None };
    if let Err(NotDone::Refused(why)) = app.preview(&app.submission(ruling))
        && why.code == Code::NeedsManager
    {
        let text = format!("{}{}", refusal::sentence(lang, app.floor(), &why), Shared::SwitchActor.get(lang));
        app.warn(text);
        return;
    }
    let mut form = Form::pending(Pending::Rule(visit));
    form.foresee(app);
    app.modals.push(Modal::Form(Box::new(form)));
}

/// A ruling was entered: the case file is shown with it.
pub fn open_again(app: &mut App, visit: &VisitId) {
    let read = reading(app, visit.clone());
    if let Some(Some(mut reading)) = app.keep(read) {
        // The last part is what was just written.
        reading.top = usize::MAX;
        app.modals.push(Modal::Reading(reading));
    }
}
