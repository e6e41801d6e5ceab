//! Quotas, vouchers and redemption: the life of a litre.
