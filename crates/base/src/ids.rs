//! Typed ids: a vehicle's id cannot be passed where a station's is wanted.

/// An id was not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a valid id")]
pub struct IdParseError;

/// Declares id types: newtypes over a UUID with text, serde and conversion.
///
/// ```
/// base::typed_ids! {
///     /// Identifies a voucher.
///     VoucherId
/// }
/// let id: VoucherId = "018f6b1c-0000-7000-8000-000000000001".parse().unwrap();
/// assert_eq!(id.to_string(), "018f6b1c-0000-7000-8000-000000000001");
/// ```
#[macro_export]
macro_rules! typed_ids {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::Uuid);

        impl $name {
            /// Wraps a UUID.
            pub const fn new(uuid: $crate::Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, as stored.
            pub const fn uuid(self) -> $crate::Uuid {
                self.0
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::IdParseError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self).map_err(|_| $crate::IdParseError)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        impl From<$crate::Uuid> for $name {
            fn from(uuid: $crate::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for $crate::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

typed_ids! {
    /// Identifies a tenant: a city or regency.
    TenantId,
    /// Identifies whoever acts: a person, a device, an integration or the system itself.
    ActorId,
    /// Identifies a person with or without a login.
    PersonId,
    /// Identifies an agency (OPD).
    AgencyId,
    /// Identifies a unit inside an agency.
    UnitId,
    /// Identifies a post, which people hold over time.
    PostId,
    /// Identifies a fuel station.
    StationId,
    /// Identifies an enrolled pump device.
    DeviceId,
}

impl From<PersonId> for ActorId {
    fn from(person: PersonId) -> Self {
        Self::new(person.uuid())
    }
}

impl From<DeviceId> for ActorId {
    fn from(device: DeviceId) -> Self {
        Self::new(device.uuid())
    }
}
