//! Text made equal for comparing: what a hurried hand types finds what a careful one wrote.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// For comparing what people type with names: lower case, full-width forms as ASCII, no accents, no spaces.
///
/// Both sides of a comparison must be folded; the result is not for showing.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let kept = text.chars().filter(|c| !c.is_ascii_whitespace());
        return kept.map(|c| c.to_ascii_lowercase()).collect();
    }
    let mut folded = String::with_capacity(text.len());
    let apart = DecomposingNormalizerBorrowed::new_nfkd();
    let mut closed_up = false;
    let kept = apart.normalize_iter(text.chars()).filter(|&c| {
        let dropped = is_dropped(c);
        closed_up |= dropped;
        !dropped
    });
    for c in kept.flat_map(char::to_lowercase) {
        match undecomposed(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    // Marks that stood on both sides of what was dropped are one run now, and have an order.
    if closed_up {
        apart.normalize(&folded).into_owned()
    } else {
        folded
    }
}

/// What [`fold`] makes of one character, in order; nothing of what it drops.
pub(super) fn fold_char(c: char, mut keep: impl FnMut(char)) {
    match c {
        '\u{4E00}'..='\u{9FFF}' => keep(c),
        _ if c.is_ascii_whitespace() => {}
        _ if c.is_ascii() => keep(c.to_ascii_lowercase()),
        _ => {
            let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(std::iter::once(c));
            for c in apart.filter(|&c| !is_dropped(c)).flat_map(char::to_lowercase) {
                match undecomposed(c) {
                    Some(plain) => plain.chars().for_each(&mut keep),
                    None => keep(c),
                }
            }
        }
    }
}

/// Spaces, accents once they stand apart, and what has no look of its own. Vowel signs and the voicing marks of kana
/// are letters to their readers and stay.
fn is_dropped(c: char) -> bool {
    let unseen = matches!(
        c,
        '\u{300}'..='\u{36F}' // combining diacritical marks and their extensions
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{FE00}'..='\u{FE0F}' // variation selectors
        | '\u{AD}' // soft hyphen
        | '\u{200B}'..='\u{200F}' // zero-width space, joiners, direction marks
        | '\u{2060}'
        | '\u{FEFF}'
    );
    unseen || c.is_whitespace()
}

/// Letters that Unicode takes for letters of their own, though a keyboard without them writes these.
fn undecomposed(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ŧ' => "t",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}
