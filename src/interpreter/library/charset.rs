//! The encodings of text that every Java knows, and that of Windows. Others are refused.

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Charset {
    /// US-ASCII
    Ascii,
    /// ISO-8859-1
    Latin1,
    /// UTF-8
    Utf8,
    /// UTF-16, with a mark when written
    Utf16,
    /// UTF-16BE
    Utf16Be,
    /// UTF-16LE
    Utf16Le,
    /// windows-1252
    Windows,
}

/// What windows-1252 has from 0x80 to 0x9f; U+FFFD where it has nothing.
const WINDOWS: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

impl Charset {
    /// The encoding of that name.
    pub(in super::super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "us-ascii" | "ascii" | "iso646-us" => Self::Ascii,
            "iso-8859-1" | "iso8859_1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" => {
                Self::Latin1
            }
            "utf-8" | "utf8" => Self::Utf8,
            "utf-16" | "utf16" | "utf_16" => Self::Utf16,
            "utf-16be" | "utf_16be" => Self::Utf16Be,
            "utf-16le" | "utf_16le" => Self::Utf16Le,
            "windows-1252" | "cp1252" => Self::Windows,
            _ => return None,
        })
    }

    /// A text as bytes; `?` for what the encoding does not have.
    pub(in super::super) fn encode(self, text: &str) -> Vec<u8> {
        let single = |highest: u32| {
            text.chars()
                .map(|character| {
                    let code = u32::from(character);
                    u8::try_from(code)
                        .ok()
                        .filter(|_| code <= highest)
                        .unwrap_or(b'?')
                })
                .collect()
        };
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Ascii => single(0x7f),
            Self::Latin1 => single(0xff),
            Self::Windows => text.chars().map(to_windows).collect(),
            Self::Utf16 => [0xfe, 0xff]
                .into_iter()
                .chain(text.encode_utf16().flat_map(u16::to_be_bytes))
                .collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        }
    }

    /// Bytes as a text; U+FFFD for what is none.
    pub(in super::super) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Ascii => (bytes.iter())
                .map(|byte| {
                    if byte.is_ascii() {
                        char::from(*byte)
                    } else {
                        char::REPLACEMENT_CHARACTER
                    }
                })
                .collect(),
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
            Self::Windows => bytes.iter().map(|byte| from_windows(*byte)).collect(),
            Self::Utf16 => match bytes {
                [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
                [0xfe, 0xff, rest @ ..] | rest => units(rest, u16::from_be_bytes),
            },
            Self::Utf16Be => units(bytes, u16::from_be_bytes),
            Self::Utf16Le => units(bytes, u16::from_le_bytes),
        }
    }
}

fn units(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text: String = char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    text
}

fn from_windows(byte: u8) -> char {
    let special = byte
        .checked_sub(0x80)
        .and_then(|index| WINDOWS.get(usize::from(index)));
    special.copied().unwrap_or(char::from(byte))
}

fn to_windows(character: char) -> u8 {
    let code = u32::from(character);
    if code < 0x80 || (0xa0..0x100).contains(&code) {
        return u8::try_from(code).unwrap_or(b'?');
    }
    let found = (0x80..).zip(WINDOWS).find(|(_, known)| *known == character);
    found.map_or(b'?', |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive_the_encodings_that_have_them() {
        for (name, text) in [
            ("utf-8", "aé😀"),
            ("UTF-16", "aé😀"),
            ("UTF-16LE", "aé😀"),
            ("latin1", "aé"),
            ("cp1252", "€é"),
            ("US-ASCII", "a"),
        ] {
            let charset = Charset::named(name).unwrap();
            assert_eq!(charset.decode(&charset.encode(text)), text);
        }
        assert_eq!(Charset::Latin1.encode("€"), b"?");
        assert_eq!(Charset::Ascii.decode(&[0x80]), "\u{fffd}");
        assert_eq!(Charset::Utf16Be.decode(&[0, 65, 0]), "A\u{fffd}");
        assert_eq!(Charset::named("klingon"), None);
    }
}
