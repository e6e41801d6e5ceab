use thiserror::Error;

/// Why a text, token or key set was not accepted.
///
/// The set is closed: [`TokenRefusal::code`] is the stable word used by the API, the translations and
/// the TypeScript reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum TokenRefusal {
    /// The text does not begin with `SH1:`; some other QR was read.
    #[error("the text is not a voucher of this system")]
    NotAVoucher,
    /// The text begins like a voucher of a format this reader does not know (`SH2:`).
    #[error("the voucher has a format this reader does not know")]
    UnsupportedVersion,
    /// The text or the bytes are longer than any voucher or key set can be.
    #[error("longer than allowed")]
    TooLong,
    /// The text is not Base45 (RFC 9285): a character is missing, foreign or cut off.
    #[error("not valid Base45")]
    BadBase45,
    /// The bytes end before the structure does.
    #[error("the bytes end too early")]
    Truncated,
    /// Bytes follow the end of the structure.
    #[error("bytes follow the end")]
    TrailingBytes,
    /// A string, array or map has no stated length.
    #[error("indefinite lengths are not accepted")]
    IndefiniteLength,
    /// An integer or a length is not in its shortest form.
    #[error("a number is not in its shortest form")]
    NotShortest,
    /// A map holds the same key twice.
    #[error("a map has a duplicate key")]
    DuplicateKey,
    /// The keys of a map are not in the order of RFC 8949, section 4.2.1.
    #[error("the keys of a map are not sorted")]
    UnsortedKeys,
    /// A floating-point number.
    #[error("floating-point numbers are not accepted")]
    Float,
    /// More than eight levels of nesting.
    #[error("nested too deeply")]
    TooDeep,
    /// An integer beyond 2^53 - 1 in size.
    #[error("a number is too large")]
    NumberTooLarge,
    /// A text string is not UTF-8.
    #[error("a text is not UTF-8")]
    BadUtf8,
    /// Well-formed or not, something that has no place here: another type, another tag, a reserved byte.
    #[error("an unexpected type of value")]
    UnexpectedType,
    /// The COSE headers are not exactly `{alg: EdDSA, kid: 8 bytes}` protected and nothing unprotected.
    #[error("the signature header is not the expected one")]
    BadHeader,
    /// A claim this format does not have.
    #[error("an unknown claim")]
    UnknownClaim,
    /// A claim this format must have is absent.
    #[error("a claim is missing")]
    MissingClaim,
    /// A claim's value is outside its bounds, or two claims contradict each other.
    #[error("a claim has an impossible value")]
    BadClaim,
    /// Issued by another tenant than the one that is asked.
    #[error("issued by another city")]
    OtherTenant,
    /// The signing key is not in the key set.
    #[error("signed with an unknown key")]
    UnknownKey,
    /// The signature does not fit: the bytes were altered or forged.
    #[error("the signature does not fit")]
    BadSignature,
    /// The key is known but was not in use at the time of issue.
    #[error("the key was not in use when the voucher was issued")]
    KeyNotInUse,
    /// The voucher's time has not come.
    #[error("not valid yet")]
    NotYetValid,
    /// The voucher's or key set's time is over.
    #[error("expired")]
    Expired,
}

impl TokenRefusal {
    /// The stable word for this refusal, such as `bad_signature`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAVoucher => "not_a_voucher",
            Self::UnsupportedVersion => "unsupported_version",
            Self::TooLong => "too_long",
            Self::BadBase45 => "bad_base45",
            Self::Truncated => "truncated",
            Self::TrailingBytes => "trailing_bytes",
            Self::IndefiniteLength => "indefinite_length",
            Self::NotShortest => "not_shortest",
            Self::DuplicateKey => "duplicate_key",
            Self::UnsortedKeys => "unsorted_keys",
            Self::Float => "float",
            Self::TooDeep => "too_deep",
            Self::NumberTooLarge => "number_too_large",
            Self::BadUtf8 => "bad_utf8",
            Self::UnexpectedType => "unexpected_type",
            Self::BadHeader => "bad_header",
            Self::UnknownClaim => "unknown_claim",
            Self::MissingClaim => "missing_claim",
            Self::BadClaim => "bad_claim",
            Self::OtherTenant => "other_tenant",
            Self::UnknownKey => "unknown_key",
            Self::BadSignature => "bad_signature",
            Self::KeyNotInUse => "key_not_in_use",
            Self::NotYetValid => "not_yet_valid",
            Self::Expired => "expired",
        }
    }
}
