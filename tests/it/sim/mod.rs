//! The simulated service, asked as a browser would ask it: raw URLs and bodies written by hand.

pub mod browser;
mod contacts;
mod kinds;
mod login;
mod loopback;
mod managing;
mod media;
mod quirks;
mod sending;
mod socket;
mod syncing;
