//! Dashboards, kartu kendali, recaps and the stream of redemptions.
