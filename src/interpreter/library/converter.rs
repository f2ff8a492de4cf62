//! `joliex.util.Converter`.

use super::super::fault::Fault;
use super::super::value::{Basic, Value};
use super::charset::Charset;
use super::request::{caused, exception, has, text};
use super::{Operation, Outcome};
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};
use std::sync::Arc;

/// Without padding at the end a text is read as well.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The operations of the service.
pub(super) fn operation(name: &str) -> Option<Operation> {
    Some(match name {
        "rawToBase64" => |request| Ok(to_base64(&request.as_bytes()).into()),
        "base64ToRaw" => from_base64,
        "rawToString" => |request| Ok(charset(request)?.decode(&request.as_bytes()).into()),
        "stringToRaw" => |request| {
            let bytes = charset(request)?.encode(&request.as_string());
            Ok(Arc::<[u8]>::from(bytes).into())
        },
        _ => return None,
    })
}

/// Bytes in base 64.
pub(super) fn to_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The bytes of a string in base 64.
pub(super) fn from_base64(request: &Value) -> Outcome {
    let bytes = BASE64
        .decode(request.as_string().as_bytes())
        .map_err(|error| {
            let message = match error {
                DecodeError::InvalidByte(_, byte) if byte != b'=' => {
                    format!("Illegal base64 character {byte:x}")
                }
                _ => "Input byte array has wrong 4-byte ending unit".to_owned(),
            };
            exception("IllegalArgumentException", message)
        })?;
    Ok(Value::new(Basic::Raw(bytes.into())))
}

fn charset(request: &Value) -> Result<Charset, Fault> {
    if !has(request, "charset") {
        return Ok(Charset::Utf8);
    }
    let name = text(request, "charset");
    Charset::named(&name).ok_or_else(|| {
        caused(
            "IOException",
            "java.io.UnsupportedEncodingException",
            &*name,
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{fault, value};
    use super::*;

    const CLASS: &str = "joliex.util.Converter";

    #[test]
    fn bytes_go_there_and_back() {
        let raw = Value::new(Basic::Raw([0, 255, 7].into()));
        let text = value(CLASS, "rawToBase64", &raw);
        assert_eq!(text.as_string(), "AP8H");
        assert_eq!(
            value(CLASS, "base64ToRaw", &text).as_bytes(),
            raw.as_bytes()
        );
        for short in ["YQ==", "YQ", "YR=="] {
            assert_eq!(
                &*value(CLASS, "base64ToRaw", &short.into()).as_bytes(),
                b"a"
            );
        }
        let wrong = fault(CLASS, "base64ToRaw", &"a!==".into());
        assert_eq!(wrong.value.as_string(), "Illegal base64 character 21");
        assert_eq!(
            fault(CLASS, "base64ToRaw", &"a".into()).name,
            "IllegalArgumentException"
        );
    }

    #[test]
    fn strings_have_a_charset() {
        let latin = Value::from("é").with("charset", "ISO-8859-1");
        assert_eq!(&*value(CLASS, "stringToRaw", &latin).as_bytes(), [0xe9]);
        let raw = Value::new(Basic::Raw([0xe9].into())).with("charset", "ISO-8859-1");
        assert_eq!(value(CLASS, "rawToString", &raw).as_string(), "é");
        let wrong = Value::from("é").with("charset", "none");
        assert_eq!(fault(CLASS, "stringToRaw", &wrong).name, "IOException");
    }
}
