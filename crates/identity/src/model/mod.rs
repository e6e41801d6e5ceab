//! What a person, an account and a grant are, and the rules about them; pure.

pub(crate) mod grant;
pub(crate) mod lockout;
pub(crate) mod login_name;
pub(crate) mod password;
pub(crate) mod person;
pub(crate) mod pin;
pub(crate) mod totp;
