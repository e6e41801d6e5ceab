//! The web layer, asked as a browser and as a program would.
