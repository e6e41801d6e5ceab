//! The journey over HTTP, on both databases.
