//! Closed lists of words that stand in columns.

/// A word in a column is none of its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not one of the known words")]
pub struct UnknownWord;

/// Declares an enum whose variants have a stable word for columns, forms and texts.
macro_rules! coded {
    ($(#[$attribute:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $code:literal,)+ }) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// All of them, in the order of choice.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The stable word.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::codes::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|word| word.code() == text)
                    .ok_or($crate::model::codes::UnknownWord)
            }
        }
    };
}
