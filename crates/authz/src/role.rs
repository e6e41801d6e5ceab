use crate::Action;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident $code:literal;)*) => {
        /// A role a person, device or program holds within a [`crate::Scope`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role { $($(#[$doc])* $name,)* }

        impl Role {
            /// Every role, in the order of the city's hierarchy of duties.
            pub const ALL: &[Role] = &[$(Role::$name,)*];

            /// The stable code stored in tables and shown in the API.
            pub const fn code(self) -> &'static str {
                match self { $(Role::$name => $code,)* }
            }
        }
    };
}

roles! {
    /// Sets the city up: people, agencies, prices, stations, settings. Spends nothing.
    CityAdmin "city_admin";
    /// Pengguna Anggaran (PA): head of the agency, owner of its budget.
    BudgetUser "pa";
    /// Kuasa Pengguna Anggaran (KPA): acts for the PA over a part of the budget.
    DelegatedBudgetUser "kpa";
    /// Pejabat Pelaksana Teknis Kegiatan (PPTK): checks what the activity needs.
    ActivityOfficer "pptk";
    /// Pejabat Penatausahaan Keuangan SKPD (PPK-SKPD): verifies the agency's spending.
    FinanceOfficer "ppk_skpd";
    /// Bendahara pengeluaran: pays and accounts for the agency's spending.
    Treasurer "bendahara";
    /// Bendahara pengeluaran pembantu: the same for a unit.
    AssistantTreasurer "bendahara_pembantu";
    /// Pengurus barang: keeps the register of vehicles and machines.
    AssetKeeper "pengurus_barang";
    /// BPKAD as BUD: treasury of the city, owner of the budget's versions and locks.
    CityTreasury "bud";
    /// Pengelola BBM of an agency: proposes plans and issues vouchers.
    FuelOfficer "fuel_officer";
    /// Driver or holder of a vehicle.
    Driver "driver";
    /// Attendant at a pump.
    Attendant "attendant";
    /// Owner or manager of a station.
    StationOwner "station_owner";
    /// Verifier: judges redemptions and findings.
    Verifier "verifier";
    /// Inspektorat, BPK: sees everything, changes nothing.
    Inspector "inspector";
    /// Mayor, deputy mayor and regional secretary: see the city.
    Mayor "mayor";
    /// Kominfo operator: keeps devices, integrations and connections alive.
    KominfoOperator "kominfo_operator";
    /// Officer for citizen reports in an agency.
    ReportOfficer "report_officer";
    /// Head of a unit.
    UnitHead "unit_head";
    /// Field officer of an agency.
    FieldOfficer "field_officer";
    /// Trainer.
    Trainer "trainer";
    /// Evaluator of programmes: sees figures, changes nothing.
    Evaluator "evaluator";
    /// Operator of a self-service kiosk.
    KioskOperator "kiosk_operator";
    /// Sihebat itself: expiry, schedules, sealing.
    System "system";
}

impl Role {
    /// The role with this stable code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }

    /// Whether the table allows this role the action (before scope and forbidding roles).
    pub fn allows(self, action: Action) -> bool {
        action.roles().contains(&self)
    }

    /// Whether holding this role, in whatever scope, forbids the action to the whole person.
    ///
    /// Who oversees must not operate, and who is paid for fuel must not order or approve it.
    pub fn forbids(self, action: Action) -> bool {
        match self {
            Role::Inspector | Role::Evaluator => !action.only_looks(),
            Role::StationOwner | Role::Attendant => action.spends() || action.approves(),
            Role::Verifier => action.spends() || action == Action::FuelRedemptionCapture,
            _ => false,
        }
    }
}
