//! What speaks for two being one, and what against it, in words.
//!
//! Never: what it proves, which is `app::matching`.

use super::View;
use super::contact::listed;
use crate::app::matching::{Evidence, Sign};

pub fn told(view: View<'_>, evidence: &Evidence) -> String {
    let mut parts = Vec::new();
    for (signs, id) in [
        (&evidence.same, "contact-same"),
        (&evidence.differing, "contact-differing"),
    ] {
        let signs = listed(view, signs.iter().copied().map(sign));
        if !signs.is_empty() {
            parts.push(view.say_with(id, &[("signs", (&*signs).into())]));
        }
    }
    if let Some((shared, all)) = evidence.members {
        let args = [("shared", shared.into()), ("all", all.into())];
        parts.push(view.say_with("contact-shared", &args));
    }
    parts.join("; ")
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::Account => "sign-account",
        Sign::Alias => "sign-alias",
        Sign::Remark => "sign-remark",
        Sign::Nick => "sign-nick",
        Sign::Pinyin => "sign-pinyin",
        Sign::Avatar => "sign-avatar",
        Sign::Signature => "sign-signature",
        Sign::Sex => "sign-sex",
        Sign::Place => "sign-place",
        Sign::Members => "sign-members",
    }
}
