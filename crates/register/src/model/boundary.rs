//! Boundaries as polygons, and which of them a point lies in.
//!
//! Coordinates are whole numbers of 10⁻⁷ degrees (about a centimetre), so that "inside" is decided
//! exactly; distances are metres on a plane laid around the point, which is exact enough for a city.

use serde_json::Value;

/// How far outside every polygon a point may lie, such as on a jetty.
const COAST_METRES: f64 = 200.0;
/// A gap between neighbours that is only the drawing's fault.
const SLIVER_METRES: f64 = 50.0;
/// Mean radius of the Earth, in metres (IUGG R1).
const EARTH_METRES: f64 = 6_371_008.8;
const SCALE: f64 = 1e7;

/// A point in whole 10⁻⁷ degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Longitude.
    pub lng_e7: i64,
    /// Latitude.
    pub lat_e7: i64,
}

impl Point {
    /// A point from degrees; `None` where they are no place on Earth.
    pub fn from_degrees(lng: f64, lat: f64) -> Option<Self> {
        let fits = (-180.0..=180.0).contains(&lng) && (-90.0..=90.0).contains(&lat);
        fits.then(|| Self {
            lng_e7: scaled(lng),
            lat_e7: scaled(lat),
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller holds degrees inside 180, which is far inside the integer"
)]
fn scaled(degrees: f64) -> i64 {
    (degrees * SCALE).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "values stay below 2^53")]
fn float(number: i64) -> f64 {
    number as f64
}

/// West, south, east and north ends in whole 10⁻⁷ degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BoundingBox {
    /// The least longitude.
    pub west: i64,
    /// The least latitude.
    pub south: i64,
    /// The greatest longitude.
    pub east: i64,
    /// The greatest latitude.
    pub north: i64,
}

/// Why a geometry is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BoundaryProblem {
    /// It is not JSON.
    #[error("the boundary is not JSON")]
    NotJson,
    /// It is no Polygon or `MultiPolygon`.
    #[error("the boundary is not a polygon")]
    NotAPolygon,
    /// A ring has fewer than four points or is not closed.
    #[error("a ring of the boundary is not closed")]
    OpenRing,
    /// A coordinate is no place on Earth (latitude and longitude swapped, or projected metres).
    #[error("a coordinate is not a longitude and latitude")]
    NotDegrees,
    /// It encloses nothing.
    #[error("the boundary encloses no area")]
    NoArea,
}

type Ring = Vec<Point>;

/// An area of one or more polygons with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boundary {
    polygons: Vec<Vec<Ring>>,
}

impl Boundary {
    /// Reads a `GeoJSON` geometry (RFC 7946) of the kind Polygon or `MultiPolygon`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_geojson(text: &str) -> Result<Self, BoundaryProblem> {
        let geometry: Value = serde_json::from_str(text).map_err(|_| BoundaryProblem::NotJson)?;
        let coordinates = geometry.get("coordinates").and_then(Value::as_array);
        let coordinates = coordinates.ok_or(BoundaryProblem::NotAPolygon)?;
        let polygons = match geometry.get("type").and_then(Value::as_str) {
            Some("Polygon") => vec![read_rings(coordinates)?],
            Some("MultiPolygon") => coordinates
                .iter()
                .map(|polygon| read_rings(polygon.as_array().ok_or(BoundaryProblem::NotAPolygon)?))
                .collect::<Result<_, _>>()?,
            _ => return Err(BoundaryProblem::NotAPolygon),
        };
        let boundary = Self { polygons };
        if boundary.area_square_metres() <= 0 {
            return Err(BoundaryProblem::NoArea);
        }
        Ok(boundary)
    }

    /// Writes the geometry compactly, with at most seven decimals.
    pub fn to_geojson(&self) -> String {
        let ring = |ring: &Ring| {
            let points: Vec<String> = ring
                .iter()
                .map(|point| format!("[{},{}]", degrees(point.lng_e7), degrees(point.lat_e7)))
                .collect();
            format!("[{}]", points.join(","))
        };
        let polygon = |rings: &Vec<Ring>| {
            format!("[{}]", rings.iter().map(ring).collect::<Vec<_>>().join(","))
        };
        match self.polygons.as_slice() {
            [single] => format!(
                "{{\"type\":\"Polygon\",\"coordinates\":{}}}",
                polygon(single)
            ),
            many => format!(
                "{{\"type\":\"MultiPolygon\",\"coordinates\":[{}]}}",
                many.iter().map(polygon).collect::<Vec<_>>().join(",")
            ),
        }
    }

    /// The box around it.
    pub fn bounding_box(&self) -> BoundingBox {
        let empty = BoundingBox {
            west: i64::MAX,
            south: i64::MAX,
            east: i64::MIN,
            north: i64::MIN,
        };
        self.points().fold(empty, |found, point| BoundingBox {
            west: found.west.min(point.lng_e7),
            south: found.south.min(point.lat_e7),
            east: found.east.max(point.lng_e7),
            north: found.north.max(point.lat_e7),
        })
    }

    /// Its area in square metres, holes taken out.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an area on Earth is far inside the integer"
    )]
    pub fn area_square_metres(&self) -> i64 {
        let of_rings = |rings: &Vec<Ring>| match rings.split_first() {
            Some((outer, holes)) => {
                ring_area(outer).abs() - holes.iter().map(|ring| ring_area(ring).abs()).sum::<f64>()
            }
            None => 0.0,
        };
        self.polygons.iter().map(of_rings).sum::<f64>().round() as i64
    }

    /// Whether a point lies inside; on an edge counts as inside.
    pub fn contains(&self, point: Point) -> bool {
        self.polygons.iter().any(|rings| {
            let mut crossings = 0_u32;
            for (from, to) in rings.iter().flat_map(|ring| edges(ring)) {
                if lies_on(point, from, to) {
                    return true;
                }
                crossings += u32::from(is_crossed(point, from, to));
            }
            crossings % 2 == 1
        })
    }

    /// The distance in metres from a point outside to the nearest edge.
    pub fn distance_metres(&self, point: Point) -> f64 {
        let rings = self.polygons.iter().flatten();
        rings
            .flat_map(|ring| edges(ring))
            .map(|(from, to)| distance_to_edge(point, from, to))
            .fold(f64::INFINITY, f64::min)
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.polygons.iter().flatten().flatten()
    }
}

fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().skip(1))
}

fn read_rings(rings: &[Value]) -> Result<Vec<Ring>, BoundaryProblem> {
    let read = rings.iter().map(|ring| {
        let points = ring.as_array().ok_or(BoundaryProblem::NotAPolygon)?;
        let points: Ring = points.iter().map(read_point).collect::<Result<_, _>>()?;
        let is_closed = points.len() >= 4 && points.first() == points.last();
        is_closed.then_some(points).ok_or(BoundaryProblem::OpenRing)
    });
    let rings: Vec<Ring> = read.collect::<Result<_, _>>()?;
    if rings.is_empty() {
        return Err(BoundaryProblem::NotAPolygon);
    }
    Ok(rings)
}

fn read_point(value: &Value) -> Result<Point, BoundaryProblem> {
    let number = |index: usize| value.get(index).and_then(Value::as_f64);
    let (lng, lat) = number(0)
        .zip(number(1))
        .ok_or(BoundaryProblem::NotAPolygon)?;
    Point::from_degrees(lng, lat).ok_or(BoundaryProblem::NotDegrees)
}

/// Degrees in decimal without needless zeros.
fn degrees(e7: i64) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let (whole, part) = (
        e7.unsigned_abs() / 10_000_000,
        e7.unsigned_abs() % 10_000_000,
    );
    let text = format!("{sign}{whole}.{part:07}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Twice the turn from one edge to a point: positive to the left, 0 on its line.
fn turn(from: Point, to: Point, point: Point) -> i128 {
    let (ax, ay) = (
        i128::from(to.lng_e7 - from.lng_e7),
        i128::from(to.lat_e7 - from.lat_e7),
    );
    let (bx, by) = (
        i128::from(point.lng_e7 - from.lng_e7),
        i128::from(point.lat_e7 - from.lat_e7),
    );
    ax * by - ay * bx
}

fn lies_on(point: Point, from: Point, to: Point) -> bool {
    let between =
        |value: i64, one: i64, other: i64| one.min(other) <= value && value <= one.max(other);
    turn(from, to, point) == 0
        && between(point.lng_e7, from.lng_e7, to.lng_e7)
        && between(point.lat_e7, from.lat_e7, to.lat_e7)
}

/// Whether the ray from the point to the east crosses an edge.
fn is_crossed(point: Point, from: Point, to: Point) -> bool {
    if (from.lat_e7 > point.lat_e7) == (to.lat_e7 > point.lat_e7) {
        return false;
    }
    (turn(from, to, point) > 0) == (to.lat_e7 > from.lat_e7)
}

/// Metres east and north of an origin on a plane that touches the Earth there.
fn on_plane(origin: Point, point: Point) -> (f64, f64) {
    let metres = |e7: i64| (float(e7) / SCALE).to_radians() * EARTH_METRES;
    let shrink = (float(origin.lat_e7) / SCALE).to_radians().cos();
    (
        metres(point.lng_e7 - origin.lng_e7) * shrink,
        metres(point.lat_e7 - origin.lat_e7),
    )
}

fn ring_area(ring: &[Point]) -> f64 {
    let Some(origin) = ring.first() else {
        return 0.0;
    };
    let cross = edges(ring).map(|(from, to)| {
        let ((ax, ay), (bx, by)) = (on_plane(*origin, from), on_plane(*origin, to));
        ax * by - bx * ay
    });
    cross.sum::<f64>() / 2.0
}

fn distance_to_edge(point: Point, from: Point, to: Point) -> f64 {
    let ((ax, ay), (bx, by)) = (on_plane(point, from), on_plane(point, to));
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (ax + along * dx).hypot(ay + along * dy)
}

/// How surely a point was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placement {
    /// Inside a boundary.
    Inside,
    /// In a gap between neighbours, at most 50 m from the nearest.
    NearGap,
    /// Off the coast or the city's edge, at most 200 m from the nearest.
    OffEdge,
}

/// The boundary a point belongs to.
///
/// Drawn boundaries overlap and leave gaps: of several the smaller area wins; outside all of them the
/// nearest within 50 m, and at the city's edge or coast the nearest within 200 m.
pub fn find_boundary<'a, T>(
    point: Point,
    boundaries: impl IntoIterator<Item = &'a (T, Boundary)>,
) -> Option<(&'a T, Placement)> {
    let mut inside: Option<(&T, i64)> = None;
    let mut nearest: Option<(&T, f64)> = None;
    for (what, boundary) in boundaries {
        if boundary.contains(point) {
            let area = boundary.area_square_metres();
            if inside.is_none_or(|(_, least)| area < least) {
                inside = Some((what, area));
            }
        } else if inside.is_none() {
            let distance = boundary.distance_metres(point);
            if nearest.is_none_or(|(_, least)| distance < least) {
                nearest = Some((what, distance));
            }
        }
    }
    if let Some((what, _)) = inside {
        return Some((what, Placement::Inside));
    }
    let (what, distance) = nearest?;
    let placement = if distance <= SLIVER_METRES {
        Placement::NearGap
    } else if distance <= COAST_METRES {
        Placement::OffEdge
    } else {
        return None;
    };
    Some((what, placement))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(west: f64, south: f64, size: f64) -> Boundary {
        let (east, north) = (west + size, south + size);
        let text = format!(
            "{{\"type\":\"Polygon\",\"coordinates\":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}"
        );
        Boundary::from_geojson(&text).unwrap()
    }

    fn at(lng: f64, lat: f64) -> Point {
        Point::from_degrees(lng, lat).unwrap()
    }

    #[test]
    fn the_smaller_of_two_overlapping_areas_wins() {
        let places = [
            ("large", square(123.0, -10.0, 0.02)),
            ("small", square(123.015, -10.0, 0.01)),
        ];
        let found = find_boundary(at(123.017, -9.995), &places);
        assert_eq!(found, Some((&"small", Placement::Inside)));
        let found = find_boundary(at(123.001, -9.995), &places);
        assert_eq!(found, Some((&"large", Placement::Inside)));
    }

    #[test]
    fn gaps_and_the_coast_belong_to_the_nearest_within_reach() {
        // 0.001 degrees of longitude are about 109.5 m at 10° south.
        let places = [
            ("west", square(123.0, -10.0, 0.01)),
            ("east", square(123.0105, -10.0, 0.01)),
        ];
        let near = |lng| find_boundary(at(lng, -9.995), &places);
        assert_eq!(near(123.0102), Some((&"west", Placement::NearGap)));
        assert_eq!(near(123.0104), Some((&"east", Placement::NearGap)));
        assert_eq!(near(123.0205 + 0.001), Some((&"east", Placement::OffEdge)));
        assert_eq!(near(123.0205 + 0.003), None);
    }

    #[test]
    fn holes_are_outside_and_edges_inside() {
        let text = r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,3],[3,3],[3,1],[1,1]]]]}"#;
        let ring = Boundary::from_geojson(text).unwrap();
        assert!(!ring.contains(at(2.0, 2.0)));
        assert!(ring.contains(at(0.5, 2.0)));
        assert!(ring.contains(at(4.0, 2.0)) && ring.contains(at(0.0, 0.0)));
        assert!(!ring.contains(at(4.000_000_1, 2.0)));
        assert_eq!(Boundary::from_geojson(&ring.to_geojson()).unwrap(), ring);
    }

    #[test]
    fn areas_are_square_metres() {
        // One hundredth of a degree squared at 10° south: 1,111.95 m by 1,095.2 m.
        let area = square(123.0, -10.0, 0.01).area_square_metres();
        assert!((1_216_000..1_219_500).contains(&area), "{area}");
    }

    #[test]
    fn what_is_no_polygon_is_refused_by_name() {
        let check =
            |text: &str, problem| assert_eq!(Boundary::from_geojson(text), Err(problem), "{text}");
        check("{", BoundaryProblem::NotJson);
        check(
            r#"{"type":"Point","coordinates":[1,2]}"#,
            BoundaryProblem::NotAPolygon,
        );
        check(
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#,
            BoundaryProblem::OpenRing,
        );
        check(
            r#"{"type":"Polygon","coordinates":[[[0,0],[500000,0],[1,1],[0,0]]]}"#,
            BoundaryProblem::NotDegrees,
        );
        check(
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[2,0],[0,0]]]}"#,
            BoundaryProblem::NoArea,
        );
    }
}
