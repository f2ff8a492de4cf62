//! `joliex.security.MessageDigestService`.

use super::super::value::{Basic, Value};
use super::Operation;
use super::request::int;
use md5::{Digest, Md5};

/// How long a digest is at least: in base 16 that is its length.
const LENGTH: usize = 32;

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    (name == "md5").then_some(|request| Ok(md5(request).into()))
}

fn md5(request: &Value) -> String {
    let bytes = match &request.basic {
        Basic::Raw(bytes) => bytes.to_vec(),
        _ => request.as_string().as_bytes().to_vec(),
    };
    let radix = match int(request, "radix") {
        ..2 => 16,
        radix @ 2..=36 => radix.unsigned_abs(),
        // That of a `BigInteger` for a base that it does not know.
        _ => 10,
    };
    let digest: [u8; 16] = Md5::digest(&bytes).into();
    let digits = in_base(u128::from_be_bytes(digest), radix);
    format!("{digits:0>LENGTH$}")
}

fn in_base(mut number: u128, base: u32) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        let digit = u32::try_from(number % u128::from(base)).unwrap_or_default();
        digits.extend(char::from_digit(digit, base));
        number /= u128::from(base);
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::value;
    use super::*;

    #[test]
    fn digests_are_padded() {
        let digest = |request: &Value| {
            value("joliex.security.MessageDigestService", "md5", request)
                .as_string()
                .to_string()
        };
        assert_eq!(digest(&"".into()), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(digest(&"hello".into()), "5d41402abc4b2a76b9719d911017c592");
        assert_eq!(
            digest(&Value::new(Basic::Raw((*b"hello").into()))),
            digest(&"hello".into())
        );
        // Its first digit is a 0.
        assert_eq!(digest(&"363".into()), "00411460f7c92d2124a67ea0f4cb5f85");
        let base = Value::from("hello").with("radix", 36);
        assert_eq!(digest(&base).len(), 32);
        assert!(
            digest(&Value::from("hello").with("radix", 99))
                .bytes()
                .all(|digit| digit.is_ascii_digit())
        );
    }
}
