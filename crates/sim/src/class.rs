//! Vehicle classes and their real-life norms (reference A2 and E4).

use serde::Serialize;

use crate::agency::Duty;
use crate::calendar::WorkPattern;
use crate::product::Product;

/// Class of a vehicle or machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum VehicleClass {
    /// Passenger car.
    Car,
    /// Pick-up.
    PickUp,
    /// Motorcycle.
    Motorcycle,
    /// Motorised three-wheeler for waste.
    ThreeWheeler,
    /// Electric waste motorcycle.
    ElectricThreeWheeler,
    /// Electric car.
    ElectricCar,
    /// Garbage truck: arm-roll, compactor, tipper of the waste service.
    GarbageTruck,
    /// Dump truck of public works.
    DumpTruck,
    /// Ambulance.
    Ambulance,
    /// Fire engine.
    FireEngine,
    /// Bus.
    Bus,
    /// Lawn mower.
    Mower,
    /// Water pump.
    Pump,
    /// Generator.
    Generator,
    /// Excavator, bulldozer or loader.
    Excavator,
}

/// What the meter of a vehicle counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Meter {
    /// Kilometres.
    Odometer,
    /// Engine hours.
    HourMeter,
    /// None is read.
    None,
}

/// The norms of a class. Work is metres for an odometer and thousandths of an hour otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Norm {
    /// Number of units among the 1,008 (assumption; the 44 electric ones are reported).
    pub(crate) count: u32,
    /// Product bought, `None` for electric units.
    pub(crate) product: Option<Product>,
    /// Tank or can, in ml, lowest and highest.
    pub(crate) tank_ml: (i64, i64),
    /// Consumption in ml per km or per engine hour, lowest and highest.
    pub(crate) use_ml: (i64, i64),
    /// Mean work on a day in use, in metres or thousandths of an hour.
    pub(crate) work: (i64, i64),
    /// Share of working days on which it moves, per mille.
    pub(crate) in_use: i64,
    /// Meter.
    pub(crate) meter: Meter,
    /// Days it works.
    pub(crate) pattern: WorkPattern,
    /// Agencies that hold it; empty means all.
    pub(crate) homes: &'static [Duty],
    /// Brands and types.
    pub(crate) models: &'static [(&'static str, i64)],
}

impl VehicleClass {
    /// Every class.
    pub const ALL: [Self; 15] = [
        Self::Car,
        Self::PickUp,
        Self::Motorcycle,
        Self::ThreeWheeler,
        Self::ElectricThreeWheeler,
        Self::ElectricCar,
        Self::GarbageTruck,
        Self::DumpTruck,
        Self::Ambulance,
        Self::FireEngine,
        Self::Bus,
        Self::Mower,
        Self::Pump,
        Self::Generator,
        Self::Excavator,
    ];

    /// Name in Indonesian.
    pub fn name(self) -> &'static str {
        match self {
            Self::Car => "Mobil penumpang",
            Self::PickUp => "Mobil pikap",
            Self::Motorcycle => "Sepeda motor",
            Self::ThreeWheeler => "Motor roda tiga",
            Self::ElectricThreeWheeler => "Motor sampah listrik",
            Self::ElectricCar => "Mobil listrik",
            Self::GarbageTruck => "Truk sampah",
            Self::DumpTruck => "Dump truck",
            Self::Ambulance => "Ambulans",
            Self::FireEngine => "Mobil pemadam",
            Self::Bus => "Bus",
            Self::Mower => "Mesin potong rumput",
            Self::Pump => "Pompa air",
            Self::Generator => "Genset",
            Self::Excavator => "Alat berat",
        }
    }

    /// Whether fuel goes into a can instead of a tank.
    pub fn is_container(self) -> bool {
        matches!(
            self,
            Self::Mower | Self::Pump | Self::Generator | Self::Excavator
        )
    }

    /// What its meter counts.
    pub fn meter(self) -> Meter {
        self.norm().meter
    }

    /// Middle of the class's consumption in ml per km (or per engine hour).
    pub fn typical_use_ml(self) -> i64 {
        let (low, high) = self.norm().use_ml;
        i64::midpoint(low, high)
    }

    pub(crate) fn norm(self) -> &'static Norm {
        match self {
            Self::Car => &CAR,
            Self::PickUp => &PICK_UP,
            Self::Motorcycle => &MOTORCYCLE,
            Self::ThreeWheeler => &THREE_WHEELER,
            Self::ElectricThreeWheeler => &ELECTRIC_THREE_WHEELER,
            Self::ElectricCar => &ELECTRIC_CAR,
            Self::GarbageTruck => &GARBAGE_TRUCK,
            Self::DumpTruck => &DUMP_TRUCK,
            Self::Ambulance => &AMBULANCE,
            Self::FireEngine => &FIRE_ENGINE,
            Self::Bus => &BUS,
            Self::Mower => &MOWER,
            Self::Pump => &PUMP,
            Self::Generator => &GENERATOR,
            Self::Excavator => &EXCAVATOR,
        }
    }
}

// E4: minibus 9 km/l; low-cost cars better, older cars worse.
const CAR: Norm = Norm {
    count: 196,
    product: Some(Product::Pertamax),
    tank_ml: (36_000, 65_000),
    use_ml: (80, 125),
    work: (20_000, 46_000),
    in_use: 880,
    meter: Meter::Odometer,
    pattern: WorkPattern::FiveDay,
    homes: &[],
    models: &[
        ("Toyota Avanza 1.3", 1329),
        ("Toyota Kijang Innova 2.0", 1998),
        ("Daihatsu Xenia 1.3", 1329),
        ("Toyota Rush 1.5", 1496),
        ("Suzuki Ertiga 1.5", 1462),
        ("Mitsubishi Xpander 1.5", 1499),
    ],
};

// E4: pick-up 9 to 13 l/100 km (unverified).
const PICK_UP: Norm = Norm {
    count: 58,
    product: Some(Product::Pertalite),
    tank_ml: (40_000, 47_000),
    use_ml: (90, 130),
    work: (28_000, 48_000),
    in_use: 880,
    pattern: WorkPattern::SixDay,
    homes: &[
        Duty::Waste,
        Duty::Works,
        Duty::Order,
        Duty::Transport,
        Duty::Disaster,
        Duty::Health,
    ],
    models: &[("Daihatsu Gran Max 1.5", 1495), ("Suzuki Carry 1.5", 1462)],
    ..CAR
};

// E4: 2 to 3 l/100 km (unverified); Pati allots 30 l a month, 70 l was judged excessive.
const MOTORCYCLE: Norm = Norm {
    count: 452,
    product: Some(Product::Pertalite),
    tank_ml: (3_600, 5_500),
    use_ml: (20, 30),
    work: (18_000, 42_000),
    in_use: 900,
    homes: &[],
    models: &[
        ("Honda Supra X 125", 125),
        ("Honda Revo 110", 110),
        ("Yamaha Vega 115", 115),
        ("Honda Verza 150", 149),
        ("Yamaha NMAX 155", 155),
    ],
    ..CAR
};

// A2: Semarang allots three-wheelers 3 l a day.
const THREE_WHEELER: Norm = Norm {
    count: 40,
    product: Some(Product::Pertalite),
    tank_ml: (9_000, 13_000),
    use_ml: (50, 80),
    work: (22_000, 36_000),
    in_use: 930,
    pattern: WorkPattern::SixDay,
    homes: &[Duty::Waste, Duty::District],
    models: &[("Viar Karya 200", 197), ("Kaisar Triseda 200", 200)],
    ..CAR
};

// A1: 44 electric garbage motorcycles were bought in 2023.
const ELECTRIC_THREE_WHEELER: Norm = Norm {
    count: 44,
    product: None,
    tank_ml: (0, 0),
    use_ml: (0, 0),
    models: &[("Viar New Q1 listrik", 0), ("Tossa roda tiga listrik", 0)],
    ..THREE_WHEELER
};

const ELECTRIC_CAR: Norm = Norm {
    count: 4,
    product: None,
    tank_ml: (0, 0),
    use_ml: (0, 0),
    homes: &[Duty::Office],
    models: &[("Wuling Air ev", 0), ("Hyundai Ioniq 5", 0)],
    ..CAR
};

// E4: 27 to 70 l/100 km, 15 to 25 l/day at 35 to 56 km/day.
const GARBAGE_TRUCK: Norm = Norm {
    count: 48,
    product: Some(Product::Biosolar),
    tank_ml: (100_000, 200_000),
    use_ml: (290, 560),
    work: (35_000, 54_000),
    in_use: 930,
    pattern: WorkPattern::EveryDay,
    homes: &[Duty::Waste],
    models: &[
        ("Isuzu Elf NMR 71 arm roll", 4778),
        ("Hino Dutro 130 HD tipper", 4009),
        ("Mitsubishi Canter FE 74 compactor", 3908),
    ],
    ..CAR
};

// Not exempt from the bar on subsidised diesel, so Dexlite.
const DUMP_TRUCK: Norm = Norm {
    count: 14,
    product: Some(Product::Dexlite),
    use_ml: (250, 380),
    work: (28_000, 46_000),
    in_use: 750,
    pattern: WorkPattern::SixDay,
    homes: &[Duty::Works],
    models: &[("Hino Dutro 130 MD", 4009), ("Isuzu Elf NMR 71 HD", 4778)],
    ..GARBAGE_TRUCK
};

const AMBULANCE: Norm = Norm {
    count: 18,
    tank_ml: (55_000, 70_000),
    use_ml: (105, 145),
    work: (25_000, 48_000),
    in_use: 650,
    pattern: WorkPattern::StandBy,
    homes: &[Duty::Health, Duty::Hospital],
    models: &[
        ("Toyota Hiace ambulans 2.5 D", 2494),
        ("Isuzu Panther ambulans 2.5 D", 2499),
    ],
    ..GARBAGE_TRUCK
};

// E4: 30 to 50 l/100 km plus pump hours (unverified); the pump hours are in the consumption.
const FIRE_ENGINE: Norm = Norm {
    count: 9,
    use_ml: (380, 620),
    work: (10_000, 24_000),
    in_use: 550,
    pattern: WorkPattern::StandBy,
    homes: &[Duty::Fire],
    models: &[("Hino Ranger pemadam", 7684), ("Isuzu NPS pemadam", 5193)],
    ..GARBAGE_TRUCK
};

// E4: 3 to 4 km/l.
const BUS: Norm = Norm {
    count: 8,
    product: Some(Product::Dexlite),
    use_ml: (250, 330),
    work: (40_000, 70_000),
    in_use: 800,
    pattern: WorkPattern::SixDay,
    homes: &[Duty::Transport],
    models: &[
        ("Isuzu Elf NLR 55 bus", 2771),
        ("Mitsubishi Canter bus", 3908),
    ],
    ..GARBAGE_TRUCK
};

// A2: Semarang allots mowers 2 l a day; the can holds 10 l.
const MOWER: Norm = Norm {
    count: 48,
    product: Some(Product::Pertalite),
    tank_ml: (10_000, 10_000),
    use_ml: (650, 900),
    work: (1_500, 2_600),
    in_use: 600,
    meter: Meter::None,
    homes: &[Duty::Waste, Duty::District, Duty::Works],
    models: &[("Honda UMK 435T", 35), ("Tanika BG328", 30)],
    ..THREE_WHEELER
};

const PUMP: Norm = Norm {
    count: 20,
    tank_ml: (20_000, 20_000),
    use_ml: (1_000, 1_600),
    work: (1_500, 3_500),
    in_use: 350,
    homes: &[Duty::Fire, Duty::Disaster, Duty::Works],
    models: &[("Honda WB30XN", 196), ("Tohatsu V20 portabel", 198)],
    ..MOWER
};

const GENERATOR: Norm = Norm {
    count: 39,
    product: Some(Product::Dexlite),
    tank_ml: (35_000, 35_000),
    use_ml: (2_200, 5_500),
    work: (800, 2_200),
    in_use: 350,
    meter: Meter::HourMeter,
    homes: &[],
    models: &[("Yanmar YDG 6600", 435), ("Perkins 20 kVA", 1496)],
    ..MOWER
};

// E4: 0.125 to 0.175 l per HP-hour gives 11 to 19 l an hour at 90 to 110 HP, derated for idling.
const EXCAVATOR: Norm = Norm {
    count: 10,
    product: Some(Product::Dexlite),
    tank_ml: (200_000, 200_000),
    use_ml: (9_000, 14_000),
    work: (1_800, 3_500),
    in_use: 650,
    meter: Meter::HourMeter,
    homes: &[Duty::Waste, Duty::Works],
    models: &[
        ("Komatsu PC 130", 3920),
        ("Caterpillar 320 D", 6373),
        ("Caterpillar D6 bulldozer", 6600),
    ],
    ..MOWER
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fleet_has_1008_units() {
        let count: u32 = VehicleClass::ALL
            .iter()
            .map(|class| class.norm().count)
            .sum();
        assert_eq!(count, 1008);
    }

    #[test]
    fn electric_units_take_no_litres() {
        for class in [
            VehicleClass::ElectricCar,
            VehicleClass::ElectricThreeWheeler,
        ] {
            assert_eq!(class.norm().product, None);
            assert_eq!(class.typical_use_ml(), 0);
        }
    }
}
