//! The attendant's pages: scan, check, fill, receipt.
