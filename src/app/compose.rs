//! Sending what is in the composer.
