//! Regression against certified and independently computed values.

use stats::regression::{Errors, Ols, intercept, newey_west_lags};

#[track_caller]
fn close(actual: f64, expected: f64, relative: f64) {
    assert!(
        (actual - expected).abs() <= relative * expected.abs(),
        "{actual} is not {expected}"
    );
}

#[test]
fn reproduces_the_certified_longley_values() {
    // NIST Statistical Reference Datasets, "Longley": higher difficulty, condition number near 5e9.
    let observed = [
        60323.0, 61122.0, 60171.0, 61187.0, 63221.0, 63639.0, 64989.0, 63761.0, 66019.0, 67857.0,
        68169.0, 66513.0, 68655.0, 69564.0, 69331.0, 70551.0,
    ];
    let deflator = [
        83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2,
        115.7, 116.9,
    ];
    let product = [
        234_289.0, 259_426.0, 258_054.0, 284_599.0, 328_975.0, 346_999.0, 365_385.0, 363_112.0,
        397_469.0, 419_180.0, 442_769.0, 444_546.0, 482_704.0, 502_601.0, 518_173.0, 554_894.0,
    ];
    let unemployed = [
        2356.0, 2325.0, 3682.0, 3351.0, 2099.0, 1932.0, 1870.0, 3578.0, 2904.0, 2822.0, 2936.0,
        4681.0, 3813.0, 3931.0, 4806.0, 4007.0,
    ];
    let armed = [
        1590.0, 1456.0, 1616.0, 1650.0, 3099.0, 3594.0, 3547.0, 3350.0, 3048.0, 2857.0, 2798.0,
        2637.0, 2552.0, 2514.0, 2572.0, 2827.0,
    ];
    let population = [
        107_608.0, 108_632.0, 109_773.0, 110_929.0, 112_075.0, 113_270.0, 115_094.0, 116_219.0,
        117_388.0, 118_734.0, 120_445.0, 121_950.0, 123_366.0, 125_368.0, 127_852.0, 130_081.0,
    ];
    let year: Vec<f64> = (1947..=1962_u16).map(f64::from).collect();
    let mut columns = vec![intercept(16)];
    columns.extend([deflator, product, unemployed, armed, population].map(|x| x.to_vec()));
    columns.push(year);
    let model = Ols::fit(&columns, &observed).unwrap();
    let certified = [
        -3_482_258.634_595_82,
        15.061_872_271_373_3,
        -0.035_819_179_292_591,
        -2.020_229_803_816_83,
        -1.033_226_867_173_59,
        -0.051_104_105_653_580_7,
        1_829.151_464_613_55,
    ];
    for (actual, expected) in model.coefficients.iter().zip(certified) {
        close(*actual, expected, 1e-8);
    }
    close(model.sigma, 304.854_073_561_965, 1e-9);
    close(model.r_squared, 0.995_479_004_577_296, 1e-12);
    close(
        model.standard_errors(Errors::Independent)[0],
        890_420.383_607_373,
        1e-8,
    );
}

#[test]
fn avoided_litres_match_the_worked_example() {
    // Litres on thousand km, twelve baseline and twelve reporting months; statsmodels 0.15.
    let km_before = [
        182.0, 168.0, 190.0, 185.0, 178.0, 172.0, 195.0, 188.0, 180.0, 192.0, 176.0, 160.0,
    ];
    let litres_before = [
        25420.0, 23550.0, 26130.0, 25420.0, 24440.0, 23980.0, 27050.0, 26090.0, 24900.0, 26270.0,
        24360.0, 22440.0,
    ];
    let km_after = [
        176.0, 165.0, 184.0, 180.0, 172.0, 163.0, 186.0, 182.0, 174.0, 185.0, 170.0, 161.0,
    ];
    let model = Ols::fit(&[intercept(12), km_before.to_vec()], &litres_before).unwrap();
    close(model.coefficients[0], 2_291.123_280, 1e-9);
    close(model.coefficients[1], 125.834_035, 1e-8);
    close(model.r_squared, 0.985_968, 1e-6);
    close(model.sigma, 163.551_512, 1e-8);
    close(model.autocorrelation, 0.467_516, 1e-6);
    let baseline = model
        .predict_total(&[intercept(12), km_after.to_vec()], 0.90)
        .unwrap();
    let avoided = baseline.total - 244_450.0;
    close(avoided, 47_043.285_6, 1e-8);
    let half = (baseline.interval.high - baseline.interval.low) / 2.0;
    close(half / avoided, 0.033_281, 1e-4);
    assert_eq!(baseline.extrapolated_rows, 0);
    let beyond = model
        .predict_total(&[intercept(2), vec![150.0, 170.0]], 0.90)
        .unwrap();
    assert_eq!(beyond.extrapolated_rows, 1);
}

fn interrupted_series() -> Option<Ols> {
    let observed = [
        100.0, 102.0, 101.0, 104.0, 103.0, 106.0, 105.0, 108.0, 107.0, 110.0, 109.0, 112.0, 82.0,
        83.0, 81.0, 84.0, 83.0, 82.0, 84.0, 83.0, 85.0, 84.0, 83.0, 85.0,
    ];
    let month: Vec<f64> = (1..=24_u8).map(f64::from).collect();
    let step: Vec<f64> = month
        .iter()
        .map(|t| f64::from(u8::from(*t > 12.0)))
        .collect();
    let after: Vec<f64> = month.iter().map(|t| (t - 12.0).max(0.0)).collect();
    Ols::fit(&[intercept(24), month, step, after], &observed)
}

#[test]
fn interrupted_time_series_matches_the_worked_example() {
    let model = interrupted_series().unwrap();
    let expected = [99.060_606, 1.003_497, -29.238_928, -0.790_210];
    for (actual, expected) in model.coefficients.iter().zip(expected) {
        close(*actual, expected, 1e-6);
    }
}

#[test]
fn robust_errors_match_statsmodels() {
    // statsmodels 0.15.0, OLS(...).fit(cov_type="HAC", cov_kwds={"maxlags": L}).bse
    let cases = [
        (
            Errors::Independent,
            [0.625_525_14, 0.084_992_13, 0.834_193_89, 0.120_197_02],
        ),
        (
            Errors::NeweyWest { lags: 0 },
            [0.509_655_14, 0.072_815_63, 0.746_827_91, 0.100_592_07],
        ),
        (
            Errors::NeweyWest { lags: 2 },
            [0.276_447_84, 0.039_400_41, 0.318_015_39, 0.055_220_81],
        ),
    ];
    let model = interrupted_series().unwrap();
    for (errors, expected) in cases {
        for (actual, expected) in model.standard_errors(errors).iter().zip(expected) {
            close(*actual, expected, 1e-6);
        }
    }
    // t(20) at 95 % is 2.085963.
    let slope = model.intervals(0.95, Errors::Independent).unwrap()[1];
    close(slope.high - slope.low, 2.0 * 2.085_963 * 0.084_992_13, 1e-6);
}

#[test]
fn refuses_dependent_columns_and_too_few_rows() {
    let line = vec![1.0, 2.0, 3.0, 4.0];
    let twice = line.iter().map(|x| x * 2.0).collect();
    assert!(Ols::fit(&[line.clone(), twice], &[1.0, 2.0, 3.0, 5.0]).is_none());
    assert!(Ols::fit(&[intercept(2), vec![1.0, 2.0]], &[1.0, 2.0]).is_none());
    assert!(Ols::fit(&[vec![1.0, f64::NAN, 2.0]], &[1.0, 2.0, 3.0]).is_none());
    assert!(Ols::fit(&[], &[1.0]).is_none());
    assert!(
        Ols::fit(&[line], &[1.0, 2.0, 3.0, 4.0])
            .unwrap()
            .predict_total(&[], 0.9)
            .is_none()
    );
}

#[test]
fn lags_follow_the_rule_of_thumb() {
    assert_eq!(
        [
            newey_west_lags(24),
            newey_west_lags(100),
            newey_west_lags(1_000)
        ],
        [2, 4, 6]
    );
}
