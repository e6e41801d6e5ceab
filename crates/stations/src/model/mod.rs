//! What stations, products, prices, rules, devices and shifts are, and what follows from them.

pub(crate) mod contract;
pub(crate) mod device;
pub(crate) mod hours;
pub(crate) mod number;
pub(crate) mod price;
pub(crate) mod product;
pub(crate) mod rule;
pub(crate) mod shift;
pub(crate) mod station;

/// A word that is not one of a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this word is not one of the list")]
pub struct UnknownWord;

/// Declares an enum that is stored and sent as a word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$case_doc])* #[serde(rename = $word)] $case,)+ }

        impl $name {
            /// Every case, in order.
            pub const ALL: &[Self] = &[$(Self::$case,)+];

            /// The word that stands in tables, forms and the API.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$case => $word,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($word => Ok(Self::$case),)+ _ => Err($crate::model::UnknownWord) }
            }
        }
    };
}
pub(crate) use words;
