//! People: invented names of the kind heard in Timor, and NIP of the right shape.

use jiff::civil::Date;
use serde::Serialize;

use crate::dice::Dice;
use crate::number::{AgencyNo, PersonNo};

/// A simulated person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Number.
    pub no: PersonNo,
    /// Full name.
    pub name: String,
    /// NIP, 18 digits; `None` for contract workers.
    pub nip: Option<String>,
    /// Agency the person works for; `None` for city-wide posts and station people.
    pub agency: Option<AgencyNo>,
}

const GIVEN_MALE: [&str; 28] = [
    "Yohanes",
    "Marthen",
    "Melkianus",
    "Yermias",
    "Soleman",
    "Simon",
    "Yakobus",
    "Petrus",
    "Antonius",
    "Kornelis",
    "Filmon",
    "Nikodemus",
    "Ruben",
    "Daniel",
    "Yusak",
    "Gerson",
    "Imanuel",
    "Aleksander",
    "Frans",
    "Benyamin",
    "Semuel",
    "Dominggus",
    "Agustinus",
    "Thobias",
    "Hendrik",
    "Ahmad",
    "Umar",
    "Andreas",
];
const GIVEN_FEMALE: [&str; 24] = [
    "Maria",
    "Yuliana",
    "Marselina",
    "Ferderika",
    "Adriana",
    "Yublina",
    "Welmince",
    "Martha",
    "Dorkas",
    "Ester",
    "Yasinta",
    "Rosalina",
    "Debora",
    "Norlina",
    "Ance",
    "Selfina",
    "Agustina",
    "Kristina",
    "Herlina",
    "Sarlota",
    "Mariance",
    "Siti",
    "Elisabet",
    "Paulina",
];
const FAMILY: [&str; 40] = [
    "Benu",
    "Nenobais",
    "Tefa",
    "Taneo",
    "Fallo",
    "Nubatonis",
    "Manafe",
    "Ndun",
    "Adoe",
    "Messakh",
    "Riwu",
    "Kitu",
    "Bria",
    "Seran",
    "Bere",
    "Klau",
    "Lopo",
    "Djami",
    "Haning",
    "Ndolu",
    "Pellokila",
    "Oematan",
    "Boimau",
    "Selan",
    "Tlonaen",
    "Banunaek",
    "Sabuin",
    "Leo",
    "Bana",
    "Tanaem",
    "Neolaka",
    "Nomleni",
    "Kase",
    "Lay",
    "Mooy",
    "Pah",
    "Saudale",
    "Ully",
    "Hege",
    "Nope",
];
const MIDDLE: [&str; 12] = [
    "A.", "B.", "D.", "E.", "F.", "H.", "J.", "K.", "L.", "M.", "R.", "Y.",
];
const TITLES: [&str; 8] = [
    "", "", "", ", S.Sos.", ", S.E.", ", S.T.", ", S.H.", ", S.Kom.",
];

/// Makes people one after the other, each with its own stream of chance.
#[derive(Debug)]
pub(crate) struct People {
    seed: u64,
    year: i16,
    made: Vec<Person>,
}

impl People {
    /// A registry of people as of `today`.
    pub(crate) fn new(seed: u64, today: Date) -> Self {
        Self {
            seed,
            year: today.year(),
            made: Vec::new(),
        }
    }

    /// Adds a civil servant, with a NIP.
    pub(crate) fn servant(&mut self, agency: Option<AgencyNo>) -> PersonNo {
        self.add(agency, true, true)
    }

    /// Adds a contract worker or station person, without a NIP.
    pub(crate) fn worker(&mut self, agency: Option<AgencyNo>) -> PersonNo {
        self.add(agency, false, false)
    }

    /// The people made so far.
    pub(crate) fn into_list(self) -> Vec<Person> {
        self.made
    }

    /// Name of a person made before.
    pub(crate) fn name(&self, no: PersonNo) -> &str {
        self.made
            .get(no.index())
            .map_or("", |person| person.name.as_str())
    }

    fn add(&mut self, agency: Option<AgencyNo>, is_servant: bool, has_title: bool) -> PersonNo {
        let no = PersonNo::at(self.made.len());
        let mut dice = Dice::new(self.seed, "person", u64::from(no.0));
        let is_male = dice.chance(if is_servant { 600 } else { 880 });
        let given = dice.word(if is_male { &GIVEN_MALE } else { &GIVEN_FEMALE });
        let middle = if dice.chance(550) {
            dice.word(&MIDDLE)
        } else {
            ""
        };
        let title = if has_title { dice.word(&TITLES) } else { "" };
        let family = dice.word(&FAMILY);
        let space = if middle.is_empty() { "" } else { " " };
        let name = format!("{given}{space}{middle} {family}{title}");
        let nip = is_servant.then(|| nip(&mut dice, self.year, is_male, no));
        self.made.push(Person {
            no,
            name,
            nip,
            agency,
        });
        no
    }
}

/// NIP: birth date (8), month of appointment (6), sex (1), serial (3).
fn nip(dice: &mut Dice, year: i16, is_male: bool, no: PersonNo) -> String {
    let age = dice.between(26, 57);
    let born = i64::from(year) - age;
    let appointed = born + dice.between(22, 25.max(age.min(35)));
    let appointed = appointed.min(i64::from(year) - 1);
    let month = dice.between(1, 12);
    let day = dice.between(1, 28);
    let start = dice.between(1, 12);
    let sex = if is_male { 1 } else { 2 };
    // The serial spreads over the number of the person, so equal dates do not collide.
    let serial = no.0 % 999 + 1;
    format!("{born:04}{month:02}{day:02}{appointed:04}{start:02}{sex}{serial:03}")
}
