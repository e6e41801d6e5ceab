//! Which class of vehicle may take which product.

use base::CivilDate;
use serde::{Deserialize, Serialize};

use super::words;

db::ids! {
    /// Identifies a product rule.
    ProductRuleId,
}

words! {
    /// Who made a rule.
    RuleLevel {
        /// The state.
        National = "national",
        /// The province or city.
        Regional = "regional",
    }
}

words! {
    /// What a rule says; the stricter the greater.
    RuleDecision {
        /// May take it.
        Allowed = "allowed",
        /// May take it, with a warning at issue.
        Warned = "warned",
        /// Must not take it.
        Refused = "refused",
    }
}

/// What a rule says, of whom and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewProductRule {
    /// The product's code.
    pub product: String,
    /// The class of vehicle; every class where none is named.
    pub vehicle_class: Option<String>,
    /// Who made the rule.
    pub level: RuleLevel,
    /// What it says.
    pub decision: RuleDecision,
    /// Why, in a sentence for the officer who issues.
    pub reason: String,
    /// The regulation or circular.
    pub legal_basis: String,
    /// Whether a recommendation letter lifts a refusal.
    pub is_lifted_by_letter: bool,
    /// The first day.
    pub from_on: CivilDate,
    /// The first day on which it holds no more.
    pub ends_on: Option<CivilDate>,
}

/// A rule as it stands in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRule {
    /// Which one.
    pub id: ProductRuleId,
    /// What it says.
    pub content: NewProductRule,
    /// Raised with each change; a form sends it back.
    pub revision: i64,
}

impl ProductRule {
    /// Whether it is in force on a day.
    pub fn holds_on(&self, on: CivilDate) -> bool {
        self.content.from_on <= on && self.content.ends_on.is_none_or(|end| on < end)
    }
}

/// Why a product is warned of or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleGround {
    /// The deciding rule.
    pub rule: ProductRuleId,
    /// Why, in a sentence.
    pub reason: String,
    /// The regulation or circular.
    pub legal_basis: String,
    /// Whether a recommendation letter lifts a refusal.
    pub is_lifted_by_letter: bool,
}

/// Whether a class of vehicle may take a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProductVerdict {
    /// It may.
    Allowed,
    /// It may; the one who issues is told.
    Warn(RuleGround),
    /// It must not; see [`RuleGround::is_lifted_by_letter`].
    Refused(RuleGround),
}

/// What the rules of a product say of a class on a day.
///
/// Within a level a rule for the class beats one for every class, and of two alike the later one
/// holds. Between state and region the stricter word counts: a region may forbid what the state
/// allows, never the other way round. Without any rule the product is allowed.
pub(crate) fn decide(rules: &[ProductRule], vehicle_class: &str, on: CivilDate) -> ProductVerdict {
    let of_level = |level: RuleLevel| {
        rules
            .iter()
            .filter(|rule| rule.content.level == level && rule.holds_on(on))
            .filter(|rule| {
                let class = rule.content.vehicle_class.as_deref();
                class.is_none_or(|class| class == vehicle_class)
            })
            .max_by_key(|rule| {
                (
                    rule.content.vehicle_class.is_some(),
                    rule.content.from_on,
                    rule.id,
                )
            })
    };
    let deciding = [RuleLevel::National, RuleLevel::Regional]
        .into_iter()
        .filter_map(of_level)
        // A refusal that no letter lifts is the stricter one.
        .max_by_key(|rule| (rule.content.decision, !rule.content.is_lifted_by_letter));
    let Some(rule) = deciding else {
        return ProductVerdict::Allowed;
    };
    let ground = RuleGround {
        rule: rule.id,
        reason: rule.content.reason.clone(),
        legal_basis: rule.content.legal_basis.clone(),
        is_lifted_by_letter: rule.content.is_lifted_by_letter,
    };
    match rule.content.decision {
        RuleDecision::Allowed => ProductVerdict::Allowed,
        RuleDecision::Warned => ProductVerdict::Warn(ground),
        RuleDecision::Refused => ProductVerdict::Refused(ground),
    }
}

const PRESIDENT: &str = "Perpres 191/2014";
const LETTER: &str = "Peraturan BPH Migas 17/2019";

/// The national rules for official vehicles as they are known, to begin with; the city edits them.
///
/// Official vehicles are barred from subsidised diesel, save the four kinds of public service that
/// the annex of Perpres 191/2014 is reported to name. For Pertalite there is an appeal only
/// (Pertamina, April 2024). Machines and boats buy with a recommendation letter (BPH Migas 17/2019).
pub fn standard_rules() -> Vec<NewProductRule> {
    let barred = NewProductRule {
        product: "biosolar".to_owned(),
        vehicle_class: None,
        level: RuleLevel::National,
        decision: RuleDecision::Refused,
        reason: "Kendaraan dinas tidak boleh memakai solar bersubsidi. Pakai Dexlite atau Pertamina Dex."
            .to_owned(),
        legal_basis: PRESIDENT.to_owned(),
        is_lifted_by_letter: false,
        from_on: CivilDate::constant(2014, 12, 31),
        ends_on: None,
    };
    let exempt = |class: &str| NewProductRule {
        vehicle_class: Some(class.to_owned()),
        decision: RuleDecision::Allowed,
        reason: "Kendaraan pelayanan umum ini dikecualikan dari larangan solar bersubsidi."
            .to_owned(),
        ..barred.clone()
    };
    let machine = NewProductRule {
        vehicle_class: Some("machine".to_owned()),
        reason:
            "Mesin membeli solar bersubsidi hanya dengan surat rekomendasi dinas yang berwenang."
                .to_owned(),
        legal_basis: LETTER.to_owned(),
        is_lifted_by_letter: true,
        from_on: CivilDate::constant(2019, 1, 1),
        ..barred.clone()
    };
    let appeal = NewProductRule {
        product: "pertalite".to_owned(),
        decision: RuleDecision::Warned,
        reason:
            "Kendaraan dinas diimbau tidak memakai Pertalite. Periksa surat edaran daerah Anda."
                .to_owned(),
        legal_basis: "Imbauan Pertamina, April 2024".to_owned(),
        from_on: CivilDate::constant(2022, 9, 3),
        ..barred.clone()
    };
    let exempt_classes = ["ambulance", "hearse", "fire_engine", "garbage_truck"];
    let mut rules = vec![barred.clone()];
    rules.extend(exempt_classes.map(exempt));
    rules.extend([machine, appeal]);
    rules
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Uuid;

    fn on(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn numbered(contents: Vec<NewProductRule>) -> Vec<ProductRule> {
        let ids = (1_u128..).map(|number| ProductRuleId::new(Uuid::from_u128(number)));
        contents
            .into_iter()
            .zip(ids)
            .map(|(content, id)| ProductRule {
                id,
                content,
                revision: 0,
            })
            .collect()
    }

    fn standard(product: &str) -> Vec<ProductRule> {
        let contents = standard_rules();
        numbered(
            contents
                .into_iter()
                .filter(|rule| rule.product == product)
                .collect(),
        )
    }

    fn word(verdict: &ProductVerdict) -> &'static str {
        match verdict {
            ProductVerdict::Allowed => "allowed",
            ProductVerdict::Warn(_) => "warned",
            ProductVerdict::Refused(_) => "refused",
        }
    }

    #[test]
    fn subsidised_diesel_is_for_the_four_exempt_classes_only() {
        let rules = standard("biosolar");
        let day = on("2026-11-24");
        for class in ["ambulance", "hearse", "fire_engine", "garbage_truck"] {
            assert_eq!(
                decide(&rules, class, day),
                ProductVerdict::Allowed,
                "{class}"
            );
        }
        assert_eq!(word(&decide(&rules, "car", day)), "refused");
        assert_eq!(word(&decide(&rules, "car", on("2014-12-30"))), "allowed");
        let ProductVerdict::Refused(ground) = decide(&rules, "machine", day) else {
            panic!("a machine needs a letter");
        };
        assert!(ground.is_lifted_by_letter);
    }

    #[test]
    fn pertalite_is_only_warned_of() {
        let rules = standard("pertalite");
        assert_eq!(word(&decide(&rules, "car", on("2026-11-24"))), "warned");
    }

    #[test]
    fn a_region_may_forbid_what_the_state_allows_but_not_allow_what_it_forbids() {
        let mut rules = standard_rules();
        let region = |decision, class: Option<&str>| NewProductRule {
            level: RuleLevel::Regional,
            decision,
            vehicle_class: class.map(str::to_owned),
            from_on: on("2026-01-01"),
            ..standard_rules()[0].clone()
        };
        rules.retain(|rule| rule.product == "biosolar");
        rules.push(region(RuleDecision::Refused, Some("ambulance")));
        rules.push(region(RuleDecision::Allowed, Some("car")));
        let rules = numbered(rules);
        assert_eq!(
            word(&decide(&rules, "ambulance", on("2026-01-01"))),
            "refused"
        );
        assert_eq!(
            word(&decide(&rules, "ambulance", on("2025-12-31"))),
            "allowed"
        );
        assert_eq!(word(&decide(&rules, "car", on("2026-01-01"))), "refused");
    }

    #[test]
    fn a_rule_ends_on_its_day() {
        let mut rules = standard_rules();
        rules.retain(|rule| rule.product == "pertalite");
        rules[0].ends_on = Some(on("2026-06-01"));
        let rules = numbered(rules);
        assert_eq!(word(&decide(&rules, "car", on("2026-05-31"))), "warned");
        assert_eq!(word(&decide(&rules, "car", on("2026-06-01"))), "allowed");
    }
}
