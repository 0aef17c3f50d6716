//! Every word a person reads, in their language: fluent catalogues from `assets/locales/`.
