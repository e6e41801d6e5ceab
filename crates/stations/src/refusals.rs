//! Each refusal with its status, code and text.

use authz::Denied;
use web::axum::http::StatusCode;
use web::{Locale, Refusal, fl};

use crate::texts;
use crate::{
    ContractRefusal, DeviceRefusal, PriceRefusal, ProductRefusal, RuleRefusal, ShiftRefusal,
    StationRefusal, StockRefusal,
};

type Facts = (StatusCode, &'static str, String);

fn denied(denied: Denied, locale: Locale) -> Facts {
    let status = match denied {
        Denied::Hidden => StatusCode::NOT_FOUND,
        Denied::Forbidden | Denied::SameHand => StatusCode::FORBIDDEN,
    };
    (status, denied.code(), fl!(texts(locale), "refusal-denied"))
}

fn wrong(code: &'static str, text: String) -> Facts {
    (StatusCode::UNPROCESSABLE_ENTITY, code, text)
}

fn raced(locale: Locale) -> Facts {
    let text = fl!(texts(locale), "refusal-changed-meanwhile");
    (StatusCode::CONFLICT, "changed_meanwhile", text)
}

fn missing(text: String) -> Facts {
    (StatusCode::NOT_FOUND, "not_found", text)
}

/// Implements the trait over one `match` that gives status, code and text together.
macro_rules! refusals {
    ($($refusal:ident $facts:ident;)+) => {$(
        impl Refusal for $refusal {
            fn status(&self) -> StatusCode {
                $facts(self, Locale::Id).0
            }

            fn code(&self) -> &'static str {
                $facts(self, Locale::Id).1
            }

            fn text(&self, locale: Locale) -> String {
                $facts(self, locale).2
            }
        }
    )+};
}

refusals! {
    ProductRefusal of_product;
    PriceRefusal of_price;
    RuleRefusal of_rule;
    StationRefusal of_station;
    StockRefusal of_stock;
    ContractRefusal of_contract;
    DeviceRefusal of_device;
    ShiftRefusal of_shift;
}

fn of_product(refusal: &ProductRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        ProductRefusal::Denied(why) => denied(*why, locale),
        ProductRefusal::NotFound => missing(fl!(texts, "refusal-product-unknown")),
        ProductRefusal::CodeInvalid => wrong("code_invalid", fl!(texts, "refusal-code-invalid")),
        ProductRefusal::CodeTaken => wrong("code_taken", fl!(texts, "refusal-code-taken")),
        ProductRefusal::SubstituteUnfit(code) => {
            let text = fl!(texts, "refusal-substitute-unfit", product = code.as_str());
            wrong("substitute_unfit", text)
        }
        ProductRefusal::ChangedMeanwhile => raced(locale),
    }
}

fn of_price(refusal: &PriceRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        PriceRefusal::Denied(why) => denied(*why, locale),
        PriceRefusal::NotFound => missing(fl!(texts, "refusal-notice-not-found")),
        PriceRefusal::ProductUnknown => {
            wrong("product_unknown", fl!(texts, "refusal-product-unknown"))
        }
        PriceRefusal::StationUnknown => {
            wrong("station_unknown", fl!(texts, "refusal-station-unknown"))
        }
        PriceRefusal::ProvinceInvalid => {
            wrong("province_invalid", fl!(texts, "refusal-province-invalid"))
        }
        PriceRefusal::PriceInvalid => wrong("price_invalid", fl!(texts, "refusal-price-invalid")),
        PriceRefusal::PeriodInvalid => wrong("period_invalid", fl!(texts, "refusal-price-period")),
        PriceRefusal::AlreadyKnown => wrong("already_known", fl!(texts, "refusal-already-known")),
        PriceRefusal::InstantTaken { price } => {
            let price =
                price.map_or_else(|| fl!(texts, "price-follows"), |price| price.to_string());
            wrong(
                "instant_taken",
                fl!(texts, "refusal-instant-taken", price = price),
            )
        }
    }
}

fn of_rule(refusal: &RuleRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        RuleRefusal::Denied(why) => denied(*why, locale),
        RuleRefusal::NotFound => missing(fl!(texts, "refusal-rule-not-found")),
        RuleRefusal::ProductUnknown => {
            wrong("product_unknown", fl!(texts, "refusal-product-unknown"))
        }
        RuleRefusal::ReasonMissing => wrong("reason_missing", fl!(texts, "refusal-reason-missing")),
        RuleRefusal::PeriodInvalid => wrong("period_invalid", fl!(texts, "refusal-rule-period")),
        RuleRefusal::ChangedMeanwhile => raced(locale),
    }
}

fn of_station(refusal: &StationRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        StationRefusal::Denied(why) => denied(*why, locale),
        StationRefusal::NotFound => missing(fl!(texts, "refusal-station-unknown")),
        StationRefusal::NumberTaken { name } => wrong(
            "number_taken",
            fl!(texts, "refusal-number-taken", name = name.as_str()),
        ),
        StationRefusal::ProvinceInvalid => {
            wrong("province_invalid", fl!(texts, "refusal-province-invalid"))
        }
        StationRefusal::ProductUnknown(_) => {
            wrong("product_unknown", fl!(texts, "refusal-product-unknown"))
        }
        StationRefusal::ChangedMeanwhile => raced(locale),
    }
}

fn of_stock(refusal: &StockRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        StockRefusal::Denied(why) => denied(*why, locale),
        StockRefusal::NotFound => missing(fl!(texts, "refusal-station-unknown")),
        StockRefusal::NotOffered => wrong("not_offered", fl!(texts, "refusal-not-offered")),
        StockRefusal::AlreadyOut => (
            StatusCode::CONFLICT,
            "already_out",
            fl!(texts, "refusal-already-out"),
        ),
        StockRefusal::NotOut => (
            StatusCode::CONFLICT,
            "not_out",
            fl!(texts, "refusal-not-out"),
        ),
    }
}

fn of_contract(refusal: &ContractRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        ContractRefusal::Denied(why) => denied(*why, locale),
        ContractRefusal::NotFound => missing(fl!(texts, "refusal-contract-not-found")),
        ContractRefusal::PeriodInvalid => {
            wrong("period_invalid", fl!(texts, "refusal-contract-period"))
        }
        ContractRefusal::Overlaps { number } => wrong(
            "contract_overlaps",
            fl!(texts, "refusal-contract-overlaps", number = number.as_str()),
        ),
        ContractRefusal::DepositUnfit => {
            wrong("deposit_unfit", fl!(texts, "refusal-deposit-unfit"))
        }
        ContractRefusal::ChangedMeanwhile => raced(locale),
    }
}

fn of_device(refusal: &DeviceRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        DeviceRefusal::Denied(why) => denied(*why, locale),
        DeviceRefusal::NotFound => missing(fl!(texts, "refusal-device-not-found")),
        DeviceRefusal::NameTaken => wrong("name_taken", fl!(texts, "refusal-name-taken")),
        DeviceRefusal::LinkOver => (
            StatusCode::GONE,
            "link_over",
            fl!(texts, "refusal-link-over"),
        ),
    }
}

fn of_shift(refusal: &ShiftRefusal, locale: Locale) -> Facts {
    let texts = texts(locale);
    match refusal {
        ShiftRefusal::Denied(why) => denied(*why, locale),
        ShiftRefusal::NotFound => missing(fl!(texts, "refusal-device-not-found")),
        ShiftRefusal::NotAttendant => wrong("not_attendant", fl!(texts, "refusal-not-attendant")),
        ShiftRefusal::PinWrong => wrong("pin_wrong", fl!(texts, "refusal-pin-wrong")),
        ShiftRefusal::PinLocked { .. } => (
            StatusCode::TOO_MANY_REQUESTS,
            "pin_locked",
            fl!(texts, "refusal-pin-locked"),
        ),
        ShiftRefusal::AlreadyOpen { .. } => (
            StatusCode::CONFLICT,
            "shift_already_open",
            fl!(texts, "refusal-shift-open"),
        ),
        ShiftRefusal::NotOpen => (
            StatusCode::CONFLICT,
            "shift_not_open",
            fl!(texts, "refusal-shift-not-open"),
        ),
    }
}
