//! LMDI-I: which part of a change comes from activity, mix, intensity and price.
//!
//! For an aggregate V that is a sum over groups of a product of factors, the additive form splits
//! V(T) - V(0) into one effect per factor with no residual; the multiplicative form splits V(T)/V(0).
//! Source: Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33
//! (2005); zeros by the analytical limits of Ang and Liu, "Handling zero values in the logarithmic
//! mean Divisia index decomposition approach", Energy Policy 35 (2007).

/// One group (for example a vehicle class): its factors before and after, in the same order.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The factors in the base period.
    pub before: Vec<f64>,
    /// The factors in the later period.
    pub after: Vec<f64>,
}

impl Group {
    fn product(factors: &[f64]) -> f64 {
        factors.iter().product()
    }
}

/// The effects of one decomposition.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// The aggregate in the base period.
    pub before: f64,
    /// The aggregate in the later period.
    pub after: f64,
    /// One effect per factor; they sum to `after - before`.
    pub additive: Vec<f64>,
    /// One ratio per factor; they multiply to `after / before`. `None` if an aggregate is zero.
    pub multiplicative: Option<Vec<f64>>,
}

/// The logarithmic mean L(a, b) = (a - b) / (ln a - ln b), with L(a, a) = a and L(a, 0) = 0.
pub fn logarithmic_mean(a: f64, b: f64) -> f64 {
    if a <= 0.0 || b <= 0.0 {
        return 0.0;
    }
    let x = (a - b) / b;
    // ln_1p keeps the digits when a and b nearly agree, where the plain formula loses them.
    if x.abs() < 1e-12 {
        f64::midpoint(a, b)
    } else {
        (a - b) / x.ln_1p()
    }
}

/// Splits the change of the aggregate over `groups`.
///
/// `None` if there is no group, the groups differ in their number of factors, or a factor is
/// negative or not finite.
pub fn lmdi(groups: &[Group]) -> Option<Effects> {
    let factor_count = groups.first()?.before.len();
    let is_sound = |factors: &[f64]| {
        factors.len() == factor_count && factors.iter().all(|x| x.is_finite() && *x >= 0.0)
    };
    if !groups
        .iter()
        .all(|group| is_sound(&group.before) && is_sound(&group.after))
    {
        return None;
    }
    let before: f64 = groups
        .iter()
        .map(|group| Group::product(&group.before))
        .sum();
    let after: f64 = groups
        .iter()
        .map(|group| Group::product(&group.after))
        .sum();
    let mut additive = vec![0.0; factor_count];
    for group in groups {
        for (sum, effect) in additive.iter_mut().zip(group_effects(group)) {
            *sum += effect;
        }
    }
    let scale = logarithmic_mean(after, before);
    let multiplicative = (scale > 0.0).then(|| {
        additive
            .iter()
            .map(|effect| (effect / scale).exp())
            .collect()
    });
    Some(Effects {
        before,
        after,
        additive,
        multiplicative,
    })
}

fn group_effects(group: &Group) -> Vec<f64> {
    let (before, after) = (Group::product(&group.before), Group::product(&group.after));
    let pairs = group.before.iter().zip(&group.after);
    if before > 0.0 && after > 0.0 {
        let weight = logarithmic_mean(after, before);
        return pairs.map(|(x0, xt)| weight * (xt / x0).ln()).collect();
    }
    // A group that appears or vanishes: in the limit the whole change belongs to the factors that
    // go from or to zero, in equal parts when there are several.
    let is_switch = |(x0, xt): &(&f64, &f64)| (**x0 > 0.0) != (**xt > 0.0);
    let switches = pairs.clone().filter(is_switch).count();
    let share = (after - before) / crate::number::count(switches.max(1));
    pairs
        .map(|pair| if is_switch(&pair) { share } else { 0.0 })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(actual: &[f64], expected: &[f64], tolerance: f64) {
        assert_eq!(actual.len(), expected.len());
        for (a, e) in actual.iter().zip(expected) {
            assert!((a - e).abs() < tolerance, "{actual:?} is not {expected:?}");
        }
    }

    #[test]
    fn two_sectors_match_the_published_example() {
        // E 30, 20 -> 80, 16 and Q 10, 40 -> 40, 40; identity Q_total x share x E/Q.
        let group = |q0: f64, e0: f64, qt: f64, et: f64| Group {
            before: vec![50.0, q0 / 50.0, e0 / q0],
            after: vec![80.0, qt / 80.0, et / qt],
        };
        let effects =
            lmdi(&[group(10.0, 30.0, 40.0, 80.0), group(40.0, 20.0, 40.0, 16.0)]).unwrap();
        close(
            &effects.additive,
            &[32.384_638, 38.284_867, -24.669_505],
            1e-6,
        );
        let ratios = effects.multiplicative.unwrap();
        close(&ratios, &[1.582_880, 1.721_020, 0.704_802], 1e-6);
    }

    fn fleet(price_after: [f64; 3]) -> Effects {
        let km = [
            (900_000.0, 600_000.0),
            (1_200_000.0, 1_150_000.0),
            (300_000.0, 310_000.0),
        ];
        let intensity = [(0.14, 0.11), (0.030, 0.028), (0.30, 0.29)];
        let price = [7_650.0, 7_650.0, 5_150.0];
        let groups: Vec<Group> = (0..3)
            .map(|i| Group {
                before: vec![2_400_000.0, km[i].0 / 2_400_000.0, intensity[i].0, price[i]],
                after: vec![
                    2_060_000.0,
                    km[i].1 / 2_060_000.0,
                    intensity[i].1,
                    price_after[i],
                ],
            })
            .collect();
        lmdi(&groups).unwrap()
    }

    #[test]
    fn a_fleet_splits_into_activity_mix_intensity_and_price() {
        let flat = fleet([7_650.0, 7_650.0, 5_150.0]);
        assert!((flat.after - flat.before + 488_585_000.0).abs() < 1e-3);
        let expected = [-219_012_057.71, -64_703_326.30, -204_869_615.99, 0.0];
        close(&flat.additive, &expected, 0.01);
        let raised = fleet([10_000.0, 10_000.0, 6_800.0]);
        let expected = [
            -249_687_468.98,
            -70_826_876.75,
            -232_173_752.78,
            443_208_098.51,
        ];
        close(&raised.additive, &expected, 0.01);
    }

    #[test]
    fn keeps_real_effects_when_the_aggregate_stands_still() {
        // L(a, a) = a: two factors that cancel must not both be reported as zero.
        let group = Group {
            before: vec![10.0, 10.0],
            after: vec![20.0, 5.0],
        };
        close(
            &lmdi(&[group]).unwrap().additive,
            &[69.314_718, -69.314_718],
            1e-6,
        );
    }

    #[test]
    fn equal_growth_of_all_factors_is_shared_equally() {
        // Factors doubling from a product of 75 to 600: 525 = 3 x 175.
        let group = Group {
            before: vec![3.0, 5.0, 5.0],
            after: vec![6.0, 10.0, 10.0],
        };
        let effects = lmdi(&[group]).unwrap();
        close(&effects.additive, &[175.0, 175.0, 175.0], 1e-9);
        close(&effects.multiplicative.unwrap(), &[2.0, 2.0, 2.0], 1e-12);
    }

    #[test]
    fn a_class_that_appears_goes_to_the_factor_that_was_zero() {
        let group = Group {
            before: vec![100.0, 0.0, 2.0],
            after: vec![120.0, 0.5, 2.0],
        };
        close(&lmdi(&[group]).unwrap().additive, &[0.0, 120.0, 0.0], 1e-12);
    }

    #[test]
    fn refuses_negative_factors_and_uneven_groups() {
        let negative = Group {
            before: vec![1.0],
            after: vec![-1.0],
        };
        let uneven = Group {
            before: vec![1.0, 2.0],
            after: vec![1.0],
        };
        assert_eq!(lmdi(&[negative]), None);
        assert_eq!(lmdi(&[uneven]), None);
        assert_eq!(lmdi(&[]), None);
    }
}
