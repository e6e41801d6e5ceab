//! Who holds and drives a vehicle: commands of the tab with its people.

use base::{CivilDate, Uuid};
use db::Access;
use web::axum::extract::{Path, State};
use web::{Answer, Form, Site, Staff, fl};

use super::command::{CommandForm, Order};
use super::show::Tab;
use crate::{Duty, NewAssignment, VehicleId};

pub(crate) async fn assign_person(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::People, "person"));
    let (tenant, typed) = (order.staff.tenant(), form.orang.clone());
    let db = order.site.db()?;
    let read = db.read(tenant, Access::ReadOwn, move |tx| {
        identity::find_people(tx, tenant, &typed)
    });
    let found = read.await?;
    let person = match found.as_slice() {
        [one] => Some(one.id),
        [] => {
            let text = fl!(order.texts, "person-not-found");
            order.errors.add("orang", text);
            None
        }
        _ => {
            let text = fl!(order.texts, "person-several");
            order.errors.add("orang", text);
            None
        }
    };
    let duty: Option<Duty> =
        order
            .errors
            .choice("tugas", &fl!(order.texts, "duty-what"), &form.tugas);
    let from_on = order.date("mulai", &form.mulai);
    let until_on = order.optional_date("sampai", &form.sampai);
    let decree_number = Some(form.sk.trim().to_owned()).filter(|text| !text.is_empty());
    let input = (|| {
        Some(NewAssignment {
            vehicle: id,
            person: person?,
            duty: duty?,
            from_on: from_on?,
            until_on: until_on?,
            decree_number,
        })
    })();
    order.run(form, input, crate::assign_person).await
}

pub(crate) async fn end_assignment(
    staff: Staff,
    State(site): State<Site>,
    Path(id): Path<VehicleId>,
    form: Form<CommandForm>,
) -> Answer {
    let mut order = Order::new(staff, site, id, (Tab::People, "end"));
    let chosen = form.penugasan.split_once(':');
    let chosen = chosen
        .and_then(|(id, revision)| Some((id.parse::<Uuid>().ok()?, revision.parse::<i64>().ok()?)));
    let chosen = order
        .errors
        .pick("penugasan", &fl!(order.texts, "person-what"), chosen);
    let until = order.date("akhir", &form.akhir);
    let input = (|| Some((chosen?, until?)))();
    order
        .run(
            form,
            input,
            |tx, stamp, actor, (chosen, until): &((Uuid, i64), CivilDate)| {
                crate::end_assignment(tx, stamp, actor, *chosen, *until)
            },
        )
        .await
}
