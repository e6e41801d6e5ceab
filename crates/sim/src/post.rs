//! Posts of the money flow and who holds them when (reference B).

use jiff::civil::Date;
use serde::Serialize;

use crate::agency::{Agency, Duty};
use crate::civil::plus_days;
use crate::dice::Dice;
use crate::number::{AgencyNo, PersonNo, PostNo};
use crate::person::People;
use crate::settings::Settings;

/// What the holder of a post does in the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Role {
    /// Wali Kota.
    Mayor,
    /// Runs the platform at Kominfo.
    CityAdmin,
    /// Inspektorat.
    Inspector,
    /// Checks redemptions across agencies.
    Verifier,
    /// Pengguna Anggaran: head of agency.
    BudgetUser,
    /// Kuasa Pengguna Anggaran.
    BudgetProxy,
    /// Pejabat Pelaksana Teknis Kegiatan.
    Pptk,
    /// Pejabat Penatausahaan Keuangan SKPD.
    FinanceVerifier,
    /// Bendahara pengeluaran.
    Treasurer,
    /// Pengelola BBM of the agency.
    FuelOfficer,
}

/// A post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Number.
    pub no: PostNo,
    /// Agency, `None` for the mayor.
    pub agency: Option<AgencyNo>,
    /// Role.
    pub role: Role,
    /// Title as printed.
    pub title: String,
}

/// A person holding a post for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// The post.
    pub post: PostNo,
    /// The person.
    pub person: PersonNo,
    /// First day.
    pub from: Date,
    /// Last day, `None` while it lasts.
    pub until: Option<Date>,
    /// Whether it is a deputy (Plt).
    pub is_deputy: bool,
}

/// Share of posts whose holder changes within the period (assumption: one mutation round).
const MUTATION_PER_MILLE: i64 = 120;

/// All posts and their holders, filling `people`.
pub(crate) fn posts(
    settings: &Settings,
    agencies: &[Agency],
    people: &mut People,
) -> (Vec<Post>, Vec<Holding>) {
    let mut wanted = vec![(None, Role::Mayor, "Wali Kota".to_owned())];
    for agency in agencies {
        let title = |role: &str| format!("{role} {}", agency.short);
        let mut add = |role, name: &str| wanted.push((Some(agency.no), role, title(name)));
        add(Role::BudgetUser, "Kepala");
        add(Role::Pptk, "PPTK");
        add(Role::FinanceVerifier, "PPK-SKPD");
        add(Role::Treasurer, "Bendahara Pengeluaran");
        add(Role::FuelOfficer, "Pengelola BBM");
        if matches!(agency.duty, Duty::Waste | Duty::Works | Duty::Health) {
            add(Role::BudgetProxy, "KPA");
        }
        let runs_platform = agency.duty == Duty::Information || agencies.len() == 1;
        if runs_platform {
            add(Role::CityAdmin, "Admin Sihebat");
        }
        if agency.duty == Duty::Audit || agencies.len() == 1 {
            add(Role::Inspector, "Auditor");
            add(Role::Verifier, "Verifikator BBM");
        }
    }
    let mut holdings = Vec::new();
    let posts = wanted
        .into_iter()
        .enumerate()
        .map(|(index, (agency, role, title))| {
            let post = Post {
                no: PostNo::at(index),
                agency,
                role,
                title,
            };
            holdings.extend(hold(settings, &post, people));
            post
        })
        .collect();
    (posts, holdings)
}

/// One holder over the period, or two with a deputy between them.
fn hold(settings: &Settings, post: &Post, people: &mut People) -> Vec<Holding> {
    let mut dice = Dice::new(settings.seed, "holding", u64::from(post.no.0));
    let start = settings.start_on();
    let first = people.servant(post.agency);
    let whole = Holding {
        post: post.no,
        person: first,
        from: start,
        until: None,
        is_deputy: false,
    };
    let days = i64::from(settings.months) * 30;
    if days < 200 || !dice.chance(MUTATION_PER_MILLE) {
        return vec![whole];
    }
    let leaves = plus_days(start, dice.between(60, days - 90));
    let takes_over = plus_days(leaves, dice.between(15, 60));
    let (deputy, second) = (people.servant(post.agency), people.servant(post.agency));
    vec![
        Holding {
            until: Some(leaves),
            ..whole.clone()
        },
        Holding {
            person: deputy,
            from: plus_days(leaves, 1),
            until: Some(plus_days(takes_over, -1)),
            is_deputy: true,
            ..whole.clone()
        },
        Holding {
            person: second,
            from: takes_over,
            ..whole
        },
    ]
}
