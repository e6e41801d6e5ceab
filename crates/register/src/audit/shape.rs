//! What a column of a journaled row holds, and so how people read it.

/// How a value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Says nothing to a reader: keys for searching, digests, counters.
    Hidden,
    /// A text or a number as it stands.
    Plain,
    /// Whole rupiah.
    Rupiah,
    /// Millilitres, shown as litres.
    Litres,
    /// Rupiah, or litres where the row's `unit` says so.
    Measure,
    /// An instant, shown in the city's zone.
    Instant,
    /// A civil date.
    Date,
    /// A month, `2026-11`.
    Month,
    /// Yes or no.
    Flag,
    /// The id of a record of this kind, shown by its name.
    Record(&'static str),
    /// Codes of this kind between commas, shown by their names.
    Codes(&'static str),
}

impl Shape {
    /// What a column holds by the house's rules for names.
    pub fn of_name(column: &str) -> Self {
        match column {
            "tenant_id" | "id" | "revision" | "position" | "at" => Self::Hidden,
            "amount" | "delta" | "allocated" | "pending" | "posted" | "overdrawn" => Self::Measure,
            "price" | "deposit" | "slip_amount" => Self::Rupiah,
            "period" | "month" => Self::Month,
            "product" | "products" | "substitutes" | "default_product" => Self::Codes("product"),
            "person_id" | "drawer_id" | "driver_id" | "attendant_id" => Self::Record("person"),
            "line_id" => Self::Record("budget_line"),
            "agency_id" => Self::Record("agency"),
            "unit_id" => Self::Record("unit"),
            "post_id" | "acting_for" => Self::Record("post"),
            "station_id" => Self::Record("station"),
            "device_id" => Self::Record("device"),
            "vehicle_id" => Self::Record("vehicle"),
            _ => Self::of_ending(column),
        }
    }

    fn of_ending(column: &str) -> Self {
        let ends = |ending: &str| column.ends_with(ending);
        if [
            "_id",
            "_by",
            "_hash",
            "_salt",
            "_key",
            "_secret",
            "_changed_at",
        ]
        .iter()
        .any(|ending| ends(ending))
        {
            Self::Hidden
        } else if ["created_at", "recorded_at", "entered_at"].contains(&column) {
            // When it was written down stands above every entry.
            Self::Hidden
        } else if ends("_at") {
            Self::Instant
        } else if ends("_on") {
            Self::Date
        } else if ends("_ml") {
            Self::Litres
        } else if ends("_rupiah") {
            Self::Rupiah
        } else if column.starts_with("is_") {
            Self::Flag
        } else {
            Self::Plain
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_says_by_its_name_what_it_holds() {
        let check = |column: &str, expected: Shape| {
            assert_eq!(Shape::of_name(column), expected, "{column}");
        };
        check("volume_ml", Shape::Litres);
        check("price_rupiah", Shape::Rupiah);
        check("valid_from_at", Shape::Instant);
        check("from_on", Shape::Date);
        check("is_active", Shape::Flag);
        check("token_hash", Shape::Hidden);
        check("drawer_id", Shape::Record("person"));
        check("substitutes", Shape::Codes("product"));
        check("number", Shape::Plain);
    }
}
