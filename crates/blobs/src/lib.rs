//! Photos and files, stored by the hash of their content.
