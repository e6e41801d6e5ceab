//! A journal entry and its exact bytes.

use std::collections::BTreeMap;

use base::{ActorId, PostId, TenantId, UtcMicros, Uuid};
use minicbor::decode::Error as DecodeError;
use minicbor::{Decoder, Encoder};

use crate::image::ImageValue;

/// The version of the encoding.
const VERSION: u32 = 1;

/// Who changed what, when and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The city.
    pub tenant: TenantId,
    /// The entry's id.
    pub id: Uuid,
    /// When the command was given.
    pub at: UtcMicros,
    /// Who gave it.
    pub actor: ActorId,
    /// The post in whose name a deputy acted.
    pub acting_for: Option<PostId>,
    /// From where: an address or a command name.
    pub origin: String,
    /// The action's code, such as `fuel.voucher.issue`.
    pub action: String,
    /// What kind of thing the action was about, such as `voucher`.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: Uuid,
    /// A reason a person typed, or a fact the rows do not hold.
    pub note: Option<String>,
    /// The changed rows.
    pub changes: Vec<RowChange>,
}

/// A changed row of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The table.
    pub table: String,
    /// Whether the row is gone; its image is then its last.
    pub deleted: bool,
    /// The image's exact bytes, see [`crate::encode_image`].
    pub image: Vec<u8>,
}

/// An entry's bytes are damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a journal entry cannot be read: {0}")]
pub struct EntryError(String);

impl From<DecodeError> for EntryError {
    fn from(error: DecodeError) -> Self {
        Self(error.to_string())
    }
}

impl Entry {
    /// The exact bytes: a deterministic CBOR array.
    pub fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::with_capacity(512));
        // Writing to a Vec cannot fail.
        let _ = self.encode_into(&mut encoder);
        encoder.into_writer()
    }

    fn encode_into(
        &self,
        encoder: &mut Encoder<Vec<u8>>,
    ) -> Result<(), minicbor::encode::Error<std::convert::Infallible>> {
        encoder
            .array(12)?
            .u32(VERSION)?
            .bytes(self.tenant.uuid().as_bytes())?;
        encoder.bytes(self.id.as_bytes())?.i64(self.at.get())?;
        encoder.bytes(self.actor.uuid().as_bytes())?;
        match self.acting_for {
            Some(post) => encoder.bytes(post.uuid().as_bytes())?,
            None => encoder.null()?,
        };
        encoder
            .str(&self.origin)?
            .str(&self.action)?
            .str(&self.subject_kind)?;
        encoder.bytes(self.subject_id.as_bytes())?;
        match &self.note {
            Some(note) => encoder.str(note)?,
            None => encoder.null()?,
        };
        encoder.array(u64::try_from(self.changes.len()).unwrap_or(u64::MAX))?;
        for change in &self.changes {
            encoder
                .array(3)?
                .str(&change.table)?
                .bool(change.deleted)?
                .bytes(&change.image)?;
        }
        Ok(())
    }

    /// Reads an entry from its bytes.
    ///
    /// # Errors
    /// [`EntryError`] where the bytes are no entry, or more follows.
    pub fn decode(bytes: &[u8]) -> Result<Self, EntryError> {
        let mut decoder = Decoder::new(bytes);
        expect_array(&mut decoder, 12)?;
        let version = decoder.u32()?;
        if version != VERSION {
            return Err(EntryError(format!("unknown version {version}")));
        }
        let entry = Self {
            tenant: TenantId::new(id(&mut decoder)?),
            id: id(&mut decoder)?,
            at: UtcMicros::new(decoder.i64()?),
            actor: ActorId::new(id(&mut decoder)?),
            acting_for: optional(&mut decoder, id)?.map(PostId::new),
            origin: text(&mut decoder)?,
            action: text(&mut decoder)?,
            subject_kind: text(&mut decoder)?,
            subject_id: id(&mut decoder)?,
            note: optional(&mut decoder, text)?,
            changes: changes(&mut decoder)?,
        };
        if decoder.position() != bytes.len() {
            return Err(EntryError("bytes follow the entry".to_owned()));
        }
        Ok(entry)
    }
}

impl RowChange {
    /// The columns of the image, by name.
    ///
    /// # Errors
    /// [`EntryError`] where the image is damaged.
    pub fn columns(&self) -> Result<BTreeMap<String, ImageValue>, EntryError> {
        let mut decoder = Decoder::new(&self.image);
        let count = decoder
            .map()?
            .ok_or_else(|| EntryError("an open map".to_owned()))?;
        (0..count)
            .map(|_| Ok((text(&mut decoder)?, image_value(&mut decoder)?)))
            .collect()
    }
}

fn image_value(decoder: &mut Decoder<'_>) -> Result<ImageValue, EntryError> {
    use minicbor::data::Type;
    Ok(match decoder.datatype()? {
        Type::String => ImageValue::Text(text(decoder)?),
        Type::Bytes => ImageValue::Bytes(decoder.bytes()?.to_vec()),
        Type::Array => {
            expect_array(decoder, 1)?;
            let digest = decoder.bytes()?.try_into();
            ImageValue::Personal(digest.map_err(|_| EntryError("a short digest".to_owned()))?)
        }
        _ => ImageValue::Integer(decoder.i64()?),
    })
}

fn changes(decoder: &mut Decoder<'_>) -> Result<Vec<RowChange>, EntryError> {
    let count = decoder
        .array()?
        .ok_or_else(|| EntryError("an open array".to_owned()))?;
    (0..count)
        .map(|_| {
            expect_array(decoder, 3)?;
            Ok(RowChange {
                table: text(decoder)?,
                deleted: decoder.bool()?,
                image: decoder.bytes()?.to_vec(),
            })
        })
        .collect()
}

fn expect_array(decoder: &mut Decoder<'_>, length: u64) -> Result<(), EntryError> {
    match decoder.array()? {
        Some(found) if found == length => Ok(()),
        found => Err(EntryError(format!(
            "an array of {found:?} instead of {length}"
        ))),
    }
}

fn id(decoder: &mut Decoder<'_>) -> Result<Uuid, EntryError> {
    Uuid::from_slice(decoder.bytes()?).map_err(|error| EntryError(error.to_string()))
}

fn text(decoder: &mut Decoder<'_>) -> Result<String, EntryError> {
    Ok(decoder.str()?.to_owned())
}

fn optional<T>(
    decoder: &mut Decoder<'_>,
    read: impl FnOnce(&mut Decoder<'_>) -> Result<T, EntryError>,
) -> Result<Option<T>, EntryError> {
    if decoder.datatype()? == minicbor::data::Type::Null {
        decoder.null()?;
        return Ok(None);
    }
    read(decoder).map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry() -> Entry {
        Entry {
            tenant: TenantId::new(Uuid::from_u128(1)),
            id: Uuid::from_u128(2),
            at: UtcMicros::new(3),
            actor: ActorId::new(Uuid::from_u128(4)),
            acting_for: Some(PostId::new(Uuid::from_u128(5))),
            origin: "127.0.0.1".to_owned(),
            action: "fuel.voucher.issue".to_owned(),
            subject_kind: "voucher".to_owned(),
            subject_id: Uuid::from_u128(6),
            note: None,
            changes: vec![RowChange {
                table: "voucher".to_owned(),
                deleted: false,
                image: vec![0xa1, 0x61, b'a', 0x18, 0x2a],
            }],
        }
    }

    #[test]
    fn reads_what_it_wrote() {
        let entry = entry();
        assert_eq!(Entry::decode(&entry.encode()), Ok(entry.clone()));
        let columns = entry.changes[0].columns().unwrap();
        assert_eq!(columns.get("a"), Some(&ImageValue::Integer(42)));
    }

    #[test]
    fn refuses_more_or_fewer_bytes() {
        let mut bytes = entry().encode();
        bytes.push(0);
        assert!(Entry::decode(&bytes).is_err());
        bytes.truncate(bytes.len() - 2);
        assert!(Entry::decode(&bytes).is_err());
    }

    proptest! {
        #[test]
        fn never_panics_on_arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Entry::decode(&bytes);
        }
    }
}
