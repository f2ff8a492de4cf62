//! `joliex.util.HTMLUtils`: the named characters of HTML 4.

use super::Operation;

/// The names from U+00A0 on.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
    Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml";

/// The names with their characters.
const OTHERS: &str = "\" quot & amp < lt > gt ƒ fnof Α Alpha Β Beta Γ Gamma Δ Delta Ε Epsilon Ζ Zeta Η Eta Θ Theta \
    Ι Iota Κ Kappa Λ Lambda Μ Mu Ν Nu Ξ Xi Ο Omicron Π Pi Ρ Rho Σ Sigma Τ Tau Υ Upsilon Φ Phi Χ Chi Ψ Psi Ω Omega \
    α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi ο omicron \
    π pi ρ rho ς sigmaf σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega ϑ thetasym ϒ upsih ϖ piv • bull … hellip \
    ′ prime ″ Prime ‾ oline ⁄ frasl ℘ weierp ℑ image ℜ real ™ trade ℵ alefsym ← larr ↑ uarr → rarr ↓ darr ↔ harr \
    ↵ crarr ⇐ lArr ⇑ uArr ⇒ rArr ⇓ dArr ⇔ hArr ∀ forall ∂ part ∃ exist ∅ empty ∇ nabla ∈ isin ∉ notin ∋ ni ∏ prod \
    ∑ sum − minus ∗ lowast √ radic ∝ prop ∞ infin ∠ ang ∧ and ∨ or ∩ cap ∪ cup ∫ int ∴ there4 ∼ sim ≅ cong ≈ asymp \
    ≠ ne ≡ equiv ≤ le ≥ ge ⊂ sub ⊃ sup ⊄ nsub ⊆ sube ⊇ supe ⊕ oplus ⊗ otimes ⊥ perp ⋅ sdot ⌈ lceil ⌉ rceil ⌊ lfloor \
    ⌋ rfloor \u{2329} lang \u{232a} rang ◊ loz ♠ spades ♣ clubs ♥ hearts ♦ diams Œ OElig œ oelig Š Scaron š scaron \
    Ÿ Yuml ˆ circ ˜ tilde \u{2002} ensp \u{2003} emsp \u{2009} thinsp \u{200c} zwnj \u{200d} zwj \u{200e} lrm \
    \u{200f} rlm – ndash — mdash ‘ lsquo ’ rsquo ‚ sbquo “ ldquo ” rdquo „ bdquo † dagger ‡ Dagger ‰ permil ‹ lsaquo \
    › rsaquo € euro";

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "escapeHTML" => |request| Ok(escape(&request.as_string()).into()),
        "unescapeHTML" => |request| Ok(unescape(&request.as_string()).into()),
        _ => return None,
    })
}

/// Every character that has a name, with it.
fn named() -> impl Iterator<Item = (char, &'static str)> {
    let latin = ('\u{a0}'..).zip(LATIN.split(' '));
    // Only single spaces part the words: some of the characters are spaces themselves.
    let mut words = OTHERS.split(' ');
    let others = std::iter::from_fn(move || Some((words.next()?.chars().next()?, words.next()?)));
    latin.chain(others)
}

fn escape(text: &str) -> String {
    let names: std::collections::HashMap<char, &str> = named().collect();
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match names.get(&character) {
            Some(name) => {
                out.push('&');
                out.push_str(name);
                out.push(';');
            }
            None => out.push(character),
        }
    }
    out
}

/// What has no name stays as it is.
fn unescape(text: &str) -> String {
    let characters: std::collections::HashMap<&str, char> =
        named().map(|(character, name)| (name, character)).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, behind) = (&rest[..at], &rest[at + 1..]);
        out.push_str(before);
        let read = behind.find([';', '&']).and_then(|end| {
            let character = match behind[..end].strip_prefix('#') {
                Some(number) => numbered(number)?,
                None => *characters.get(&behind[..end])?,
            };
            behind[end..]
                .strip_prefix(';')
                .map(|rest| (character, rest))
        });
        match read {
            Some((character, behind)) => {
                out.push(character);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn named_characters() {
        assert_eq!(named().count(), 252);
        assert_eq!(
            escape("<a href=\"é\">'ÿ€ \u{2003}"),
            "&lt;a href=&quot;&eacute;&quot;&gt;'&yuml;&euro; &emsp;"
        );
        assert_eq!(
            unescape("&lt;&eacute;&#65;&#x42;&foo;&amp&amp;&#;&"),
            "<éAB&foo;&amp&&#;&"
        );
    }

    proptest! {
        #[test]
        fn what_is_escaped_is_read_back(text in ".{0,20}") {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }
    }
}
