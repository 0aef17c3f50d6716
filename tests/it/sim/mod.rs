//! The simulated service, asked as a browser would ask it: raw URLs and bodies written by hand.

mod browser;
mod contacts;
mod kinds;
mod login;
mod loopback;
mod quirks;
mod sending;
mod socket;
mod syncing;
