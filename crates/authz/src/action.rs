use crate::Role;
use Role::{
    ActivityOfficer, AssetKeeper, AssistantTreasurer, Attendant, BudgetUser, CityAdmin,
    CityTreasury, DelegatedBudgetUser, Driver, Evaluator, FinanceOfficer, FuelOfficer, Inspector,
    KominfoOperator, Mayor, StationOwner, System, Treasurer, UnitHead, Verifier,
};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident $code:literal [$($role:ident)*];)*) => {
        /// Something that a person, device or program may do; the code is also the journal code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[$doc])* $name,)* }

        impl Action {
            /// Every action, grouped by area.
            pub const ALL: &[Action] = &[$(Action::$name,)*];

            /// The dotted code, `area.noun.verb`.
            pub const fn code(self) -> &'static str {
                match self { $(Action::$name => $code,)* }
            }

            /// The roles that may do it; the one table of rights.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Action::$name => &[$($role,)*],)* }
            }
        }
    };
}

actions! {
    /// See people and their roles.
    IdentityUserView "identity.user.view" [CityAdmin Inspector];
    /// Add, change and close accounts.
    IdentityUserEdit "identity.user.edit" [CityAdmin];
    /// Give a person a one-time link to set a new password.
    IdentityUserReset "identity.user.reset" [CityAdmin];
    /// Erase the personal data of a person who left.
    IdentityUserErase "identity.user.erase" [CityAdmin];
    /// End a login session of another person.
    IdentitySessionRevoke "identity.session.revoke" [CityAdmin KominfoOperator];
    /// Give and take roles.
    IdentityGrantEdit "identity.grant.edit" [CityAdmin];
    /// Make and revoke tokens for other programs.
    IdentityIntegrationEdit "identity.integration.edit" [CityAdmin];
    /// Enrol and withdraw pump devices.
    IdentityDeviceEnrol "identity.device.enrol" [CityAdmin KominfoOperator];

    /// See agencies, units, posts and holders.
    RegisterAgencyView "register.agency.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer AssetKeeper CityTreasury FuelOfficer UnitHead Verifier Inspector Mayor KominfoOperator Evaluator];
    /// Add and change agencies.
    RegisterAgencyEdit "register.agency.edit" [CityAdmin];
    /// Add and change units.
    RegisterUnitEdit "register.unit.edit" [CityAdmin];
    /// Add and change posts, holders and deputies.
    RegisterPostEdit "register.post.edit" [CityAdmin];
    /// Change kecamatan, kelurahan and boundaries.
    RegisterPlaceEdit "register.place.edit" [CityAdmin];
    /// Change working days, holidays and work patterns.
    RegisterCalendarEdit "register.calendar.edit" [CityAdmin];
    /// Change the city's settings.
    RegisterSettingsEdit "register.settings.edit" [CityAdmin];
    /// Import registers from files.
    RegisterImportRun "register.import.run" [CityAdmin CityTreasury AssetKeeper FuelOfficer];
    /// Create the samples: an agency with vehicles, a station and a budget to practise with.
    RegisterSampleFill "register.sample.fill" [CityAdmin];
    /// Make a sample the city's own record, where real work stands on it.
    RegisterSampleKeep "register.sample.keep" [CityAdmin];
    /// Delete the marked samples.
    RegisterSampleDelete "register.sample.delete" [CityAdmin];

    /// See vehicles and machines.
    FleetVehicleView "fleet.vehicle.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer AssetKeeper CityTreasury FuelOfficer Driver UnitHead Verifier Inspector Mayor Evaluator];
    /// Add and change vehicles and machines.
    FleetVehicleEdit "fleet.vehicle.edit" [CityAdmin AssetKeeper FuelOfficer];
    /// Say who holds and who may drive a vehicle.
    FleetHolderEdit "fleet.holder.edit" [CityAdmin AssetKeeper FuelOfficer];
    /// Correct an odometer reading, declare a meter broken.
    FleetOdometerCorrect "fleet.odometer.correct" [AssetKeeper FuelOfficer Verifier];
    /// Record recommendation letters and Subsidi Tepat registrations.
    FleetLetterEdit "fleet.letter.edit" [AssetKeeper FuelOfficer];
    /// Resolve purchases of plates that are not in the register.
    FleetUnknownResolve "fleet.unknown.resolve" [CityAdmin AssetKeeper FuelOfficer];

    /// See budget lines: available, pending, posted, paid.
    BudgetLineView "budget.line.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer CityTreasury FuelOfficer Verifier Inspector Mayor Evaluator];
    /// Type or import budget lines and ceilings.
    BudgetLineEdit "budget.line.edit" [CityTreasury FinanceOfficer];
    /// Put a version of the budget (DPA, pergeseran, DPPA) in force.
    BudgetVersionAdopt "budget.version.adopt" [CityTreasury];
    /// Lock an agency's month.
    BudgetPeriodLock "budget.period.lock" [FinanceOfficer CityTreasury];
    /// Enter the realisation before Sihebat.
    BudgetOpeningEdit "budget.opening.edit" [FinanceOfficer CityTreasury];
    /// Compare with the realisation of the whole city.
    BudgetRealisationImport "budget.realisation.import" [CityTreasury];

    /// See prices.
    FuelPriceView "fuel.price.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer CityTreasury FuelOfficer Driver Attendant StationOwner Verifier Inspector Mayor Evaluator];
    /// Enter a price notice.
    FuelPriceEdit "fuel.price.edit" [CityAdmin];
    /// Change which class of vehicle may take which product.
    FuelRuleEdit "fuel.rule.edit" [CityAdmin];
    /// See stations, contracts and deposits.
    FuelStationView "fuel.station.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer CityTreasury FuelOfficer Attendant StationOwner Verifier Inspector Mayor KominfoOperator Evaluator];
    /// Add and change stations.
    FuelStationEdit "fuel.station.edit" [CityAdmin];
    /// Add and change station contracts and deposits.
    FuelContractEdit "fuel.contract.edit" [CityAdmin Treasurer];
    /// Say that a product has run out at a station, or is there again.
    FuelStockReport "fuel.stock.report" [Attendant StationOwner CityAdmin];
    /// See quotas.
    FuelQuotaView "fuel.quota.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer AssetKeeper CityTreasury FuelOfficer Driver UnitHead Verifier Inspector Mayor Evaluator];
    /// Enter a quota decree.
    FuelQuotaEdit "fuel.quota.edit" [CityAdmin];
    /// Propose a month's fuel plan or a single voucher.
    FuelPlanPropose "fuel.plan.propose" [FuelOfficer UnitHead];
    /// Check a proposed plan.
    FuelPlanCheck "fuel.plan.check" [ActivityOfficer];
    /// Approve a checked plan.
    FuelPlanApprove "fuel.plan.approve" [BudgetUser DelegatedBudgetUser];
    /// See vouchers.
    FuelVoucherView "fuel.voucher.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer CityTreasury FuelOfficer Driver Attendant StationOwner UnitHead Verifier Inspector Mayor Evaluator];
    /// Issue vouchers.
    FuelVoucherIssue "fuel.voucher.issue" [FuelOfficer System];
    /// Cancel a voucher that has not been drawn.
    FuelVoucherCancel "fuel.voucher.cancel" [FuelOfficer BudgetUser DelegatedBudgetUser CityTreasury];
    /// Void the old QR and make a new one.
    FuelVoucherReissue "fuel.voucher.reissue" [FuelOfficer];
    /// Name a substitute driver; the voucher stays.
    FuelVoucherSubstitute "fuel.voucher.substitute" [FuelOfficer UnitHead];
    /// Move a voucher to another station.
    FuelVoucherMove "fuel.voucher.move" [FuelOfficer Driver];
    /// End a voucher whose time is over.
    FuelVoucherExpire "fuel.voucher.expire" [System];
    /// Give an emergency vehicle a stand-by voucher.
    FuelStandbyIssue "fuel.standby.issue" [BudgetUser DelegatedBudgetUser];
    /// Lift limits by an emergency decree.
    FuelEmergencyDeclare "fuel.emergency.declare" [CityAdmin];
    /// Open and close a shift at a pump.
    FuelShiftOpen "fuel.shift.open" [Attendant];
    /// Hold a voucher at a pump before dispensing.
    FuelRedemptionAuthorise "fuel.redemption.authorise" [Attendant];
    /// Record what was dispensed.
    FuelRedemptionCapture "fuel.redemption.capture" [Attendant];
    /// See redemptions and their photos.
    FuelRedemptionView "fuel.redemption.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer CityTreasury FuelOfficer Driver Attendant StationOwner UnitHead Verifier Inspector Mayor Evaluator];
    /// Ask for the correction of a redemption.
    FuelCorrectionPropose "fuel.correction.propose" [Attendant StationOwner Driver FuelOfficer];
    /// Decide on a correction.
    FuelCorrectionApprove "fuel.correction.approve" [ActivityOfficer FinanceOfficer Verifier];
    /// Dispute a correction, as the station.
    FuelCorrectionDispute "fuel.correction.dispute" [StationOwner];
    /// Record fuel bought without a voucher.
    FuelPurchaseRecord "fuel.purchase.record" [FuelOfficer Driver Treasurer AssistantTreasurer];
    /// Decide on fuel bought without a voucher.
    FuelPurchaseApprove "fuel.purchase.approve" [ActivityOfficer FinanceOfficer];
    /// See the kartu kendali BBM and the monthly recap.
    FuelCardView "fuel.card.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer AssetKeeper CityTreasury FuelOfficer Driver UnitHead Verifier Inspector Mayor Evaluator];

    /// See the dashboard of an agency.
    DashboardAgencyView "dashboard.agency.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer CityTreasury FuelOfficer UnitHead Verifier Inspector Mayor Evaluator];
    /// See the dashboard of the city.
    DashboardCityView "dashboard.city.view" [CityAdmin CityTreasury Verifier Inspector Mayor KominfoOperator Evaluator];

    /// See the history of purchases from lists and card exports.
    PurchaseHistoryView "purchases.history.view" [CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer AssetKeeper CityTreasury FuelOfficer Verifier Inspector Mayor Evaluator];
    /// Import the history of purchases.
    PurchaseHistoryImport "purchases.history.import" [CityAdmin CityTreasury FuelOfficer];

    /// Upload a station's statement.
    AssuranceStatementUpload "assurance.statement.upload" [StationOwner FinanceOfficer Treasurer];
    /// See findings.
    AssuranceFindingView "assurance.finding.view" [BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer CityTreasury FuelOfficer Verifier Inspector Mayor];
    /// Answer a finding.
    AssuranceFindingAnswer "assurance.finding.answer" [FuelOfficer ActivityOfficer Treasurer];
    /// Close a finding.
    AssuranceFindingClose "assurance.finding.close" [Verifier];
    /// Put an SPJ evidence set together.
    AssuranceEvidenceAssemble "assurance.evidence.assemble" [Treasurer AssistantTreasurer];
    /// Verify an SPJ evidence set.
    AssuranceEvidenceApprove "assurance.evidence.approve" [FinanceOfficer];
    /// Record a payment to a station.
    AssurancePaymentRecord "assurance.payment.record" [Treasurer AssistantTreasurer];

    /// See the audit trail of a record.
    JournalTrailView "journal.trail.view" [Mayor KominfoOperator CityAdmin BudgetUser DelegatedBudgetUser ActivityOfficer FinanceOfficer Treasurer AssistantTreasurer AssetKeeper CityTreasury FuelOfficer Verifier Inspector Evaluator];
    /// Choose who receives the daily checkpoint.
    JournalWitnessEdit "journal.witness.edit" [CityAdmin];
    /// Change the channels and texts of notices.
    NoticeChannelEdit "notice.channel.edit" [CityAdmin KominfoOperator];
}

impl Action {
    /// The action with this dotted code, if there is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|action| action.code() == code)
    }

    fn verb(self) -> &'static str {
        self.code().rsplit('.').next().unwrap_or_default()
    }

    /// Whether the action changes nothing.
    pub fn only_looks(self) -> bool {
        self.verb() == "view"
    }

    /// Whether it decides on what another person proposed; only a person may.
    pub fn approves(self) -> bool {
        matches!(self.verb(), "approve" | "check") || self == Action::AssuranceFindingClose
    }

    /// Whether it commits or moves the city's money.
    pub fn spends(self) -> bool {
        matches!(
            self,
            Action::FuelVoucherIssue
                | Action::FuelVoucherReissue
                | Action::FuelStandbyIssue
                | Action::FuelPlanPropose
                | Action::FuelPurchaseRecord
                | Action::AssurancePaymentRecord
                | Action::BudgetLineEdit
                | Action::BudgetVersionAdopt
        )
    }

    /// Whether an enrolled device may do it, through its attendant's shift.
    pub fn suits_device(self) -> bool {
        matches!(
            self,
            Action::FuelPriceView
                | Action::FuelStationView
                | Action::FuelStockReport
                | Action::FuelVoucherView
                | Action::FuelShiftOpen
                | Action::FuelRedemptionAuthorise
                | Action::FuelRedemptionCapture
                | Action::FuelRedemptionView
                | Action::FuelCorrectionPropose
        )
    }

    /// Whether another program may do it with a token: no approvals and no rights.
    pub fn suits_integration(self) -> bool {
        !self.approves() && !self.code().starts_with("identity.")
    }
}
