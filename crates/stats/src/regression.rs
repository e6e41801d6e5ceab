//! Ordinary least squares with honest intervals, also for sums of predictions (savings).
//!
//! Columns of the design are given one by one, the intercept among them; see [`intercept`].
//! The fit orthogonalises the columns (Gram-Schmidt, twice), which keeps full accuracy on the badly
//! conditioned designs where normal equations fail; it reproduces NIST's certified Longley values.

use crate::Interval;
use crate::distribution::student_t_critical;
use crate::location::mean;
use crate::number::{count, index};

/// A column counts as a combination of the earlier ones below this share of its length.
const DEPENDENCE: f64 = 1e-11;

/// A column of ones.
pub fn intercept(rows: usize) -> Vec<f64> {
    vec![1.0; rows]
}

/// A fitted linear model.
#[derive(Debug, Clone, PartialEq)]
pub struct Ols {
    /// One coefficient per column.
    pub coefficients: Vec<f64>,
    /// Observed minus fitted.
    pub residuals: Vec<f64>,
    /// The residual standard error, with divisor n - p.
    pub sigma: f64,
    /// The share of the variance around the mean that the model explains.
    pub r_squared: f64,
    /// Rows minus columns.
    pub degrees_of_freedom: usize,
    /// The correlation of each residual with the next (0 if they do not vary).
    pub autocorrelation: f64,
    columns: Vec<Vec<f64>>,
    /// The inverse of X'X.
    inverse: Vec<Vec<f64>>,
}

/// How the errors are assumed to behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errors {
    /// Independent with equal variance.
    Independent,
    /// Heteroskedastic and autocorrelated up to `lags` steps: Newey-West with Bartlett weights and
    /// no small-sample factor. `lags: 0` is White's HC0.
    ///
    /// Source: Newey and West, Econometrica 55 (1987).
    NeweyWest {
        /// How many steps back errors may be correlated.
        lags: usize,
    },
}

/// The usual number of lags for `rows` observations: floor(4 (n / 100)^(2/9)).
///
/// Source: Newey and West, "Automatic Lag Selection in Covariance Matrix Estimation", 1994.
pub fn newey_west_lags(rows: usize) -> usize {
    index((4.0 * (count(rows) / 100.0).powf(2.0 / 9.0)).floor())
}

/// A sum of predictions for new rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PredictedTotal {
    /// The sum of the predicted values.
    pub total: f64,
    /// Where the sum of the *observed* values would lie if nothing had changed.
    pub interval: Interval,
    /// Rows in which some column lies outside the range the model was fitted on.
    pub extrapolated_rows: usize,
}

impl Ols {
    /// Fits `observed` on `columns`.
    ///
    /// `None` if lengths differ, a value is not finite, there are no more rows than columns, or a
    /// column is a combination of others.
    pub fn fit(columns: &[Vec<f64>], observed: &[f64]) -> Option<Self> {
        let rows = observed.len();
        let is_sound =
            |column: &[f64]| column.len() == rows && column.iter().all(|x| x.is_finite());
        let degrees_of_freedom = rows.checked_sub(columns.len()).filter(|free| *free > 0)?;
        if columns.is_empty() || !is_sound(observed) || !columns.iter().all(|x| is_sound(x)) {
            return None;
        }
        let Orthogonal { units, triangle } = Orthogonal::of(columns)?;
        let mut residuals = observed.to_vec();
        let mut projections = vec![0.0; units.len()];
        for _ in 0..2 {
            for (unit, projection) in units.iter().zip(&mut projections) {
                let along = dot(unit, &residuals);
                *projection += along;
                subtract(&mut residuals, along, unit);
            }
        }
        let coefficients = solve_triangle(&triangle, projections)?;
        let inverse = inverse_of_gram(&triangle)?;
        let squares = dot(&residuals, &residuals);
        let centre = mean(observed)?;
        let total: f64 = observed.iter().map(|y| (y - centre).powi(2)).sum();
        let autocorrelation = lag_one(&residuals);
        Some(Self {
            coefficients,
            sigma: (squares / count(degrees_of_freedom)).sqrt(),
            r_squared: if total > 0.0 {
                1.0 - squares / total
            } else {
                0.0
            },
            residuals,
            degrees_of_freedom,
            autocorrelation,
            columns: columns.to_vec(),
            inverse,
        })
    }

    /// The covariance matrix of the coefficients under the given assumption.
    pub fn covariance(&self, errors: Errors) -> Vec<Vec<f64>> {
        match errors {
            Errors::Independent => {
                let variance = self.sigma.powi(2);
                self.inverse
                    .iter()
                    .map(|row| row.iter().map(|x| x * variance).collect())
                    .collect()
            }
            Errors::NeweyWest { lags } => {
                let half = multiply_by_symmetric(&self.inverse, &self.long_run_scores(lags));
                multiply_by_symmetric(&half, &self.inverse)
            }
        }
    }

    /// One standard error per coefficient.
    pub fn standard_errors(&self, errors: Errors) -> Vec<f64> {
        let covariance = self.covariance(errors);
        covariance
            .iter()
            .enumerate()
            .filter_map(|(place, row)| row.get(place).map(|variance| variance.max(0.0).sqrt()))
            .collect()
    }

    /// One confidence interval per coefficient, from Student's t.
    pub fn intervals(&self, confidence: f64, errors: Errors) -> Option<Vec<Interval>> {
        let t = student_t_critical(confidence, count(self.degrees_of_freedom))?;
        let errors = self.standard_errors(errors);
        let pairs = self.coefficients.iter().zip(errors);
        Some(
            pairs
                .map(|(centre, error)| Interval::around(*centre, t * error))
                .collect(),
        )
    }

    /// The predicted sum over new rows, given as columns in the order of the fit.
    ///
    /// The variance is s^2 (m + 1'Z (X'X)^-1 Z'1) for m new rows Z: exact under independent errors.
    pub fn predict_total(&self, columns: &[Vec<f64>], confidence: f64) -> Option<PredictedTotal> {
        let rows = columns.first()?.len();
        let is_sound =
            |column: &Vec<f64>| column.len() == rows && column.iter().all(|x| x.is_finite());
        if rows == 0 || columns.len() != self.columns.len() || !columns.iter().all(is_sound) {
            return None;
        }
        let sums: Vec<f64> = columns.iter().map(|column| column.iter().sum()).collect();
        let total = dot(&self.coefficients, &sums);
        let spread: f64 = self
            .inverse
            .iter()
            .zip(&sums)
            .map(|(row, sum)| sum * dot(row, &sums))
            .sum();
        let half = student_t_critical(confidence, count(self.degrees_of_freedom))?
            * self.sigma
            * (count(rows) + spread).sqrt();
        let extrapolated_rows = self.extrapolated_rows(columns, rows);
        Some(PredictedTotal {
            total,
            interval: Interval::around(total, half),
            extrapolated_rows,
        })
    }

    fn extrapolated_rows(&self, columns: &[Vec<f64>], rows: usize) -> usize {
        let ranges: Vec<Interval> = self.columns.iter().map(|column| range_of(column)).collect();
        let is_outside = |row: &usize| {
            columns
                .iter()
                .zip(&ranges)
                .any(|(column, range)| column.get(*row).is_some_and(|x| !range.contains(*x)))
        };
        (0..rows).filter(is_outside).count()
    }

    /// The Bartlett-weighted sum of autocovariances of each column times the residuals.
    fn long_run_scores(&self, lags: usize) -> Vec<Vec<f64>> {
        let scores: Vec<Vec<f64>> = self
            .columns
            .iter()
            .map(|column| {
                column
                    .iter()
                    .zip(&self.residuals)
                    .map(|(x, e)| x * e)
                    .collect()
            })
            .collect();
        let entry = |a: &[f64], b: &[f64]| {
            let lagged = (1..=lags.min(a.len())).map(|lag| {
                let weight = 1.0 - count(lag) / count(lags + 1);
                let (ahead_a, ahead_b) = (a.iter().skip(lag), b.iter().skip(lag));
                let both: f64 = ahead_a.zip(b).map(|(x, y)| x * y).sum::<f64>()
                    + ahead_b.zip(a).map(|(x, y)| x * y).sum::<f64>();
                weight * both
            });
            dot(a, b) + lagged.sum::<f64>()
        };
        scores
            .iter()
            .map(|a| scores.iter().map(|b| entry(a, b)).collect())
            .collect()
    }
}

/// Orthonormal columns and the triangle that makes the original columns of them.
struct Orthogonal {
    units: Vec<Vec<f64>>,
    /// Column k of R, its diagonal entry last.
    triangle: Vec<Vec<f64>>,
}

impl Orthogonal {
    fn of(columns: &[Vec<f64>]) -> Option<Self> {
        let mut units: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
        let mut triangle = Vec::with_capacity(columns.len());
        for column in columns {
            let length = dot(column, column).sqrt();
            let mut rest = column.clone();
            let mut entries = vec![0.0; units.len()];
            for _ in 0..2 {
                for (unit, entry) in units.iter().zip(&mut entries) {
                    let along = dot(unit, &rest);
                    *entry += along;
                    subtract(&mut rest, along, unit);
                }
            }
            let left = dot(&rest, &rest).sqrt();
            if left.is_nan() || left <= DEPENDENCE * length {
                return None;
            }
            rest = rest.iter().map(|x| x / left).collect();
            entries.push(left);
            units.push(rest);
            triangle.push(entries);
        }
        Some(Self { units, triangle })
    }
}

fn solve_triangle(triangle: &[Vec<f64>], mut right: Vec<f64>) -> Option<Vec<f64>> {
    let mut solution = Vec::with_capacity(right.len());
    for column in triangle.iter().rev() {
        let (diagonal, above) = column.split_last()?;
        let value = right.pop()? / diagonal;
        subtract(&mut right, value, above);
        solution.push(value);
    }
    solution.reverse();
    Some(solution)
}

/// (R'R)^-1 as the sum of outer products of the columns of R^-1.
fn inverse_of_gram(triangle: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let size = triangle.len();
    let mut inverse = vec![vec![0.0; size]; size];
    for place in 0..size {
        let unit = (0..size)
            .map(|row| f64::from(u8::from(row == place)))
            .collect();
        let column = solve_triangle(triangle, unit)?;
        for (row, weight) in inverse.iter_mut().zip(&column) {
            subtract(row, -weight, &column);
        }
    }
    Some(inverse)
}

/// Pearson's correlation of each residual with the next.
fn lag_one(residuals: &[f64]) -> f64 {
    let centred = |values: &[f64]| -> Vec<f64> {
        let centre = mean(values).unwrap_or(0.0);
        values.iter().map(|value| value - centre).collect()
    };
    let last = residuals.len().saturating_sub(1);
    let earlier = centred(residuals.get(..last).unwrap_or_default());
    let later = centred(residuals.get(1..).unwrap_or_default());
    let scale = (dot(&earlier, &earlier) * dot(&later, &later)).sqrt();
    if scale > 0.0 {
        dot(&earlier, &later) / scale
    } else {
        0.0
    }
}

fn range_of(column: &[f64]) -> Interval {
    Interval {
        low: column.iter().copied().fold(f64::INFINITY, f64::min),
        high: column.iter().copied().fold(f64::NEG_INFINITY, f64::max),
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn subtract(from: &mut [f64], times: f64, vector: &[f64]) {
    from.iter_mut()
        .zip(vector)
        .for_each(|(x, y)| *x -= times * y);
}

fn multiply_by_symmetric(left: &[Vec<f64>], symmetric: &[Vec<f64>]) -> Vec<Vec<f64>> {
    left.iter()
        .map(|row| symmetric.iter().map(|column| dot(row, column)).collect())
        .collect()
}
