//! The lists of the first page: a driver's vouchers, lines of the month, what ends, what is doubtful.

use base::TenantId;
use fuel::{Voucher, VoucherKeys};
use web::{Cell, Column, DataTable, PageFrame, fl};

use super::super::words::{doubts_text, photo_text, quota_sentence};
use super::BoardPage;
use crate::reading::Names;

/// A voucher a driver may draw.
#[derive(Debug, Clone)]
pub(crate) struct OwnVoucher {
    pub(crate) plate: String,
    pub(crate) content: String,
    pub(crate) until: String,
    pub(crate) href: String,
}

impl OwnVoucher {
    pub(super) fn of(
        page: &PageFrame,
        voucher: &Voucher,
        (names, keys, tenant): (&Names, &VoucherKeys, TenantId),
    ) -> Self {
        Self {
            plate: names.vehicle(voucher.vehicle).to_owned(),
            content: format!("{} {}", voucher.volume, names.product(&voucher.product)),
            until: fuel::end_text(page, voucher.valid_until),
            href: format!("/v/{}", keys.link(tenant, voucher)),
        }
    }

    pub(super) fn sample() -> Self {
        Self {
            plate: "DH 8123 AB".to_owned(),
            content: "10 l Pertamax".to_owned(),
            until: "Kamis, 26 November 2026, tengah malam".to_owned(),
            href: "/v/00".to_owned(),
        }
    }
}

/// A doubtful redemption with its photos.
pub(crate) struct DoubtCard {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) doubts: String,
    pub(crate) href: String,
    pub(crate) photos: Vec<(String, String)>,
}

impl BoardPage {
    /// The quota of each vehicle the person drives, in one sentence.
    pub(super) fn driven(&self) -> Vec<(String, String)> {
        let vehicles = self.standing.driven.iter();
        vehicles
            .map(|(vehicle, quota)| {
                let sentence = quota_sentence(self.texts, quota.as_ref());
                (vehicle.name().to_owned(), sentence)
            })
            .collect()
    }

    /// The lines of this month: pending, posted, available.
    pub(super) fn lines_table(&self) -> Option<DataTable> {
        if self.standing.lines.is_empty() {
            return None;
        }
        let texts = self.texts;
        let month = self.page.month(self.month);
        let columns = [
            Column::text(fl!(texts, "col-line")),
            Column::number(fl!(texts, "figure-allocated")),
            Column::number(fl!(texts, "figure-pending")),
            Column::number(fl!(texts, "figure-posted")),
            Column::number(fl!(texts, "figure-available")),
        ];
        let several = self.standing.agencies.len() > 1;
        let rows = self.standing.lines.iter().map(|one| {
            let (line, balance) = (&one.line, &one.balance);
            let href = format!("/pagu/{}/bulan/{}", line.id, self.month);
            let below = if several {
                self.name(line.agency)
            } else {
                line.activity_code.clone()
            };
            [
                Cell::link(&line.activity_name, href).below(below),
                Cell::text(balance.allocated),
                Cell::text(balance.pending),
                Cell::text(balance.posted),
                Cell::text(balance.available),
            ]
        });
        Some(DataTable::new(fl!(texts, "lines", month = month), columns).rows(rows))
    }

    /// Vouchers that end today and were not drawn.
    pub(super) fn ending_table(&self) -> Option<DataTable> {
        if self.standing.ending.is_empty() {
            return None;
        }
        let (texts, names) = (self.texts, &self.standing.names);
        let columns = [
            Column::text(fl!(texts, "col-vehicle")),
            Column::number(fl!(texts, "col-volume")),
            Column::number(fl!(texts, "col-amount")),
        ];
        let rows = self.standing.ending.iter().map(|voucher| {
            let href = format!("/voucher/{}", voucher.id);
            [
                Cell::link(names.vehicle(voucher.vehicle), href),
                Cell::text(voucher.volume).below(names.product(&voucher.product)),
                Cell::text(voucher.amount),
            ]
        });
        Some(DataTable::new(fl!(texts, "ending-table"), columns).rows(rows))
    }

    /// The latest doubtful redemptions.
    pub(super) fn doubt_cards(&self) -> Vec<DoubtCard> {
        let names = &self.standing.names;
        let doubts = self.standing.doubts.iter();
        doubts
            .map(|(one, photos)| DoubtCard {
                title: names.vehicle(one.vehicle).to_owned(),
                text: format!(
                    "{} · {} · {}",
                    self.page.at(one.dispensed_at),
                    one.volume,
                    names.station(one.station)
                ),
                doubts: doubts_text(self.texts, &one.doubts),
                href: format!("/pengisian/{}", one.id),
                photos: photos
                    .iter()
                    .map(|photo| (photo.hash.clone(), photo_text(self.texts, photo.subject)))
                    .collect(),
            })
            .collect()
    }
}
