//! Places from a list, and boundaries from a map file.

use authz::{Action, Actor};
use base::{Stamp, TenantId};
use db::{ActionError, Failure, Tx};
use tabular::{Field, FieldKind, ImportKind, Record, Wording};
use web::{Locale, fl};

use super::{denied, optional, required};
use crate::{
    Boundary, BoundaryProblem, FileShape, ImportRow, ImportTarget, Place, PlaceInput, PlaceRefusal,
    Repeat, RowError, RowOutcome, RowPreview, RowProblem, create_place, lookup_boundary,
    lookup_place_by_code, normalise_place_code, parent_code, set_boundary, texts, update_place,
};

fn text(key: &'static str, length: usize, id: &'static str, en: &'static str) -> Field {
    Field::new(
        key,
        FieldKind::Text {
            max_characters: length,
        },
        Wording::new(id, en),
    )
}

fn place_fields() -> Vec<Field> {
    vec![
        text("code", 20, "Kode wilayah", "Place code")
            .required()
            .called(&[
                "Kode",
                "Kode Kemendagri",
                "Kode Kelurahan",
                "Kode Desa",
                "kode_kel",
                "kemendagri",
            ])
            .examples("53.71.01.1001", "53.71.01.1002")
            .help(
                "Kode Kemendagri, dengan atau tanpa titik.",
                "The code of the Ministry of Home Affairs, with or without dots.",
            ),
        text("name", 100, "Nama", "Name")
            .required()
            .called(&[
                "Kelurahan",
                "Nama Kelurahan",
                "Desa",
                "Nama Wilayah",
                "nama_kel",
            ])
            .examples("Namosain", "Nunbaun Sabu"),
        text("parent_name", 100, "Kecamatan", "Kecamatan")
            .called(&["Nama Kecamatan", "kec", "nama_kec"])
            .examples("Alak", "Alak"),
    ]
}

/// Imports kecamatan and kelurahan with codes and postal codes.
#[derive(Debug)]
pub struct PlaceTarget {
    kind: ImportKind,
}

impl Default for PlaceTarget {
    fn default() -> Self {
        let mut fields = place_fields();
        fields.push(
            text("postal_code", 5, "Kode pos", "Postal code")
                .called(&["kodepos", "Kode Pos"])
                .examples("85232", "85233"),
        );
        let title = Wording::new("Kecamatan dan kelurahan", "Kecamatan and kelurahan");
        Self {
            kind: ImportKind::new("places", title, fields),
        }
    }
}

/// Imports boundaries from `GeoJSON`; places that are missing are added.
#[derive(Debug)]
pub struct BoundaryTarget {
    kind: ImportKind,
}

impl Default for BoundaryTarget {
    fn default() -> Self {
        let mut fields = place_fields();
        fields.push(text("geometry", 4_000_000, "Batas", "Boundary").required());
        fields.push(text("source", 200, "Sumber", "Source").called(&["Sumber Data"]));
        let title = Wording::new("Batas wilayah (GeoJSON)", "Boundaries (GeoJSON)");
        Self {
            kind: ImportKind::new("boundaries", title, fields),
        }
    }
}

fn input(record: &Record) -> Result<PlaceInput, RowError> {
    let typed = required(record, "code")?;
    let malformed = || RowProblem::of("code", "place_code_malformed").with("text", &typed);
    Ok(PlaceInput {
        code: normalise_place_code(&typed).ok_or_else(malformed)?,
        name: required(record, "name")?,
        postal_code: optional(record, "postal_code"),
        is_active: true,
    })
}

fn preview_row(tx: &mut Tx<'_>, tenant: TenantId, record: &Record) -> Result<RowPreview, Failure> {
    let input = match input(record) {
        Ok(input) => input,
        Err(RowError::Rejected(problems)) => {
            return Ok(RowPreview {
                expected: RowOutcome::Unchanged,
                problems,
            });
        }
        Err(RowError::Failed(failure)) => return Err(failure),
    };
    let Some(place) = lookup_place_by_code(tx, tenant, &input.code)? else {
        return Ok(RowPreview::fine(RowOutcome::Created));
    };
    let same = merged(&place, &input) == as_input(&place);
    Ok(RowPreview::fine(if same {
        RowOutcome::Unchanged
    } else {
        RowOutcome::Updated
    }))
}

fn as_input(place: &Place) -> PlaceInput {
    PlaceInput {
        code: place.code.clone(),
        name: place.name.clone(),
        postal_code: place.postal_code.clone(),
        is_active: place.is_active,
    }
}

fn merged(place: &Place, row: &PlaceInput) -> PlaceInput {
    PlaceInput {
        postal_code: row
            .postal_code
            .clone()
            .or_else(|| place.postal_code.clone()),
        ..row.clone()
    }
}

/// Adds or changes a place, and the kecamatan above it where only its name is given.
fn apply_place(
    tx: &mut Tx<'_>,
    stamp: &Stamp,
    actor: &Actor,
    record: &Record,
) -> Result<(base::Uuid, RowOutcome), RowError> {
    let input = input(record)?;
    if let (Some(name), Some(code)) = (record.text("parent_name"), parent_code(&input.code))
        && lookup_place_by_code(tx, stamp.tenant, code)?.is_none()
    {
        let parent = PlaceInput {
            code: code.to_owned(),
            name: name.to_owned(),
            postal_code: None,
            is_active: true,
        };
        create_place(tx, stamp, actor, &parent).map_err(refused)?;
    }
    let Some(place) = lookup_place_by_code(tx, stamp.tenant, &input.code)? else {
        let id = create_place(tx, stamp, actor, &input).map_err(refused)?;
        return Ok((id, RowOutcome::Created));
    };
    let after = merged(&place, &input);
    if after == as_input(&place) {
        return Ok((place.id, RowOutcome::Unchanged));
    }
    update_place(tx, stamp, actor, &place, &after).map_err(refused)?;
    Ok((place.id, RowOutcome::Updated))
}

impl ImportTarget for PlaceTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::RegisterPlaceEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Kode, nama, dan kode pos kecamatan dan kelurahan.",
            "Codes, names and postal codes of kecamatan and kelurahan.",
        )
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        normalise_place_code(record.text("code")?)
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        records
            .iter()
            .map(|record| preview_row(tx, tenant, record))
            .collect()
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        apply_place(tx, stamp, actor, row.record).map(|(_, outcome)| outcome)
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        place_problem(locale, problem)
    }
}

impl ImportTarget for BoundaryTarget {
    fn kind(&self) -> &ImportKind {
        &self.kind
    }

    fn action(&self) -> Action {
        Action::RegisterPlaceEdit
    }

    fn purpose(&self) -> Wording {
        Wording::new(
            "Batas kelurahan dari peta digital: titik lokasi lalu dikenali kelurahannya.",
            "Boundaries from a digital map: a location is then known by its kelurahan.",
        )
    }

    fn shape(&self) -> FileShape {
        FileShape::GeoJson
    }

    fn repeat(&self) -> Repeat {
        Repeat::ByContent
    }

    fn row_key(&self, record: &Record) -> Option<String> {
        normalise_place_code(record.text("code")?)
    }

    fn preview(
        &self,
        tx: &mut Tx<'_>,
        tenant: TenantId,
        _: &Actor,
        records: &[Record],
    ) -> Result<Vec<RowPreview>, Failure> {
        let mut previews = Vec::with_capacity(records.len());
        for record in records {
            let mut preview = preview_row(tx, tenant, record)?;
            let geometry = record.text("geometry").unwrap_or_default();
            match Boundary::from_geojson(geometry) {
                Err(problem) => preview.problems.push(boundary_problem(problem)),
                Ok(boundary) if preview.expected == RowOutcome::Unchanged => {
                    let code = record.text("code").and_then(normalise_place_code);
                    let place = lookup_place_by_code(tx, tenant, &code.unwrap_or_default())?;
                    let known = match place {
                        Some(place) => lookup_boundary(tx, tenant, place.id)?,
                        None => None,
                    };
                    if known.is_none_or(|known| known != boundary.to_geojson()) {
                        preview.expected = RowOutcome::Updated;
                    }
                }
                Ok(_) => {}
            }
            previews.push(preview);
        }
        Ok(previews)
    }

    fn apply(
        &self,
        tx: &mut Tx<'_>,
        stamp: &Stamp,
        actor: &Actor,
        row: &ImportRow<'_>,
    ) -> Result<RowOutcome, RowError> {
        let (place, outcome) = apply_place(tx, stamp, actor, row.record)?;
        let geometry = required(row.record, "geometry")?;
        let boundary = Boundary::from_geojson(&geometry).map_err(boundary_problem)?;
        let known = lookup_boundary(tx, stamp.tenant, place)?;
        if known.is_some_and(|known| known == boundary.to_geojson()) {
            return Ok(outcome);
        }
        let source = optional(row.record, "source").unwrap_or_else(|| row.file_name.to_owned());
        set_boundary(tx, stamp, actor, place, (&geometry, Some(&source))).map_err(refused)?;
        Ok(if outcome == RowOutcome::Unchanged {
            RowOutcome::Updated
        } else {
            outcome
        })
    }

    fn problem_text(&self, locale: Locale, problem: &RowProblem) -> Option<String> {
        place_problem(locale, problem)
    }
}

fn boundary_problem(problem: BoundaryProblem) -> RowProblem {
    let code = match problem {
        BoundaryProblem::NotJson | BoundaryProblem::NotAPolygon => "boundary_not_polygon",
        BoundaryProblem::OpenRing => "boundary_open_ring",
        BoundaryProblem::NotDegrees => "boundary_not_degrees",
        BoundaryProblem::NoArea => "boundary_no_area",
    };
    RowProblem::of("geometry", code)
}

fn place_problem(locale: Locale, problem: &RowProblem) -> Option<String> {
    let words = texts(locale);
    Some(match problem.code.as_str() {
        "place_code_malformed" => {
            fl!(
                words,
                "place-code-malformed",
                text = problem.argument("text")
            )
        }
        "boundary_not_polygon" => fl!(words, "boundary-not-polygon"),
        "boundary_open_ring" => fl!(words, "boundary-open-ring"),
        "boundary_not_degrees" => fl!(words, "boundary-not-degrees"),
        "boundary_no_area" => fl!(words, "boundary-no-area"),
        _ => return None,
    })
}

fn refused(error: ActionError<PlaceRefusal>) -> RowError {
    match error {
        ActionError::Refused(PlaceRefusal::Denied(reason)) => denied(reason),
        ActionError::Refused(PlaceRefusal::Boundary(problem)) => boundary_problem(problem).into(),
        ActionError::Refused(_) => RowProblem::of("code", "changed_meanwhile").into(),
        ActionError::KeyReused => Failure::bug("an import used a key").into(),
        ActionError::Failed(failure) => failure.into(),
    }
}
